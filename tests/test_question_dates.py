"""Words for days in a question become a filter, and only those."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.records import DateRange
from rag.search.question.days import find_dates, write_dates

TODAY = date(2024, 5, 15)  # a Wednesday


def _days(first: str | None, last: str | None) -> DateRange:
    return DateRange(*(date.fromisoformat(day) if day else None for day in (first, last)))


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("in January 2022", "2022-01-01", "2022-01-31"),
        ("in February of 2024", "2024-02-01", "2024-02-29"),
        ("in 2022", "2022-01-01", "2022-12-31"),
        ("during the year 2022", "2022-01-01", "2022-12-31"),
        ("on 28 January 2022", "2022-01-28", "2022-01-28"),
        ("on January 28, 2022", "2022-01-28", "2022-01-28"),
        ("on the 28th of January 2022", "2022-01-28", "2022-01-28"),
        ("on 2022-01-28", "2022-01-28", "2022-01-28"),
        ("from March 2022", "2022-03-01", "2022-03-31"),
        ("from 2022 onwards", "2022-01-01", None),
        ("since 2023", "2023-01-01", None),
        ("after January 2023", "2023-02-01", None),
        ("before 3 May 2021", None, "2021-05-02"),
        ("until 2021", None, "2021-12-31"),
        ("between 2022 and 2025", "2022-01-01", "2025-12-31"),
        ("between 2025 and 2022", "2022-01-01", "2025-12-31"),
        ("from March to June 2024", "2024-03-01", "2024-06-30"),
        ("today", "2024-05-15", "2024-05-15"),
        ("yesterday", "2024-05-14", "2024-05-14"),
        ("last week", "2024-05-06", "2024-05-12"),
        ("this week", "2024-05-13", "2024-05-19"),
        ("last month", "2024-04-01", "2024-04-30"),
        ("last year", "2023-01-01", "2023-12-31"),
        ("in the last two weeks", "2024-05-01", "2024-05-15"),
        ("three days ago", "2024-05-12", "2024-05-12"),
        ("two weeks ago", "2024-04-29", "2024-05-05"),
        ("three months ago", "2024-02-01", "2024-02-29"),
        ("two years ago", "2022-01-01", "2022-12-31"),
        ("on Monday", "2024-05-13", "2024-05-14"),
        ("on Wednesday", "2024-05-15", "2024-05-15"),
        ("last Wednesday", "2024-05-08", "2024-05-09"),
        ("late on Friday evening", "2024-05-10", "2024-05-11"),
        ("early Tuesday", "2024-05-14", "2024-05-15"),
        ("since Sunday", "2024-05-12", "2024-05-15"),
    ],
)
def test_a_phrase_is_read_and_taken_out(phrase: str, first: str, last: str) -> None:
    found = find_dates(f"What did Lavrov say about NATO {phrase}?", TODAY)
    assert found.dates == _days(first, last)
    assert found.question == "What did Lavrov say about NATO?"


@pytest.mark.parametrize(
    "question",
    [
        "Who won the 2022 World Cup?",
        "Who sold most on Black Friday?",
        "What did the Sunday Times report?",
        "What will he decide next Monday?",
        "Who plays in Monday Night Football?",
        "What was found 46,000 years ago?",
        "Who ruled 500 years ago?",
        "What happened in 2022 World Cup matches?",
        "What did he say about the plans for 2030?",
        "What did May say about June?",
        "What did she say on 30 February 2022?",
        "Did she say that she would run in 2024?",
        "What did he say will happen in January 2027?",
        "Who said last?",
        "Which articles are from USA Today?",
    ],
)
def test_a_question_without_words_for_days_stays_whole(question: str) -> None:
    found = find_dates(question, TODAY)
    assert (found.question, found.dates, found.phrase) == (question, DateRange(), "")


DAYS = st.none() | st.dates(date(1950, 1, 1), date(2090, 1, 1))


@given(DAYS, DAYS)
def test_days_in_words_are_read_again_as_the_same_days(
    first: date | None, last: date | None
) -> None:
    if first and last and last < first:
        first, last = last, first
    dates = DateRange(first, last)
    assert find_dates(f"What did Lavrov say{write_dates(dates)}?", TODAY).dates == dates


@given(DAYS, DAYS, DAYS)
def test_a_range_holds_its_ends_and_nothing_beyond(
    first: date | None, last: date | None, day: date | None
) -> None:
    inside = day in DateRange(first, last)
    if first is None and last is None:
        assert inside
    elif day is None:
        assert not inside
    else:
        assert inside == ((first is None or first <= day) and (last is None or day <= last))
