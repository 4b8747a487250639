"""Folders of complete runs -> a report with the runs side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.errors import RunError, SettingError
from rag.evaluation.comparison.compare import Diff, compare
from rag.evaluation.comparison.paired import MeasureChange
from rag.evaluation.run_records import Estimate, Outcome, Run, Summary
from rag.evaluation.running.run_folder import read_outcomes, read_run, read_summary
from rag.notice import Counted, Notice, joined

MOST_RUNS = 6  # more shapes and colours could not be told apart
SURE = 0.05  # from this p on, a difference may be due to chance
_RANKS = 10  # ranks that have a column of their own


@dataclass(frozen=True, slots=True)
class CompleteRun:
    """A run with its results and its summary."""

    name: str  # tells it from the other runs of a report
    run: Run
    outcomes: tuple[Outcome, ...]
    summary: Summary


@dataclass(frozen=True, slots=True)
class Report:
    """Runs side by side; the others are compared with the first."""

    runs: tuple[CompleteRun, ...]
    measures: tuple[str, ...]  # of any run, in order
    change: Diff | None  # from the first run to the second, if there are two

    @property
    def notes(self) -> list[Notice]:
        """What a reader must know before comparing the runs."""
        unjudged = [
            Notice(
                "{name}: {unjudged:,} of {all} have no judgement; measures leave them out.",
                name=run.name,
                unjudged=run.summary.unjudged,
                all=Counted(run.summary.questions, "question"),
            )
            for run in self.runs
            if run.summary.unjudged
        ]
        first = _list_asked(self.runs[0])
        others = [run.name for run in self.runs[1:] if _list_asked(run) != first]
        if others:
            unjudged.append(
                Notice(
                    "{others}: other questions than {first}. Means are over each run's own "
                    "questions; changes are over the questions in both.",
                    others=joined(others, by=", "),
                    first=self.runs[0].name,
                )
            )
        return unjudged


def read_report(folders: Sequence[Path]) -> Report:
    """Read runs. Raises RunError if one is not complete, and SettingError if there are too many."""
    if len(folders) > MOST_RUNS:
        raise SettingError(
            f"{len(folders)} runs: a report shows up to {MOST_RUNS} side by side",
            hint="make a report of fewer runs, or several reports",
        )
    read = [(read_run(folder), folder) for folder in folders]
    times = Counter(run.name for run, _ in read)
    runs = tuple(
        CompleteRun(
            name=run.name if times[run.name] == 1 else str(folder),
            run=run,
            outcomes=tuple(read_outcomes(folder)),
            summary=read_summary(folder),
        )
        for run, folder in read
    )
    return Report(runs, _list_measures(runs), _compare_two(runs))


def find_estimates(report: Report, measure: str) -> list[Estimate | None]:
    """A measure in each run; None if a run does not have it."""
    return [run.summary.measures.get(measure) for run in report.runs]


def list_tags(report: Report) -> list[str]:
    """The tags of questions, the most frequent first."""
    count = Counter(
        tag for run in report.runs for outcome in run.outcomes for tag in outcome.question.tags
    )
    return [tag for tag, _ in sorted(count.items(), key=lambda item: (-item[1], item[0]))]


def choose_measure(report: Report) -> str | None:
    """The measure that questions and slices show first: the most telling one in the runs."""
    wanted = ("nDCG@10", "RR", "AP", "Hit@1", *report.measures)
    return next((measure for measure in wanted if measure in report.measures), None)


def rank_counts(summary: Summary) -> list[tuple[str, int]]:
    """The number of questions with their first relevant article at each rank, later, or nowhere."""
    later = sum(
        count for rank, count in summary.ranks.items() if rank.isdigit() and int(rank) > _RANKS
    )
    return [
        *((str(rank), summary.ranks.get(str(rank), 0)) for rank in range(1, _RANKS + 1)),
        ("11+", later),
        ("none", summary.ranks.get("none", 0)),
    ]


def find_first_rank(outcome: Outcome) -> int | None:
    """The rank of the first relevant article; 0: not found; None: relevance is not known."""
    reciprocal = outcome.scores.get("RR")
    return None if reciprocal is None else round(1 / reciprocal) if reciprocal else 0


def find_change(report: Report, measure: str) -> MeasureChange | None:
    """The change of a measure from the first to the second of two runs."""
    if report.change is None:
        return None
    return next((change for change in report.change.measures if change.measure == measure), None)


def _list_asked(run: CompleteRun) -> list[tuple[str, str]]:
    return sorted((o.question.id, o.question.question) for o in run.outcomes)


def _list_measures(runs: Sequence[CompleteRun]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(measure for run in runs for measure in run.summary.measures))


def _compare_two(runs: Sequence[CompleteRun]) -> Diff | None:
    if len(runs) != 2:
        return None
    first, second = runs
    try:
        return compare(first.run, first.outcomes, second.run, second.outcomes)
    except RunError:
        return None  # no question in common, which the notes say
