"""What a sentence is read with: its title and the sentence before it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.fact.candidates import Candidate
from rag.answer.fact.pairs import shorten_context
from rag.records import Article

TEXT = "Ann Roe opened the bridge. Guests drank tea.\n\nIt closed in May."


def candidate(words: str, *, headline: bool = False) -> Candidate:
    article = Article(id="roe", title="Bridges of Penmouth.", text=TEXT)
    start = TEXT.index(words)
    return Candidate(
        article,
        start,
        start + len(words),
        passage=1.0,
        own=1.0,
        context=1.0,
        plain=1.0,
        named=True,
        about="",
        headline=headline,
    )


@pytest.mark.parametrize(
    ("words", "surroundings"),
    [
        ("Ann Roe opened the bridge.", "Bridges of Penmouth"),
        ("Guests drank tea.", "Bridges of Penmouth. Ann Roe opened the bridge"),
        ("It closed in May.", "Bridges of Penmouth. Guests drank tea"),
    ],
)
def test_a_sentence_has_its_title_and_the_sentence_before(words: str, surroundings: str) -> None:
    assert candidate(words).surroundings == surroundings


def test_a_title_has_no_surroundings() -> None:
    assert candidate("Ann", headline=True).surroundings == ""


@given(st.text(), st.text())
def test_surroundings_are_short_and_begin_with_whole_words(title: str, before: str) -> None:
    longest = max(map(len, [*title.split(), *before.split(), ""]))
    assert len(shorten_context(title, before)) <= 80 + 120 + 2 + 2 * longest


def test_words_that_do_not_fit_are_left_out() -> None:
    assert shorten_context("", "flood " * 50) == " ".join(["flood"] * 20)
    assert shorten_context("dam " * 50, "") == " ".join(["dam"] * 20)
    assert shorten_context("Dam", f"It broke. {'x' * 300}") == "Dam. It broke"
