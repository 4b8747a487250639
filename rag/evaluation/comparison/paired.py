"""The same questions in two runs -> how much a measure changed, and how certain that is.

Questions are paired, because a hard question is hard in both runs. A comparison of two means with
separate intervals would not know that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.evaluation.run_records import Estimate, Outcome
from rag.evaluation.running.measures import F1, PRECISION, RECALL
from rag.evaluation.statistics import exchanges, interval, mean, randomization_test
from rag.records import Status

Pair = tuple[Outcome, Outcome]
Sums = NDArray[np.float64]  # (ways to draw the questions, 3): sums of the columns of `_count`

SAME = 1e-9  # smaller differences come from another order of summation
_OVER = {  # numerator and denominator, as weights of right, not answered, unanswerable
    PRECISION: ((1, 0, 0), (0, 1, 0)),
    RECALL: ((1, 0, 0), (0, 0, 1)),
    F1: ((2, 0, 0), (0, 1, 1)),
}


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """A measure in two runs, over the questions that have it in both."""

    measure: str
    before: float
    after: float
    change: Estimate  # of the difference, questions paired
    p: float  # how often two equal runs would differ as much by chance, 0 to 1


def compare_measures(pairs: Sequence[Pair]) -> list[MeasureChange]:
    """The changes of the measures that single questions have, in no particular order."""
    having: dict[str, list[int]] = {}
    for place, (a, b) in enumerate(pairs):
        for measure in a.scores.keys() & b.scores.keys():
            having.setdefault(measure, []).append(place)
    together: dict[tuple[int, ...], list[str]] = {}
    for measure, places in having.items():
        together.setdefault(tuple(places), []).append(measure)
    return [
        change
        for places, measures in together.items()
        for change in _compare_scores(measures, [pairs[place] for place in places])
    ]


def _compare_scores(measures: Sequence[str], pairs: Sequence[Pair]) -> Iterator[MeasureChange]:
    """Compare measures that the same questions have; resamples are drawn once for all of them."""
    before, after = (
        np.array(
            [[pair[side].scores[name] for name in measures] for pair in pairs], dtype=np.float64
        )
        for side in (0, 1)
    )
    differences = after - before
    count = len(pairs)
    lows, highs = interval(mean, differences.T)
    for place, measure in enumerate(measures):
        of_one = differences[:, place]
        yield MeasureChange(
            measure,
            float(before[:, place].mean()),
            float(after[:, place].mean()),
            Estimate(float(of_one.mean()), float(lows[place]), float(highs[place]), count),
            # exchanging equal scores changes nothing
            randomization_test(of_one[np.abs(of_one) > SAME]),
        )


def compare_abstention(pairs: Sequence[Pair]) -> list[MeasureChange]:
    """The changes of precision, recall and F1 of abstaining, which single questions do not have."""
    known = [(a, b) for a, b in pairs if a.question.answerable is not None]
    before, after = _count([a for a, _ in known]), _count([b for _, b in known])
    if not before[:, 2].any():
        return []
    moves = after - before
    moves = moves[moves.any(axis=1)]  # exchanging equal answers changes nothing
    exchanged = np.concatenate([some @ moves for some in exchanges(len(moves))])
    return [
        _compare_ratio(
            measure,
            (before, after),
            (before.sum(axis=0) + exchanged, after.sum(axis=0) - exchanged),
        )
        for measure in _OVER
    ]


def _compare_ratio(
    measure: str, counted: tuple[Sums, Sums], exchanged: tuple[Sums, Sums]
) -> MeasureChange:
    def difference(*columns: Sums, axis: int) -> NDArray[np.float64]:
        sums = np.stack([column.sum(axis=axis) for column in columns], axis=-1)
        return _compute_ratio(measure, sums[..., 3:]) - _compute_ratio(measure, sums[..., :3])

    before, after = (_compute_ratio(measure, sums) for sums in exchanged)
    first, second = float(before[0]), float(after[0])  # nothing is exchanged there
    by_chance = np.abs(after - before) >= abs(second - first) - SAME
    low, high = interval(difference, *np.hstack(counted).T)
    change = Estimate(second - first, float(low), float(high), len(counted[0]))
    return MeasureChange(measure, first, second, change, float(by_chance.mean()))


def _compute_ratio(measure: str, sums: Sums) -> NDArray[np.float64]:
    above, below = (sums @ np.array(weights, dtype=np.float64) for weights in _OVER[measure])
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


def _count(outcomes: Sequence[Outcome]) -> Sums:
    """For each question: rightly not answered, not answered, unanswerable."""
    rows = []
    for outcome in outcomes:
        refused = outcome.answer["status"] != Status.ANSWERED.value
        unanswerable = outcome.question.answerable is False
        rows.append((refused and unanswerable, refused, unanswerable))
    return np.array(rows, dtype=np.float64).reshape(-1, 3)
