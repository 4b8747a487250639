"""How near a text comes to each telling word of a question, by the real model."""

from __future__ import annotations

from rag.answer.fact.nearness import find_telling_words, nearness
from rag.models.embedder import Embedder
from rag.search.topic import find_keys

QUESTION = "What did Ann Lee say about the harbour?"


def test_words_of_asking_and_stop_words_tell_nothing(embedder: Embedder) -> None:
    (asked,) = embedder.token_vectors([QUESTION])
    words = [
        "".join(QUESTION[slice(*asked.offsets[row])] for row in word.rows)
        for word in find_telling_words(QUESTION, asked)
    ]
    assert words == ["Ann", "Lee", "harbour"]


def near(embedder: Embedder, text: str, question: str = QUESTION) -> list[float]:
    asked, read = embedder.token_vectors([question, text])
    return list(
        map(float, nearness(asked, find_telling_words(question, asked), read, find_keys(text)))
    )


def test_words_that_stand_in_a_text_are_near_and_others_less(embedder: Embedder) -> None:
    ann, lee, harbour = near(embedder, "Ann Lee praised the new stadium.")
    assert ann == lee == 1
    assert 0 < harbour < 0.6


def test_another_word_for_the_same_is_nearer_than_one_for_something_else(
    embedder: Embedder,
) -> None:
    port = near(embedder, "Ann Lee wants the port to close.")
    film = near(embedder, "Ann Lee wants the film to close.")
    assert port[-1] > film[-1]


def test_another_year_is_far_however_alike_its_vector(embedder: Embedder) -> None:
    *_, year = near(embedder, "Kentucky won the bowl of 2023.", "Who won the bowl of 2022?")
    assert year <= 0.5


def test_a_question_without_telling_words_is_compared_piece_by_piece(embedder: Embedder) -> None:
    (asked,) = embedder.token_vectors(["What was it?"])
    assert not find_telling_words("What was it?", asked)
    assert min(near(embedder, "What was it?", "What was it?")) > 0.99


def test_a_text_without_pieces_is_near_no_word(embedder: Embedder) -> None:
    assert not any(near(embedder, ""))
