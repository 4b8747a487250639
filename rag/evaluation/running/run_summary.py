"""Results of questions -> the summary of the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rag.evaluation.run_records import (
    AbstentionPoint,
    Estimate,
    Latency,
    LevelPoint,
    Outcome,
    Summary,
)
from rag.evaluation.running.measures import F1, MEASURES, PRECISION, RECALL
from rag.evaluation.statistics import bootstrap, bootstrap_ratio
from rag.records import Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

_THRESHOLDS = [n / 100 for n in range(101)]  # the same in every run, so that curves can be compared


def summarize(outcomes: Sequence[Outcome]) -> Summary:
    """The measures of a run with their intervals, over all questions and by tag."""
    tags = sorted({tag for outcome in outcomes for tag in outcome.question.tags})
    return Summary(
        measures=_summarize_measures(outcomes),
        slices={
            tag: _summarize_measures(
                [outcome for outcome in outcomes if tag in outcome.question.tags]
            )
            for tag in tags
        },
        abstention=tuple(_compute_abstention_curve(outcomes)),
        ranks=_count_ranks(outcomes),
        latency_ms={
            "search": _summarize_latency([outcome.search_ms for outcome in outcomes]),
            "ask": _summarize_latency([outcome.ask_ms for outcome in outcomes]),
            **_measure_writing(outcomes),
        },
        questions=len(outcomes),
        unjudged=sum(not outcome.question.judged for outcome in outcomes),
        levels=tuple(_compute_level_curve(outcomes)),
    )


def _measure_writing(outcomes: Sequence[Outcome]) -> dict[str, Latency]:
    """How long a language model took: to the first sentence that stands, and to the end."""
    spent = [(outcome.answer.get("writing") or {}).get("timings_ms", {}) for outcome in outcomes]
    latencies = {}
    for name, step in (("first sentence", "first"), ("written", "end")):
        if times := [timings[step] for timings in spent if step in timings]:
            latencies[name] = _summarize_latency(times)
    return latencies


def _summarize_measures(outcomes: Sequence[Outcome]) -> dict[str, Estimate]:
    estimates = _measure_abstention(outcomes)
    for measure in MEASURES:
        scores = [
            outcome.scores[measure.name] for outcome in outcomes if measure.name in outcome.scores
        ]
        if scores:
            estimates[measure.name] = bootstrap(scores)
    return {
        measure.name: estimates[measure.name] for measure in MEASURES if measure.name in estimates
    }


def _measure_abstention(outcomes: Sequence[Outcome]) -> dict[str, Estimate]:
    """Precision, recall and F1 of abstaining, if there are unanswerable questions."""
    judged = _select_judged(outcomes)
    wanted = np.array(
        [outcome.question.answerable is False for outcome in judged], dtype=np.float64
    )
    refused = np.array([not _is_answered(outcome) for outcome in judged], dtype=np.float64)
    if not wanted.any():
        return {}
    right = wanted * refused
    return {
        PRECISION: bootstrap_ratio(right, refused),
        RECALL: bootstrap_ratio(right, wanted),
        F1: bootstrap_ratio(2 * right, refused + wanted),
    }


def _compute_level_curve(outcomes: Sequence[Outcome]) -> list[LevelPoint]:
    """How many answers each threshold of confidence would leave at each level, and how good."""
    confidence = np.array([_find_confidence_or_none(outcome) for outcome in outcomes])
    shown = confidence >= 0
    known = np.array(["right" in outcome.scores for outcome in outcomes], dtype=bool)
    right = np.array(
        [
            outcome.scores.get("right") == 1 and outcome.question.answerable is not False
            for outcome in outcomes
        ],
        dtype=bool,
    )
    points = []
    for threshold in _THRESHOLDS:
        answered = shown & (confidence >= threshold)
        unsure = shown & ~answered
        points.append(
            LevelPoint(
                threshold=threshold,
                answered=int(answered.sum()),
                unsure=int(unsure.sum()),
                refused=int((~shown).sum()),
                right=_compute_share(right, answered & known),
                held=_compute_share(right, unsure & known),
            )
        )
    return points


def _compute_share(right: NDArray[np.bool_], among: NDArray[np.bool_]) -> float | None:
    return float(right[among].mean()) if among.any() else None


def _find_confidence_or_none(outcome: Outcome) -> float:
    """The confidence of an answer; below every threshold if nothing was found."""
    confidence = _find_confidence(outcome)
    return -1.0 if confidence is None else confidence


def _compute_abstention_curve(outcomes: Sequence[Outcome]) -> list[AbstentionPoint]:
    """The effect of answering nothing below each threshold of confidence."""
    judged = _select_judged(outcomes)
    unanswerable = np.array(
        [outcome.question.answerable is False for outcome in judged], dtype=bool
    )
    if not unanswerable.any():
        return []
    confidence = np.array([_find_confidence_or_none(outcome) for outcome in judged])
    points = []
    for threshold in _THRESHOLDS:
        refused = confidence < threshold
        right, all_refused = int((refused & unanswerable).sum()), int(refused.sum())
        points.append(
            AbstentionPoint(
                threshold=threshold,
                precision=right / all_refused if all_refused else 0.0,
                recall=right / int(unanswerable.sum()),
                f1=2 * right / (all_refused + int(unanswerable.sum())),
                refused=all_refused,
            )
        )
    return points


def _select_judged(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.question.answerable is not None]


def _find_confidence(outcome: Outcome) -> float | None:
    """The confidence of the answer; None if the question was refused."""
    refused = outcome.answer["status"] == Status.NOT_FOUND.value
    return None if refused else float(outcome.answer["confidence"])


def _is_answered(outcome: Outcome) -> bool:
    """Whether a question has an answer that is not marked as unsure."""
    return bool(outcome.answer["status"] == Status.ANSWERED.value)


def _count_ranks(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """The number of questions with their first relevant article at each rank, or at none."""
    reciprocal = [outcome.scores["RR"] for outcome in outcomes if "RR" in outcome.scores]
    ranks = Counter(round(1 / value) if value else 0 for value in reciprocal)
    counts = {str(rank): ranks[rank] for rank in sorted(ranks) if rank}
    return {**counts, "none": ranks[0]}


def _summarize_latency(milliseconds: Sequence[float]) -> Latency:
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return Latency(round(float(p50), 1), round(float(p95), 1))
