"""Passages: exact, whole sentences, all of the article, within tokens and window."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.articles.corpus import read_corpus
from rag.articles.passages import cut
from rag.articles.token_count import count_tokens
from rag.language.sentences import sentences
from rag.records import Article, Passage

CORPUS = Path(__file__).parent.parent / "corpus"
WINDOW = 40


def words(text: str) -> int:
    """Count a token for every word and mark."""
    return len(re.findall(r"\w+|[^\w\s]", text))


def pieces(text: str) -> int:
    """Count a piece for every four letters of a word, and for every mark, as word pieces might."""
    return sum(-(-len(word) // 4) for word in re.findall(r"\w+|[^\w\s]", text))


def small(text: str, title: str = "Talks resume") -> list[Passage]:
    return cut(Article("a", title, text), max_tokens=20, window=WINDOW, pieces=pieces, count=words)


def numbered(count: int) -> str:
    return " ".join(f"Sentence {number} is here." for number in range(count))


TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(
        st.text(alphabet="abc ,;.“”\n", min_size=1, max_size=60).map(lambda text: text + ". "),
        max_size=15,
    ).map("".join),
)


@given(TEXTS, st.text(max_size=60))
def test_a_passage_is_exactly_what_stands_in_the_article(text: str, title: str) -> None:
    for passage in small(text, title):
        assert passage.text == text[passage.start : passage.end]
        assert passage.text == passage.text.strip() != ""


@given(TEXTS)
def test_every_character_of_the_article_is_in_a_passage(text: str) -> None:
    covered = {place for each in small(text) for place in range(each.start, each.end)}
    assert {place for place, mark in enumerate(text) if not mark.isspace()} <= covered


@given(TEXTS)
def test_every_passage_begins_later_and_says_something_new(text: str) -> None:
    for before, after in pairwise(small(text)):
        assert before.start < after.start
        assert before.end < after.end


@given(TEXTS)
def test_no_passage_exceeds_tokens_or_window(text: str) -> None:
    for passage in small(text):
        assert words(passage.text) <= 20
        assert pieces("Talks resume") + pieces(passage.text) + 2 <= WINDOW


@given(st.integers(1, 40))
def test_passages_of_short_sentences_are_whole_and_overlap_by_one(count: int) -> None:
    text = numbered(count)
    spans = sentences(text)
    passages = small(text)
    assert {each.start for each in passages} <= {start for start, _ in spans}
    assert {each.end for each in passages} <= {end for _, end in spans}
    for before, after in pairwise(passages):
        assert [span for span in spans if after.start <= span[0] < before.end] == [
            span for span in spans if span[1] == before.end
        ]


@given(st.integers(5, 60))
def test_the_last_passage_is_not_tiny(count: int) -> None:
    assert words(small(numbered(count))[-1].text) >= 10


def test_a_sentence_that_is_too_long_is_cut_between_clauses() -> None:
    clauses = ", ".join(f"clause {number} of many words goes on" for number in range(12))
    passages = small(clauses + ".")
    assert len(passages) > 1
    assert all(passage.text.endswith((",", ".")) for passage in passages)


def test_a_long_quotation_is_cut_where_its_sentences_end() -> None:
    quotation = (
        "“" + " ".join(f"We know point {number} well." for number in range(12)) + "” he said."
    )
    assert all(each.text.endswith((".", ".”")) for each in small(quotation))


def test_a_text_without_spaces_is_cut_too() -> None:
    passages = small("x" * 1000)
    assert len(passages) == 8
    assert max(pieces(each.text) for each in passages) <= WINDOW


def test_a_title_longer_than_the_window_leaves_room_for_the_text() -> None:
    passages = small(numbered(5), title="title " * 100)
    assert all(pieces(each.text) <= WINDOW // 2 - 2 for each in passages)


def test_no_text_no_passages() -> None:
    assert small("") == []
    assert small(" \n\n ") == []


def test_the_same_article_gives_the_same_ids() -> None:
    assert [each.id for each in small(numbered(30))] == [each.id for each in small(numbered(30))]


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=3000))
def test_tokens_are_counted_for_any_text(text: str) -> None:
    assert count_tokens(text) >= bool(text)


def test_tokens_are_counted_with_cl100k_base() -> None:
    assert count_tokens("Russia rejects NATO troops on Ukraine, Lavrov says") == 10
    assert count_tokens("") == 0


def test_counting_a_very_long_run_is_quick() -> None:
    assert count_tokens("a" * 200_000) > 1000


@pytest.mark.parametrize("article", list(read_corpus(CORPUS)), ids=lambda article: article.id)
def test_the_corpus_is_cut_near_180_tokens_in_whole_sentences(article: Article) -> None:
    passages = cut(article, window=256, pieces=pieces)
    ends = {end for _, end in sentences(article.text)}
    assert all(80 <= count_tokens(each.text) <= 180 for each in passages)
    assert all(each.end in ends for each in passages)
