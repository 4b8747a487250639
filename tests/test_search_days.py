"""Articles of a question's days come first, and new ones where it names none; none is hidden."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Assistant
from rag.build.build import build
from rag.models.embedder import Embedder
from rag.records import DateRange
from rag.search.retrieve.day_weights import nearness, recency

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


@given(DAYS, DAYS)
def test_what_is_new_counts_most_and_nothing_less_than_the_oldest(day: date, today: date) -> None:
    value = recency(day, today)
    assert recency(None, today) <= value <= 1
    assert (value == 1) == (-1 <= (today - day).days <= 7)
    assert recency(day - timedelta(days=30), today) <= value or day > today


def test_what_comes_after_tomorrow_is_not_new() -> None:
    today = date(2026, 3, 2)
    assert recency(today + timedelta(days=1), today) == 1
    assert recency(today + timedelta(days=2), today) == recency(None, today)


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    """Two articles on as good as the same, one of them three months younger."""
    folder = tmp_path_factory.mktemp("ferries")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, day in (("a", "2 December 2025"), ("b", "2 March 2026")):
        (corpus / f"{name}.txt").write_text(
            f"Ferry to Blay stops\n\n{day}\n\nThe ferry to Blay stops at noon, the harbour said in "
            f"its notice {name}. Nobody knew when it would sail again.\n"
        )
    build(corpus, folder / "index", embedder, passage_tokens=140)
    return Assistant.open(folder / "index", embedder)


@pytest.mark.parametrize(
    ("question", "today", "first"),
    [
        ("When does the ferry stop?", date(2026, 3, 4), "b.txt"),
        ("When does the ferry stop?", date(2025, 12, 4), "a.txt"),
        ("When did the ferry stop in December 2025?", date(2026, 3, 4), "a.txt"),
    ],
)
def test_of_articles_alike_the_newer_comes_first_unless_days_are_named(
    ferries: Assistant, question: str, today: date, first: str
) -> None:
    found = ferries.examine(question, today=today, hits=2).hits
    assert found[0].passage.article_id == first
    assert found[0].score > found[1].score


def test_years_later_only_the_words_count(ferries: Assistant) -> None:
    early, late = (
        ferries.examine("When does the ferry stop?", today=date(year, 3, 4), hits=2).hits
        for year in (2030, 2031)
    )
    assert early == late
