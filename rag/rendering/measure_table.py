"""Measures of runs -> a table: means with their intervals as charts, and what changed."""

from __future__ import annotations

from collections.abc import Sequence

from rag.evaluation.comparison.paired import MeasureChange
from rag.evaluation.comparison.side_by_side import SURE, Report, find_change, find_estimates
from rag.rendering import charts
from rag.rendering.headline import write_chance, write_signed
from rag.rendering.markup import NOTHING, Html, element, joined
from rag.rendering.parts import (
    counts,
    estimate_cell,
    find_better_direction,
    find_definition,
    group,
    group_measures,
    make_chart_head,
    make_chart_table,
    make_head,
    show_by_run,
)
from rag.translation.texts import ENGLISH, Texts

IN_PLAIN_WORDS = {  # the measures that interest most readers, in this order
    "right": "Right answers",
    "answered": "Answered",
    "unsure": "Unsure: the closest is shown",
    "refused": "Not found",
    "right if answered": "Right, of those answered",
    "held if unsure": "Answer shown, of those unsure",
    "Hit@1": "Right article first",
    "nDCG@10": "Right articles ranked high",
    "evidence cited": "Expected words quoted",
    "speaker": "Right speaker",
    "verbatim": "Quotations word for word",
    "abstention F1": "Not answered when, and only when, there is no answer",
}


def list_main_measures(report: Report) -> list[str]:
    """The measures of a report that have a name in plain words."""
    return [measure for measure in IN_PLAIN_WORDS if measure in report.measures]


def list_other_measures(report: Report) -> list[str]:
    """The measures of a report without a name in plain words."""
    return [measure for measure in report.measures if measure not in IN_PLAIN_WORDS]


def measure_table(report: Report, measures: Sequence[str], say: Texts = ENGLISH) -> Html:
    """A row for each measure, in the order given."""
    rows = [_make_row(report, measure, say) for measure in measures]
    return _make_table(_make_heads(report, say), rows, say)


def show_grouped_measures(report: Report, say: Texts = ENGLISH) -> Html:
    """A row for each measure of a report, below the heading of its group."""
    heads = _make_heads(report, say)
    rows: list[Html] = []
    heading = ""
    for measure in group_measures(report.measures):
        if group(measure) != heading:
            heading = group(measure)
            title = element("th", say(heading), scope="colgroup", colspan=str(len(heads)))
            rows.append(element("tr", title, class_="group"))
        rows.append(_make_row(report, measure, say))
    return _make_table(heads, rows, say)


def _make_table(heads: Sequence[Html], rows: Sequence[Html], say: Texts) -> Html:
    caption = element("span", say("Measures"), class_="unseen")
    return element("div", make_chart_table(caption, heads, rows), class_="scroll")


def _make_heads(report: Report, say: Texts) -> list[Html]:
    heads = [
        make_head(say("Measure")),
        make_head(say("Mean, 95 % interval")),
        make_chart_head(charts.draw_scale(), say),
    ]
    if report.change:
        heads.append(make_head(say("Difference"), "number"))
    return [*heads, make_head(say("Questions"), "number wide-only")]


def _make_row(report: Report, measure: str, say: Texts) -> Html:
    means = find_estimates(report, measure)
    is_share = all(estimate is None or estimate.high <= 1 for estimate in means)
    cells = [
        _name(measure, say),
        element(
            "td",
            show_by_run(report, [estimate_cell(estimate, say) for estimate in means], say),
            class_="numbers",
        ),
        element("td", charts.draw_intervals(means) if is_share else NOTHING, class_="chart"),
    ]
    if report.change:
        cells.append(_make_change_cell(find_change(report, measure), say))
    cells.append(element("td", say.figure(counts(means)), class_="number wide-only"))
    return element("tr", *cells)


def _name(measure: str, say: Texts) -> Html:
    explained = find_definition(measure) and say(find_definition(measure))
    if measure in IN_PLAIN_WORDS:
        title = say(IN_PLAIN_WORDS[measure])
        explained = joined(measure, explained, by=": ")
    else:
        title = measure
    return element("th", title, element("span", explained, class_="definition"), scope="row")


def _make_change_cell(change: MeasureChange | None, say: Texts) -> Html:
    if change is None:
        return element("td", "–", class_="number")
    estimate = change.change
    direction = estimate.mean * find_better_direction(change.measure)
    sure = change.p < SURE and direction != 0
    if estimate.low == estimate.high == 0:
        below = element("span", say("the same for each question"), class_="range below")
    else:
        interval = say(
            "{low} to {high}",
            low=say.figure(write_signed(estimate.low)),
            high=say.figure(write_signed(estimate.high)),
        )
        by_chance = element("span", f"p {say.figure(write_chance(change.p))}", class_="chance")
        verdict = say("better" if direction > 0 else "worse") if sure else ""
        below = element("span", joined(interval, by_chance, verdict, by=", "), class_="range below")
    return element(
        "td",
        element(
            "span",
            say.figure(write_signed(estimate.mean)),
            class_=("gain" if direction > 0 else "loss") if sure else None,
        ),
        below,
        class_="number change",
    )
