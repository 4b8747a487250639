"""A turn of the conversation -> HTML: the question, and its answer at one of three levels."""

from __future__ import annotations

import re

from rag.records import Answer, AnswerKind, CitationKind, Filters, QuestionKind, Status
from rag.rendering.markup import NOTHING, Html, element, joined, safe
from rag.rendering.messages import show_message
from rag.translation.texts import ENGLISH, Texts
from rag.web.chat.exchange import Answered, Asked, Failed, Turn
from rag.web.chat.links import link_to, link_to_ask_again, refers_back
from rag.web.chat.listing import list_facets, list_titles, show_rest
from rag.web.chat.next_steps import offer_saving, suggest_next
from rag.web.chat.quotes import show_marker, show_quotes
from rag.web.chat.sources import show_closest, show_sources
from rag.web.chat.understood import describe_query, show_edit_form
from rag.web.chat.written import show_writing_place
from rag.web.ratings import show_rating

_LONG = 160  # characters of a question from which on it is set smaller and folded


def show_question(turn: int, question: str, say: Texts = ENGLISH, *, alone: bool = False) -> Html:
    """The question as a heading, with buttons for page.js; `alone`: there is no page."""
    is_long = len(question) > _LONG
    buttons = (
        _show_button(say("Show all of it"), "unclamp", "") if is_long else NOTHING,
        _show_button(say("Edit question"), "edit-question", link_to_ask_again(turn)),
        _show_button(say("Ask again"), "ask-again", link_to_ask_again(turn)),
    )
    return element(
        "div",
        element("h2", question, dir="auto"),
        NOTHING if alone else element("div", *buttons, class_="re-ask"),
        id=f"t{turn}",
        class_="asked long" if is_long else "asked",
    )


def _show_button(label: str, name: str, value: str) -> Html:
    return element("button", label, type="button", class_=f"quiet {name}", value=value)


def show_turn(turn: Turn, conversation: str, say: Texts = ENGLISH) -> Html:
    """The outcome of a turn with its sources; `conversation` is the token for saving."""
    if isinstance(turn.outcome, Failed):
        return _show_failure(turn.outcome, say)
    answered = turn.outcome
    changed = say(
        "The articles, or how they are searched, have changed since this was asked: this is what "
        "they say now."
    )
    is_talk = answered.answer.kind is AnswerKind.TALK
    answer_column = element(
        "div",
        element("p", changed, class_="changed") if turn.changed else "",
        _show_understanding(turn, answered, say),
        _show_answer(turn, answered, say),
        suggest_next(answered, turn.asked, say),
        offer_saving(
            "" if is_talk else link_to(turn, answered.index),
            conversation,
            say,
            with_earlier=bool(turn.history) and refers_back(turn),
        ),
        show_rating(answered.token, answered.answer.status, say) if answered.token else "",
        class_="answer",
    )
    return element("div", answer_column, show_turn_sources(turn, say), class_="turn")


def show_turn_sources(turn: Turn, say: Texts, *, alone: bool = False) -> Html:
    """The sources of a turn; `alone`: the server is not available."""
    if isinstance(turn.outcome, Failed):
        return NOTHING
    answer, article_of = turn.outcome.answer, turn.outcome.articles.__getitem__
    if not answer.citations and not answer.closest:
        return NOTHING
    if lists_articles(answer):  # each title links to its article
        return NOTHING
    if answer.status is Status.NOT_FOUND:
        return show_closest(answer.closest, article_of, say, alone=alone)
    return show_sources(turn.number, answer.citations, article_of, say, alone=alone)


def show_answer(turn: Turn, say: Texts) -> Html:
    """An answer without its surroundings: its quotations, or why there are none."""
    if isinstance(turn.outcome, Failed):
        return _show_failure(turn.outcome, say)
    return _show_answer(turn, turn.outcome, say, alone=True)


