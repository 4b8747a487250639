"""Text -> where its quotations stand. The only module that knows quotation marks.

Marks of every kind are read: " ' “ ” ‘ ’ « » „ and '' for ". A quotation is found paragraph by
paragraph (a line is a paragraph). One without a closing mark runs to the end of its paragraph, and
goes on if the next paragraph begins with a mark. A quotation inside a quotation is part of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MARKS = "\"'“”„‘’«»"
# what closes each opening mark; “ typed for ” is common
_CLOSERS = {'"': '"”', "“": '”"“', "„": '“”"', "«": "»", "‘": "’'", "'": "'’"}
_SINGLE = "'‘"
_DOUBLE = '"“„«'
_MARK = re.compile(f"[{MARKS}]")
# 'em, '90s, 'tis: an apostrophe stands for missing letters, and opens nothing
_ELISION = re.compile(r"['’‘](?:\d\ds?\b|(?:em|til|tis|twas|cause|bout|n)\b)", re.IGNORECASE)
_BEFORE_OPENING = frozenset(" \t\xa0\u2009([{—–-/:\"“'‘«„…")
_ENDING = frozenset(",.?!…")
# a quotation in single marks holds fewer marks than this; the bound keeps the reading linear
_FURTHEST = 200
# replaces one half of '', so that offsets stay as they are
_FILL = "\u2060"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks: offsets into the text, end excluded."""

    start: int
    end: int
    closed: bool  # False: its paragraph ends before it does


def find_quotations(text: str) -> list[Quotation]:
    """Return every quotation that is not inside another, in order; none runs over a line break."""
    text = re.sub(r"(?<!\S)''(?=\S)|(?<=[(\[—–-])''", f'"{_FILL}', text)
    text = text.replace("''", f'{_FILL}"')
    quotes: list[Quotation] = []
    for line in re.finditer(r"[^\n]+", text):
        quotes.extend(_of_paragraph(text, line.start(), line.end()))
    return quotes


def _of_paragraph(text: str, start: int, end: int) -> list[Quotation]:
    marks = [match.start() for match in _MARK.finditer(text, start, end)]
    quotes: list[Quotation] = []
    at = 0
    while at < len(marks):
        place = marks[at]
        close = _closing(text, marks, at, end) if _opens(text, place, start, end) else None
        if close is not None:
            quotes.append(Quotation(place, marks[close] + 1, closed=True))
            at = close + 1
        elif _opens(text, place, start, end) and _left_open(text, place, start, end):
            quotes.append(Quotation(place, place + len(text[place:end].rstrip()), closed=False))
            break
        else:
            at += 1
    return quotes


def _left_open(text: str, at: int, start: int, end: int) -> bool:
    """Whether a mark without a closing one opens a quotation, and is no apostrophe."""
    apostrophe = text[at] in _SINGLE and text[start:at].strip() != ""
    return not apostrophe and text[at + 1 : end].strip() != ""


def _opens(text: str, at: int, start: int, end: int) -> bool:
    mark = text[at]
    if mark not in _CLOSERS or at + 1 >= end:
        return False
    spaced = at == start or text[at - 1].isspace()
    after = text[at + 1]
    if mark in "„«":
        return True
    if mark == "“":
        return spaced or not after.isspace()
    if after.isspace() or (at > start and text[at - 1] not in _BEFORE_OPENING):
        return False
    return not (mark in _SINGLE and _ELISION.match(text, at))


def _closing(text: str, marks: list[int], at: int, end: int) -> int | None:
    """The index in `marks` of the mark that closes the one at `at`; None if none does."""
    opener = text[marks[at]]
    if opener in _SINGLE:
        return _closing_single(text, marks, at, end)
    inner = list[str]()
    last = None
    for index in range(at + 1, len(marks)):
        place = marks[index]
        mark = text[place]
        if mark in _CLOSERS[opener] and _closes(text, place, end):
            if not inner:
                return index
            if mark in _CLOSERS[inner[-1]]:
                inner.pop()
                last = index
        elif mark in _DOUBLE and _opens(text, place, marks[at], end):
            inner.append(mark)
    return last if inner else None  # marks that do not pair up: the last one seen closes


def _closing_single(text: str, marks: list[int], at: int, end: int) -> int | None:
    """The same for ‘ and ', which are apostrophes as well: "the players' union"."""
    opener = text[marks[at]]
    perhaps = None
    for index in range(at + 1, min(len(marks), at + _FURTHEST)):
        place = marks[index]
        if text[place] not in _CLOSERS[opener]:
            continue
        if perhaps is not None and _opens(text, place, marks[at], end):
            return perhaps
        before, after = text[place - 1], text[place + 1 : place + 2]
        if before.isspace() or after.isalnum():
            continue
        if before not in "sS" or after != " ":
            return index
        perhaps = index if perhaps is None else perhaps
    return perhaps


def _closes(text: str, at: int, end: int) -> bool:
    if text[at] in "”»":
        return True
    before, after = text[at - 1], text[at + 1] if at + 1 < end else " "
    if text[at] == "“":
        return not after.isalnum() and not before.isspace()
    if before.isspace():
        return after.isspace()
    return not after.isalnum() or before in _ENDING
