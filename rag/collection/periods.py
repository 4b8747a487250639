"""Days -> periods of equal kind, such as months, with the number of articles of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST_DAYS = 62  # shown one by one; more become months
_MOST_MONTHS = 48  # shown one by one; more become years


class Length(Enum):
    """The length of a period."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """A day, a month or a year, and its articles."""

    length: Length
    first: date
    last: date
    articles: int
    approximate: bool  # no article has a date of its own; their texts mention these days


def split_into_periods(days: NDArray[np.int64], approximate: NDArray[np.bool_]) -> list[Period]:
    """Count days, given as `date.toordinal`, by periods without gaps, oldest first.

    0 is no day. `approximate` says of each day whether it is only mentioned. Periods are as short
    as gives a plot that a phone can show. Fewer than two different days give no periods.
    """
    dated = days > 0
    days, exact = days[dated], ~approximate[dated]
    if not len(days) or days.min() == days.max():
        return []
    first, last = date.fromordinal(int(days.min())), date.fromordinal(int(days.max()))
    length = _choose_length(first, last)
    starts = list(_list_starts(first, last, length))
    edges = np.array([start.toordinal() for start in starts])
    places = np.searchsorted(edges, days, side="right") - 1
    counts = np.bincount(places, minlength=len(starts)).tolist()
    exact_counts = np.bincount(places[exact], minlength=len(starts)).tolist()
    ends = [start - timedelta(days=1) for start in starts[1:]] + [last]
    return [
        Period(length, start, end, count, count > 0 and not certain)
        for start, end, count, certain in zip(starts, ends, counts, exact_counts, strict=True)
    ]


def _choose_length(first: date, last: date) -> Length:
    if (last - first).days < _MOST_DAYS:
        return Length.DAY
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return Length.MONTH if months <= _MOST_MONTHS else Length.YEAR


def _list_starts(first: date, last: date, length: Length) -> Iterator[date]:
    match length:
        case Length.DAY:
            yield from map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
        case Length.MONTH:
            for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
                yield date(month // 12, month % 12 + 1, 1)
        case Length.YEAR:
            for year in range(first.year, last.year + 1):
                yield date(year, 1, 1)
