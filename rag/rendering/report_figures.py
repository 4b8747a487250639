"""The figures of a report: the main numbers, the ranks, and curves over the confidence."""

from __future__ import annotations

from collections.abc import Sequence

from rag.evaluation.comparison.side_by_side import CompleteRun, Report, find_estimates, rank_counts
from rag.evaluation.run_records import AbstentionPoint, Estimate
from rag.rendering import charts
from rag.rendering.headline import write_decimal, write_percent
from rag.rendering.markup import NOTHING, Html, element
from rag.rendering.parts import make_section, show_by_run, show_legend, show_numbers

_MAIN = (  # measure, words, whether it is shown in percent
    ("Hit@1", "right article first", True),
    ("Hit@10", "right article among ten", True),
    ("nDCG@10", "order of articles, nDCG@10", False),
    ("evidence cited", "evidence cited", True),
    ("right", "right answers", True),
    ("answered", "answered", True),
    ("unsure", "unsure", True),
    ("refused", "not found", True),
    ("right if answered", "right, of those answered", True),
    ("held if unsure", "answer shown, of those unsure", True),
    ("verbatim", "quotations verbatim", True),
)
_STEPS = 10  # of the abstention curve in its table


def show_main_numbers(report: Report) -> Html:
    """The main numbers, in large letters."""
    shown = [
        (words, [_write_estimate(estimate, in_percent) for estimate in of_runs])
        for measure, words, in_percent in _MAIN
        if any(of_runs := find_estimates(report, measure))
    ]
    times = [run.summary.latency_ms.get("ask") for run in report.runs]
    if any(times):
        shown.append(("half answered within", [f"{t.p50:,.0f} ms" if t else "–" for t in times]))
    return element(
        "dl",
        *(
            element("div", element("dt", words), element("dd", show_by_run(report, figures)))
            for words, figures in shown
        ),
        class_="main-numbers",
    )


def draw_ranks(report: Report) -> Html:
    """The ranks of the first relevant articles."""
    of_runs = [rank_counts(run.summary) for run in report.runs]
    total = [sum(count for _, count in of_run) for of_run in of_runs]
    if not any(total):
        return NOTHING
    labels = [label for label, _ in of_runs[0]]
    rows = [
        (label, *(f"{of_run[place][1]:,}" for of_run in of_runs))
        for place, label in enumerate(labels)
    ]
    asked = " / ".join(dict.fromkeys(f"{count:,}" for count in total))
    return make_section(
        "Where the first relevant article stands",
        f"{asked} questions by the rank of their first relevant article; “none” is "
        "not among the passages kept.",
        show_legend(report),
        element(
            "figure",
            charts.draw_columns(labels, [[count for _, count in of_run] for of_run in of_runs]),
            show_numbers(("Rank", *(run.name for run in report.runs)), rows),
        ),
    )


def draw_levels(report: Report) -> Html:
    """How many answers would be at each level, by the threshold of confidence, for each run."""
    shown = [
        _draw_level_curve(run.name if len(report.runs) > 1 else "", run)
        for run in report.runs
        if run.summary.levels
    ]
    if not shown:
        return NOTHING
    lines = (("answered", "Answered"), ("unsure", "Unsure"), ("refused", "Not found"))
    return make_section(
        "Answered, unsure, not found",
        "How many questions would be at each level if answers counted as sure from a threshold of "
        "confidence on, from left to right. What is below is shown as the closest. The table says "
        "how many of the answered would be right, and how many of the unsure hold what was "
        "expected.",
        _show_key(lines),
        element("div", *shown, class_="curves-grid"),
    )


def draw_abstention(report: Report) -> Html:
    """What answering nothing below a threshold of confidence would come to, for each run."""
    shown = [
        _draw_curve(run.name if len(report.runs) > 1 else "", run.summary.abstention)
        for run in report.runs
        if run.summary.abstention
    ]
    if not shown:
        return NOTHING
    lines = (("precision", "Precision"), ("recall", "Recall"), ("f1", "F1"))
    return make_section(
        "When not to answer",
        "What would come of answering nothing whose confidence is below a threshold, from left to "
        "right. Precision: the share of the questions not answered that have no answer. Recall: "
        "the share of the questions without an answer that are not answered.",
        _show_key(lines),
        element("div", *shown, class_="curves-grid"),
    )


def _show_key(lines: Sequence[tuple[str, str]]) -> Html:
    items = (element("li", charts.draw_line_key(name), words) for name, words in lines)
    return element("ul", *items, class_="legend")


def _draw_level_curve(name: str, run: CompleteRun) -> Html:
    points = run.summary.levels
    asked = run.summary.questions or 1
    lines = [
        charts.Line([(p.threshold, getattr(p, kind) / asked) for p in points], kind)
        for kind in ("answered", "unsure", "refused")
    ]
    confidence = run.run.settings.get("confidence")
    threshold = confidence if isinstance(confidence, int | float) else 0.0
    rows = [
        (
            f"{p.threshold:.2f}",
            f"{p.answered:,}",
            f"{p.unsure:,}",
            f"{p.refused:,}",
            _write_share(p.right),
            _write_share(p.held),
        )
        for p in points[:: max(1, len(points) // _STEPS)]
    ]
    heads = ("Threshold", "Answered", "Unsure", "Not found", "Right", "Held")
    return element(
        "figure",
        element("h3", name) if name else NOTHING,
        charts.draw_curves(lines, threshold, f"RAG_CONFIDENCE {threshold:.2f}"),
        show_numbers(heads, rows),
    )


def _write_share(share: float | None) -> str:
    return "–" if share is None else write_percent(share)


def _write_estimate(estimate: Estimate | None, in_percent: bool) -> str:
    if estimate is None:
        return "–"
    return write_percent(estimate.mean) if in_percent else write_decimal(estimate.mean)


def _draw_curve(name: str, points: Sequence[AbstentionPoint]) -> Html:
    lines = [
        charts.Line([(p.threshold, getattr(p, kind)) for p in points], kind)
        for kind in ("precision", "recall", "f1")
    ]
    best = max(points, key=lambda point: point.f1)
    rows = [
        (
            f"{p.threshold:.2f}",
            write_decimal(p.precision),
            write_decimal(p.recall),
            write_decimal(p.f1),
            f"{p.refused:,}",
        )
        for p in points[:: max(1, len(points) // _STEPS)]
    ]
    return element(
        "figure",
        element("h3", name) if name else NOTHING,
        charts.draw_curves(lines, best.threshold, f"best F1 {best.f1:.2f} at {best.threshold:.2f}"),
        show_numbers(("Threshold", "Precision", "Recall", "F1", "Not answered"), rows),
    )
