"""A system's outcomes -> how well it knows which questions can be answered, with intervals.

AUC          how often an answerable question's confidence is higher than an unanswerable one's,
             equal ones counting half
refused@90   the share of the unanswerable that is refused by the highest threshold that leaves at
             least 90 % of the answerable answered; 0 if the system itself refuses more of them
ECE          expected calibration error: the confidence as a probability of being answerable, in ten
             bins of equal width (Naeini et al. 2015, AAAI)

What a system refuses itself lies below every threshold. Beside these stands what it decided itself:
the share of the answerable that it answered, and of the unanswerable that it refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.runs import interval, print_table, short
from rag.evaluation.run_records import Estimate, Outcome
from rag.evaluation.statistics import RESAMPLES, bootstrap
from rag.records import Status

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

_LEFT = 0.9  # of the answerable questions, answered
BINS = 10
_SEED = 20220128  # fixed: the same run has the same intervals
_Measure = Callable[[Numbers, Flags, Numbers], Numbers]


@dataclass(frozen=True, slots=True)
class Separation:
    """The measures of a system's confidence and of its own decisions."""

    auc: Estimate
    refused_at_90: Estimate
    ece: float
    answered: Estimate  # of the answerable
    refused: Estimate  # of the unanswerable


def separation(outcomes: Sequence[Outcome]) -> Separation | None:
    """Measure the outcomes of answerable and unanswerable questions; None if a kind is missing."""
    judged = [outcome for outcome in outcomes if outcome.question.answerable is not None]
    answerable = np.array([outcome.question.answerable for outcome in judged], dtype=bool)
    if answerable.all() or not answerable.any():
        return None
    refused = np.array([outcome.answer["status"] == Status.NOT_FOUND.value for outcome in judged])
    confidence = np.array([float(outcome.answer["confidence"]) for outcome in judged])
    # what is refused is below every threshold
    order = np.where(refused, -1.0, confidence)
    once = np.ones((1, len(judged)))
    # of questions drawn with replacement, how often each was drawn
    shares = np.full(len(judged), 1 / len(judged))
    generator = np.random.default_rng(_SEED)
    drawn = generator.multinomial(len(judged), shares, size=RESAMPLES).astype(np.float64)
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
        separated = separation(outcomes)
        if separated is None:
            rows.append([name, "", "", "", "", ""])
            continue
        cells = [separated.auc, separated.refused_at_90, separated.answered, separated.refused]
        rows.append([name, *map(interval, cells), short(separated.ece, 3)])
    print_table(["", "AUC", "refused@90", "answered", "refused", "ECE"], rows)


def print_bins(outcomes: Sequence[Outcome]) -> None:
    """A line for each tenth of confidence: what is expected, and what came."""
    judged = [outcome for outcome in outcomes if outcome.question.answerable is not None]
    answerable = np.array([outcome.question.answerable for outcome in judged], dtype=bool)
    confidence = np.array([float(outcome.answer["confidence"]) for outcome in judged])
    bins = bins_of(confidence)
    rows = [
        [
            f"{tenth / BINS:.1f} to {(tenth + 1) / BINS:.1f}",
            f"{(bins == tenth).sum()}",
            short(confidence[bins == tenth].mean(), 2),
            short(answerable[bins == tenth].mean(), 2),
        ]
        for tenth in np.unique(bins)
    ]
    print_table(["confidence", "questions", "expected", "answerable"], rows)


def auc(confidence: Numbers, answerable: Flags) -> float:
    """Measure plain confidences, of systems that refuse nothing themselves."""
    return float(auc_of(confidence, answerable, np.ones((1, len(confidence))))[0])


def refused_at_90(confidence: Numbers, answerable: Flags) -> float:
    """Measure plain confidences, of systems that refuse nothing themselves."""
    return float(refused_of(confidence, answerable, np.ones((1, len(confidence))))[0])


def auc_of(order: Numbers, answerable: Flags, weights: Numbers) -> Numbers:
    """One value for each row of weights of the questions."""
    yes, no = order[answerable], order[~answerable]
    higher = (yes[:, None] > no[None, :]) + 0.5 * (yes[:, None] == no[None, :])
    w_yes, w_no = weights[:, answerable], weights[:, ~answerable]
    pairs = w_yes.sum(axis=1) * w_no.sum(axis=1)
    return np.asarray(((w_yes @ higher) * w_no).sum(axis=1) / np.where(pairs > 0, pairs, np.nan))


def refused_of(order: Numbers, answerable: Flags, weights: Numbers) -> Numbers:
    """One value for each row of weights of the questions."""
    thresholds = np.unique(order)[::-1]  # the highest first
    kept = order[answerable][:, None] >= thresholds[None, :]
    cut = order[~answerable][:, None] < thresholds[None, :]
    w_yes, w_no = weights[:, answerable], weights[:, ~answerable]
    answered = (w_yes @ kept) / np.maximum(w_yes.sum(axis=1, keepdims=True), 1)
    refused = (w_no @ cut) / np.maximum(w_no.sum(axis=1, keepdims=True), 1)
    first = np.argmax(answered >= _LEFT - 1e-9, axis=1)  # the lowest leaves all of them
    return np.asarray(refused[np.arange(len(weights)), first])


def expected_calibration_error(confidence: Numbers, answerable: Flags) -> float:
    """How far a confidence is from the share that is answerable, on average, in ten bins."""
    bins = bins_of(confidence)
    gaps = [
        abs(confidence[bins == tenth].mean() - answerable[bins == tenth].mean())
        * (bins == tenth).sum()
        for tenth in np.unique(bins)
    ]
    return float(sum(gaps) / len(confidence))


def bins_of(confidence: Numbers) -> NDArray[np.int64]:
    """The tenth that each confidence is in, 0 to 9."""
    return np.minimum((confidence * BINS).astype(np.int64), BINS - 1)


def _estimate(
    measure: _Measure, order: Numbers, answerable: Flags, once: Numbers, drawn: Numbers
) -> Estimate:
    means = measure(order, answerable, drawn)
    low, high = np.nanpercentile(means, [2.5, 97.5])
    (mean,) = measure(order, answerable, once)
    return Estimate(float(mean), float(low), float(high), len(order))
