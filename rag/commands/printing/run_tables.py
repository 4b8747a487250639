"""A run's summary -> tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rag.evaluation.run_records import Estimate, Summary
from rag.evaluation.running.measures import MEASURES

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

_PER_TAG = ("Hit@1", "nDCG@10", "right", "article cited", "abstention")


def make_summary_tables(summary: Summary) -> Iterator[RenderableType]:
    """Yield the measures with intervals, the slices by tag, the latency, and unjudged questions."""
    measures = _make_table("measure", "mean", "95 % interval", "questions")
    for name, estimate in summary.measures.items():
        measures.add_row(
            name, _number(estimate.mean), _write_interval(estimate), str(estimate.count)
        )
    yield measures
    if summary.slices:
        yield _make_slice_table(summary.slices)
    latency = (
        f"{name} p50 {spent.p50:,.0f} ms, p95 {spent.p95:,.0f} ms"
        for name, spent in summary.latency_ms.items()
    )
    yield f"Latency: {'; '.join(latency)}."
    if summary.unjudged:
        yield (
            f"{summary.unjudged} of {summary.questions} questions have no relevance judgements. "
            "The measures of relevance leave them out."
        )


def make_measures_table() -> RenderableType:
    """A table of the measures with their definitions."""
    table = _make_table("measure", "definition")
    table.columns[1].justify = "left"
    for measure in MEASURES:
        table.add_row(measure.name, measure.definition)
    return table


def _make_slice_table(slices: Mapping[str, Mapping[str, Estimate]]) -> RenderableType:
    names = [name for name in _PER_TAG if any(name in estimates for estimates in slices.values())]
    table = _make_table("tag", "questions", *names)
    for tag, estimates in slices.items():
        count = max((estimate.count for estimate in estimates.values()), default=0)
        means = (_number(estimates[name].mean) if name in estimates else "" for name in names)
        table.add_row(tag, str(count), *means)
    return table


def _make_table(first: str, *others: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(first)
    for name in others:
        table.add_column(name, justify="right")
    return table


def _number(value: float) -> str:
    return f"{value:.3f}" if abs(value) <= 1 else f"{value:.1f}"


def _write_interval(estimate: Estimate) -> str:
    return f"{_number(estimate.low)} – {_number(estimate.high)}"
