"""A turn of the conversation -> HTML: the question, quotation cards, or why there are none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.compose import also_in, day_in_words
from rag.assistant import Assistant
from rag.records import Answer, Citation, Filters, StatementKind, Status
from rag.web.dateline import day
from rag.web.markup import NOTHING, Html, element, joined, safe, sentence
from rag.web.sources import closest, quote_id, source_id, sources


def asked(turn: int, question: str) -> Html:
    """The question, as a heading."""
    return element("div", element("h2", question, dir="auto"), id=f"t{turn}", class_="asked")


def answered(
    turn: int, answer: Answer, filters: Filters, assistant: Assistant, below: Html = NOTHING
) -> Html:
    """An answer with its sources beside it, or the reason why there is none; then `below`."""
    if answer.status is Status.NOT_FOUND:
        said = element(
            "div",
            element("p", "Not in the corpus", class_="verdict"),
            element("p", sentence(answer.reason or ""), class_="reason", dir="auto"),
            class_="missing",
        )
        beside = closest(answer.closest, assistant.article)
    else:
        said = joined(_prose(turn, answer), _quotes(turn, answer.citations, assistant))
        beside = sources(turn, answer.citations, assistant.article)
    understood = _understood(answer.question, answer.searched_for, filters)
    answer_column = element("div", understood, said, below, class_="answer")
    return element("div", answer_column, beside, class_="turn")


def failed(message: str, hint: str) -> Html:
    """A question that could not be answered through no fault of the corpus."""
    said = element(
        "div",
        element("p", "No answer this time", class_="verdict"),
        element("p", sentence(message), class_="reason", dir="auto"),
        element("p", sentence(hint), class_="hint", dir="auto"),
        class_="missing failed",
    )
    return element("div", element("div", said, class_="answer"), class_="turn")


def _understood(question: str, searched_for: str, filters: Filters) -> Html:
    as_asked = "" if searched_for == question.strip() else None
    only = _only(filters)
    return element(
        "div",
        element("span", "Searched for: ", class_="searched", hidden=as_asked),
        element("span", searched_for, class_="understood", dir="auto", hidden=as_asked),
        element("span", only, class_="only") if only else "",
        element("button", "Edit and ask again", type="button", class_="reuse"),
        class_="understanding",
    )


def _only(filters: Filters) -> str:
    """The filters in words."""
    first, last = filters.dates.first, filters.dates.last
    parts = [
        f"words of {filters.speaker}" if filters.speaker else "",
        f"from {day_in_words(first)}" if first else "",
        f"until {day_in_words(last)}" if last else "",
    ]
    given = ", ".join(part for part in parts if part)
    return f"Only {given}" if given else ""


def _prose(turn: int, answer: Answer) -> Html:
    """What an answer says beyond its citations' own words, its markers made links."""
    own = "\n".join(line for line in answer.text.splitlines() if not _is_quoted(line, answer))
    numbers = {one.number for one in answer.citations}
    parts = []
    for part in re.split(r"(\[\d+\])", own):
        number = int(part[1:-1]) if re.fullmatch(r"\[\d+\]", part) else 0
        parts.append(_marker(turn, number) if number in numbers else safe(part))
    shown = joined(*parts)
    return element("p", shown, class_="prose-answer", dir="auto") if shown.strip() else NOTHING


def _is_quoted(line: str, answer: Answer) -> bool:
    return any(line.endswith(f"{one.text} [{one.number}]") for one in answer.citations)


def _quotes(turn: int, citations: Sequence[Citation], assistant: Assistant) -> Html:
    cards = [_quote(turn, one, _is_retold(one, assistant)) for one in citations if one.end]
    return element("ol", *cards, class_="quotes") if cards else NOTHING


def _is_retold(one: Citation, assistant: Assistant) -> bool:
    """Whether the article tells in its own words what the speaker said."""
    return any(
        statement.kind is StatementKind.INDIRECT
        for statement in assistant.statements(one.article_id)
        if (statement.start, statement.end) == (one.start, one.end)
    )


def _quote(turn: int, one: Citation, is_retold: bool) -> Html:
    who = element("span", one.speaker or one.title, class_="who", dir="auto")
    retold = element("span", "paraphrased by the article", class_="retold") if is_retold else ""
    outlet = element("span", one.outlet, class_="outlet", dir="auto") if one.outlet else ""
    when = day(one.date, one.approximate_date)
    also = element("span", also_in(len(one.also)), class_="also") if one.also else ""
    return element(
        "li",
        element("div", who, when, outlet, retold, also, class_="attribution"),
        element("blockquote", _words(one), _marker(turn, one.number), dir="auto"),
        id=quote_id(turn, one.number),
        class_="quote",
        tabindex="-1",
    )


def _words(one: Citation) -> Html:
    """The exact words; those that answer are bold."""
    parts, at = [], 0
    for start, end in sorted(one.bold):
        left, right = max(start - one.start, at), end - one.start
        parts += [safe(one.text[at:left]), element("b", one.text[left:right])]
        at = max(at, right)
    return joined(*parts, safe(one.text[at:]))


def _marker(turn: int, number: int) -> Html:
    marker = element(
        "a",
        f"[{number}]",
        element("span", " show these words in the article", class_="unseen"),
        href=f"#{source_id(turn, number)}",
        class_="marker",
    )
    return joined(Html("&#8288;"), marker)  # a word joiner: a marker begins no line
