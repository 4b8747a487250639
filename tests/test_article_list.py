"""The list of articles: searched, filtered and sorted, it is what a plain loop over them gives."""

from __future__ import annotations

import itertools
import json
from datetime import date

import numpy as np
import pytest

from rag import Assistant
from rag.build.build import build
from rag.collection.article_list import ArticleList, Order, Wanted
from rag.collection.periods import Length, split_into_periods
from rag.language.stems import stems
from rag.models.embedder import Embedder
from rag.records import Article, DateRange
from rag.web.pages.pager import Span

_TOPICS = ("harbour", "budget", "storm")
_OUTLETS = ("The Post", "Gazette", None)
_SPEAKERS = ("Anna Berg", "Tom Reed")
_DAYS = ("2021-03-04", "2022-11-30", None, "2024-02-29", "2021-03-04")


def _row(number: int) -> dict[str, str]:
    topic, speaker = _TOPICS[number % 3], _SPEAKERS[number % 2]
    row = {
        "id": f"a{number:02}",
        "title": f"“{chr(90 - number)}” and the {topic}",
        "text": f"The {topic} was discussed by the council of Norddal for hours.\n\n"
        f'"The {topic} is safe with number {number}," Mayor {speaker} said.',
    }
    row |= {"outlet": outlet} if (outlet := _OUTLETS[number % 3]) else {}
    row |= {"published": day} if (day := _DAYS[number % 5]) else {}
    return row


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    folder = tmp_path_factory.mktemp("town")
    (folder / "corpus").mkdir()
    rows = "".join(json.dumps(_row(number)) + "\n" for number in range(20))
    (folder / "corpus" / "town.jsonl").write_text(rows, encoding="utf-8")
    build(folder / "corpus", folder / "index", embedder, passage_tokens=180)
    return Assistant.open(folder / "index", embedder)


def _fits(article: Article, wanted: Wanted, town: Assistant) -> bool:
    """The filters, one after the other."""
    there = set(stems(f"{article.title} {article.text}"))
    speakers = {one.speaker for one in town.statements(article.id)}
    return (
        there.issuperset(stems(wanted.words))
        and wanted.outlet.lower() in {"", (article.outlet or "").lower()}
        and (wanted.dates == DateRange() or article.date in wanted.dates)
        and (not wanted.speaker or any(wanted.speaker in str(one) for one in speakers))
    )


_WORDS = ("", "storms", "harbour council", "nowhere")
_DATES = (DateRange(), DateRange(date(2022, 1, 1)), DateRange(None, date(2021, 12, 31)))


def test_every_filter_gives_what_a_loop_gives(town: Assistant) -> None:
    articles = town.index.articles.values()
    for words, outlet, speaker, dates in itertools.product(
        _WORDS, ("", "gazette", "The Post"), ("", "Reed"), _DATES
    ):
        wanted = Wanted(words, outlet, speaker, dates=dates)
        expected = {one.id for one in articles if _fits(one, wanted, town)}
        found = town.article_list.list(wanted, 0, 100)
        assert {one.article.id for one in found.entries} == expected
        assert found.total == len(expected)


def _key(order: Order, article: Article, statements: int) -> object:
    day = str(article.date or "")
    match order:
        case Order.NEWEST:
            return [-ord(letter) for letter in day] or [0]
        case Order.OLDEST:
            return day or "9999"
        case Order.TITLE:
            return article.title.lstrip("“").casefold()
        case Order.OUTLET:
            return (article.outlet or "~").casefold()
        case Order.STATEMENTS:
            return -statements


@pytest.mark.parametrize("order", Order)
def test_each_order_sorts_and_its_pages_hold_each_article_once(
    town: Assistant, order: Order
) -> None:
    pages = [town.article_list.list(Wanted(order=order), first, 6) for first in range(0, 20, 6)]
    entries = [entry for page in pages for entry in page.entries]
    assert len({entry.article.id for entry in entries}) == len(entries) == 20
    keys = [_key(order, entry.article, entry.statements) for entry in entries]
    assert keys == sorted(keys)  # type: ignore[type-var]


def test_a_speakers_statements_are_counted_in_any_spelling(town: Assistant) -> None:
    found = town.article_list.list(Wanted(speaker="ana berg"), 0, 50)
    assert (found.total, found.speaker) == (10, "Anna Berg")
    assert {entry.statements for entry in found.entries} == {1}
    assert not town.article_list.list(Wanted(speaker="Nobody Here"), 0, 50).total


def test_a_word_that_is_typed_in_part_finds_the_words_it_begins(town: Assistant) -> None:
    assert town.article_list.list(Wanted(words="harb"), 0, 50).total == 7


def test_an_index_without_articles_of_a_kind_has_an_empty_list(town: Assistant) -> None:
    found = ArticleList(town.index, lambda _: None).list(Wanted(language="de"), 0, 10)
    assert (found.entries, found.total, found.periods) == ([], 0, [])


@pytest.mark.parametrize(
    ("days", "length", "periods"),
    [
        (("2024-01-30", "2024-03-01"), Length.DAY, 32),
        (("2023-12-31", "2024-12-01"), Length.MONTH, 13),
        (("2007-05-01", "2026-05-01"), Length.YEAR, 20),
    ],
)
def test_periods_have_no_gaps_and_count_every_dated_article(
    days: tuple[str, str], length: Length, periods: int
) -> None:
    first, last = (date.fromisoformat(day).toordinal() for day in days)
    numbers = np.array([0, first, first, last])
    approximate = np.array([False, False, False, True])
    found = split_into_periods(numbers, approximate)
    assert {one.length for one in found} == {length}
    assert len(found) == periods
    assert sum(one.articles for one in found) == 3
    assert [one.approximate for one in found] == [*[False] * (periods - 1), True]
    for before, after in itertools.pairwise(found):
        assert before.last.toordinal() + 1 == after.first.toordinal()


def test_one_day_needs_no_plot() -> None:
    assert split_into_periods(np.array([738000, 738000]), np.array([False, False])) == []


def test_a_page_that_is_not_there_is_the_last_one() -> None:
    span = Span(99, 50, 120)
    assert (span.pages, span.page, span.first, span.last) == (3, 3, 101, 120)
    assert Span(1, 50, 0).pages == 1
