"""How near an article's day is to the days a question speaks of."""

from __future__ import annotations

import math
from datetime import date

from rag.records import DateRange

EVERY_DAY = DateRange()
_FAR = 2 / 3  # what an article of quite another time, or of none, counts against one of the days
_DAYS = 7.0  # in which the difference falls to 1/e: news goes on about what happened last week


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
