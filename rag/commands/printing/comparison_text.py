"""A comparison of two runs -> text for a terminal of 80 columns, and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rag.evaluation.comparison.compare import Bound, Diff, QuestionChange
from rag.evaluation.comparison.paired import MeasureChange
from rag.evaluation.comparison.side_by_side import SURE
from rag.evaluation.run_records import Outcome, Run
from rag.evaluation.running.evidence_spans import find_evidence
from rag.evaluation.running.measures import relevant_articles
from rag.records import Hit
from rag.rendering.headline import (
    make_printable,
    write_chance,
    write_decimal,
    write_score,
    write_signed,
)
from rag.rendering.parts import find_better_direction

if TYPE_CHECKING:
    from rich.console import RenderableType

_IDS = 5  # ids named of questions that could not be compared
_WORDS = 260  # characters shown of a passage


def diff_text(diff: Diff, questions: int) -> Iterator[RenderableType]:
    """Yield what changed, and up to `questions` questions that do better and that do worse."""
    from rich.text import Text

    yield Text.assemble(("A ", "bold"), *_run(diff.before))
    yield Text.assemble(("B ", "bold"), *_run(diff.after))
    yield Text(f"Compared on the {diff.compared:,} questions that both have.")
    yield from (Text(note, style="yellow") for note in list_notes(diff))
    yield ""
    yield _make_measure_table(diff.measures)
    yield Text(
        f"Change is B − A, paired by question. * marks p below {SURE:g}: by chance alone, one "
        "measure in 20 would change as much.",
        style="dim",
    )
    if diff.by is not None:
        yield from _write_questions(f"Worse by {diff.by}", diff.worse, diff.by, questions)
        yield from _write_questions(f"Better by {diff.by}", diff.better, diff.by, questions)


def list_notes(diff: Diff) -> list[str]:
    """List what was left out of a comparison, with the first ids."""
    left_out = (
        ("only in A", diff.missing_after),
        ("only in B", diff.missing_before),
        ("in both, but with other words or judgements", diff.altered),
    )
    return [
        f"Left out, {where}: {len(ids):,} ({', '.join(ids[:_IDS])}{', ...' * (len(ids) > _IDS)})."
        for where, ids in left_out
        if ids
    ]


def describe_broken(bound: Bound, change: float) -> str:
    """Describe a bound that was exceeded."""
    way = "more" if bound.rising else "less"
    limit = write_decimal(abs(bound.limit))
    return f"{bound.measure} {write_signed(change)}; at most {limit} {way} is allowed"


def diff_json(diff: Diff, broken: Sequence[tuple[Bound, float]]) -> dict[str, Any]:
    """Everything that a comparison found, for `diff --json`."""
    return {
        "format": 1,
        "a": _run_json(diff.before),
        "b": _run_json(diff.after),
        "compared": diff.compared,
        "only_a": diff.missing_after,
        "only_b": diff.missing_before,
        "altered": diff.altered,
        "measures": {change.measure: _describe_change(change) for change in diff.measures},
        "by": diff.by,
        "worse": [_describe_question(change, diff.by) for change in diff.worse],
        "better": [_describe_question(change, diff.by) for change in diff.better],
        "regressions": [
            {"measure": bound.measure, "bound": bound.limit, "difference": change}
            for bound, change in broken
        ],
    }


def _run(run: Run) -> tuple[Any, ...]:
    return (run.name, ("  " + run.started.strftime("%Y-%m-%d %H:%M") + "  ", "dim"), run.generation)


def _make_measure_table(changes: Sequence[MeasureChange]) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("measure", overflow="fold")
    for name in ("A", "B", "change", "95 % interval", "p"):
        table.add_column(name, justify="right", no_wrap=True)
    for change in changes:
        sure = change.p < SURE
        gain = change.change.mean * find_better_direction(change.measure)
        style = ("green" if gain > 0 else "red") if sure and gain else ""
        table.add_row(
            change.measure,
            write_decimal(change.before),
            write_decimal(change.after),
            Text(write_signed(change.change.mean), style=style),
            f"{write_signed(change.change.low)} to {write_signed(change.change.high)}",
            f"{write_chance(change.p)}{'*' if sure else ' '}",
        )
    return table


def _write_questions(
    title: str, changes: Sequence[QuestionChange], by: str, most: int
) -> Iterator[RenderableType]:
    from rich.text import Text

    shown = changes[:most]
    if not shown:
        return
    first = f", the first {len(shown)}" if len(shown) < len(changes) else ""
    yield Text(f"\n{title}: {len(changes):,}{first}", style="bold")
    for change in shown:
        question = change.before.question
        scores = (write_score(outcome.scores[by]) for outcome in (change.before, change.after))
        yield Text.assemble(
            "\n",
            (" → ".join(scores), "bold"),
            f"  {make_printable(question.question)} ",
            (question.id, "dim"),
        )
        yield _compare_answers(change)


def _compare_answers(change: QuestionChange) -> RenderableType:
    from rich.table import Table

    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    table.add_row(_show_first("A", change.before), _show_first("B", change.after))
    return table


def _show_first(name: str, outcome: Outcome) -> RenderableType:
    """The first passage found, shown from its evidence on."""
    from rich.text import Text

    if not outcome.hits:
        return Text.assemble((f"{name} ", "bold"), "nothing found")
    passage = outcome.hits[0].passage
    spans = find_evidence(outcome.question, passage)
    right = passage.article_id in relevant_articles(outcome.question)
    begin = spans[0][0] if spans and spans[0][0] > _WORDS // 2 else 0
    words = make_printable(passage.text[begin : begin + _WORDS])
    return Text.assemble(
        (f"{name} ", "bold"),
        (f"{passage.article_id}:{passage.start}", "dim"),
        (" relevant" if right else "", "green"),
        f"\n{'...' * (begin > 0)}{words}{'...' * (begin + _WORDS < len(passage.text))}",
    )


def _run_json(run: Run) -> dict[str, Any]:
    return {
        "name": run.name,
        "started": run.started.isoformat(),
        "questions": run.questions_file,
        "generation": run.generation,
    }


def _describe_change(change: MeasureChange) -> dict[str, float | int]:
    return {
        "a": change.before,
        "b": change.after,
        "difference": change.change.mean,
        "low": change.change.low,
        "high": change.change.high,
        "p": change.p,
        "count": change.change.count,
    }


def _describe_question(change: QuestionChange, by: str | None) -> dict[str, Any]:
    return {
        "id": change.before.question.id,
        "question": change.before.question.question,
        "a": change.before.scores[by] if by else None,
        "b": change.after.scores[by] if by else None,
        "difference": change.change,
        "first_a": _describe_hit(change.before.hits[:1]),
        "first_b": _describe_hit(change.after.hits[:1]),
    }


def _describe_hit(hits: Sequence[Hit]) -> dict[str, Any] | None:
    return next(
        (
            {
                "article": hit.passage.article_id,
                "start": hit.passage.start,
                "end": hit.passage.end,
                "score": hit.score,
                "text": hit.passage.text,
            }
            for hit in hits
        ),
        None,
    )
