"""Parts that figures and tables of runs share."""

from __future__ import annotations

from collections.abc import Sequence

from rag.evaluation.comparison.side_by_side import CompleteRun, Report
from rag.evaluation.run_records import Estimate
from rag.evaluation.running.measures import EVIDENCE, LEVELS, MEASURES, OVER_ALL
from rag.rendering import charts
from rag.rendering.headline import write_decimal, write_interval
from rag.rendering.markup import NOTHING, Html, element, joined
from rag.translation.texts import ENGLISH, Texts

_BY_NAME = {measure.name: measure for measure in MEASURES}
_OF_ARTICLES = {name for name in _BY_NAME if EVIDENCE + name in _BY_NAME}
_OF_LEVELS = {"abstention", "right if answered", "held if unsure", *LEVELS}
_OF_LEVELS |= {measure.name for measure in OVER_ALL}


def make_section(title: str, lead: str, *parts: Html) -> Html:
    """A section of the page with its heading."""
    return element("section", element("h2", title), element("p", lead, class_="lead"), *parts)


def show_legend(report: Report, say: Texts = ENGLISH) -> Html:
    """The sign of each run, if there are several."""
    if len(report.runs) == 1:
        return NOTHING
    items = [
        element("li", charts.draw_key(number), run_name(run, say), data_sign=str(number))
        for number, run in enumerate(report.runs)
    ]
    return element("ul", *items, class_="legend")


def run_name(run: CompleteRun, say: Texts) -> str:
    """The name of a run in the report, translated if it is a message."""
    return say.translate(run.name) or run.name


def show_by_run(report: Report, cells: Sequence[Html | str], say: Texts = ENGLISH) -> Html:
    """One line for each run, level with the rows of the chart beside it."""
    if len(report.runs) == 1:
        return element("span", cells[0])
    lines = [
        joined(
            charts.draw_key(number),
            element("span", element("span", f"{run_name(run, say)}: ", class_="unseen"), cell),
        )
        for number, (run, cell) in enumerate(zip(report.runs, cells, strict=True))
    ]
    return element("div", *lines, class_="by-run")


def estimate_cell(estimate: Estimate | None, say: Texts = ENGLISH) -> Html:
    """A mean and its interval."""
    if estimate is None:
        return element("span", "–", class_="mean")
    return joined(
        element("span", say.figure(write_decimal(estimate.mean)), class_="mean"),
        element("span", say.figure(write_interval(estimate)), class_="range"),
        by=" ",
    )


def counts(of_runs: Sequence[Estimate | None]) -> str:
    """The number of questions of a measure; several numbers if runs differ."""
    different = dict.fromkeys(f"{estimate.count:,}" for estimate in of_runs if estimate)
    return " / ".join(different)


def make_chart_table(caption: Html | str, heads: Sequence[Html], rows: Sequence[Html]) -> Html:
    """A table with a chart beside the numbers of each row."""
    return element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *heads)),
        element("tbody", *rows),
        class_="charted",
    )


def make_head(words: str, class_: str | None = None) -> Html:
    """The heading of a column."""
    return element("th", words, scope="col", class_=class_)


def make_chart_head(scale: Html = NOTHING, say: Texts = ENGLISH) -> Html:
    """The heading of the column with the charts, which only repeat the numbers."""
    words = element("span", say("Chart"), class_="unseen")
    return element("th", words, scale, scope="col", class_="chart")


def show_numbers(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Html:
    """The exact numbers of a chart, also for readers who cannot see it."""
    body = [
        element(
            "tr",
            element("th", row[0], scope="row"),
            *(element("td", cell, class_="number") for cell in row[1:]),
        )
        for row in rows
    ]
    columns = [make_head(words, "number" if place else None) for place, words in enumerate(heads)]
    table = element("table", element("thead", element("tr", *columns)), element("tbody", *body))
    return element(
        "details", element("summary", "The numbers"), element("div", table, class_="scroll")
    )


def group(measure: str) -> str:
    """The group of a measure in tables."""
    if measure in _OF_ARTICLES:
        return "Articles found"
    if measure.removeprefix(EVIDENCE) in _OF_ARTICLES:
        return "Evidence found"
    return "Levels" if measure in _OF_LEVELS else "Answers"


def find_definition(measure: str) -> str:
    """The definition of a measure; empty for one of another version of the program."""
    return _BY_NAME[measure].definition if measure in _BY_NAME else ""


def group_measures(measures: Sequence[str]) -> list[str]:
    """Measures ordered by group, otherwise in their order."""
    order = list(dict.fromkeys(group(measure) for measure in measures))
    return sorted(measures, key=lambda measure: order.index(group(measure)))


def find_better_direction(measure: str) -> int:
    """The better direction: 1 more, -1 less, 0 neither."""
    return _BY_NAME[measure].better if measure in _BY_NAME else 0
