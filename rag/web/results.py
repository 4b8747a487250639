"""A run, alone or against an earlier one -> HTML: its measures, and where it went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from rag.evaluation.diff import Diff
from rag.evaluation.measures import MEASURES
from rag.evaluation.paired import MeasureChange
from rag.evaluation.records import Estimate
from rag.evaluation.report import charts
from rag.evaluation.report.runs import SURE, CompleteRun, Report
from rag.evaluation.report.words import (
    between,
    chance,
    decimal,
    headline,
    signed,
    standfirst,
)
from rag.web.evaluate import file_name, run_title
from rag.web.evaluations import EarlierRun
from rag.web.markup import NOTHING, Html, element, joined, sentence
from rag.web.misses import ArticleOf, changed_answers, misses

_MAIN = {  # what the table shows first, in plain words
    "right": "Answers with nothing wrong",
    "Hit@1": "Right article first",
    "nDCG@10": "Right articles high among ten",
    "evidence cited": "Expected words quoted",
    "speaker": "Words of the right person",
    "verbatim": "Quotations that are word for word",
    "abstention F1": "Refused when, and only when, it should",
}
_DEFINITIONS = {one.name: one.definition for one in MEASURES}
_BETTER = {one.name: one.better for one in MEASURES}


def result(report: Report, runs: Sequence[EarlierRun], article_of: ArticleOf) -> Html:
    """The last run of a report; where it has two, what changed from the first."""
    if len(report.runs) > 1:  # which the other is can be read in the list that it is chosen from
        names = ("the other run", "this run")
        runs_ = tuple(replace(o, name=name) for o, name in zip(report.runs, names, strict=True))
        report = replace(report, runs=runs_)
    shown = report.runs[-1]
    diff = report.change
    if diff is not None:
        body = joined(_changes(diff), changed_answers(diff, article_of))
    else:
        body = joined(_measures(shown), misses(shown, article_of))
    return joined(
        element(
            "div",
            element("h3", sentence(headline(report)).rstrip("."), id="headline", tabindex="-1"),
            element("p", standfirst(report), class_="standfirst"),
            *(element("p", sentence(note), class_="hint") for note in report.notes),
            element("div", _compare(report, runs), _ways(report), class_="tools"),
            class_="head",
        ),
        element("div", body, class_="body"),
    )


def _compare(report: Report, runs: Sequence[EarlierRun]) -> Html:
    """What the run can be held against: other runs of the same file, unchanged files first."""
    shown = report.runs[-1].run
    before = report.runs[0].run.name if len(report.runs) > 1 else ""
    others = [
        one.run
        for one in runs
        if one.run.name != shown.name and file_name(one.run) == file_name(shown)
    ]
    others.sort(key=lambda run: run.questions_sha256 != shown.questions_sha256)
    if not others:
        return element("p", "Run this file again after a change, to compare.", class_="hint")
    options = [
        element(
            "option",
            run_title(run),
            value=run.name,
            selected="" if run.name == before else None,
        )
        for run in others
    ]
    return element(
        "label",
        element("span", "Compare with", class_="caption"),
        element("select", element("option", "no other run", value=""), *options, id="before"),
        data_run=shown.name,
        class_="compare",
    )


def _ways(report: Report) -> Html:
    names = [("run", one.run.name) for one in report.runs]
    return element(
        "p",
        element(
            "a",
            "Open the whole report",
            href=f"evaluation/report?{urlencode(names)}",
            target="_blank",
            rel="noopener",
        ),
        element("a", "Download it", href=f"evaluation/report?{urlencode([*names, ('file', '1')])}"),
        class_="ways",
    )


def _measures(shown: CompleteRun) -> Html:
    found = shown.summary.measures
    main = [name for name in _MAIN if name in found]
    others = [name for name in found if name not in _MAIN]
    return element(
        "div",
        element("h4", "What was measured", class_="label"),
        _table([_measure(name, found[name]) for name in main], ("Measure", "", "Mean")),
        _more(
            f"{len(others)} more measures",
            _table([_measure(name, found[name]) for name in others], ("Measure", "", "Mean")),
        )
        if others
        else NOTHING,
        element(
            "p",
            "The line is the 95 % interval: where the mean would lie with other questions of this "
            "kind.",
            class_="hint",
        ),
        class_="measures",
    )


def _measure(name: str, found: Estimate) -> Html:
    drawn = charts.intervals([found]) if found.high <= 1 else NOTHING
    return element(
        "tr",
        _named(name),
        element("td", drawn, class_="drawn"),
        element(
            "td",
            element("span", decimal(found.mean), class_="mean"),
            element("span", between(found), class_="range"),
            class_="number",
        ),
    )


def _changes(diff: Diff) -> Html:
    changes = {one.measure: one for one in diff.measures}
    main = [changes[measure] for measure in _MAIN if measure in changes]
    others = [one for one in diff.measures if one.measure not in _MAIN]
    heads = ("Measure", "Before", "After", "Change")
    return element(
        "div",
        element("h4", "What changed", class_="label"),
        _table([_change(one) for one in main], heads),
        _more(f"{len(others)} more measures", _table([_change(one) for one in others], heads))
        if others
        else NOTHING,
        element(
            "p",
            "p: how often two runs that are alike would differ as much by chance; from .05 on, "
            "a change proves nothing.",
            class_="hint",
        ),
        class_="measures",
    )


def _change(one: MeasureChange) -> Html:
    sure = one.p < SURE
    way = one.change.mean * _BETTER.get(one.measure, 0)
    verdict = "" if not sure or not way else "better" if way > 0 else "worse"
    return element(
        "tr",
        _named(one.measure),
        element("td", decimal(one.before), class_="number"),
        element("td", decimal(one.after), class_="number"),
        element(
            "td",
            element("span", signed(one.change.mean), class_="mean"),
            element(
                "span", f"{verdict}, " if verdict else "", f"p {chance(one.p)}", class_="range"
            ),
            class_=f"number {verdict}".strip(),
        ),
    )


def _named(name: str) -> Html:
    plain = _MAIN.get(name, name)
    small = name if plain != name else _DEFINITIONS.get(name, "")
    return element(
        "th",
        plain,
        element("span", small, class_="definition") if small else NOTHING,
        scope="row",
    )


def _table(rows: Sequence[Html], heads: Sequence[str]) -> Html:
    columns = [
        element("th", head, scope="col", class_=None if place == 0 else "number")
        if head
        else element("td", element("span", "0"), element("span", "1"), class_="scale")
        for place, head in enumerate(heads)
    ]
    return element(
        "div",
        element("table", element("thead", element("tr", *columns)), element("tbody", *rows)),
        class_="scroll",
    )


def _more(title: str, inside: Html) -> Html:
    return element("details", element("summary", title), inside)
