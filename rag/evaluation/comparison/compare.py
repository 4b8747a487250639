"""Two runs -> what changed, how certain that is, and whether a bound is exceeded."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from rag.errors import RunError, SettingError
from rag.evaluation.comparison.paired import (
    SAME,
    MeasureChange,
    Pair,
    compare_abstention,
    compare_measures,
)
from rag.evaluation.run_records import Outcome, Question, Run
from rag.evaluation.running.measures import EVIDENCE, MEASURES, OVER_ALL
from rag.evaluation.running.run_folder import read_outcomes, read_run

# Questions are ordered by the first that changes for any of them. With few articles, the right one
# is always found, and only the measures of the evidence and of the answer can change.
BY = ("nDCG@10", "RR", "AP", "Hit@1", f"{EVIDENCE}nDCG@10", "right")
_NO_QUESTION_HAS = {measure.name for measure in OVER_ALL}
_EXAMPLE = "for example: --fail-on 'nDCG@10:-0.01,Hit@1:-0.02'"


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A question that does better or worse, by the difference of one measure."""

    before: Outcome
    after: Outcome
    change: float


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed from one run to another."""

    before: Run
    after: Run
    compared: int  # questions
    missing_before: tuple[str, ...]  # ids of questions that only the later run has
    missing_after: tuple[str, ...]  # ... that only the earlier run has
    altered: tuple[str, ...]  # ... that differ in the later run; they are left out
    measures: tuple[MeasureChange, ...]
    by: str | None  # the measure that orders questions; None if the runs share none
    better: tuple[QuestionChange, ...]  # the most changed first
    worse: tuple[QuestionChange, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """How far a measure may fall or rise before a release stops."""

    measure: str
    limit: float
    rising: bool  # `limit` is for a rise; else for a fall

    def is_exceeded(self, change: float) -> bool:
        """Whether a change of the mean is too large."""
        return change > self.limit + SAME if self.rising else change < self.limit - SAME


def diff(before: Path, after: Path, *, by: str | None = None) -> Diff:
    """Compare two runs on the questions that have the same id and content in both.

    Raises RunError if there are none, and SettingError if the runs have no measure `by`.
    """
    earlier, later = read_run(before), read_run(after)
    return compare(earlier, read_outcomes(before), later, read_outcomes(after), by=by)


def compare(
    earlier: Run,
    before: Sequence[Outcome],
    later: Run,
    after: Sequence[Outcome],
    *,
    by: str | None = None,
) -> Diff:
    """Compare two runs that have been read; see `diff`."""
    first = {outcome.question.id: outcome for outcome in before}
    second = {outcome.question.id: outcome for outcome in after}
    shared = [name for name in first if name in second]
    pairs = [
        (first[name], second[name])
        for name in shared
        if _wants(first[name]) == _wants(second[name])
    ]
    if not pairs:
        raise RunError(
            f"{earlier.name} and {later.name} have no question in common",
            hint="compare runs of one question file; questions are matched by id and content",
        )
    measures = _measure_changes(pairs)
    having = [change for change in measures if change.measure not in _NO_QUESTION_HAS]
    chosen = (
        _check_known(by, [change.measure for change in having], "--by")
        if by
        else _choose(pairs, having)
    )
    changes = _compare_questions(pairs, chosen) if chosen else []
    return Diff(
        before=earlier,
        after=later,
        compared=len(pairs),
        missing_before=tuple(name for name in second if name not in first),
        missing_after=tuple(name for name in first if name not in second),
        altered=tuple(n for n in shared if _wants(first[n]) != _wants(second[n])),
        measures=measures,
        by=chosen,
        better=tuple(_sort([c for c in changes if c.change > SAME], lambda c: -c.change)),
        worse=tuple(_sort([c for c in changes if c.change < -SAME], lambda c: c.change)),
    )


def read_bounds(text: str) -> tuple[Bound, ...]:
    """Read `nDCG@10:-0.01,words:+5`: a fall of at most .01, a rise of at most 5.

    Raises SettingError, which names the part that cannot be read.
    """
    return tuple(_bound(part.strip()) for part in text.split(","))


def find_regressions(changes: Diff, bounds: Sequence[Bound]) -> list[tuple[Bound, float]]:
    """The exceeded bounds with the changes. Raises SettingError for an unknown measure."""
    known = {change.measure: change.change.mean for change in changes.measures}
    for bound in bounds:
        _check_known(bound.measure, known, "--fail-on")
    return [
        (bound, known[bound.measure]) for bound in bounds if bound.is_exceeded(known[bound.measure])
    ]


def _wants(outcome: Outcome) -> Question:
    """Everything in a question that decides its scores, which is all but its tags."""
    return replace(outcome.question, tags=())


def _bound(part: str) -> Bound:
    measure, _, limit = part.rpartition(":")
    try:
        number = float(limit)
    except ValueError:
        number = float("nan")
    if not measure.strip() or not math.isfinite(number):
        raise SettingError(f"--fail-on: '{part}' is not MEASURE:CHANGE", hint=_EXAMPLE)
    return Bound(measure.strip(), number, rising=limit.strip().startswith("+"))


def _measure_changes(pairs: Sequence[Pair]) -> tuple[MeasureChange, ...]:
    """In the order of `MEASURES`; measures of other versions of the program come last."""
    order = {measure.name: place for place, measure in enumerate(MEASURES)}
    return tuple(
        sorted(
            [*compare_measures(pairs), *compare_abstention(pairs)],
            key=lambda change: (order.get(change.measure, len(order)), change.measure),
        )
    )


def _compare_questions(pairs: Sequence[Pair], measure: str) -> list[QuestionChange]:
    return [
        QuestionChange(a, b, b.scores[measure] - a.scores[measure])
        for a, b in pairs
        if measure in a.scores and measure in b.scores
    ]


def _sort(
    changes: Sequence[QuestionChange], worth: Callable[[QuestionChange], float]
) -> list[QuestionChange]:
    return sorted(changes, key=lambda change: (worth(change), change.before.question.id))


def _choose(pairs: Sequence[Pair], measures: Sequence[MeasureChange]) -> str | None:
    """The measure that orders questions: the first that changes, else the first that there is."""
    known = [change.measure for change in measures]
    in_order = [name for name in (*BY, *known) if name in known]
    changing = (
        name
        for name in in_order
        if any(abs(question.change) > SAME for question in _compare_questions(pairs, name))
    )
    return next(changing, next(iter(in_order), None))


def _check_known(measure: str, measures: Mapping[str, float] | Sequence[str], option: str) -> str:
    if measure not in measures:
        near = get_close_matches(measure, list(measures), n=1, cutoff=0.5)
        meant = f"did you mean {near[0]}? " if near else ""
        raise SettingError(
            f"{option} {measure}: not a measure that both runs have",
            hint=f"{meant}They have {', '.join(measures) or 'none'}",
        )
    return measure
