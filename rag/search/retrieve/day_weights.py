"""What an article counts for its day: by the days of a question, or by today if it names none."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date

from rag.records import DateRange

EVERY_DAY = DateRange()
_FAR = 2 / 3  # what an article of quite another time, or of none, counts against one of the days
_DAYS = 7.0  # in which the difference falls to 1/e: news goes on about what happened last week
_OLD = 0.85  # what an article of no late days counts against one of the last week, or of none
_LATELY = 7  # days up to today that are asked about most


def choose_day_weight(near: DateRange, today: date) -> Callable[[date | None], float]:
    """What articles count by their days, where a question names the days `near`, or none."""
    if near == EVERY_DAY:
        return lambda day: recency(day, today)
    return lambda day: nearness(day, near)


def nearness(day: date | None, near: DateRange) -> float:
    """1 for an article of the days, falling to 2/3 with its distance from them.

    No filter: "last week" is counted from today, and news tells of other days than its own.
    """
    if day in near:
        return 1.0
    if day is None:
        return _FAR
    before = (near.first - day).days if near.first else 0
    after = (day - near.last).days if near.last else 0
    return _FAR + (1 - _FAR) * math.exp(-max(before, after) / _DAYS)


def recency(day: date | None, today: date) -> float:
    """1 for an article of the last week, falling to .85 with its age: news is mostly asked of new.

    The day may be tomorrow where the article comes from; one further ahead is of no late days.
    """
    if day is None or (day - today).days > 1:
        return _OLD
    older = max(0, (today - day).days - _LATELY)
    return _OLD + (1 - _OLD) * math.exp(-older / _DAYS)
