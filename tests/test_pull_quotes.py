"""Words that a page shows once more are dropped; words that are said once more are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.articles.text.pull_quotes import drop_pull_quotes

BEFORE = "The council of Norddal voted on Tuesday to sell the two old cranes."
SAID = "“We had no other choice,” said Mayor Lena Brandt. “The money is gone, and we need it.”"
AFTER = "The dockers had asked the council to wait."


def drop(*paragraphs: str) -> list[str]:
    return drop_pull_quotes([BEFORE, SAID, *paragraphs, AFTER])


@pytest.mark.parametrize(
    "quote",
    [
        ["“We had no other choice.”"],
        ['"We had no other choice."'],
        ["«We had no other choice!»"],
        ["“We had no other choice,” — Lena Brandt"],
        ["“We had no other choice.” – Lena Brandt, mayor"],
        ["“We had no other choice.”", "Lena Brandt"],
        ["“We had no other choice.”", "— Lena Brandt, mayor of Norddal"],
        ["“We had no other choice. The money is gone, and we need it.”"],
        ["“We had no other choice … The money is gone …”"],
        ["“The money is gone, and we need it.”"],
    ],
)
def test_a_pull_quote_is_dropped_with_its_name(quote: list[str]) -> None:
    assert drop(*quote) == [BEFORE, SAID, AFTER]
    assert drop_pull_quotes([*quote, BEFORE, SAID, AFTER]) == [BEFORE, SAID, AFTER]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["“We will wait for them until the summer.”"],
        ["“We had no other choice but to sell.”"],
        ["“We had no other plan.”"],
        ["“No other choice.”"],
        ["‘We had no other choice’"],
        ["“We had no other choice”"],
        ["We had no other choice."],
        ["She said it again:", "“We had no other choice.”"],
        ["“We had no other choice,” said Olaf Nyman."],
        ["“We had no other choice.”", "Olaf Nyman, docker"],
        ["The money is gone, and we need it"],
    ],
)
def test_other_words_stay(paragraphs: list[str]) -> None:
    assert drop(*paragraphs) == [BEFORE, SAID, *paragraphs, AFTER]


def test_titles_of_works_stay_in_their_lists() -> None:
    films = ["“The Power of the Dog”", "“The Power of the Dog” won, and “Dune” did not."]
    assert drop_pull_quotes(films) == films


def test_an_article_of_pull_quotes_alone_stays() -> None:
    quotes = ["“We had no other choice.”", "“We had no other choice.”"]
    assert drop_pull_quotes(quotes) == quotes


@given(st.lists(st.sampled_from([BEFORE, SAID, AFTER, "“We had no other choice.”", "Lena Brandt"])))
def test_only_pull_quotes_and_names_are_dropped(paragraphs: list[str]) -> None:
    kept = drop_pull_quotes(paragraphs)
    assert [each for each in kept if len(each) > 30] == [
        each for each in paragraphs if len(each) > 30
    ]
    assert drop_pull_quotes(kept) == kept
