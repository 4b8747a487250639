"""Dates in English prose -> days. Only full dates count: day, month and year.

Read are `January 28, 2022`, `28 January 2022`, `28 Jan. 2022`, `March 10-11, 2025` (the last day),
`28th of January, 2022`, `2022-01-28` and `2022/01/28`. A line that holds nothing but a date may
also have it in numbers, as `28/01/2022`, unless day and month can be exchanged: `01/02/2022` is
one day in London and another in New York, and is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rag.language.english.calendar_words import MONTH, MONTHS

_MONTHS = tuple(name[:3].lower() for name in MONTHS)
_MONTH = rf"(?P<{{0}}>{MONTH})\b\.?"
_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?P<{0}>[12]\d{{3}})(?![\d]|[-/.]\d)"
_SEVERAL = r"(?:\d{1,2}(?:st|nd|rd|th)?\s?(?:-|–|and|to|&)\s?)?"  # "10-" of "March 10-11"
_FULL_DATE = re.compile(
    rf"(?<![\d\w])(?:"
    rf"{_MONTH.format('m1')}\s+{_SEVERAL}{_DAY.format('d1')},?\s+{_YEAR.format('y1')}"
    rf"|{_SEVERAL}{_DAY.format('d2')}[\s-](?:of\s+)?{_MONTH.format('m2')},?[\s-]{_YEAR.format('y2')}"
    r"|(?P<y3>[12]\d{3})(?P<sep>[-/])(?P<m3>\d{1,2})(?P=sep)(?P<d3>\d{1,2})(?!\d|(?P=sep)\d)"
    r")",
    re.IGNORECASE,
)
# Prose has version numbers and results of matches in this form, so only date lines are read so.
_IN_NUMBERS = re.compile(
    r"(?<![\d./-])(?:(?P<y>[12]\d{3})\.(?P<m>\d{1,2})\.(?P<d>\d{1,2})"
    r"|(?P<first>\d{1,2})(?P<sep>[./-])(?P<second>\d{1,2})(?P=sep)(?P<year>[12]\d{3}))(?![\d/-])"
)
_WEEKDAY = r"(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:r|rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?"
_TIME = (
    r"T?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?"
    r"|\b(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T|MSK|Z)\b|[+-]\d{2}:?\d{2}\b|(?<=\d)Z\b|\bhrs\b"
)
_LABEL = (
    r"\b(?:first |originally |last |date |article |story )?"
    r"(?:published|posted|publication date|pub(?:lished)? ?date|created|issued|date"
    r"|(?P<later>updated|modified|edited|revised|last update))\b"
)
_LABELS = re.compile(_LABEL, re.IGNORECASE)
_NO_CONTENT = re.compile(
    rf"{_WEEKDAY}|{_TIME}|{_LABEL}|\b(?:on|at|the)\b|[\s,;:|/•·()\[\]*_–—-]+|\.$", re.IGNORECASE
)
_LONGEST_LINE = 200  # characters; a longer line is not a date line


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that says when an article appeared, and nothing else."""

    published: date | None  # None if the line says only when the article was updated
    updated: date | None
    labelled: bool  # whether it holds "Published", "Updated" or the like


def parse_date(text: str) -> date | None:
    """Return the date that `text` consists of; None if it is not a full date, or more than that.

    A weekday, a time of day and words such as "Published" may surround it.
    """
    line = read_date_line(text)
    return (line.published or line.updated) if line else None


def find_latest_date(text: str, *, today: date | None = None) -> date | None:
    """Return the latest full date in a text. Dates after `today`, if given, do not count."""
    days = (day for _, day in find_full_dates(text))
    return max((day for day in days if today is None or day <= today), default=None)


def read_date_line(line: str) -> DateLine | None:
    """Read a line that consists of dates, times and words such as "Published"; else None."""
    if len(line) > _LONGEST_LINE:
        return None
    dates = sorted([*find_full_dates(line), *_find_dates_in_numbers(line)])
    if not dates:
        return None
    rest = _IN_NUMBERS.sub(" ", _FULL_DATE.sub(" ", line))
    if _NO_CONTENT.sub("", rest).strip():
        return None
    labels = list(_LABELS.finditer(line))
    published: date | None = None
    updated: date | None = None
    for start, day in dates:
        label = next((label for label in reversed(labels) if label.start() < start), None)
        if label and label["later"]:
            updated = updated or day
        else:
            published = published or day
    return DateLine(published, updated, labelled=bool(labels))


def find_full_dates(text: str) -> Iterator[tuple[int, date]]:
    """Yield the offset and the day of each full date; 30 February and the like are left out."""
    for match in _FULL_DATE.finditer(text):
        parts = {name[0]: part for name, part in match.groupdict().items() if part}
        month = parts["m"].lower()[:3]
        number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
        if day := _make_date(int(parts["y"]), number, int(parts["d"])):
            yield match.start(), day


def _find_dates_in_numbers(line: str) -> Iterator[tuple[int, date]]:
    """Yield dates such as 28/01/2022 if only one of the two numbers can be the month."""
    for match in _IN_NUMBERS.finditer(line):
        if match["y"]:
            day = _make_date(int(match["y"]), int(match["m"]), int(match["d"]))
        else:
            year, first, second = (int(match[name]) for name in ("year", "first", "second"))
            days = {_make_date(year, second, first), _make_date(year, first, second)} - {None}
            day = days.pop() if len(days) == 1 else None
        if day:
            yield match.start(), day


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