def _show_answer(turn: Turn, answered: Answered, say: Texts, *, alone: bool = False) -> Html:
    answer, asked, number = answered.answer, turn.asked, turn.number
    writing = NOTHING if alone else show_writing_place(turn, answered, say)
    if answer.status is Status.NOT_FOUND:
        return _show_refusal(answer.reason or "", say)
    if answer.status is Status.UNSURE:
        return joined(
            _show_doubt(answer, say),
            writing,
            element("h3", say("Closest excerpts"), class_="label"),
            show_quotes(number, answered.query, answered.names, answer, say, copied=not alone),
        )
    plain = Asked("", outlet=asked.outlet, first=asked.first, last=asked.last)
    browsed = list_facets(answer, plain, say, alone=alone)
    if lists_articles(answer):
        evidence = (
            browsed,
            list_titles(number, answered.query, answer.citations, say, alone=alone),
        )
    else:
        evidence = (
            show_quotes(number, answered.query, answered.names, answer, say, copied=not alone),
            browsed,
        )
    return joined(
        writing,
        _show_own_words(number, answer, say),
        *evidence,
        show_rest(number, answered.query, answer, say, alone=alone),
        _show_refusal(answer.reason, say) if answer.reason else NOTHING,
    )


def _show_refusal(reason: str, say: Texts) -> Html:
    """Why there is no answer, or no words of one of several people."""
    verdict = element("p", say("Not in the articles"), class_="verdict")
    return element("div", verdict, show_message(reason, say, class_="reason"), class_="missing")


def _show_doubt(answer: Answer, say: Texts) -> Html:
    """Why the following excerpts may not answer, and what is highlighted in them."""
    highlighted = any(
        citation.likely not in {None, (citation.start, citation.end)}
        for citation in answer.citations
    )
    return element(
        "div",
        element("p", say("The articles may not answer this"), class_="verdict"),
        show_message(answer.reason or "", say, class_="reason"),
        element("p", say("Highlighted: the sentence most likely to answer."), class_="hint")
        if highlighted
        else NOTHING,
        class_="doubted",
    )


def _show_failure(why: Failed, say: Texts) -> Html:
    said = element(
        "div",
        element("p", say("No answer this time"), class_="verdict"),
        show_message(why.message, say, class_="reason"),
        show_message(why.hint, say, class_="hint"),
        class_="missing failed",
    )
    return element("div", element("div", said, class_="answer"), class_="turn")


def lists_articles(answer: Answer) -> bool:
    """Whether an answer is a list of articles that are cited by their headlines."""
    is_list = all(citation.kind is CitationKind.HEADLINE for citation in answer.citations)
    return answer.kind is AnswerKind.COLLECTION and bool(answer.citations) and is_list


def _show_understanding(turn: Turn, answered: Answered, say: Texts) -> Html:
    """The question as understood, with a form to change its parts."""
    only = _describe_filters(answered.filters, say)
    can_be_edited = answered.query.kind is not QuestionKind.TALK
    return element(
        "div",
        element(
            "span",
            describe_query(answered.query, say, answered.filters, turn.asked.question),
            class_="understood",
            dir="auto",
        ),
        element("span", only, class_="only", dir="auto") if only else "",
        show_edit_form(turn.number, answered.query, turn.asked, say) if can_be_edited else "",
        class_="understanding",
    )


def _describe_filters(filters: Filters, say: Texts) -> str:
    """The filters in words."""
    first, last = filters.dates.first, filters.dates.last
    parts = [
        say("statements by {speaker}", speaker=filters.speaker) if filters.speaker else "",
        say("articles from {outlet}", outlet=filters.outlet) if filters.outlet else "",
        say("from {day}", day=say.day(first)) if first else "",
        say("until {day}", day=say.day(last)) if last else "",
    ]
    described = ", ".join(part for part in parts if part)
    return say("Only {filters}", filters=described) if described else ""


def _show_own_words(turn: int, answer: Answer, say: Texts) -> Html:
    """The program's own sentences, marked as such, with links for their markers."""
    if not answer.preface:
        return NOTHING
    known = say.translate(answer.preface)
    lines = (answer.preface if known is None else known).splitlines()
    numbers = {citation.number for citation in answer.citations}
    return element(
        "div",
        element("p", "On Record", class_="own-label"),
        *(element("p", _link_markers(turn, line, numbers, say), dir="auto") for line in lines),
        class_="own-words",
        lang="en" if known is None else None,
    )


def _link_markers(turn: int, line: str, numbers: set[int], say: Texts) -> Html:
    parts = []
    for part in re.split(r"(\[\d+\])", line):
        number = int(part[1:-1]) if re.fullmatch(r"\[\d+\]", part) else 0
        parts.append(show_marker(turn, number, say) if number in numbers else safe(part))
    return joined(*parts)
