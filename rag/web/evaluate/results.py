"""A run, alone or against an earlier one -> HTML: its measures, and where it went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from rag.evaluation.diff import Diff
from rag.evaluation.measures import MEASURES
from rag.evaluation.paired import MeasureChange
from rag.evaluation.records import Estimate
from rag.evaluation.side_by_side import SURE, CompleteRun, Report
from rag.notice import Notice
from rag.rendering import charts
from rag.rendering.cases import ArticleOf, changed_answers, misses
from rag.rendering.headline import (
    between,
    chance,
    decimal,
    headline,
    signed,
    standfirst,
)
from rag.rendering.markup import NOTHING, Html, element, joined, sentence
from rag.rendering.messages import told, told_within
from rag.translation.texts import ENGLISH, Texts
from rag.web.evaluate.evaluations import EarlierRun
from rag.web.evaluate.tab import file_name, run_title

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


def result(
    report: Report, runs: Sequence[EarlierRun], article_of: ArticleOf, say: Texts = ENGLISH
) -> Html:
    """The last run of a report; where it has two, what changed from the first."""
    if len(report.runs) > 1:  # which the other is can be read in the list that it is chosen from
        names = (Notice("the other run"), Notice("this run"))
        runs_ = tuple(replace(o, name=name) for o, name in zip(report.runs, names, strict=True))
        report = replace(report, runs=runs_)
    shown = report.runs[-1]
    diff = report.change
    if diff is not None:
        body = joined(_changes(diff, say), changed_answers(diff, article_of, say))
    else:
        body = joined(_measures(shown, say), misses(shown, article_of, say))
    return joined(
        element(
            "div",
            element("h3", _title(headline(report), say), id="headline", tabindex="-1"),
            element("p", told_within(standfirst(report), say), class_="standfirst"),
            *(told(note, say, class_="hint") for note in report.notes),
            element("div", _compare(report, runs, say), _ways(report, say), class_="tools"),
            class_="head",
        ),
        element("div", body, class_="body"),
    )


def _title(text: str, say: Texts) -> str:
    return sentence(say.told(text) or text).removesuffix(".")


def _compare(report: Report, runs: Sequence[EarlierRun], say: Texts) -> Html:
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
        again = say("Run this file again after a change, to compare.")
        return element("p", again, class_="hint")
    options = [
        element(
            "option",
            run_title(run, say),
            value=run.name,
            selected="" if run.name == before else None,
        )
        for run in others
    ]
    return element(
        "label",
        element("span", say("Compare with"), class_="caption"),
        element("select", element("option", say("no other run"), value=""), *options, id="before"),
        data_run=shown.name,
        class_="compare",
    )


def _ways(report: Report, say: Texts) -> Html:
    names = [("run", one.run.name) for one in report.runs]
    return element(
        "p",
        element(
            "a",
            say("Open the whole report"),
            href=f"evaluation/report?{urlencode(names)}",
            hreflang="en",
            target="_blank",
            rel="noopener",
        ),
        element(
            "a",
            say("Download it"),
            href=f"evaluation/report?{urlencode([*names, ('file', '1')])}",
            hreflang="en",
        ),
        class_="ways",
    )


def _measures(shown: CompleteRun, say: Texts) -> Html:
    found = shown.summary.measures
    main = [name for name in _MAIN if name in found]
    others = [name for name in found if name not in _MAIN]
    heads = (say("Measure"), "", say("Mean"))
    return element(
        "div",
        element("h4", say("What was measured"), class_="label"),
        _table([_measure(name, found[name], say) for name in main], heads),
        _more(
            say("{number} more measures", number=len(others)),
            _table([_measure(name, found[name], say) for name in others], heads),
        )
        if others
        else NOTHING,
        element(
            "p",
            say(
                "The line is the 95 % interval: where the mean would lie with other questions of "
                "this kind."
            ),
            class_="hint",
        ),
        class_="measures",
    )


def _measure(name: str, found: Estimate, say: Texts) -> Html:
    drawn = charts.intervals([found]) if found.high <= 1 else NOTHING
    return element(
        "tr",
        _named(name, say),
        element("td", drawn, class_="drawn"),
        element(
            "td",
            element("span", say.figure(decimal(found.mean)), class_="mean"),
            element("span", say.figure(between(found)), class_="range"),
            class_="number",
        ),
    )


def _changes(diff: Diff, say: Texts) -> Html:
    changes = {one.measure: one for one in diff.measures}
    main = [changes[measure] for measure in _MAIN if measure in changes]
    others = [one for one in diff.measures if one.measure not in _MAIN]
    heads = (say("Measure"), say("Before"), say("After"), say("Difference"))
    return element(
        "div",
        element("h4", say("What changed"), class_="label"),
        _table([_change(one, say) for one in main], heads),
        _more(
            say("{number} more measures", number=len(others)),
            _table([_change(one, say) for one in others], heads),
        )
        if others
        else NOTHING,
        element(
            "p",
            say(
                "p: how often two runs that are alike would differ as much by chance; from .05 on, "
                "a change proves nothing."
            ),
            class_="hint",
        ),
        class_="measures",
    )


def _change(one: MeasureChange, say: Texts) -> Html:
    sure = one.p < SURE
    way = one.change.mean * _BETTER.get(one.measure, 0)
    verdict = "" if not sure or not way else "better" if way > 0 else "worse"
    return element(
        "tr",
        _named(one.measure, say),
        element("td", say.figure(decimal(one.before)), class_="number"),
        element("td", say.figure(decimal(one.after)), class_="number"),
        element(
            "td",
            element("span", say.figure(signed(one.change.mean)), class_="mean"),
            element(
                "span",
                f"{say(verdict)}, " if verdict else "",
                f"p {say.figure(chance(one.p))}",
                class_="range",
            ),
            class_=f"number {verdict}".strip(),
        ),
    )


def _named(name: str, say: Texts) -> Html:
    plain = say(_MAIN[name]) if name in _MAIN else name
    small = name if plain != name else say(_DEFINITIONS.get(name, ""))
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
