"""An article is stored once: the newest of its versions, under all its addresses, in a language."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.articles.copies import find_groups, sketch
from rag.articles.versions import merge
from rag.language.detection import language_of
from rag.records import Article
from rag.speech.statements import attribute

ONE = Article(id="a", title="Rain", text="It rained all day in Oslo.", published=date(2024, 5, 3))


def test_of_two_texts_under_one_id_the_newest_stays_and_the_other_is_a_version() -> None:
    new = replace(ONE, text="It snowed all day.", modified=date(2024, 5, 5))
    for order in ([ONE, new], [new, ONE]):
        (article,) = merge(order).values()
        assert article.text == "It snowed all day."
        (older,) = article.versions
        assert (older.published, older.characters) == (date(2024, 5, 3), len(ONE.text))


def test_of_equal_days_the_one_read_last_is_the_newest() -> None:
    (article,) = merge([ONE, replace(ONE, text="No."), replace(ONE, text="Yes.")]).values()
    assert article.text == "Yes."
    assert [one.characters for one in article.versions] == [3, len(ONE.text)]


def test_the_same_text_under_one_id_is_no_version() -> None:
    (article,) = merge([ONE, ONE]).values()
    assert article == ONE


def test_the_same_text_elsewhere_is_stored_once_with_all_its_addresses() -> None:
    other = replace(ONE, id="b", title="Wet day", outlet="Post", url="https://post.org/b")
    first = replace(ONE, id="c", published=date(2024, 5, 2))
    found = merge([ONE, other, first])
    assert list(found) == ["c"]
    assert [(one.article_id, one.url) for one in found["c"].also] == [
        ("a", None),
        ("b", "https://post.org/b"),
    ]


def test_a_notice_that_one_outlet_shows_for_many_articles_is_not_one_article() -> None:
    wall = [replace(ONE, id=title, title=title, outlet="Post") for title in ("Rain", "Snow")]
    assert list(merge(wall)) == ["Rain", "Snow"]
    assert merge(wall)["Rain"].also == ()


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(1, 9))))
def test_no_text_is_lost_and_none_is_stored_twice(rows: list[tuple[str, str, int]]) -> None:
    articles = [
        Article(id=key, title=key, text=text, published=date(2024, 1, day))
        for key, text, day in rows
    ]
    found = merge(articles)
    newest = {
        key: max((d, n) for n, (k, _, d) in enumerate(rows) if k == key) for key, _, _ in rows
    }
    assert {one.text for one in found.values()} == {rows[n][1] for _, n in newest.values()}
    assert len({one.text for one in found.values()}) == len(found)
    stored = {*found, *(other.article_id for one in found.values() for other in one.also)}
    assert stored == set(newest)


def _report(seed: int, sentences: int) -> list[str]:
    words = "talks minister ship rain oslo vote budget river school strike law train night".split()
    chance = random.Random(seed)  # noqa: S311  # the same at each run
    return [" ".join(chance.choices(words, k=14)).capitalize() + "." for _ in range(sentences)]


def _groups(articles: Sequence[Article]) -> list[tuple[str, ...]]:
    sketches = np.array([sketch(article.text) for article in articles])
    return find_groups([a.id for a in articles], sketches, lambda row: articles[row].text)


def test_a_report_that_two_papers_print_slightly_edited_is_one_group() -> None:
    report, other = _report(1, 30), _report(2, 30)
    edited = ["OSLO (AP) - " + report[0], *report[1:26], "The Post added this line."]
    articles = [
        Article(id=name, title=name, text="\n\n".join(text))
        for name, text in (("a", report), ("b", other), ("c", edited), ("short", ["Yes."]))
    ]
    assert _groups(articles) == [("a", "c")]


def test_articles_that_share_a_few_paragraphs_are_no_copies() -> None:
    report, other = _report(1, 30), _report(2, 30)
    mixed = [*report[:10], *other[:20]]
    articles = [
        Article(id=str(n), title="", text=" ".join(text)) for n, text in enumerate([report, mixed])
    ]
    assert _groups(articles) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said on Friday that the talks would resume next week.", "en"),
        ("Der Minister sagte am Freitag, dass die Gespräche in Oslo bald weitergehen.", "de"),
        ("Le ministre a déclaré vendredi que les négociations vont reprendre à Oslo.", "fr"),
        ("El ministro dijo el viernes que las conversaciones van a seguir pronto.", "es"),
        ("Министр заявил в пятницу, что они будут говорить на этой неделе и в мае в Осло.", "ru"),
        ("外交部长星期五表示，谈判将于下周恢复。他没有说明日期。", "zh"),
        ("Oslo.", None),
    ],
)  # fmt: skip
def test_the_language_of_a_text(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_another_language_has_no_statements_and_not_wrong_ones() -> None:
    text = "“We are ready to talk,” Jane Doe said on Friday."
    assert attribute(replace(ONE, text=text, language="en"))
    assert attribute(replace(ONE, text=text, language=None))
    assert attribute(replace(ONE, text=text, language="de")) == []
