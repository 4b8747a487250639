"""The tables of a report: measures, slices and latency, with charts."""

from __future__ import annotations

from collections.abc import Sequence

from rag.evaluation.comparison.side_by_side import Report, choose_measure, find_estimates, list_tags
from rag.evaluation.run_records import Estimate
from rag.rendering import charts
from rag.rendering.markup import NOTHING, Html, element
from rag.rendering.measure_table import show_grouped_measures
from rag.rendering.parts import (
    counts,
    estimate_cell,
    make_chart_head,
    make_chart_table,
    make_head,
    make_section,
    show_by_run,
    show_legend,
)

_MOST_SLICES = 40  # rows for tags; a file with more tags single questions
_HALF = "Half within · 95 of 100 within"


def show_measures(report: Report) -> Html:
    """All measures with their intervals in groups, drawn to one scale."""
    lead = (
        "Each point is a mean over questions. Each line is its 95 % interval: where it would lie, "
        "19 times in 20, with other questions of this kind."
    )
    if report.change:
        lead += (
            " A coloured change would occur by chance less than once in 20 times, so one of 20 "
            "measures may have one by chance."
        )
    return make_section("Every measure", lead, show_legend(report), show_grouped_measures(report))


def show_slices(report: Report) -> Html:
    """One measure at a time by tag; a list chooses the measure."""
    tagged = [
        tag for tag in list_tags(report) if any(tag in run.summary.slices for run in report.runs)
    ]
    measured = _shares(report)
    if not tagged or not measured:
        return NOTHING
    chosen = choose_measure(report)
    shown = chosen if chosen in measured else measured[0]
    options = [
        element("option", measure, value=measure, selected="" if measure == shown else None)
        for measure in measured
    ]
    label = element("label", "Measure", for_="slice")
    left = len(tagged) - _MOST_SLICES
    lead = "The thin line is the interval; the upright line is the mean of all questions."
    if left > 0:
        lead += f" These are the {_MOST_SLICES} most frequent tags; {left:,} are left out."
    return make_section(
        "By kind of question",
        lead,
        show_legend(report),
        element("div", label, element("select", *options, id="slice"), class_="picker"),
        *(
            _make_slice_table(report, measure, tagged[:_MOST_SLICES], measure == shown)
            for measure in measured
        ),
    )


_TIMES = (
    ("search", "A search"),
    ("ask", "An answer"),
    ("first sentence", "The first sentence of the language model"),
    ("written", "All of its text"),
)


def show_latency(report: Report) -> Html:
    """The time of a search and of an answer."""
    every = [times for run in report.runs for times in run.summary.latency_ms.values()]
    if not every:
        return NOTHING
    most = max(times.p95 for times in every) or 1.0
    rows = []
    for kind, words in _TIMES:
        of_runs = [run.summary.latency_ms.get(kind) for run in report.runs]
        if not any(of_runs):
            continue
        cells = [f"{times.p50:,.1f} · {times.p95:,.1f} ms" if times else "–" for times in of_runs]
        spans = [(times.p50, times.p95) if times else None for times in of_runs]
        rows.append(
            _make_row(element("th", words, scope="row"), show_by_run(report, cells), spans, most)
        )
    heads = [element("td", ""), make_head(_HALF), make_chart_head()]
    table = make_chart_table(element("span", "Time", class_="unseen"), heads, rows)
    lead = "The point is the median; the line ends at the 95th percentile."
    return make_section(
        "How long it takes", lead, show_legend(report), element("div", table, class_="scroll")
    )


def _make_row(
    name: Html, cells: Html, spans: Sequence[tuple[float, float] | None], most: float
) -> Html:
    return element(
        "tr",
        name,
        element("td", cells, class_="numbers"),
        element("td", charts.draw_spans(spans, most), class_="chart"),
    )


def _make_slice_table(report: Report, measure: str, found_tags: Sequence[str], shown: bool) -> Html:
    def of(tag: str) -> list[Estimate | None]:
        return [run.summary.slices.get(tag, {}).get(measure) for run in report.runs]

    whole = [estimate.mean if estimate else None for estimate in find_estimates(report, measure)]
    rows = [
        element(
            "tr",
            element("th", tag, element("span", f" {counts(of(tag))}", class_="small"), scope="row"),
            element(
                "td",
                show_by_run(report, [estimate_cell(estimate) for estimate in of(tag)]),
                class_="numbers",
            ),
            element("td", charts.draw_bars(of(tag), whole), class_="chart"),
        )
        for tag in sorted(
            (tag for tag in found_tags if any(of(tag))),
            key=lambda tag: min(estimate.mean for estimate in of(tag) if estimate),
        )
    ]
    heads = [
        make_head("Tag, questions"),
        make_head("Mean, 95 % interval"),
        make_chart_head(charts.draw_scale()),
    ]
    table = make_chart_table(f"{measure} by tag, the lowest first", heads, rows)
    return element("div", table, data_slice=measure, hidden=None if shown else "", class_="scroll")


def _shares(report: Report) -> list[str]:
    """Measures between 0 and 1, which bars can show."""
    return [
        measure
        for measure in report.measures
        if all(
            estimate is None or estimate.high <= 1 for estimate in find_estimates(report, measure)
        )
    ]
