"""Paragraphs -> the same without lines of dates and bylines, and what those lines say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.articles.text.bylines import is_role, read_byline
from rag.articles.text.dates import read_date_line

_HEAD = 7  # paragraphs in which a line of dates or authors may stand
_FOOT = 3  # paragraphs in which "Published: …" may stand
_LONGEST = 200  # characters of a line that holds nothing else
_LONGEST_JOB_TITLE = 6  # words
_PARTS = re.compile(r"(?<!\s)(?:\s*[|·•]\s*|\s+[–—-]\s+)")
_NAME = r"(?:(?![a-z\d_])[\w.'’-]+)"
_PARTICLE = r"(?:de|da|del|della|di|dos|du|van|von|der|den|el|al|bin|ibn|la|le|ter|zu)"
_PERSON = rf"{_NAME}(?: (?:{_NAME}|{_PARTICLE})){{1,4}}"
_BETWEEN = r"(?:, and |, | and | & | with )"
_BYLINE = re.compile(
    r"(?:By|BY|Written by|Author:|Authors:)\s+"
    rf"(?P<people>{_PERSON}(?:{_BETWEEN}{_NAME}(?: (?:{_NAME}|{_PARTICLE})){{0,4}})*)"
    # a job title in lower case, and where somebody works or writes from
    r"(?:,? (?!(?:for|at|in) )(?P<role>[a-z][\w -]{2,60}))?"
    rf"(?:,? (?:for|at|in) {_NAME}(?: {_NAME}){{0,4}})?"
)


@dataclass(frozen=True, slots=True)
class HeadLines:
    """What lines around a text say of it; empty what they do not say."""

    published: date | None = None
    updated: date | None = None
    dateline: str | None = None  # the line that says `published`
    authors: tuple[str, ...] = ()


def lift_head_lines(paragraphs: Sequence[str]) -> tuple[list[str], HeadLines]:
    """Take dates and bylines from the head of a text, and labelled dates from its foot.

    In a chronology, lines that are a date are headings, and stay.
    """
    dated = sum(bool(read_date_line(line)) for line in paragraphs if len(line) < 60)
    chronology = dated > 2
    lines = HeadLines()
    kept: list[str] = []
    for index, paragraph in enumerate(paragraphs):
        in_head, in_foot = index < _HEAD, index >= len(paragraphs) - _FOOT
        read = None
        if in_head or in_foot:
            read = _read(paragraph, lines, labelled_only=chronology or not in_head)
        if read:
            lines = read
        else:
            kept.append(paragraph)
    return kept, replace(lines, published=lines.published or lines.updated)


def _read(line: str, lines: HeadLines, *, labelled_only: bool) -> HeadLines | None:
    """Add what a line of dates and bylines says to `lines`; None for any other line."""
    day = read_date_line(line)
    if day and (day.labelled or not labelled_only):
        return replace(
            lines,
            published=lines.published or day.published,
            updated=lines.updated or day.updated,
            dateline=line if day.published and not lines.published else lines.dateline or line,
        )
    if labelled_only or len(line) > _LONGEST:
        return None
    byline = _BYLINE.fullmatch(line)
    if byline and (byline["role"] is None or _is_job_title(byline["role"])):
        return replace(lines, authors=lines.authors or read_byline(byline["people"]).people)
    parts = [part for part in _PARTS.split(line) if part]
    if len(parts) < 2:
        return None
    before = lines
    for part in parts:
        read = lines if _is_job_title(part) else _read(part, lines, labelled_only=False)
        if read is None:
            return None
        lines = read
    return lines if lines != before else None


def _is_job_title(text: str) -> bool:
    return len(text.split()) <= _LONGEST_JOB_TITLE and is_role(text)
