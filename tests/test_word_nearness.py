"""How near a text comes to each telling word of a question, by the real model."""

from __future__ import annotations

from rag.answer.nearness import nearness, telling_words
from rag.index.embedder import Embedder

QUESTION = "What did Ann Lee say about the harbour?"


def test_words_of_asking_and_stop_words_tell_nothing(embedder: Embedder) -> None:
    (asked,) = embedder.token_vectors([QUESTION])
    words = [
        "".join(QUESTION[slice(*asked.offsets[row])] for row in rows)
        for rows in telling_words(QUESTION, asked)
    ]
    assert words == ["Ann", "Lee", "harbour"]


def test_a_word_that_a_text_lacks_is_the_farthest(embedder: Embedder) -> None:
    asked, text = embedder.token_vectors([QUESTION, "Ann Lee praised the new stadium."])
    ann, lee, harbour = nearness(asked, telling_words(QUESTION, asked), text)
    assert harbour < min(ann, lee)


def test_another_word_for_the_same_is_nearer_than_one_for_something_else(
    embedder: Embedder,
) -> None:
    asked, port, film = embedder.token_vectors(
        [QUESTION, "Ann Lee wants the port to close.", "Ann Lee wants the film to close."]
    )
    telling = telling_words(QUESTION, asked)
    assert nearness(asked, telling, port)[-1] > nearness(asked, telling, film)[-1]


def test_a_question_without_telling_words_is_compared_piece_by_piece(embedder: Embedder) -> None:
    (asked,) = embedder.token_vectors(["What was it?"])
    assert not telling_words("What was it?", asked)
    assert nearness(asked, [], asked).min() > 0.99


def test_a_text_without_pieces_is_near_no_word(embedder: Embedder) -> None:
    asked, nothing = embedder.token_vectors([QUESTION, ""])
    assert not nearness(asked, telling_words(QUESTION, asked), nothing).any()
