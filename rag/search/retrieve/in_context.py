"""Passages for a question alone, and with earlier questions -> one ranking."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.records import Hit, Passage

DEPTH = 100  # passages of each ranking that are combined
NAMED = 1.4  # factor for a passage whose article has the names of the earlier questions


def weigh_together(
    alone: Sequence[Hit],
    together: Sequence[Hit],
    weight: float,
    k: int,
    has_names: Callable[[str], bool] = lambda _: False,
) -> list[Hit]:
    """The k best passages of two rankings. The second has the weight `weight`, the first 1.

    A passage that is missing in a ranking has the score 0 there. `has_names` tells whether the
    article of an id has the names of the earlier questions. The scores stay between 0 and 1.
    """
    scores: dict[Passage, float] = {hit.passage: hit.score for hit in alone}
    for hit in together:
        scores[hit.passage] = scores.get(hit.passage, 0.0) + weight * hit.score
    for passage in scores:
        if has_names(passage.article_id):
            scores[passage] *= NAMED
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0].id))
    highest = (1 + weight) * (NAMED if ranked and has_names(ranked[0][0].article_id) else 1)
    return [Hit(passage, score / highest) for passage, score in ranked[:k]]
