"""Text -> full dates: day, month and year as newspapers write them in English.

Read are `January 28, 2022`, `28 January 2022`, `28 Jan. 2022`, `March 10-11, 2025` (its last day),
`28th of January, 2022`, `2022-01-28` and `2022/01/28`. Not read are dates without a year, and
`01/02/2022`, which is one day in London and another in New York.
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


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that says when an article appeared and nothing else."""

    published: date | None  # None where the line only says when the article was updated
    updated: date | None
    labelled: bool  # whether "Published", "Updated" or the like stands in it


def parse_date(text: str) -> date | None:
    """Return the date that `text` consists of, or None if it is no full date or more than that.

    Weekday, time of day and words such as "Published" may stand around it.
    """
    line = date_line(text)
    return (line.published or line.updated) if line else None


def latest_full_date(text: str, *, today: date | None = None) -> date | None:
    """Return the latest full date in a text; those after `today`, if given, are not counted."""
    days = (day for _, day in full_dates(text))
    return max((day for day in days if today is None or day <= today), default=None)


def date_line(line: str) -> DateLine | None:
    """Read a line that consists of dates, times and words such as "Published"; else None."""
    if not (dates := list(full_dates(line))):
        return None
    between = _FULL_DATE.sub(" ", line)
    if _NO_CONTENT.sub("", between).strip():
        return None
    labels = list(_LABELS.finditer(line))
    published: date | None = None
    updated: date | None = None
    for start, day in dates:
        label = next((one for one in reversed(labels) if one.start() < start), None)
        if label and label["later"]:
            updated = updated or day
        else:
            published = published or day
    return DateLine(published, updated, labelled=bool(labels))


def full_dates(text: str) -> Iterator[tuple[int, date]]:
    """Yield where each full date begins, and its day; the impossible (30 February) are left out."""
    for match in _FULL_DATE.finditer(text):
        parts = {name[0]: part for name, part in match.groupdict().items() if part}
        month = parts["m"].lower()[:3]
        number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
        try:
            yield match.start(), date(int(parts["y"]), number, int(parts["d"]))
        except ValueError:
            continue
