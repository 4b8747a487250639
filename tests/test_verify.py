"""A quotation is in its article exactly, or it is not shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.compose import answered
from rag.answer.evidence import Evidence, Found
from rag.answer.verify import fold, is_verbatim
from rag.errors import UnverifiedQuotation
from rag.records import Article, Query, QuestionKind

ARTICLE = "“We don’t want\n a war,” he said. There are 100,000 troops."


@pytest.mark.parametrize(
    "quotation",
    ['"We don\'t want a war," he said.', "“We don’t want a war,”", "  100,000\ttroops "],
)
def test_marks_and_white_space_do_not_count(quotation: str) -> None:
    assert is_verbatim(quotation, ARTICLE)


@pytest.mark.parametrize(
    "quotation",
    ["We want a war", "we don’t want a war", "10,000 troops", "a war, he said", "", " \n", "wars"],
)
def test_every_letter_and_number_counts(quotation: str) -> None:
    assert not is_verbatim(quotation, ARTICLE)


@given(st.text(), st.integers(0, 50), st.integers(0, 50))
def test_any_part_of_a_text_is_verbatim(text: str, start: int, length: int) -> None:
    part = text[start : start + length]
    assert is_verbatim(part, text) == bool(fold(part))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_words_that_are_not_in_the_article_are_never_shown() -> None:
    class Invented(Evidence):
        text = "We want a war"

    article = Article("a.txt", "Title", ARTICLE)
    query = Query("What?", QuestionKind.FACT, "What")
    with pytest.raises(UnverifiedQuotation, match=r"a\.txt"):
        answered("What?", query, Found((Invented(article, 0, 5, 1.0),), 1.0))
