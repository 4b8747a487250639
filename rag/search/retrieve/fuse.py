"""Several rankings -> one, by their scores. Only this module combines scores of two kinds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ranking:
    """The scores of rows, and the weight of the ranking."""

    weight: float
    scores: Mapping[int, float]  # by row; missing rows and negative scores count as 0


def fuse(rankings: Sequence[Ranking]) -> list[tuple[int, float]]:
    """Rows with their fused scores, best first, equal ones by row number.

    Each ranking's scores are divided by its best, so that the fused score is at most the sum of
    the weights. Measured on news against reciprocal ranks and min-max scaling: docs/decisions.
    """
    fused: dict[int, float] = defaultdict(float)
    for ranking in rankings:
        best = max(ranking.scores.values(), default=0.0)
        for row, score in ranking.scores.items():
            fused[row] += ranking.weight * max(score, 0.0) / best if best > 0 else 0.0
    return sorted(fused.items(), key=lambda item: (-item[1], item[0]))


def scale_to_best(weights: Mapping[int, float]) -> dict[int, float]:
    """The weights, scaled so that the highest is 1. The highest must be above 0."""
    best = max(weights.values(), default=1.0)
    return {row: weight / best for row, weight in weights.items()}
