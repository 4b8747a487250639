"""Stretches of days in words, as short as a language can say them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from rag.records import DateRange
from rag.translation.catalogue import Catalogue

_CONTEXT = "days"


def write_days(days: DateRange, catalogue: Catalogue) -> str:
    """ "за 2022 год", "с 3 по 15 марта 2025 года", "начиная с 1 мая 2024 года"; "" for all days."""
    match days.first, days.last:
        case date() as first, None:
            return _fill(catalogue, "since {day}", day=catalogue.write_day(first))
        case None, date() as last:
            return _fill(catalogue, "until {day}", day=catalogue.write_day(last))
        case date() as first, date() as last:
            return _write_between(first, last, catalogue)
    return ""


def _write_between(first: date, last: date, catalogue: Catalogue) -> str:
    if first == last:
        return _fill(catalogue, "on {day}", day=catalogue.write_day(last))
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        if first.year == last.year:
            return _fill(catalogue, "in the year {year}", year=last.year)
        return _fill(catalogue, "in the years {first} to {last}", first=first.year, last=last.year)
    if first.year != last.year:
        span, pattern = "days of different years", "d MMMM y"
    elif first.month != last.month:
        span, pattern = "days of one year", "d MMMM"
    elif first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        return _fill(catalogue, "in {month}", month=catalogue.write_day(last, "LLLL y"))
    else:
        span, pattern = "days of one month", "d"
    return _fill(
        catalogue,
        f"from {{first}} to {{last}}, {span}",
        first=catalogue.write_day(first, pattern),
        last=catalogue.write_day(last),
    )


def _fill(catalogue: Catalogue, english: str, **parts: str | int) -> str:
    return catalogue.choose(_CONTEXT, english).format(**parts)
