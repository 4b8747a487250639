"""A conversation -> a file that holds it with all its citations: HTML, Markdown or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from rag.interface import answer_json
from rag.records import Citation, Status
from rag.rendering.markup import Html, element, joined
from rag.translation.texts import Texts
from rag.web.chat import turns
from rag.web.chat.exchange import Asked, Conversation, Failed, Turn
from rag.web.chat.links import link_to
from rag.web.chat.sources import cited_as
from rag.web.chat.understood import understood
from rag.web.shell import STATIC

# How a file is written -> its media type, and how its name ends.
FORMS: Final[Mapping[str, tuple[str, str]]] = {
    "html": ("text/html; charset=utf-8", "html"),
    "markdown": ("text/markdown; charset=utf-8", "md"),
    "json": ("application/json", "json"),
}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&])")


def exported(conversation: Conversation, form: str, say: Texts) -> str:
    """The file's text, in one of the FORMS."""
    match form:
        case "json":
            return _as_json(conversation)
        case "markdown":
            return _as_markdown(conversation, say)
        case _:
            return str(_as_html(conversation, say))


def _as_json(conversation: Conversation) -> str:
    value = {
        "saved": date.today().isoformat(),
        "turns": [_turn_json(turn) for turn in conversation.turns],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _turn_json(turn: Turn) -> dict[str, object]:
    about: dict[str, object] = {
        "question": turn.asked.question,
        "history": list(turn.history),
        "filters": _filters_json(turn.asked),
    }
    found = turn.outcome
    if isinstance(found, Failed):
        return {**about, "error": found.message, "hint": found.hint}
    link = f"#{link_to(turn, found.index)}"
    return {**about, "link": link, "index": found.index, "answer": answer_json(found.answer)}


def _filters_json(asked: Asked) -> dict[str, str | None]:
    return {
        "speaker": asked.speaker or None,
        "outlet": asked.outlet or None,
        "first": asked.first or None,
        "last": asked.last or None,
    }


def _as_markdown(conversation: Conversation, say: Texts) -> str:
    parts = ["# On Record"]
    for turn in conversation.turns:
        parts.append(f"## {_plain(turn.asked.question)}")
        if isinstance(turn.outcome, Failed):
            parts.append(_told("No answer this time", turn.outcome.message, say))
            continue
        answer = turn.outcome.answer
        parts.append(f"*{_plain(understood(turn.outcome.query, say))}*")
        if answer.status is Status.NOT_FOUND:
            parts.append(_told("Not in the corpus", answer.reason or "", say))
            parts += [f"- {_plain(one.title)}" for one in answer.closest]
        elif any(one.end for one in answer.citations):
            parts += [_quotation(one, say) for one in answer.citations]
            if answer.reason:
                parts.append(_told("Not in the corpus", answer.reason, say))
        else:
            parts.append(_plain(say.translate(answer.text) or answer.text))
            parts += [_reference(one, say) for one in answer.citations]
    return "\n\n".join(parts) + "\n"


def _told(label: str, why: str, say: Texts) -> str:
    known = (say.translate(why) or why).removesuffix(".")
    return f"{say(label)}: {_plain(known)}."


def _quotation(one: Citation, say: Texts) -> str:
    words = "\n".join(f"> {_plain(line)}" for line in one.text.splitlines() or [""])
    return f"{words}\n>\n> {_reference(one, say)}" if one.end else _reference(one, say)


def _reference(one: Citation, say: Texts) -> str:
    return f"— {_plain(cited_as(one, say))} \\[{one.number}\\]"


def _plain(text: str) -> str:
    """A text that Markdown shows as it is: no article makes a link, an image or a heading."""
    shown = _MARKDOWN.sub(r"\\\1", re.sub(r"\s+", " ", text).strip())
    return shown.encode("utf-8", "replace").decode("utf-8")


def _as_html(conversation: Conversation, say: Texts) -> Html:
    css = "\n".join(
        (STATIC / name).read_text(encoding="utf-8") for name in ("page.css", "conversation.css")
    )
    told = [
        joined(
            turns.asked(turn.number, turn.asked.question),
            element(
                "div",
                element("div", turns.answer_words(turn, say), class_="answer"),
                turns.beside(turn, say, alone=True),
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
        element("main", *told, id="conversation", class_="saved-conversation"),
    )
    return joined(Html("<!doctype html>"), element("html", head, body, lang=say.language))
