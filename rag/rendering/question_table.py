"""The questions of a report: a table to sort and filter, and the data that its script opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rag.evaluation.comparison.side_by_side import (
    CompleteRun,
    Report,
    choose_measure,
    find_first_rank,
    list_tags,
)
from rag.evaluation.run_records import Outcome
from rag.evaluation.running.evidence_spans import find_evidence
from rag.evaluation.running.measures import relevant_articles
from rag.records import Status
from rag.rendering.headline import write_score
from rag.rendering.markup import Html, element

_SHOW = {
    "all": "All questions",
    "wrong": "Wrong answers",
    "zero": "Score 0",
    "flawed": "Score below 1",
    "unscored": "Without a score",
    "unsure": "Unsure",
    "refused": "Answered “not found”",
}
_WORDS = Html('<input id="words" type="search">')
_NO_TAG = Html('<input id="tag" type="hidden" value="">')
_SHOW_CHANGES = {"worse": "Worse", "better": "Better", "moved": "Better or worse"}


@dataclass(frozen=True, slots=True)
class _Column:
    label: str
    key: str  # what the script sorts by
    class_: str | None


def show_questions(report: Report) -> Html:
    """The section with the table; each row can be opened to show its hits."""
    many = len(report.runs) > 1
    lead = (
        "The questions that lost most come first. Open one to see the answers, the passages found "
        "and, marked in them, the evidence."
        if many
        else "Wrong answers come first, then the lowest scores. Open a question to see the answer, "
        "the passages found and, marked in them, the evidence."
    )
    return element(
        "section",
        element("h2", "Question by question"),
        element("p", lead, class_="lead"),
        element(
            "noscript",
            element(
                "p", "Sorting, filtering and opening need this page’s script.", class_="warning"
            ),
        ),
        _show_tools(report),
        element("p", "", class_="status", id="status", role="status"),
        element("div", _make_table(report), class_="listed"),
    )


def collect_question_data(report: Report) -> dict[str, Any]:
    """The data for the script; each passage's text occurs only once."""
    passages: dict[str, int] = {}
    by_id = [{o.question.id: o for o in run.outcomes} for run in report.runs]
    rows = []
    for outcome in _list_outcomes(report):
        question = outcome.question
        rows.append(
            {
                "id": question.id,
                "question": question.question,
                "history": question.history,
                "tags": question.tags,
                "answerable": question.answerable,
                "evidence": [(evidence.article, evidence.text) for evidence in question.evidence],
                "relevant": sorted(question.relevant),
                "runs": [_describe_outcome(of.get(question.id), passages) for of in by_id],
            }
        )
    return {
        "runs": [run.name for run in report.runs],
        "passages": list(passages),
        "questions": rows,
    }


def _describe_outcome(outcome: Outcome | None, passages: dict[str, int]) -> dict[str, Any] | None:
    if outcome is None:
        return None
    right = relevant_articles(outcome.question)
    shown = [hit for hit in outcome.hits if hit.passage.text]
    answer = outcome.answer
    understood = answer.get("searched_for")
    return {
        "scores": {name: round(score, 4) for name, score in outcome.scores.items()},
        "rank": find_first_rank(outcome),
        "confidence": answer.get("confidence", 0.0),
        "status": answer.get("status"),
        "verdict": _judge(outcome),
        "answer": answer.get("text", ""),
        "searched_for": understood if understood != outcome.question.question else None,
        "ms": round(outcome.ask_ms, 1),
        "more": len(outcome.hits) - len(shown),
        "hits": [
            (
                hit.passage.article_id,
                hit.passage.start,
                hit.passage.end,
                round(hit.score, 4),
                passages.setdefault(hit.passage.text, len(passages)),
                hit.passage.article_id in right,
                find_evidence(outcome.question, hit.passage),
            )
            for hit in shown
        ],
    }


def _list_outcomes(report: Report) -> list[Outcome]:
    """Each question once, from the first run that has it."""
    first_of: dict[str, Outcome] = {}
    for run in report.runs:
        for outcome in run.outcomes:
            first_of.setdefault(outcome.question.id, outcome)
    return list(first_of.values())


