"""Vectors of texts and of their word pieces, by the real model."""

from __future__ import annotations

import numpy as np
import pytest

from rag.models.embedder import Embedder, TokenVectors

SHORT = "Ann Lee said: “It rained unbelievably.”"


def test_the_pieces_of_a_text_are_where_they_stand_in_it(embedder: Embedder) -> None:
    (found,) = embedder.token_vectors([SHORT])
    pieces = [SHORT[start:end] for start, end in found.offsets]
    assert pieces[:5] == ["Ann", "Lee", "said", ":", "“"]
    assert "".join(pieces) == SHORT.replace(" ", "")
    assert len(pieces) == embedder.pieces(SHORT)


def test_vectors_of_pieces_have_length_1_and_the_whole_is_the_embedding(embedder: Embedder) -> None:
    texts = [SHORT, "Rain.", "A much longer text. " * 10]
    for text, found in zip(texts, embedder.token_vectors(texts), strict=True):
        assert found.vectors.shape == (len(found.offsets), embedder.dimension)
        assert np.allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-5)
        assert found.whole @ embedder.embed_passages([text])[0] > 0.99


def test_a_piece_is_understood_in_its_context(embedder: Embedder) -> None:
    def bank(found: TokenVectors, text: str) -> np.ndarray:
        starts = found.offsets[:, 0].tolist()
        return found.vectors[starts.index(text.index("bank"))]  # type: ignore[no-any-return]

    texts = [
        "He fished from the muddy bank of the river.",
        "The ferry ran aground on the river bank.",
        "The bank raised its interest rates on loans.",
    ]
    shore, other_shore, money = (
        bank(found, text) for found, text in zip(embedder.token_vectors(texts), texts, strict=True)
    )
    assert shore @ other_shore > shore @ money + 0.1


def test_a_text_longer_than_the_window_ends_where_the_window_does(embedder: Embedder) -> None:
    (found,) = embedder.token_vectors(["rain " * 400])
    assert len(found.vectors) == embedder.window - 2
    assert found.offsets[-1].tolist() == [5 * (embedder.window - 3), 5 * (embedder.window - 3) + 4]


@pytest.mark.parametrize("text", ["", " "])
def test_a_text_without_words_has_no_pieces(embedder: Embedder, text: str) -> None:
    (found,) = embedder.token_vectors([text])
    assert found.vectors.shape == (0, embedder.dimension)
    assert found.offsets.shape == (0, 2)


def test_no_texts_have_no_vectors(embedder: Embedder) -> None:
    assert embedder.token_vectors([]) == []
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)
