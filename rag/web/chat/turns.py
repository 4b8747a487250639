"""A turn of the conversation -> HTML: the question, and its answer at one of the three levels."""

from __future__ import annotations

import re

from rag.records import Answer, AnswerKind, CitationKind, Filters, QuestionKind, Status
from rag.rendering.markup import NOTHING, Html, element, joined, safe
from rag.rendering.messages import told
from rag.translation.texts import ENGLISH, Texts
from rag.web.chat.exchange import Answered, Asked, Failed, Turn
from rag.web.chat.links import link_to
from rag.web.chat.listing import facets, rest, titles
from rag.web.chat.next_steps import go_on, keep
from rag.web.chat.quotes import marker, quotes
from rag.web.chat.ratings import rating
from rag.web.chat.sources import closest, sources
from rag.web.chat.understood import edit_form, understood

_LONGEST_SHOWN = 500  # characters of a question


def asked(turn: int, question: str) -> Html:
    """The question, as a heading."""
    heading = element("h2", question[:_LONGEST_SHOWN], dir="auto")
    return element("div", heading, id=f"t{turn}", class_="asked")


def shown(turn: Turn, conversation: str, say: Texts = ENGLISH) -> Html:
    """What a turn came to, with its sources beside it; `conversation` is what it is saved by."""
    if isinstance(turn.outcome, Failed):
        return _failed(turn.outcome, say)
    found = turn.outcome
    changed = say(
        "The articles, or how they are searched, have changed since this link was made: this is "
        "what they say now."
    )
    is_talk = found.answer.kind is AnswerKind.TALK
    answer_column = element(
        "div",
        element("p", changed, class_="changed") if turn.changed else "",
        _understanding(turn, found, say),
        _said(turn.number, found, turn.asked, say),
        go_on(found, turn.asked, say),
        keep("" if is_talk else link_to(turn, found.index), conversation, say),
        rating(found.token, found.answer.status, say) if found.token else "",
        class_="answer",
    )
    return element("div", answer_column, beside(turn, say), class_="turn")


def beside(turn: Turn, say: Texts, *, alone: bool = False) -> Html:
    """A turn's sources; `alone` where no page of the server is at hand."""
    if isinstance(turn.outcome, Failed):
        return NOTHING
    answer, article_of = turn.outcome.answer, turn.outcome.articles.__getitem__
    if not answer.citations and not answer.closest:
        return NOTHING
    if lists_articles(answer):  # each title leads to its article
        return NOTHING
    if answer.status is Status.NOT_FOUND:
        return closest(answer.closest, article_of, say, alone=alone)
    return sources(turn.number, answer.citations, article_of, say, alone=alone)


def answer_words(turn: Turn, say: Texts) -> Html:
    """An answer by itself: its quotations, or why there are none."""
    if isinstance(turn.outcome, Failed):
        return _failed(turn.outcome, say)
    return _said(turn.number, turn.outcome, turn.asked, say, alone=True)


def _said(turn: int, found: Answered, asked: Asked, say: Texts, *, alone: bool = False) -> Html:
    answer = found.answer
    if answer.status is Status.NOT_FOUND:
        return _refused(answer.reason or "", say)
    if answer.status is Status.UNSURE:
        return joined(
            _doubted(answer, say),
            element("h3", say("Closest"), class_="label"),
            quotes(turn, answer.citations, answer.status, say, copied=not alone),
        )
    plain = Asked("", outlet=asked.outlet, first=asked.first, last=asked.last)
    browsed = facets(answer, plain, say, alone=alone)
    if lists_articles(answer):
        evidence = (browsed, titles(turn, found.query, answer.citations, say, alone=alone))
    else:
        evidence = (_cards(turn, answer, say, copied=not alone), browsed)
    return joined(
        _own_words(turn, answer, say),
        *evidence,
        rest(turn, found.query, answer, say, alone=alone),
        _refused(answer.reason, say) if answer.reason else NOTHING,
    )


def _cards(turn: int, answer: Answer, say: Texts, *, copied: bool) -> Html:
    """The cards of what is cited; none for the date line of an article, which is told in prose."""
    cited = [one for one in answer.citations if one.end or one.kind is CitationKind.HEADLINE]
    return quotes(turn, cited, answer.status, say, copied=copied) if cited else NOTHING


def _refused(reason: str, say: Texts) -> Html:
    """Why there is no answer, or no words of one of those who were asked about."""
    verdict = element("p", say("Not in the corpus"), class_="verdict")
    return element("div", verdict, told(reason, say, class_="reason"), class_="missing")


def _doubted(answer: Answer, say: Texts) -> Html:
    """That what follows may not answer, and why."""
    return element(
        "div",
        element("p", say("The articles may not answer this"), class_="verdict"),
        told(answer.reason or "", say, class_="reason"),
        class_="doubted",
    )


def _failed(why: Failed, say: Texts) -> Html:
    said = element(
        "div",
        element("p", say("No answer this time"), class_="verdict"),
        told(why.message, say, class_="reason"),
        told(why.hint, say, class_="hint"),
        class_="missing failed",
    )
    return element("div", element("div", said, class_="answer"), class_="turn")


def lists_articles(answer: Answer) -> bool:
    """Whether an answer is a list of articles, each cited by its headline."""
    is_list = all(one.kind is CitationKind.HEADLINE for one in answer.citations)
    return answer.kind is AnswerKind.COLLECTION and bool(answer.citations) and is_list


def _understanding(turn: Turn, found: Answered, say: Texts) -> Html:
    """The question as understood, to be changed in its parts."""
    only = _only(found.filters, say)
    can_be_edited = found.query.kind is not QuestionKind.TALK
    return element(
        "div",
        element(
            "span", understood(found.query, say, found.filters), class_="understood", dir="auto"
        ),
        element("span", only, class_="only", dir="auto") if only else "",
        edit_form(turn.number, found.query, turn.asked, say) if can_be_edited else "",
        class_="understanding",
    )


def _only(filters: Filters, say: Texts) -> str:
    """The filters in words."""
    first, last = filters.dates.first, filters.dates.last
    parts = [
        say("words of {speaker}", speaker=filters.speaker) if filters.speaker else "",
        say("articles of {outlet}", outlet=filters.outlet) if filters.outlet else "",
        say("from {day}", day=say.day(first)) if first else "",
        say("until {day}", day=say.day(last)) if last else "",
    ]
    given = ", ".join(part for part in parts if part)
    return say("Only {filters}", filters=given) if given else ""


def _own_words(turn: int, answer: Answer, say: Texts) -> Html:
    """The program's own sentences, marked as such, their markers made links."""
    if not answer.preface:
        return NOTHING
    known = say.translate(answer.preface)
    lines = (answer.preface if known is None else known).splitlines()
    numbers = {one.number for one in answer.citations}
    return element(
        "div",
        element("p", "On Record", class_="own-label"),
        *(element("p", _linked(turn, line, numbers, say), dir="auto") for line in lines),
        class_="own-words",
        lang="en" if known is None else None,
    )


def _linked(turn: int, line: str, numbers: set[int], say: Texts) -> Html:
    parts = []
    for part in re.split(r"(\[\d+\])", line):
        number = int(part[1:-1]) if re.fullmatch(r"\[\d+\]", part) else 0
        parts.append(marker(turn, number, say) if number in numbers else safe(part))
    return joined(*parts)
