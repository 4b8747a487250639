"""The days in a text, as far as it names them, and those that it counts from its own day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rag.language.english.calendar_words import AMBIGUOUS_MONTHS, MONTH, MONTHS, WEEKDAYS

_YEAR = r"(?:1[89]|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_PATTERN = re.compile(
    rf"\b(?P<iso>{_YEAR}-\d\d-\d\d)\b"
    rf"|\b(?P<y6>{_YEAR})-(?P<m6>0[1-9]|1[0-2])\b(?!-)"
    rf"|\b(?P<d1>{_DAY})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m1>{MONTH})(?:,?\s+(?P<y1>{_YEAR}))?\b"
    rf"|\b(?P<m2>{MONTH})\s+(?P<d2>{_DAY})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<y2>{_YEAR}))?\b"
    rf"|\b(?P<m3>{MONTH})(?:\s+of)?,?\s+(?P<y3>{_YEAR})\b"
    rf"|(?<![\w.,$€£-])(?P<y4>{_YEAR})(?![\w,%-]*\d|\s+(?:people|troops|soldiers|men|women))\b"
    rf"|\b(?P<m5>{'|'.join(MONTHS)})\b"
    r"|\b(?P<which>[Tt]his|[Ll]ast|[Nn]ext) (?P<span>year|month)\b"
    rf"|\b(?P<weekday>{'|'.join(WEEKDAYS)})\b"
    r"|\b(?P<near>today|tonight|yesterday|tomorrow)\b"
)
_NEAR = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


@dataclass(frozen=True, slots=True)
class Named:
    """A day, a month or a year, as far as a text names it; what it leaves out is None."""

    year: int | None
    month: int | None
    day: int | None
    weekday: int | None  # 0 is Monday
    start: int
    end: int

    @property
    def in_words(self) -> str:
        """What is known of it: "Friday 7 March 2025"."""
        parts = (
            WEEKDAYS[self.weekday] if self.weekday is not None else "",
            str(self.day or ""),
            MONTHS[self.month - 1] if self.month else "",
            str(self.year or ""),
        )
        return " ".join(part for part in parts if part)

    def is_in(self, other: Named) -> bool:
        """Whether another text's day has everything that this one names."""
        return all(
            mine is None or mine == theirs
            for mine, theirs in (
                (self.year, other.year),
                (self.month, other.month),
                (self.day, other.day),
                (self.weekday, other.weekday),
            )
        )


def find_days(text: str, today: date | None = None) -> list[Named]:
    """The days of a text in its order.

    `today` is the day of the text: "on Friday" is then the last Friday before it, and a day
    without a year is in that year or, if that would be long after it, in the year before.
    """
    return [_resolve(day, today) for day in _find_named(text, today)]


def name_day(day: date) -> Named:
    """A whole day, as a text could name it."""
    return Named(day.year, day.month, day.day, day.weekday(), 0, 0)


def _find_named(text: str, today: date | None) -> Iterator[Named]:
    for match in _PATTERN.finditer(text):
        named = _read_match(match, today)
        if named is not None:
            yield named


def _read_match(match: re.Match[str], today: date | None) -> Named | None:
    start, end = match.span()
    if match["iso"]:
        try:
            day = date.fromisoformat(match["iso"])
        except ValueError:
            return None
        return Named(day.year, day.month, day.day, day.weekday(), start, end)
    if match["m6"]:
        return Named(int(match["y6"]), int(match["m6"]), None, None, start, end)
    if match["near"]:
        if today is None:
            return None
        day = today + timedelta(days=_NEAR[match["near"]])
        return Named(day.year, day.month, day.day, day.weekday(), start, end)
    if match["which"]:
        return _count_from(today, match) if today else None
    if match["weekday"]:
        return Named(None, None, None, WEEKDAYS.index(match["weekday"]), start, end)
    if match["m5"]:
        alone = match["m5"] in AMBIGUOUS_MONTHS and not re.search(
            r"\b(?:in|on|since|until|by|of|during|last|next|this|late|early|mid)[\s-]$",
            match.string[:start],
            re.IGNORECASE,
        )
        return None if alone else Named(None, _read_month(match["m5"]), None, None, start, end)
    year = next((match[name] for name in ("y1", "y2", "y3", "y4") if match[name]), None)
    month = next((match[name] for name in ("m1", "m2", "m3") if match[name]), None)
    number = match["d1"] or match["d2"]
    return Named(
        int(year) if year else None,
        _read_month(month) if month else None,
        int(number) if number else None,
        None,
        start,
        end,
    )


def _count_from(today: date, match: re.Match[str]) -> Named:
    """ "Last year" or "next month", seen from a day."""
    steps = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
    start, end = match.span()
    if match["span"] == "year":
        return Named(today.year + steps, None, None, None, start, end)
    years, month = divmod(today.year * 12 + today.month - 1 + steps, 12)
    return Named(years, month + 1, None, None, start, end)


def _read_month(text: str) -> int:
    return next(month for month, name in enumerate(MONTHS, 1) if name[:3] == text[:3])


def _resolve(named: Named, today: date | None) -> Named:
    if today is None:
        return named
    if named.weekday is not None and named.day is None:
        day = today - timedelta(days=(today.weekday() - named.weekday) % 7)
        return Named(day.year, day.month, day.day, named.weekday, named.start, named.end)
    if named.day is None or named.month is None:
        return named
    years = [named.year] if named.year else [today.year, today.year - 1]
    for year in years:
        try:
            day = date(year, named.month, named.day)
        except ValueError:
            continue
        if named.year or day <= today + _FAR:
            return Named(year, day.month, day.day, day.weekday(), named.start, named.end)
    return named


_FAR = timedelta(days=183)
