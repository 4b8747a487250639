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
    tags = sorted({tag for one in outcomes for tag in one.question.tags})
    return Summary(
        measures=_measures(outcomes),
        slices={
            tag: _measures([one for one in outcomes if tag in one.question.tags]) for tag in tags
        },
        abstention=tuple(_abstention_curve(outcomes)),
        ranks=_ranks(outcomes),
        latency_ms={
            "search": _latency([one.search_ms for one in outcomes]),
            "ask": _latency([one.ask_ms for one in outcomes]),
            **_writing_latency(outcomes),
        },
        questions=len(outcomes),
        unjudged=sum(not one.question.judged for one in outcomes),
        levels=tuple(_level_curve(outcomes)),
    )


def _writing_latency(outcomes: Sequence[Outcome]) -> dict[str, Latency]:
    """How long a language model took: to the first sentence that stands, and to the end."""
    spent = [(one.answer.get("writing") or {}).get("timings_ms", {}) for one in outcomes]
    found = {}
    for name, step in (("first sentence", "first"), ("written", "end")):
        if times := [each[step] for each in spent if step in each]:
            found[name] = _latency(times)
    return found


def _measures(outcomes: Sequence[Outcome]) -> dict[str, Estimate]:
    found = _abstention(outcomes)
    for measure in MEASURES:
        scores = [one.scores[measure.name] for one in outcomes if measure.name in one.scores]
        if scores:
            found[measure.name] = bootstrap(scores)
    return {measure.name: found[measure.name] for measure in MEASURES if measure.name in found}


def _abstention(outcomes: Sequence[Outcome]) -> dict[str, Estimate]:
    """Precision, recall and F1 of abstaining, if there are unanswerable questions."""
    judged = _judged(outcomes)
    wanted = np.array([one.question.answerable is False for one in judged], dtype=np.float64)
    refused = np.array([not _is_answered(one) for one in judged], dtype=np.float64)
    if not wanted.any():
        return {}
    right = wanted * refused
    return {
        PRECISION: bootstrap_ratio(right, refused),
        RECALL: bootstrap_ratio(right, wanted),
        F1: bootstrap_ratio(2 * right, refused + wanted),
    }


def _level_curve(outcomes: Sequence[Outcome]) -> list[LevelPoint]:
    """How many answers each threshold of confidence would leave at each level, and how good."""
    confidence = np.array([_confidence_or_none(one) for one in outcomes])
    shown = confidence >= 0
    known = np.array(["right" in one.scores for one in outcomes], dtype=bool)
    right = np.array(
        [one.scores.get("right") == 1 and one.question.answerable is not False for one in outcomes],
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
                right=_share(right, answered & known),
                held=_share(right, unsure & known),
            )
        )
    return points


def _share(right: NDArray[np.bool_], among: NDArray[np.bool_]) -> float | None:
    return float(right[among].mean()) if among.any() else None


def _confidence_or_none(outcome: Outcome) -> float:
    """The confidence of an answer; below every threshold if nothing was found."""
    found = _confidence(outcome)
    return -1.0 if found is None else found


def _abstention_curve(outcomes: Sequence[Outcome]) -> list[AbstentionPoint]:
    """The effect of answering nothing below each threshold of confidence."""
    judged = _judged(outcomes)
    unanswerable = np.array([one.question.answerable is False for one in judged], dtype=bool)
    if not unanswerable.any():
        return []
    confidence = np.array([_confidence_or_none(one) for one in judged])
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


def _judged(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [one for one in outcomes if one.question.answerable is not None]


def _confidence(outcome: Outcome) -> float | None:
    """The confidence of the answer; None if the question was refused."""
    refused = outcome.answer["status"] == Status.NOT_FOUND.value
    return None if refused else float(outcome.answer["confidence"])


def _is_answered(outcome: Outcome) -> bool:
    """Whether a question has an answer that is not marked as unsure."""
    return bool(outcome.answer["status"] == Status.ANSWERED.value)


def _ranks(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """The number of questions with their first relevant article at each rank, or at none."""
    reciprocal = [one.scores["RR"] for one in outcomes if "RR" in one.scores]
    ranks = Counter(round(1 / one) if one else 0 for one in reciprocal)
    found = {str(rank): ranks[rank] for rank in sorted(ranks) if rank}
    return {**found, "none": ranks[0]}


def _latency(milliseconds: Sequence[float]) -> Latency:
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return Latency(round(float(p50), 1), round(float(p95), 1))
