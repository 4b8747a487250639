"""A question as understood -> a description, and a form to change its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from rag.assistant import NO_FILTERS
from rag.records import Filters, Query, QuestionKind, Request
from rag.rendering.markup import Html, element
from rag.translation.texts import Texts
from rag.web.chat.exchange import Asked
from rag.web.chat.links import find_days
from rag.web.fields import show_field

_CLAUSE = re.compile(r"(?:he|she|they|it|we|i|there|that|whether|if)\s", re.IGNORECASE)


def describe_query(
    query: Query, say: Texts, asked: Filters = NO_FILTERS, question: str = ""
) -> str:
    """Describe what was searched for: whose words, about what, of which outlet and days.

    `asked` are the reader's filters, which are shown separately. What was searched for is not
    repeated if it is the `question`, which stands above.
    """
    if query.parts:
        return " · ".join(describe_query(part, say, asked) for part in query.parts)
    days = find_days(query)
    outlet = query.filters.outlet if query.filters.outlet != asked.outlet else None
    first = days.first if days.first != asked.dates.first else None
    last = days.last if days.last != asked.dates.last else None
    parts = [
        _describe_search(query, say, question),
        say("in {outlet}", outlet=outlet) if outlet else "",
        say("from {day}", day=say.day(first)) if first else "",
        say("until {day}", day=say.day(last)) if last else "",
    ]
    return ", ".join(part for part in parts if part)


def _describe_search(query: Query, say: Texts, question: str) -> str:
    match query.kind:
        case QuestionKind.PUBLISHED:
            return say("When or where an article was published")
        case QuestionKind.FACT:
            if query.searched_for.casefold() == question.strip().casefold():
                return say("Searched the articles")
            return say("Searched for: {question}", question=query.searched_for)
        case QuestionKind.COLLECTION | QuestionKind.TALK:
            return _describe_request(query, say)
    who, topic = query.speaker or "", quote_clause(query.topic)
    if query.kind is QuestionKind.CHANGE and who:
        form = (
            "What {speaker} said about {topic} over time"
            if topic
            else ("What {speaker} said over time")
        )
    elif who:
        form = "What {speaker} said about {topic}" if topic else "What {speaker} said"
    else:
        form = "What anyone said about {topic}" if topic else "What anyone said"
    return say(form, speaker=who, topic=topic)


def quote_clause(topic: str) -> str:
    """A topic for a sentence: in quotation marks if it is a clause, as of "say he would go"."""
    return f"“{topic}”" if _CLAUSE.match(topic) else topic


def _describe_request(query: Query, say: Texts) -> str:
    """Describe a question on the collection, or talk."""
    who, topic = query.speaker or "", query.topic
    if query.request is Request.SUMMARY and query.spellings:
        form = (
            "Summary of what {speaker} said about {topic}"
            if topic
            else "Summary of what {speaker} said"
        )
        return say(form, speaker=who, topic=topic)
    if query.nth:
        return say("Summary of an article")
    if query.request is Request.LIST and query.latest:
        on_all, on_topic = NEWEST
    else:
        on_all, on_topic = REQUESTS[query.request or Request.HELP]
    return say(on_topic, topic=topic) if topic and on_topic else say(on_all)


NEWEST: Final = ("The newest articles", "The newest articles on {topic}")
# Requests about the whole collection, and about a topic.
REQUESTS: Final[Mapping[Request, tuple[str, str]]] = {
    Request.GREETING: ("A greeting", ""),
    Request.THANKS: ("Thanks", ""),
    Request.GOODBYE: ("A farewell", ""),
    Request.HELP: ("What can be asked here", ""),
    Request.TRUST: ("Whether an answer can be trusted", ""),
    Request.TASK: ("Something that the program does not do", ""),
    Request.COMPLAINT: ("The answer did not help", ""),
    Request.OVERVIEW: ("What the collection is about", ""),
    Request.TOPICS: ("Topics in the collection", ""),
    Request.PEOPLE: ("Who is quoted", "Who is quoted on {topic}"),
    Request.LIST: ("All articles", "Articles on {topic}"),
    Request.COUNT: ("How many articles there are", "How many articles mention {topic}"),
    Request.QUOTED: ("How many statements there are", "How many statements {topic} has"),
    Request.OUTLETS: ("Outlets in the collection", ""),
    Request.AUTHORS: ("Authors of the articles", ""),
    Request.DATES: ("Dates that the articles cover", ""),
    Request.SUMMARY: ("Summary of the collection", "Summary: {topic}"),
    Request.SOURCES: ("Articles in the previous answer", ""),
}


def show_edit_form(turn: int, query: Query, asked: Asked, say: Texts) -> Html:
    """A folded form with the parts of the question; page.js asks the changed question."""
    days = find_days(query)
    kind = QuestionKind.FACT if query.parts else query.kind  # several questions are one text
    of_words = kind in {QuestionKind.STATEMENT, QuestionKind.CHANGE}
    parts = (
        [
            show_field("speaker", say("Speaker"), query.speaker or "", id_=f"t{turn}-speaker"),
            show_field("topic", say("Topic"), query.topic, id_=f"t{turn}-topic"),
        ]
        if of_words
        else [show_field("question", say("Question"), query.searched_for, id_=f"t{turn}-question")]
    )
    form = element(
        "form",
        element("input", type="hidden", name="kind", value=kind.value),
        element("input", type="hidden", name="outlet", value=asked.outlet),
        *parts,
        show_field("from", say("From"), _write_iso(days.first), type_="date", id_=f"t{turn}-from"),
        show_field(
            "until", say("Until"), _write_iso(days.last), type_="date", id_=f"t{turn}-until"
        ),
        element("button", say("Ask again"), type="submit", class_="plain"),
        class_="parts",
    )
    return element(
        "details", element("summary", say("Change"), class_="reuse"), form, class_="edit"
    )


def _write_iso(day: date | None) -> str:
    return day.isoformat() if day else ""
