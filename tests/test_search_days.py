"""Days in a question on a fact prefer articles of about then, and hide none."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rag.records import DateRange
from rag.search.nearness import nearness

DAYS = st.dates(date(2000, 1, 1), date(2030, 1, 1))
WEEK = DateRange(date(2022, 6, 13), date(2022, 6, 19))


@given(DAYS, st.none() | DAYS, st.none() | DAYS)
def test_nearness_is_1_on_the_days_and_never_below_two_thirds(
    day: date, first: date | None, last: date | None
) -> None:
    near = DateRange(first, last)
    value = nearness(day, near)
    assert 2 / 3 <= value <= 1
    assert (value == 1) == (day in near) or value > 0.999


@given(st.integers(0, 60), st.integers(1, 60))
def test_an_article_further_from_the_days_counts_less(days: int, more: int) -> None:
    assert WEEK.first
    assert WEEK.last
    nearer, further = timedelta(days=days), timedelta(days=days + more)
    assert nearness(WEEK.last + nearer, WEEK) > nearness(WEEK.last + further, WEEK)
    assert nearness(WEEK.first - nearer, WEEK) > nearness(WEEK.first - further, WEEK)
    assert nearness(WEEK.last + nearer, WEEK) == nearness(WEEK.first - nearer, WEEK)


def test_an_article_without_a_day_counts_as_one_of_quite_another_time() -> None:
    assert nearness(None, WEEK) == nearness(date(1999, 1, 1), WEEK)
