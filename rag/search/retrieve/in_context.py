"""Passages found for a question alone, and together with earlier ones -> one ranking."""

from __future__ import annotations

from collections.abc import Sequence

from rag.records import Hit, Passage

DEPTH = 100  # passages of each ranking that are weighed together


def weighed_together(
    alone: Sequence[Hit], together: Sequence[Hit], weight: float, k: int
) -> list[Hit]:
    """The k best of two rankings; the second counts `weight`, the first 1.

    A passage that one of them lacks has no score there. Scores stay from 0 to 1.
    """
    scores: dict[Passage, float] = {hit.passage: hit.score for hit in alone}
    for hit in together:
        scores[hit.passage] = scores.get(hit.passage, 0.0) + weight * hit.score
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0].id))
    return [Hit(passage, score / (1 + weight)) for passage, score in ranked[:k]]
