"""Full dates are read as newspapers write them, and nothing else is taken for one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.articles.text.dates import find_latest_date, parse_date, read_date_line

DAY = date(2022, 1, 28)
FORMATS = [
    "January 28, 2022",
    "Jan. 28, 2022",
    "Jan 28 2022",
    "JANUARY 28, 2022",
    "28 January 2022",
    "28 Jan. 2022",
    "28th of January, 2022",
    "January 28th, 2022",
    "2022-01-28",
    "2022/01/28",
    "2022-01-28T23:30:00Z",
    "2022-01-28 23:30:00+03:00",
    "2022-01-28T23:30:00.123456",
    "Fri, 28 Jan 2022 10:00:00 GMT",
    "Friday, January 28, 2022",
    "Friday, January 28, 2022 at 5:01 p.m. ET",
    "Published: January 28, 2022",
    "Published 10:41 AM EST, Fri January 28, 2022",
    "28-Jan-2022",
    "**January 28, 2022**",
]


@pytest.mark.parametrize("text", FORMATS)
def test_a_full_date_is_read_in_the_ways_newspapers_write_it(text: str) -> None:
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "January 2022",
        "January 28",
        "2022",
        "01/02/2022",
        "February 30, 2022",
        "2022-13-01",
        "2022-01-283",
        "12022-01-28",
        "Room 2022-01-28-7",
        "Mayor 28, 2022",
        "He left on January 28, 2022.",
        "Born: January 28, 2022",
        "yesterday",
    ],
)
def test_what_is_not_one_full_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_the_latest_date_of_a_text_is_found_wherever_it_stands() -> None:
    text = "It began on 24 February 2022. On Tuesday, March 11, 2025. (AP) In 2026, May 1 is free."
    assert find_latest_date(text) == date(2025, 3, 11)


def test_of_several_days_the_last_counts() -> None:
    assert find_latest_date("They met on March 10-11, 2025 in Jeddah") == date(2025, 3, 11)
    assert find_latest_date("They met on 10 and 11 March 2025") == date(2025, 3, 11)


def test_dates_after_today_are_not_trusted() -> None:
    text = "Signed on March 11, 2025, it ends on January 1, 2050."
    assert find_latest_date(text, today=date(2025, 6, 1)) == date(2025, 3, 11)
    assert find_latest_date("It ends on January 1, 2050.", today=date(2025, 6, 1)) is None


def test_an_impossible_date_does_not_hide_a_possible_one() -> None:
    assert find_latest_date("February 31, 2024 or February 28, 2023") == date(2023, 2, 28)


def test_published_is_told_from_updated() -> None:
    line = read_date_line("May 12, 2024 Updated June 3, 2024, 9:05 a.m. ET")
    assert line is not None
    assert (line.published, line.updated) == (date(2024, 5, 12), date(2024, 6, 3))
    line = read_date_line("Updated: 3 March 2022 | Published: 1 March 2022")
    assert line is not None
    assert (line.published, line.updated) == (date(2022, 3, 1), date(2022, 3, 3))
    line = read_date_line("Last updated on March 3, 2022")
    assert line is not None
    assert (line.published, line.updated) == (None, date(2022, 3, 3))


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_every_day_is_read_back_in_every_format(day: date) -> None:
    for written in (
        day.isoformat(),
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%b}. {day.year}",
        f"{day:%A}, {day:%B} {day.day}, {day.year}",
    ):
        assert parse_date(written) == day
        assert find_latest_date(f"It was “{written}”, he said.") == day
        assert find_latest_date(f"It was {written}.", today=day - timedelta(days=1)) is None


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    parse_date(text)
    find_latest_date(text)
