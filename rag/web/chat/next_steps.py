"""The part below an answer as HTML: follow-up questions, sharing, saving."""

from __future__ import annotations

from urllib.parse import urlencode

from rag.records import AnswerKind, Query, QuestionKind
from rag.rendering.markup import NOTHING, Html, element
from rag.translation.texts import Texts
from rag.web.chat.exchange import Answered, Asked
from rag.web.chat.links import link_to_question
from rag.web.chat.understood import quote_clause
from rag.web.pages.timeline_page import make_timeline_address

SAVED_AS = {"html": "HTML", "markdown": "Markdown", "json": "JSON"}


def suggest_next(answered: Answered, asked: Asked, say: Texts) -> Html:
    """Suggest follow-up questions, other speakers, and the timeline."""
    plain = Asked("", outlet=asked.outlet, first=asked.first, last=asked.last)
    # questions are in the language of the articles, not of the page
    questions = dict.fromkeys((*answered.answer.try_asking, *answered.follow_ups))
    steps = [_step(question, link_to_question(question, plain), "en") for question in questions]
    steps += _suggest_speakers(answered.query, plain, say)
    steps += _suggest_timeline(answered.query, say)
    if not steps:
        return NOTHING
    heading = say(
        "Try asking" if answered.answer.kind is AnswerKind.TALK else "Follow-up questions"
    )
    return element(
        "div",
        element("h3", heading, class_="label"),
        element("ul", *(element("li", step) for step in steps)),
        class_="go-on",
    )


def offer_saving(link: str, conversation: str, say: Texts, *, with_earlier: bool = False) -> Html:
    """Offer a link to the answer, if there is one, and the conversation as a file.

    `with_earlier`: the link holds the earlier questions, by which its question is understood.
    """
    label = (
        say("Copy a link to this answer, with the questions before it")
        if with_earlier
        else say("Copy a link to this answer")
    )
    copy = element("a", label, href=f"#{link}", class_="quiet permalink") if link else NOTHING
    files = [
        element("a", label, href=_address_file(conversation, form, say))
        for form, label in SAVED_AS.items()
    ]
    saving = element(
        "div",
        element("span", say("Save conversation as"), class_="prompt"),
        *files,
        class_="saving",
    )
    return element("div", copy, saving, class_="keep")


def _address_file(conversation: str, form: str, say: Texts) -> str:
    given = [("id", conversation), ("as", form), ("lang", say.language)]
    return f"conversation?{urlencode(given)}"


def _step(label: str, words: str, lang: str | None = None) -> Html:
    return element(
        "button", label, type="button", class_="step-on", value=words, dir="auto", lang=lang
    )


def _suggest_speakers(query: Query, plain: Asked, say: Texts) -> list[Html]:
    if query.kind is not QuestionKind.STATEMENT or not query.topic or not query.spellings:
        return []
    topic = quote_clause(query.topic)
    label = say("Who else said something about {topic}?", topic=topic)
    return [_step(label, link_to_question(f"Who else said something about {topic}?", plain))]


def _suggest_timeline(query: Query, say: Texts) -> list[Html]:
    of_words = query.kind in {QuestionKind.STATEMENT, QuestionKind.CHANGE}
    if not of_words or not query.speaker or not query.spellings:
        return []
    form = "{speaker} on {topic} over time" if query.topic else "{speaker} over time"
    label = say(form, speaker=query.speaker, topic=quote_clause(query.topic))
    address = make_timeline_address(query.speaker, query.topic, say)
    return [element("a", label, href=address, class_="over-time", dir="auto")]
