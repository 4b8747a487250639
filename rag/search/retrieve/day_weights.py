"""The weight of an article by its day: near the days of a question, or recent if it names none."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date

from rag.records import DateRange

EVERY_DAY = DateRange()
_FAR = 2 / 3  # weight of an article that is far from the days, or has no date
_DAYS = 7.0  # the difference falls to 1/e in a week, because news repeats last week's events
_OLD = 0.85  # weight of an old article, or of one without a date
_LATELY = 7  # days up to today, about which most questions are asked


def choose_day_weight(near: DateRange, today: date) -> Callable[[date | None], float]:
    """The function that weighs articles by their day; `near` are the days that a question names."""
    if near == EVERY_DAY:
        return lambda day: recency(day, today)
    return lambda day: nearness(day, near)


def nearness(day: date | None, near: DateRange) -> float:
    """1 for an article of the days; the weight falls to 2/3 with the distance from them.

    This is no filter, because an article also reports on other days than its own.
    """
    if day in near:
        return 1.0
    if day is None:
        return _FAR
    before = (near.first - day).days if near.first else 0
    after = (day - near.last).days if near.last else 0
    return _FAR + (1 - _FAR) * math.exp(-max(before, after) / _DAYS)


def recency(day: date | None, today: date) -> float:
    """1 for an article of the last week; the weight falls to .85 with its age.

    Most questions are about recent news. The day may be tomorrow, because time zones differ. An
    article of a later day has the weight of an old one.
    """
    if day is None or (day - today).days > 1:
        return _OLD
    older = max(0, (today - day).days - _LATELY)
    return _OLD + (1 - _OLD) * math.exp(-older / _DAYS)
