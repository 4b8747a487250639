"""A run, alone or against an earlier one -> HTML: its measures, and where it went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from rag.assistant import Assistant
from rag.errors import QuestionError
from rag.evaluation.comparison.side_by_side import Report
from rag.notice import Notice
from rag.rendering.cases import Articles, CaseList
from rag.rendering.headline import write_headline, write_standfirst
from rag.rendering.markup import NOTHING, Html, element, joined, sentence
from rag.rendering.measure_table import list_main_measures, list_other_measures, measure_table
from rag.rendering.messages import show_inline, show_message
from rag.rendering.parts import show_legend
from rag.translation.texts import ENGLISH, Texts
from rag.web.evaluate.evaluations import EarlierRun
from rag.web.evaluate.tab import name_file, name_run
from rag.web.fields import show_choice


def show_result(
    report: Report, runs: Sequence[EarlierRun], assistant: Assistant, say: Texts = ENGLISH
) -> Html:
    """The last run of a report; if it has two, what changed from the first."""
    if len(report.runs) > 1:  # the list to choose from names the other run
        names = (Notice("the other run"), Notice("this run"))
        renamed = tuple(replace(o, name=name) for o, name in zip(report.runs, names, strict=True))
        report = replace(report, runs=renamed)
    cases = CaseList(say, _make_articles(assistant, say), level=4)
    wrong = (
        cases.list_changed(report.change)
        if report.change is not None
        else cases.list_worst(report.runs[-1])
    )
    return joined(
        element(
            "div",
            element("h3", _show_title(write_headline(report), say), id="headline", tabindex="-1"),
            element("p", show_inline(write_standfirst(report), say), class_="standfirst"),
            *(show_message(note, say, class_="hint") for note in report.notes),
            element("div", _compare(report, runs, say), _list_ways(report, say), class_="tools"),
            class_="head",
        ),
        element(
            "div",
            _show_measures(report, say),
            wrong,
            class_="body compared" if report.change is not None else "body",
        ),
    )


def _show_title(text: str, say: Texts) -> str:
    return sentence(say.translate(text) or text).removesuffix(".")


def _make_articles(assistant: Assistant, say: Texts) -> Articles:
    def title_of(article_id: str) -> str:
        try:
            return assistant.article(article_id).title
        except QuestionError:
            return article_id  # a question file may name articles that this index does not have

    def address_of(citation: Mapping[str, Any]) -> str:
        given = [("id", citation["article"]), ("lang", say.language)]
        if not citation["end"]:
            return f"article?{urlencode(given)}"
        span = f"{citation['start']}-{citation['end']}"
        return f"article?{urlencode([*given, ('cite', span)])}#cite"

    return Articles(title_of, address_of, assistant.name_of)


def _compare(report: Report, runs: Sequence[EarlierRun], say: Texts) -> Html:
    """A choice of other runs of the same file, those of the unchanged file first."""
    shown = report.runs[-1].run
    before = report.runs[0].run.name if len(report.runs) > 1 else ""
    others = [
        earlier.run
        for earlier in runs
        if earlier.run.name != shown.name and name_file(earlier.run) == name_file(shown)
    ]
    others.sort(key=lambda run: run.questions_sha256 != shown.questions_sha256)
    if not others:
        again = say("Run this file again after a change, to compare.")
        return element("p", again, class_="hint")
    options = [
        element(
            "option",
            name_run(run, say),
            value=run.name,
            selected="" if run.name == before else None,
        )
        for run in others
    ]
    options.insert(0, element("option", say("no other run"), value=""))
    choice = show_choice("before", say("Compare with"), options)
    return element("div", choice, data_run=shown.name, class_="compare")


def _list_ways(report: Report, say: Texts) -> Html:
    names = [("run", complete.run.name) for complete in report.runs]
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


def _show_measures(report: Report, say: Texts) -> Html:
    others = list_other_measures(report)
    explained = (
        say(
            "p: how often two equal runs would differ as much by chance; from .05 on, a change "
            "proves nothing."
        )
        if report.change is not None
        else say(
            "The line is the 95 % interval: where the mean would lie with other questions of "
            "this kind."
        )
    )
    return element(
        "div",
        element(
            "h4", say("What changed" if report.change else "What was measured"), class_="label"
        ),
        show_legend(report, say),
        measure_table(report, list_main_measures(report), say),
        element(
            "details",
            element("summary", say.count(len(others), "more measure")),
            measure_table(report, others, say),
        )
        if others
        else NOTHING,
        element("p", explained, class_="hint"),
        class_="measures",
    )
