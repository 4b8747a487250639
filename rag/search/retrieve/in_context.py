"""Passages found for a question alone, and together with earlier ones -> one ranking."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.records import Hit, Passage

DEPTH = 100  # passages of each ranking that are weighed together


NAMED = 1.4  # what a passage counts whose article has the names of the earlier questions


def weighed_together(
    alone: Sequence[Hit],
    together: Sequence[Hit],
    weight: float,
    k: int,
    named: Callable[[str], bool] = lambda _: False,
) -> list[Hit]:
    """The k best of two rankings; the second counts `weight`, the first 1.

    A passage that one of them lacks has no score there. `named` tells by its id whether an article
    has the names of the earlier questions. Scores stay from 0 to 1.
    """
    scores: dict[Passage, float] = {hit.passage: hit.score for hit in alone}
    for hit in together:
        scores[hit.passage] = scores.get(hit.passage, 0.0) + weight * hit.score
    for passage in scores:
        if named(passage.article_id):
            scores[passage] *= NAMED
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0].id))
    most = (1 + weight) * (NAMED if ranked and named(ranked[0][0].article_id) else 1)
    return [Hit(passage, score / most) for passage, score in ranked[:k]]
