"""A question as understood -> words, and a form with its parts to change."""

from __future__ import annotations

from datetime import date

from rag.records import Query, QuestionKind
from rag.rendering.markup import Html, element
from rag.search.question.understand import LONGEST_QUESTION
from rag.translation.texts import Texts
from rag.web.chat.exchange import Asked
from rag.web.chat.links import days_of


def understood(query: Query, say: Texts) -> str:
    """What was looked for: whose words, about what, on which days."""
    days = days_of(query)
    parts = [
        _looked_for(query, say),
        say("from {day}", day=say.day(days.first)) if days.first else "",
        say("until {day}", day=say.day(days.last)) if days.last else "",
    ]
    return ", ".join(part for part in parts if part)


def _looked_for(query: Query, say: Texts) -> str:
    match query.kind:
        case QuestionKind.PUBLISHED:
            return say("When or where something was published")
        case QuestionKind.FACT:
            return say("Searched for: {question}", question=query.searched_for)
    who, topic = query.speaker or "", query.topic
    if query.kind is QuestionKind.CHANGE and who:
        form = (
            "How the words of {speaker} about {topic} changed"
            if topic
            else ("How the words of {speaker} about anything changed")
        )
    elif who:
        form = "Words of {speaker} about {topic}" if topic else "Words of {speaker} about anything"
    else:
        form = "Anybody’s words about {topic}" if topic else "Anybody’s words about anything"
    return say(form, speaker=who, topic=topic)


def edit_form(turn: int, query: Query, asked: Asked, say: Texts) -> Html:
    """The question's parts, folded away; page.js asks what they are changed to."""
    days = days_of(query)
    of_words = query.kind in {QuestionKind.STATEMENT, QuestionKind.CHANGE}
    parts = (
        [
            _field(turn, "speaker", say("Speaker"), query.speaker or ""),
            _field(turn, "topic", say("Topic"), query.topic),
        ]
        if of_words
        else [_field(turn, "question", say("Question"), query.searched_for)]
    )
    form = element(
        "form",
        element("input", type="hidden", name="kind", value=query.kind.value),
        element("input", type="hidden", name="outlet", value=asked.outlet),
        *parts,
        _field(turn, "from", say("From"), _iso(days.first), kind="date"),
        _field(turn, "until", say("Until"), _iso(days.last), kind="date"),
        element("button", say("Ask again"), type="submit", class_="plain"),
        class_="parts",
    )
    return element(
        "details", element("summary", say("Change"), class_="reuse"), form, class_="edit"
    )


def _field(turn: int, name: str, label: str, value: str, kind: str = "text") -> Html:
    own = f"t{turn}-{name}"
    box = element(
        "input",
        type=kind,
        id=own,
        name=name,
        value=value,
        maxlength=str(LONGEST_QUESTION),
        autocomplete="off",
        dir="auto" if kind == "text" else None,
    )
    return element("div", element("label", label, for_=own), box, class_=f"field {name}")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