def _show_tools(report: Report) -> Html:
    shown = dict(_SHOW, **(_SHOW_CHANGES if len(report.runs) > 1 else {}))
    every_tag = {"": "Every tag", **{tag: tag for tag in list_tags(report)}}
    chosen = choose_measure(report)
    return element(
        "div",
        element("div", element("label", "Words or id", for_="words"), _WORDS, class_="words"),
        _show_choice("Tag", "tag", every_tag) if len(every_tag) > 1 else _NO_TAG,
        _show_choice("Show", "which", shown),
        _show_choice(
            "Score by", "measure", {measure: measure for measure in report.measures}, chosen
        ),
        element("button", "Open or close all shown", id="unfold", type="button", class_="plain"),
        class_="tools",
    )


def _show_choice(label: str, id_: str, options: dict[str, str], chosen: str | None = None) -> Html:
    made = [
        element("option", words, value=value, selected="" if value == chosen else None)
        for value, words in options.items()
    ]
    return element("div", element("label", label, for_=id_), element("select", *made, id=id_))


def _make_table(report: Report) -> Html:
    chosen = choose_measure(report)
    columns = _choose_columns(report.runs)
    by_id = [{o.question.id: o for o in run.outcomes} for run in report.runs]
    rows = [
        _make_row(number, outcome, columns, [of.get(outcome.question.id) for of in by_id], chosen)
        for number, outcome in enumerate(_list_outcomes(report))
    ]
    return element(
        "table",
        element("caption", "Questions", class_="unseen"),
        element(
            "thead",
            element("tr", *map(_show_heading, (_Column("Question", "question", None), *columns))),
        ),
        element("tbody", *rows),
        id="questions",
        class_="questions",
    )


def _choose_columns(runs: Sequence[CompleteRun]) -> list[_Column]:
    """The columns after the question."""
    if len(runs) == 1:
        return [
            _Column("Answer", "answer", "verdict"),
            _Column("Score", "score-0", "number"),
            _Column("First right", "rank", "number"),
            _Column("Confidence", "confidence", "number wide-only"),
            _Column("Time, ms", "ms", "number wide-only"),
        ]
    scores = [_Column(run.name, f"score-{number}", "number") for number, run in enumerate(runs)]
    return [*scores, _Column("Change", "change", "number change")]


def _show_heading(column: _Column) -> Html:
    return element(
        "th",
        element("button", column.label, type="button", class_="sort"),
        scope="col",
        class_=column.class_,
        data_key=column.key,
        aria_sort="none",
    )


def _make_row(
    number: int,
    shown: Outcome,
    columns: Sequence[_Column],
    outcomes: Sequence[Outcome | None],
    chosen: str | None,
) -> Html:
    question = shown.question
    about = " · ".join((question.id, *question.tags))
    scores = [
        write_score(outcome.scores.get(chosen) if outcome and chosen else None)
        for outcome in outcomes
    ]
    if len(outcomes) == 1:
        rank = find_first_rank(shown)
        words = [
            _judge(shown),
            *scores,
            "–" if rank is None else str(rank or "none"),
            f"{shown.answer.get('confidence', 0.0):.2f}",
            f"{shown.ask_ms:,.0f}",
        ]
    else:
        words = [*scores, ""]  # the script computes the change
    button = element(
        "button", question.question, type="button", class_="open", aria_expanded="false"
    )
    return element(
        "tr",
        element("th", button, element("span", about, class_="tags"), scope="row"),
        *(
            element(
                "td",
                cell,
                class_=column.class_,
                data_label=column.label,
                data_run=column.key.removeprefix("score-") if "score-" in column.key else None,
            )
            for column, cell in zip(columns, words, strict=True)
        ),
        data_q=str(number),
    )


def _judge(outcome: Outcome) -> str:
    """Whether an answer is right, as far as the question defines it."""
    levels = {Status.NOT_FOUND.value: "not found", Status.UNSURE.value: "unsure"}
    level = levels.get(outcome.answer.get("status", ""))
    right = outcome.scores.get("right", outcome.scores.get("abstention"))
    verdict = {None: "", 1.0: "right", 0.0: "wrong"}.get(right, "partly right")
    if level:
        return f"{level}, {verdict}" if verdict else level
    return verdict or "answered"
