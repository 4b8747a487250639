"""Text -> where its quotations stand. The only module that knows quotation marks.

Marks of every kind are read: " ' “ ” ‘ ’ « » „. A quotation is found paragraph by paragraph (a
line is a paragraph); one that a paragraph leaves open runs to its end, and goes on where the next
paragraph opens with a mark again. What is quoted inside a quotation is part of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CLOSERS = {'"': '"”', "“": '”"“', "„": '“”"', "«": "»", "‘": "’'", "'": "'’"}
_SINGLE = "'‘"
_DOUBLE = '"“„«'
_MARK = re.compile("[\"“”„«»‘’']")
# 'em, '90s, 'tis: an apostrophe stands for what is left out, and opens nothing
_ELISION = re.compile(r"['’‘](?:\d\ds?\b|(?:em|til|tis|twas|cause|bout|n)\b)", re.IGNORECASE)
_BEFORE_OPENING = frozenset(" \t\xa0\u2009([{—–-/:\"“‘'«„…")
_AFTER_CLOSING = frozenset(" \t\xa0\u2009)]}—–-/:;,.?!…\"”’'»")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks: offsets into the text, end excluded."""

    start: int
    end: int
    closed: bool  # False: its paragraph ends before it does


def quotations(text: str) -> list[Quotation]:
    """Return every quotation that is not inside another, in order; none runs over a line break."""
    found: list[Quotation] = []
    for line in re.finditer(r"[^\n]+", text):
        found.extend(_of_paragraph(text, line.start(), line.end()))
    return found


def _of_paragraph(text: str, start: int, end: int) -> list[Quotation]:
    marks = [match.start() for match in _MARK.finditer(text, start, end)]
    found: list[Quotation] = []
    at = 0
    while at < len(marks):
        place = marks[at]
        if not _opens(text, place, start, end):
            at += 1
            continue
        close = _closing(text, marks, at, end)
        if close is None:
            # a single mark that nothing closes is an apostrophe, unless it opens the paragraph
            if text[place] in _SINGLE and text[start:place].strip():
                at += 1
                continue
            if _long_enough(text, place, end):
                found.append(Quotation(place, _trimmed(text, place, end), closed=False))
            break
        found.append(Quotation(place, marks[close] + 1, closed=True))
        at = close + 1
    return found


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _long_enough(text: str, start: int, end: int) -> bool:
    return end - start > 2 and text[start + 1 : end].strip() != ""


def _opens(text: str, at: int, start: int, end: int) -> bool:
    mark = text[at]
    if mark not in _CLOSERS or at + 1 >= end:
        return False
    after = text[at + 1]
    if mark in "„«":
        return True
    if mark == "“":
        return not (after.isspace() and at > start and not text[at - 1].isspace())
    if after.isspace() or (at > start and text[at - 1] not in _BEFORE_OPENING):
        return mark == '"' and at > start and text[at - 1].isspace() and not after.isspace()
    return not (mark in _SINGLE and _ELISION.match(text, at))


def _closing(text: str, marks: list[int], at: int, end: int) -> int | None:
    """The index in `marks` of the mark that closes the one at `at`, None where none does."""
    opener = text[marks[at]]
    closers = _CLOSERS[opener]
    inner, fallback, closed_inner = list[str](), None, None
    for index in range(at + 1, len(marks)):
        place = marks[index]
        mark = text[place]
        if mark in closers and _closes(text, place, end, opener):
            if opener in _SINGLE and _maybe_apostrophe(text, place):
                fallback = index if fallback is None else fallback
            elif not inner:
                return index
            elif mark in _CLOSERS[inner[-1]]:
                inner.pop()
                closed_inner = index
        elif opener not in _SINGLE and mark in _DOUBLE and _opens(text, place, marks[at], end):
            inner.append(mark)
    # marks that do not pair up: the last one seen closes
    return closed_inner if inner else fallback


def _closes(text: str, at: int, end: int, opener: str) -> bool:
    if text[at] in "”»" or opener == "„":
        return True
    before, after = text[at - 1], text[at + 1] if at + 1 < end else " "
    if text[at] == "“":  # typed for ”
        return after.isspace() and before in ",.?!…"
    if before.isspace():
        return after.isspace() and text[at] == '"'
    if opener in _SINGLE:
        return not after.isalnum()
    return after in _AFTER_CLOSING or not after.isalnum() or before in ",.?!…"


def _maybe_apostrophe(text: str, at: int) -> bool:
    """Whether a single mark can be a plural's possessive: "the players' union"."""
    return text[at - 1] in "sS" and text[at + 1 : at + 2] == " "
