"""Paragraphs -> the same without pull quotes: words of the article that a page shows once more.

A pull quote has no words of its own and mostly no speaker, so it would be a second and nameless
statement. A name below it goes too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LEAST, _MOST = 4, 80  # words; fewer may be said twice, and more are no pull quote
_LONGEST = 1_000  # characters
_SHINGLE = 3  # words by which paragraphs are found that may hold a quotation
_CANDIDATES = 20  # paragraphs that are compared; the same three words stand in a few only
_OPEN, _CLOSE = "\"“„«‘'", "\"”“»’'"
_QUOTED = re.compile(
    rf"[{_OPEN}](?P<words>.+?)[{_CLOSE}][.,]?"
    r"(?:\s*(?P<dash>[—–-]{1,2}|\()\s*(?P<who>[^\"“”«»]{2,80}))?",
    re.DOTALL,
)
_IN_MARKS = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|„([^„“”]+)[“”]|‘((?:[^‘’]|’(?=\w))+)’")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LEFT_OUT = re.compile(r"…|\.\.\.|\[[^\[\]]*\]|(?<=[.!?])\s+")
_NAME_LINE = re.compile(r"(?:[—–-]+\s*)?(?:[^\W\d_][\w.'’-]*,?\s?){1,10}")
_LONGEST_NAME_LINE = 80  # characters


@dataclass(frozen=True, slots=True)
class _Text:
    """A paragraph's words, and those it has between quotation marks, in lower case."""

    words: str  # " we had no other choice "
    quoted: str


@dataclass(frozen=True, slots=True)
class _Repeat:
    """A paragraph that may repeat words of another."""

    parts: tuple[str, ...]  # its words, in as many parts as it leaves something out
    marked: bool  # whether it stands between quotation marks

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
        if (repeat := _candidate(paragraph)) and not (at and paragraphs[at - 1].endswith(":"))
    }
    if not candidates:
        return list(paragraphs)
    texts = [_Text(_words(each), _words_in_marks(each)) for each in paragraphs]
    places = _places(texts, {_first(repeat.longest) for repeat in candidates.values()})
    kept: list[str] = []
    dropped = False  # whether the paragraph before was, so that its name may follow
    for at, paragraph in enumerate(paragraphs):
        if dropped and _is_name_line(paragraph, texts, at):
            dropped = False
            continue
        dropped = at in candidates and _is_repeated(candidates[at], at, texts, places)
        if not dropped:
            kept.append(paragraph)
    return kept or list(paragraphs)


def _candidate(paragraph: str) -> _Repeat | None:
    if len(paragraph) > _LONGEST:
        return None
    marked = _QUOTED.fullmatch(paragraph.strip())
    parts = [_words(each) for each in _LEFT_OUT.split(marked["words"] if marked else paragraph)]
    parts = [part for part in parts if part]
    if not _LEAST <= sum(map(_count, parts)) <= _MOST or max(map(_count, parts)) < _SHINGLE:
        return None
    return _Repeat(tuple(parts), marked is not None)


def _is_repeated(
    repeat: _Repeat, at: int, texts: Sequence[_Text], places: dict[str, list[int]]
) -> bool:
    """Whether all words of a paragraph stand in another one that has more words."""
    for place in places[_first(repeat.longest)]:
        # words without marks are a pull quote only if somebody says them: a heading stays
        there = texts[place].words if repeat.marked else texts[place].quoted
        longer = len(texts[place].words) > len(texts[at].words)
        if place != at and longer and all(part in there for part in repeat.parts):
            return True
    return False


def _is_name_line(paragraph: str, texts: Sequence[_Text], at: int) -> bool:
    """Whether a line names somebody of the article: "Lena Brandt", "— Lena Brandt, mayor"."""
    if len(paragraph) > _LONGEST_NAME_LINE or not _NAME_LINE.fullmatch(paragraph):
        return False
    if paragraph[0] in "—–-":
        return True
    names = _WORD.findall(paragraph.split(",", maxsplit=1)[0])
    if not 1 <= len(names) <= 5 or not all(name[0].isupper() for name in names):
        return False
    surname = f" {names[-1].lower()} "
    return any(surname in text.words for place, text in enumerate(texts) if place != at)


def _places(texts: Sequence[_Text], wanted: set[str]) -> dict[str, list[int]]:
    """The paragraphs that hold each of the wanted runs of three words; not more than needed."""
    places: dict[str, list[int]] = {run: [] for run in wanted}
    for at, text in enumerate(texts):
        words = text.words.split()
        for start in range(len(words) - _SHINGLE + 1):
            found = places.get(" ".join(words[start : start + _SHINGLE]))
            if found is not None and len(found) < _CANDIDATES and at not in found[-1:]:
                found.append(at)
    return places


def _first(part: str) -> str:
    return " ".join(part.split()[:_SHINGLE])


def _count(part: str) -> int:
    return len(part.split())


def _words(text: str) -> str:
    words = _WORD.findall(text.replace("’", "'").lower())
    return f" {' '.join(words)} " if words else ""


def _words_in_marks(text: str) -> str:
    spans = ("".join(group or "" for group in match.groups()) for match in _IN_MARKS.finditer(text))
    return " / ".join(_words(span) for span in spans)
