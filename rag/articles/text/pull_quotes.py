"""Paragraphs -> the same without pull quotes: words of the article that a page shows once more.

A pull quote has no words of its own and mostly no speaker, so it would be a second and nameless
statement. A name below it goes too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LEAST, _MOST = 4, 80  # words; fewer may be said twice, and pull quotes do not have more
_LONGEST = 1_000  # characters
_SHINGLE = 3  # words by which the paragraphs that may hold a quotation are looked up
_CANDIDATES = 20  # paragraphs compared at most; the same three words stand in only a few
# Single marks stand around headings as well, which are no pull quotes.
_QUOTED = re.compile(
    r"[\"“„«](?P<words>.+?)[\"”“»][.,]?(?:\s*[—–-]{1,2}\s*(?P<who>[^\"“”«»]{2,80}))?", re.DOTALL
)
_IN_MARKS = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|„([^„“”]+)[“”]|‘((?:[^‘’]|’(?=\w))+)’")
_ENDS = (".", "!", "?", "…")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LEFT_OUT = re.compile(r"…|\.\.\.|\[[^\[\]]*\]|(?<=[.!?])\s+")
_NAME_LINE = re.compile(r"(?:[—–-]+\s*)?[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,4}(?:,[^.!?]*)?")
_LONGEST_NAME_LINE = 80  # characters


@dataclass(frozen=True, slots=True)
class _Text:
    """What a paragraph says, and what it has between quotation marks, in lower case."""

    words: str  # " we had no other choice "
    quoted: str


@dataclass(frozen=True, slots=True)
class _Repeat:
    """The words of a paragraph that may repeat another, parted where it may leave out some."""

    parts: tuple[str, ...]

    @property
    def longest(self) -> str:
        return max(self.parts, key=_count)


def drop_pull_quotes(paragraphs: Sequence[str]) -> list[str]:
    """Return the paragraphs without those that only repeat words of another, longer one.

    A paragraph that another introduces ("She read out her letter:") stays.
    """
    candidates = {
        at: repeat
        for at, paragraph in enumerate(paragraphs)
        if (repeat := _find_candidate(paragraph)) and not (at and paragraphs[at - 1].endswith(":"))
    }
    if not candidates:
        return list(paragraphs)
    texts = [_Text(_simplify(text), _find_words_in_marks(text)) for text in paragraphs]
    places = _find_places(texts, {_read_first(repeat.longest) for repeat in candidates.values()})
    kept: list[str] = []
    dropped = False  # whether the paragraph before was, so that its name may follow
    for at, paragraph in enumerate(paragraphs):
        if dropped and _is_name_line(paragraph) and _is_named(paragraph, texts, at):
            dropped = False
            continue
        following = paragraphs[at + 1] if at + 1 < len(paragraphs) else ""
        # below words that somebody else says as well stands a name that the article has not
        others = _is_name_line(following) and not _is_named(following, texts, at + 1)
        repeats = at in candidates and _is_repeated(candidates[at], at, texts, places)
        dropped = repeats and not others
        if not dropped:
            kept.append(paragraph)
    return kept or list(paragraphs)


def _find_candidate(paragraph: str) -> _Repeat | None:
    if len(paragraph) > _LONGEST:
        return None
    quoted = _QUOTED.fullmatch(paragraph.strip())
    # titles of works and headings are no sentences, and stay
    if not quoted or not (quoted["who"] or quoted["words"].rstrip(" \"'”’»)]").endswith(_ENDS)):
        return None
    parts = [part for piece in _LEFT_OUT.split(quoted["words"]) if (part := _simplify(piece))]
    if not _LEAST <= sum(map(_count, parts)) <= _MOST or max(map(_count, parts)) < _SHINGLE:
        return None
    return _Repeat(tuple(parts))


def _is_repeated(
    repeat: _Repeat, at: int, texts: Sequence[_Text], places: dict[str, list[int]]
) -> bool:
    """Whether another paragraph, with more words, quotes all words of a paragraph."""
    for place in places[_read_first(repeat.longest)]:
        longer = len(texts[place].words) > len(texts[at].words)
        if place != at and longer and all(part in texts[place].quoted for part in repeat.parts):
            return True
    return False


def _is_name_line(paragraph: str) -> bool:
    """Whether a line holds nothing but a name: "Lena Brandt", "— Lena Brandt, mayor"."""
    if len(paragraph) > _LONGEST_NAME_LINE or not _NAME_LINE.fullmatch(paragraph):
        return False
    names = _names(paragraph)
    return 1 <= len(names) <= 5 and all(name[0].isupper() for name in names)


def _is_named(line: str, texts: Sequence[_Text], at: int) -> bool:
    """Whether the surname in a line stands elsewhere in the article."""
    surname = f" {_names(line)[-1].lower()} "
    return any(surname in text.words for place, text in enumerate(texts) if place != at)


def _names(line: str) -> list[str]:
    return _WORD.findall(line.split(",", maxsplit=1)[0])


def _find_places(texts: Sequence[_Text], wanted: set[str]) -> dict[str, list[int]]:
    """The paragraphs that hold each of the wanted runs of three words; not more than needed."""
    places: dict[str, list[int]] = {run: [] for run in wanted}
    for at, text in enumerate(texts):
        words = text.words.split()
        for start in range(len(words) - _SHINGLE + 1):
            holders = places.get(" ".join(words[start : start + _SHINGLE]))
            if holders is not None and len(holders) < _CANDIDATES and at not in holders[-1:]:
                holders.append(at)
    return places


def _read_first(part: str) -> str:
    return " ".join(part.split()[:_SHINGLE])


def _count(part: str) -> int:
    return len(part.split())


def _simplify(text: str) -> str:
    words = _WORD.findall(text.replace("’", "'").lower())
    return f" {' '.join(words)} " if words else ""


def _find_words_in_marks(text: str) -> str:
    spans = ("".join(group or "" for group in match.groups()) for match in _IN_MARKS.finditer(text))
    return " / ".join(_simplify(span) for span in spans)
