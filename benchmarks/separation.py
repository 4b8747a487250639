"""A system's outcomes -> how well it knows which questions can be answered, with intervals.

AUC, refused@90 and ECE of its confidence are those of rag/evaluation/separation.py; what it refuses
itself lies below every threshold. Beside them, what it decided itself: the share of the answerable
that it answered, and of the unanswerable that it refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.runs import interval, print_table, short
from rag.evaluation.records import Estimate, Outcome
from rag.evaluation.separation import (
    BINS,
    Numbers,
    auc_of,
    bins_of,
    expected_calibration_error,
    refused_of,
)
from rag.evaluation.statistics import bootstrap, resampled_sums
from rag.records import Status

_Measure = Callable[[Numbers, NDArray[np.bool_], Numbers], Numbers]


@dataclass(frozen=True, slots=True)
class Separation:
    """What a system's confidence, and its own decision, come to."""

    auc: Estimate
    refused_at_90: Estimate
    ece: float
    answered: Estimate  # of the answerable
    refused: Estimate  # of the unanswerable


def separation(outcomes: Sequence[Outcome]) -> Separation | None:
    """Of the outcomes whose questions are known to have an answer or none; None without both."""
    judged = [one for one in outcomes if one.question.answerable is not None]
    answerable = np.array([one.question.answerable for one in judged], dtype=bool)
    if answerable.all() or not answerable.any():
        return None
    refused = np.array([one.answer["status"] == Status.NOT_FOUND.value for one in judged])
    confidence = np.array([float(one.answer["confidence"]) for one in judged])
    # what is refused is below every threshold
    order = np.where(refused, -1.0, confidence)
    once = np.ones((1, len(judged)))
    # of questions drawn with replacement, how often each was drawn
    drawn = resampled_sums(np.eye(len(judged)))
    return Separation(
        auc=_estimate(auc_of, order, answerable, once, drawn),
        refused_at_90=_estimate(refused_of, order, answerable, once, drawn),
        ece=expected_calibration_error(np.where(refused, 0.0, confidence), answerable),
        answered=bootstrap((~refused[answerable]).astype(float)),
        refused=bootstrap(refused[~answerable].astype(float)),
    )


def print_separation(systems: Mapping[str, Sequence[Outcome]]) -> None:
    """A line a system."""
    rows = []
    for name, outcomes in systems.items():
        one = separation(outcomes)
        if one is None:
            rows.append([name, "", "", "", "", ""])
            continue
        cells = [one.auc, one.refused_at_90, one.answered, one.refused]
        rows.append([name, *map(interval, cells), short(one.ece, 3)])
    print_table(["", "AUC", "refused@90", "answered", "refused", "ECE"], rows)


def print_bins(outcomes: Sequence[Outcome]) -> None:
    """A line for each tenth of confidence: what is expected, and what came."""
    judged = [one for one in outcomes if one.question.answerable is not None]
    answerable = np.array([one.question.answerable for one in judged], dtype=bool)
    confidence = np.array([float(one.answer["confidence"]) for one in judged])
    bins = bins_of(confidence)
    rows = [
        [
            f"{one / BINS:.1f} to {(one + 1) / BINS:.1f}",
            f"{(bins == one).sum()}",
            short(confidence[bins == one].mean(), 2),
            short(answerable[bins == one].mean(), 2),
        ]
        for one in np.unique(bins)
    ]
    print_table(["confidence", "questions", "expected", "answerable"], rows)


def _estimate(
    measure: _Measure, order: Numbers, answerable: NDArray[np.bool_], once: Numbers, drawn: Numbers
) -> Estimate:
    means = measure(order, answerable, drawn)
    low, high = np.nanpercentile(means, [2.5, 97.5])
    (mean,) = measure(order, answerable, once)
    return Estimate(float(mean), float(low), float(high), len(order))
