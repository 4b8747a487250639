"""A conversation -> a file that holds it with all its citations: HTML, Markdown or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from rag.interface import answer_json
from rag.records import Answer, Citation, CitationKind, Query, Status
from rag.rendering.markdown_text import as_text
from rag.rendering.markup import Html, element, joined
from rag.translation.texts import Texts
from rag.web.chat import turns
from rag.web.chat.copying import write_markdown, write_markdown_source
from rag.web.chat.exchange import Asked, Conversation, Failed, Turn
from rag.web.chat.links import link_to
from rag.web.chat.listing import HEADINGS, describe_shown
from rag.web.chat.turns import lists_articles
from rag.web.chat.understood import describe_query
from rag.web.shell import STATIC

# How a file is written -> its media type, and how its name ends.
FORMS: Final[Mapping[str, tuple[str, str]]] = {
    "html": ("text/html; charset=utf-8", "html"),
    "markdown": ("text/markdown; charset=utf-8", "md"),
    "json": ("application/json", "json"),
}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def export(conversation: Conversation, form: str, say: Texts) -> str:
    """The file's text, in one of the FORMS."""
    match form:
        case "json":
            return _write_json(conversation)
        case "markdown":
            return _write_conversation(conversation, say)
        case _:
            return str(_write_html(conversation, say))


def _write_json(conversation: Conversation) -> str:
    value = {
        "saved": date.today().isoformat(),
        "turns": [_describe_turn(turn) for turn in conversation.turns],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _describe_turn(turn: Turn) -> dict[str, object]:
    about: dict[str, object] = {
        "question": turn.asked.question,
        "history": list(turn.history),
        "filters": _describe_filters(turn.asked),
    }
    outcome = turn.outcome
    if isinstance(outcome, Failed):
        return {**about, "error": outcome.message, "hint": outcome.hint}
    link = f"#{link_to(turn, outcome.index)}"
    quoted = replace(outcome.answer, writing=None)  # a file has the quotations only
    return {**about, "link": link, "index": outcome.index, "answer": answer_json(quoted)}


def _describe_filters(asked: Asked) -> dict[str, str | None]:
    return {
        "speaker": asked.speaker or None,
        "outlet": asked.outlet or None,
        "first": asked.first or None,
        "last": asked.last or None,
    }


def _write_conversation(conversation: Conversation, say: Texts) -> str:
    parts = ["# On Record"]
    for turn in conversation.turns:
        parts.append(f"## {as_text(turn.asked.question)}")
        if isinstance(turn.outcome, Failed):
            parts.append(_write_notice("No answer this time", turn.outcome.message, say))
        else:
            answered = turn.outcome
            understood = describe_query(answered.query, say, answered.filters, turn.asked.question)
            parts.append(f"*{as_text(understood)}*")
            parts += _answer_parts(answered.query, answered.answer, say)
    text = "\n\n".join(parts) + "\n"
    return text.encode("utf-8", "replace").decode("utf-8")  # a question may hold half a character


def _answer_parts(query: Query, answer: Answer, say: Texts) -> Iterator[str]:
    """The paragraphs of an answer, each of which says what it is."""
    match answer.status:
        case Status.NOT_FOUND:
            yield _write_notice("Not in the articles", answer.reason or "", say)
            yield from _write_list(
                "Closest articles", [article.title for article in answer.closest], say
            )
        case Status.UNSURE:
            yield _write_notice("The articles may not answer this", answer.reason or "", say)
            yield from (
                _write_citation(citation, say, closest=True) for citation in answer.citations
            )
        case Status.ANSWERED:
            yield from _write_own_words(answer, say)
            if lists_articles(answer):
                titles = (
                    f"{citation.number}. {write_markdown_source(citation, say)}"
                    for citation in answer.citations
                )
                yield "\n".join(titles)
            else:
                yield from (_write_citation(citation, say) for citation in answer.citations)
            if answer.more:
                yield as_text(say.translate(notice := describe_shown(query, answer)) or notice)
            if answer.reason:
                yield _write_notice("Not in the articles", answer.reason, say)
    yield from _write_list("Try asking", answer.try_asking, say)


def _write_own_words(answer: Answer, say: Texts) -> Iterator[str]:
    """What the program itself says, and what it lists."""
    if answer.preface:
        preface_lines = (say.translate(answer.preface) or answer.preface).splitlines()
        yield "*On Record:* " + "\\\n".join(as_text(line) for line in preface_lines)
    for kind, heading in HEADINGS.items():
        if names := [as_text(facet.name) for facet in answer.facets if facet.kind is kind]:
            yield f"{say(heading)}: {', '.join(names)}"


def _write_list(heading: str, lines: Sequence[str], say: Texts) -> Iterator[str]:
    if lines:
        yield f"{say(heading)}:"
        yield "\n".join(f"- {as_text(line)}" for line in lines)


def _write_notice(label: str, why: str, say: Texts) -> str:
    known = (say.translate(why) or why).removesuffix(".")
    return f"**{say(label)}:** {as_text(known)}."


def _write_citation(citation: Citation, say: Texts, *, closest: bool = False) -> str:
    """The words as a block quotation; of the date line of an article, where it stands."""
    if citation.end or citation.kind is CitationKind.HEADLINE:
        return f"{write_markdown(citation, say, closest=closest)} \\[{citation.number}\\]"
    return f"— {write_markdown_source(citation, say)} \\[{citation.number}\\]"


def _write_html(conversation: Conversation, say: Texts) -> Html:
    css = "\n".join(
        (STATIC / name).read_text(encoding="utf-8") for name in ("page.css", "conversation.css")
    )
    shown_turns = [
        joined(
            turns.show_question(turn.number, turn.asked.question, say, alone=True),
            element(
                "div",
                element("div", turns.show_answer(turn, say), class_="answer"),
                turns.show_turn_sources(turn, say, alone=True),
                class_="turn",
            ),
        )
        for turn in conversation.turns
    ]
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("title", "On Record"),
        element("style", Html(css)),
    )
    masthead = element(
        "header",
        element("h1", "On Record", class_="name"),
        element("p", say("Answers from the articles, word for word"), class_="motto"),
        element("p", say.day(date.today()), class_="coverage"),
        class_="masthead",
    )
    body = element(
        "body",
        masthead,
        element("main", *shown_turns, id="conversation", class_="saved-conversation"),
    )
    return joined(Html("<!doctype html>"), element("html", head, body, lang=say.language))
