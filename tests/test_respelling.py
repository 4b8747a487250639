"""A question's words in the articles' spelling."""

from __future__ import annotations

import pytest

from rag import Assistant
from rag.models.embedder import Embedder
from rag.search.retrieve.respelling import Respelling, is_typing_error


@pytest.fixture(scope="module")
def respelling(assistant: Assistant, embedder: Embedder) -> Respelling:
    return Respelling(assistant.index, lambda word: embedder.pieces(word) == 1)


@pytest.mark.parametrize(
    ("typed", "spelt"),
    [
        ("what about peacekeprs", "what about peacekeepers"),
        ("what did lavrov say about peace keepers", "what did lavrov say about peacekeepers"),
        ("the negotations in jeddah", "the negotiations in jeddah"),
        ("wat did he say abt sanctons", "what did he say about sanctions"),
        ("nato expantion", "nato expansion"),
        ("whats lavrovs view of Iran", "what's lavrov's view of Iran"),
        ("Why didnt Kosachevs Telegram post help", "Why didn't Kosachev's Telegram post help"),
    ],
)
def test_typing_errors_are_mended(typed: str, spelt: str, respelling: Respelling) -> None:
    assert respelling.respell(typed) == spelt


@pytest.mark.parametrize(
    "question",
    [
        "What did Macron say about oil?",
        "what did macron say",
        "What did Lavrov say about NATO?",
        "the auction of the statue",  # English words that the articles do not have
        "what did johnston say",
        "what do banks say",
    ],
)
def test_other_words_stay_as_they_are(question: str, respelling: Respelling) -> None:
    assert respelling.respell(question) == question


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("what did lavrov say about nato", "what did Lavrov say about NATO"),
        ("What is kosachev's view of peacekeepers?", "What is Kosachev's view of peacekeepers?"),
        ("What did Lavrov say about nato", "What did Lavrov say about nato"),  # typed with care
        ("what did macron say", "what did macron say"),  # in no article
    ],
)
def test_names_typed_in_small_letters_get_their_capitals(
    typed: str, written: str, respelling: Respelling
) -> None:
    assert respelling.capitalise(typed) == written


def test_the_question_as_searched_for_shows_the_spelling(assistant: Assistant) -> None:
    answer = assistant.ask("what did lavrov say about peacekeprs")
    assert "peacekeepers" in answer.searched_for
    assert "including peacekeepers" in answer.text


@pytest.mark.parametrize(
    ("typed", "word", "is_error"),
    [
        ("recieve", "receive", True),
        ("twiter", "twitter", True),
        ("goverment", "government", True),
        ("deth", "death", True),
        ("pele", "pole", False),
        ("definately", "definitely", True),
        ("macron", "macro", False),
        ("coxal", "coral", False),
        ("johnston", "johnson", False),
    ],
)
def test_an_error_is_of_a_kind_that_typing_makes(typed: str, word: str, is_error: bool) -> None:
    assert is_typing_error(typed, word) is is_error
