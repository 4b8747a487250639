"""A report -> Markdown, short enough for a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.evaluation.comparison.side_by_side import (
    SURE,
    CompleteRun,
    Report,
    choose_measure,
    find_change,
    find_estimates,
    list_tags,
    rank_counts,
)
from rag.evaluation.run_records import Estimate
from rag.rendering.headline import (
    make_printable,
    write_chance,
    write_decimal,
    write_headline,
    write_interval,
    write_score,
    write_signed,
    write_standfirst,
)
from rag.rendering.parts import group_measures

_QUESTIONS = 10  # the worst, or those that changed most
_SLICES = 20
# characters with a meaning in Markdown or in the HTML in it
_MEANT = re.compile(r"([\\`*_{}\[\]<>#|~&!$])")
_MENTION = re.compile(r"(?<!\w)@(?=\w)")  # would notify a user with that name


def write_markdown(report: Report) -> str:
    """The report as Markdown."""
    return "\n".join(_write_lines(report)) + "\n"


def make_plain(text: str) -> str:
    """A text on one line that Markdown shows unchanged, and that mentions nobody."""
    escaped = _MEANT.sub(r"\\\1", make_printable(text))
    return _MENTION.sub("@\u2060", escaped)


def _write_lines(report: Report) -> Iterator[str]:
    yield f"### {make_plain(write_headline(report))}"
    yield ""
    yield make_plain(write_standfirst(report))
    for note in report.notes:
        yield f"\n> {make_plain(note)}"
    yield ""
    yield from _write_measures(report)
    yield from _write_slices(report)
    yield from _write_ranks(report)
    yield from _write_latency(report)
    yield from _write_questions(report)


def _write_measures(report: Report) -> Iterator[str]:
    heads = ["Measure", *(run.name for run in report.runs)]
    if report.change:
        heads += ["Change", "95 % interval", "p"]
    rows = []
    for measure in group_measures(report.measures):
        row = [measure, *(_write_cell(estimate) for estimate in find_estimates(report, measure))]
        if report.change:
            row += _write_change(report, measure)
        rows.append(row)
    yield from _write_table(heads, rows)
    yield ""
    yield "Means over questions; in brackets the 95 % interval."


def _write_change(report: Report, measure: str) -> list[str]:
    change = find_change(report, measure)
    if change is None:
        return ["–", "–", "–"]
    sure = "*" if change.p < SURE else ""
    interval = f"{write_signed(change.change.low)} to {write_signed(change.change.high)}"
    return [write_signed(change.change.mean), interval, write_chance(change.p) + sure]


def _write_slices(report: Report) -> Iterator[str]:
    chosen = choose_measure(report)
    if chosen is None:
        return
    rows = []
    for tag in list_tags(report)[:_SLICES]:
        of_runs = [run.summary.slices.get(tag, {}).get(chosen) for run in report.runs]
        if any(of_runs):
            counts = " / ".join(
                dict.fromkeys(str(estimate.count) for estimate in of_runs if estimate)
            )
            rows.append([tag, counts, *(_write_cell(estimate) for estimate in of_runs)])
    if rows:
        heads = ["Tag", "Questions", *(run.name for run in report.runs)]
        yield from _fold_section(f"{chosen} by tag", _write_table(heads, rows))


def _write_ranks(report: Report) -> Iterator[str]:
    counts = [rank_counts(run.summary) for run in report.runs]
    rows = [
        [run.name, *(str(count) for _, count in of_run)]
        for run, of_run in zip(report.runs, counts, strict=True)
    ]
    heads = ["Run", *(label for label, _ in counts[0])]
    yield from _fold_section("Rank of the first relevant article", _write_table(heads, rows))


def _write_latency(report: Report) -> Iterator[str]:
    rows = [
        [run.name, kind, f"{time.p50:,.1f}", f"{time.p95:,.1f}"]
        for run in report.runs
        for kind, time in run.summary.latency_ms.items()
    ]
    yield from _fold_section("Time, ms", _write_table(["Run", "Of", "p50", "p95"], rows))


def _write_questions(report: Report) -> Iterator[str]:
    if report.change:
        by = report.change.by or ""
        changed = [*report.change.worse[:_QUESTIONS], *report.change.better[:_QUESTIONS]]
        rows = [
            [
                change.before.question.id,
                change.before.question.question,
                *(write_score(side.scores[by]) for side in (change.before, change.after)),
            ]
            for change in changed
        ]
        names = [run.name for run in report.runs]
        title = f"Questions that change most by {by}"
        yield from (
            _fold_section(title, _write_table(["Id", "Question", *names], rows)) if rows else ()
        )
    elif len(report.runs) == 1 and (chosen := choose_measure(report)):
        rows = _find_worst(report.runs[0], chosen)
        title = f"The lowest by {chosen}"
        yield from (
            _fold_section(title, _write_table(["Id", "Question", chosen], rows)) if rows else ()
        )


def _find_worst(run: CompleteRun, measure: str) -> list[list[str]]:
    flawed = [outcome for outcome in run.outcomes if outcome.scores.get(measure, 1.0) < 1]
    flawed.sort(key=lambda outcome: outcome.scores[measure])
    return [
        [outcome.question.id, outcome.question.question, write_score(outcome.scores[measure])]
        for outcome in flawed[:_QUESTIONS]
    ]


def _write_cell(estimate: Estimate | None) -> str:
    return f"{write_decimal(estimate.mean)} ({write_interval(estimate)})" if estimate else "–"


def _fold_section(title: str, lines: Iterator[str]) -> Iterator[str]:
    yield f"\n<details><summary>{make_plain(title)}</summary>\n"
    yield from lines
    yield "\n</details>"


def _write_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(make_plain(head) for head in heads)} |"
    yield f"|{'|'.join(['---', *['---:'] * (len(heads) - 1)])}|"
    for row in rows:
        yield f"| {' | '.join(make_plain(cell) for cell in row)} |"
