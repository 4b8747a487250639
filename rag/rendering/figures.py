"""The figures of a report: the main numbers, the ranks, and the curve of refusals."""

from __future__ import annotations

from collections.abc import Sequence

from rag.evaluation.records import AbstentionPoint, Estimate
from rag.evaluation.side_by_side import Report, estimates, rank_counts
from rag.rendering import charts
from rag.rendering.headline import decimal, percent
from rag.rendering.markup import NOTHING, Html, element
from rag.rendering.parts import by_run, legend, numbers, section

_MAIN = (  # measure, in words, whether it is told in percent
    ("Hit@1", "right article first", True),
    ("Hit@10", "right article among ten", True),
    ("nDCG@10", "order of articles, nDCG@10", False),
    ("evidence cited", "evidence cited", True),
    ("right", "answers without a fault", True),
    ("abstention F1", "refusals, F1", False),
    ("verbatim", "quotations verbatim", True),
)
_STEPS = 10  # of the abstention curve in its table


def main_numbers(report: Report) -> Html:
    """The numbers that most readers come for, large."""
    shown = [
        (words, [_told(one, in_percent) for one in found])
        for measure, words, in_percent in _MAIN
        if any(found := estimates(report, measure))
    ]
    times = [run.summary.latency_ms.get("ask") for run in report.runs]
    if any(times):
        shown.append(("half answered within", [f"{t.p50:,.0f} ms" if t else "–" for t in times]))
    return element(
        "dl",
        *(
            element("div", element("dt", words), element("dd", by_run(report, told)))
            for words, told in shown
        ),
        class_="main-numbers",
    )


def ranks(report: Report) -> Html:
    """At which rank the first relevant article stands."""
    found = [rank_counts(one.summary) for one in report.runs]
    total = [sum(count for _, count in of_run) for of_run in found]
    if not any(total):
        return NOTHING
    labels = [label for label, _ in found[0]]
    rows = [
        (label, *(f"{of_run[place][1]:,}" for of_run in found))
        for place, label in enumerate(labels)
    ]
    asked = " / ".join(dict.fromkeys(f"{count:,}" for count in total))
    return section(
        "Where the first relevant article stands",
        f"{asked} questions by the rank of their first relevant article; “none” is "
        "not among the passages kept.",
        legend(report),
        element(
            "figure",
            charts.columns(labels, [[count for _, count in of_run] for of_run in found]),
            numbers(("Rank", *(one.name for one in report.runs)), rows),
        ),
    )


def abstention(report: Report) -> Html:
    """What refusing below a threshold of confidence would come to, for each run."""
    shown = [
        _curve(one.name if len(report.runs) > 1 else "", one.summary.abstention)
        for one in report.runs
        if one.summary.abstention
    ]
    if not shown:
        return NOTHING
    lines = (("precision", "Precision"), ("recall", "Recall"), ("f1", "F1"))
    key = element(
        "ul",
        *(element("li", charts.line_key(name), words) for name, words in lines),
        class_="legend",
    )
    return section(
        "When to say “not found”",
        "What would come of refusing every answer whose confidence is below a threshold, from left "
        "to right. Precision: the share of refusals that are right. Recall: the share of questions "
        "without an answer that are refused.",
        key,
        element("div", *shown, class_="curves-grid"),
    )


def _told(estimate: Estimate | None, in_percent: bool) -> str:
    if estimate is None:
        return "–"
    return percent(estimate.mean) if in_percent else decimal(estimate.mean)


def _curve(name: str, points: Sequence[AbstentionPoint]) -> Html:
    lines = [
        charts.Line([(p.threshold, getattr(p, kind)) for p in points], kind)
        for kind in ("precision", "recall", "f1")
    ]
    best = max(points, key=lambda point: point.f1)
    rows = [
        (
            f"{p.threshold:.2f}",
            decimal(p.precision),
            decimal(p.recall),
            decimal(p.f1),
            f"{p.refused:,}",
        )
        for p in points[:: max(1, len(points) // _STEPS)]
    ]
    return element(
        "figure",
        element("h3", name) if name else NOTHING,
        charts.curves(lines, best.threshold, f"best F1 {best.f1:.2f} at {best.threshold:.2f}"),
        numbers(("Threshold", "Precision", "Recall", "F1", "Refused"), rows),
    )
