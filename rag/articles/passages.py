"""Article -> passages: whole sentences, within a count of tokens and the model's window."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rag.articles.token_count import count_tokens
from rag.language.sentences import sentences
from rag.records import Article, Passage

_SPECIAL_PIECES = 2  # [CLS] and [SEP], which the model puts around what it reads


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or a part of a sentence that is too long for any passage."""

    start: int
    end: int
    tokens: int
    pieces: int


@dataclass(frozen=True, slots=True)
class _Limits:
    tokens: int
    pieces: int

    def fit(self, units: list[_Unit]) -> bool:
        # sentences counted one by one have at least as many tokens as together, without the spaces
        tokens = sum(unit.tokens + 1 for unit in units) - 1
        return tokens <= self.tokens and sum(unit.pieces for unit in units) <= self.pieces


def cut(
    article: Article,
    *,
    max_tokens: int = 180,
    window: int,
    pieces: Callable[[str], int],
    count: Callable[[str], int] = count_tokens,
) -> list[Passage]:
    """Cut an article into passages of whole sentences that cover all of its text.

    A passage has at most `max_tokens` tokens by `count`. The title, the passage and two special
    pieces have at most `window` pieces by `pieces`, the embedding model's counter without special
    pieces. A title counts for at most half of the window: callers give the model no more of it.
    A passage begins with the last sentence of the passage before, if another sentence fits behind
    it. A sentence too long for a passage is cut at a sentence end in it, a clause or a word.
    """
    of_title = min(pieces(article.title), window // 2)
    limits = _Limits(max(1, max_tokens), max(1, window - of_title - _SPECIAL_PIECES))
    units = list(_units(article.text, limits, count, pieces))
    runs = _balanced(list(_runs(units, limits)), units, limits)
    spans = ((units[first].start, units[last - 1].end) for first, last in runs)
    return [Passage(article.id, start, end, article.text[start:end]) for start, end in spans]


# --- sentences into passages -------------------------------------------------------------------

_Run = tuple[int, int]  # units[first:last]


def _runs(units: list[_Unit], limits: _Limits) -> Iterator[_Run]:
    """Fill passages in order, each with the last sentence of the passage before if it fits."""
    first = new = 0  # units from `new` on are in no passage yet
    while new < len(units):
        last = new + 1
        while last < len(units) and limits.fit(units[first : last + 1]):
            last += 1
        yield first, last
        new = last
        overlaps = last < len(units) and limits.fit(units[last - 1 : last + 1])
        first = last - 1 if overlaps else last


def _balanced(runs: list[_Run], units: list[_Unit], limits: _Limits) -> list[_Run]:
    """Balance the last two passages if the last is tiny."""
    if len(runs) < 2:
        return runs
    (first, middle), (_, end) = runs[-2:]
    if _size(units[middle:end]) >= limits.tokens / 3:
        return runs
    floor = runs[-3][1] if len(runs) > 2 else 0  # the last but one must keep a sentence of its own

    def larger(cut: int) -> int:
        return max(_size(units[first:cut]), _size(units[cut - 1 : end]))

    cuts = [at for at in range(max(floor, first) + 1, middle) if limits.fit(units[at - 1 : end])]
    if not cuts:
        return runs
    best = min(cuts, key=larger)
    return [*runs[:-2], (first, best), (best - 1, end)]


def _size(units: list[_Unit]) -> int:
    return sum(unit.tokens for unit in units)


# --- text into units ---------------------------------------------------------------------------

# where a sentence too long for a passage is cut: at the first kind of joint that it has
_JOINTS = [
    re.compile(r"[.!?…][\"'”’)\]]*\s+"),  # an end of a sentence within a quotation
    re.compile(r"[;:]\s+|(?<=\s)[–—-]\s+"),
    re.compile(r",[\"'”’]?\s+"),
    re.compile(r"\s+"),
]
_LONGEST_TOKEN = 8  # characters a token; English has about 4.5 on average


def _units(
    text: str, limits: _Limits, count: Callable[[str], int], pieces: Callable[[str], int]
) -> Iterator[_Unit]:
    def units_of(start: int, end: int) -> Iterator[_Unit]:
        # very long input is too long by any count, and slow to count
        if end - start <= _LONGEST_TOKEN * limits.tokens:
            span = text[start:end]
            unit = _Unit(start, end, count(span), pieces(span))
            if limits.fit([unit]) or end - start == 1:
                yield unit
                return
        middle = _joint(text, start, end)
        yield from units_of(start, _skip_back(text, start, middle))
        yield from units_of(_skip(text, middle, end), end)

    for start, end in sentences(text):
        yield from units_of(start, end)


def _joint(text: str, start: int, end: int) -> int:
    """Return where to cut a span in two: at the best kind of joint, nearest to the middle."""
    centre, slack = (start + end) // 2, (end - start) // 3
    for joint in _JOINTS:
        places = [match.end() for match in joint.finditer(text, centre - slack, centre + slack)]
        if places:
            return min(places, key=lambda place: abs(place - centre))
    return centre


def _skip(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _skip_back(text: str, start: int, at: int) -> int:
    while at > start and text[at - 1].isspace():
        at -= 1
    return at
