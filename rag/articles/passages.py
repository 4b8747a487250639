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
    """A sentence, or a part of one that is too long for any passage."""

    start: int
    end: int
    tokens: int
    pieces: int


@dataclass(frozen=True, slots=True)
class _Limits:
    tokens: int
    pieces: int

    def fit(self, units: list[_Unit]) -> bool:
        # counted apart, sentences have no fewer tokens than together, but for the space between
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

    A passage has at most `max_tokens` by `count`, and its title, its text and two special pieces
    are at most `window` by `pieces`, the embedding model's own counter without special pieces.
    A title of more than half the window counts as half: the model must be given no more of it.
    A passage begins with the last sentence of the one before, where that leaves room for another;
    a sentence too long for a passage is cut at a sentence end in it, a clause, a word.
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
    """Fill passage after passage, each with one sentence of the one before where it fits."""
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
    """Share the last two passages' sentences out evenly, if the last one is tiny."""
    if len(runs) < 2:
        return runs
    (first, middle), (_, end) = runs[-2:]
    if _size(units[middle:end]) >= limits.tokens / 3:
        return runs
    floor = runs[-3][1] if len(runs) > 2 else 0  # the last but one must keep something new

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

# where a sentence is cut that is too long for a passage: the first that is there, in this order
_JOINTS = [
    re.compile(r"[.!?…][\"'”’)\]]*\s+"),  # an end of a sentence in a quotation
    re.compile(r"[;:]\s+|(?<=\s)[–—-]\s+"),
    re.compile(r",[\"'”’]?\s+"),
    re.compile(r"\s+"),
]
_LONGEST_TOKEN = 8  # characters a token, by far more than English has on average: about 4.5


def _units(
    text: str, limits: _Limits, count: Callable[[str], int], pieces: Callable[[str], int]
) -> Iterator[_Unit]:
    def units_of(start: int, end: int) -> Iterator[_Unit]:
        # counting is slow for very long input, which is too long by any count
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
    """Return where to cut a span in two: the best kind of joint, nearest to the middle."""
    centre, slack = (start + end) // 2, (end - start) // 3
    for joint in _JOINTS:
        places = [found.end() for found in joint.finditer(text, centre - slack, centre + slack)]
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
