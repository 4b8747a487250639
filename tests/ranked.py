"""Sentences as they are ranked, with what a test says of them."""

from __future__ import annotations

import numpy as np

from rag.answer.fact.ranking import RankedSentence
from rag.models.pair_model import PairScores
from rag.records import Article


def ranked_sentence(
    *nearest: float,
    similarity: float,
    together: PairScores | None = None,
    doubts: int = 0,
    score: float = 1,
    act: float = 1,
    place: tuple[Article, int, int] = (Article("a.txt", "Rain", "It rained."), 0, 10),
) -> RankedSentence:
    """One of an article on rain, or of another, with these signals."""
    return RankedSentence(
        *place, similarity=similarity, nearest=nearest,
        named=True, found=(), speaker=None, doubts=doubts, score=score,
        together=together, act=act,
    )  # fmt: skip


def pieces(start: float) -> PairScores:
    """One word piece, for which so much speaks."""
    return PairScores(
        np.array([[0, 2]]), np.array([start], np.float32), np.zeros(1, np.float32), nothing=0.0
    )
