"""A turn of the conversation -> HTML: the question, quotation cards, or why there are none."""

from __future__ import annotations

import re

from rag.records import Answer, Citation, CitationKind, Filters, Status
from rag.rendering.dateline import day
from rag.rendering.markup import NOTHING, Html, element, joined, safe
from rag.rendering.messages import told
from rag.translation.texts import ENGLISH, Texts
from rag.web.chat.exchange import Answered, Failed, Turn
from rag.web.chat.links import link_to
from rag.web.chat.next_steps import go_on, keep
from rag.web.chat.ratings import rating
from rag.web.chat.sources import cited_as, closest, copy_button, quote_id, source_id, sources
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
    answer_column = element(
        "div",
        element("p", changed, class_="changed") if turn.changed else "",
        _understanding(turn, found, say),
        _said(turn.number, found, say),
        go_on(found, turn.asked, say),
        keep(link_to(turn, found.index), conversation, say),
        rating(found.token, say) if found.token else "",
        class_="answer",
    )
    return element("div", answer_column, beside(turn, say), class_="turn")


def beside(turn: Turn, say: Texts, *, alone: bool = False) -> Html:
    """A turn's sources; `alone` where no page of the server is at hand."""
    if isinstance(turn.outcome, Failed):
        return NOTHING
    answer, article_of = turn.outcome.answer, turn.outcome.articles.__getitem__
    if answer.status is Status.NOT_FOUND:
        return closest(answer.closest, article_of, say, alone=alone)
    return sources(turn.number, answer.citations, article_of, say, alone=alone)


def answer_words(turn: Turn, say: Texts) -> Html:
    """An answer by itself: its quotations, or why there are none."""
    if isinstance(turn.outcome, Failed):
        return _failed(turn.outcome, say)
    return _said(turn.number, turn.outcome, say, copied=False)


def _said(turn: int, found: Answered, say: Texts, *, copied: bool = True) -> Html:
    answer = found.answer
    if answer.status is Status.NOT_FOUND:
        return element(
            "div",
            element("p", say("Not in the corpus"), class_="verdict"),
            told(answer.reason or "", say, class_="reason"),
            class_="missing",
        )
    cards = [_quote(turn, one, say, copied=copied) for one in answer.citations if one.end]
    quotes = element("ol", *cards, class_="quotes") if cards else NOTHING
    return joined(_prose(turn, answer, say), quotes, _unheard(answer, say))


def _unheard(answer: Answer, say: Texts) -> Html:
    """Why others who were asked about are not among those who are quoted."""
    if not answer.reason:
        return NOTHING
    verdict = element("p", say("Not in the corpus"), class_="verdict")
    return element("div", verdict, told(answer.reason, say, class_="reason"), class_="missing")


def _failed(why: Failed, say: Texts) -> Html:
    said = element(
        "div",
        element("p", say("No answer this time"), class_="verdict"),
        told(why.message, say, class_="reason"),
        told(why.hint, say, class_="hint"),
        class_="missing failed",
    )
    return element("div", element("div", said, class_="answer"), class_="turn")


def _understanding(turn: Turn, found: Answered, say: Texts) -> Html:
    """The question as understood, to be changed in its parts."""
    only = _only(found.filters, say)
    return element(
        "div",
        element("span", understood(found.query, say), class_="understood", dir="auto"),
        element("span", only, class_="only", dir="auto") if only else "",
        edit_form(turn.number, found.query, turn.asked, say),
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


def _prose(turn: int, answer: Answer, say: Texts) -> Html:
    """What an answer says beyond its citations' own words, its markers made links."""
    known = None if answer.reason else say.translate(answer.text)
    lines = answer.lines if known is None else known.splitlines()
    own = "\n".join(line for line in lines if not _is_quoted(line, answer))
    numbers = {one.number for one in answer.citations}
    parts = []
    for part in re.split(r"(\[\d+\])", own):
        number = int(part[1:-1]) if re.fullmatch(r"\[\d+\]", part) else 0
        parts.append(_marker(turn, number, say) if number in numbers else safe(part))
    prose = joined(*parts)
    return element("p", prose, class_="prose-answer", dir="auto") if prose.strip() else NOTHING


def _is_quoted(line: str, answer: Answer) -> bool:
    return any(line.endswith(f"{one.line} [{one.number}]") for one in answer.citations)


def _quote(turn: int, one: Citation, say: Texts, *, copied: bool) -> Html:
    who = element("span", one.speaker or one.title, class_="who", dir="auto")
    is_retold = one.kind is CitationKind.INDIRECT
    retold = (
        element("span", say("paraphrased by the article"), class_="retold") if is_retold else ""
    )
    outlet = element("span", one.outlet, class_="outlet", dir="auto") if one.outlet else ""
    when = day(one.date, one.approximate_date, say)
    others = say.count(len(one.also), "other article")
    also = element("span", say("also in {count}", count=others), class_="also")
    about = (who, when, outlet, retold, also if one.also else "")
    return element(
        "li",
        element("div", *about, class_="attribution"),
        element("blockquote", _words(one), _marker(turn, one.number, say), dir="auto"),
        copy_button(f"{one.text} ({cited_as(one, say)})", say) if copied else "",
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


def _marker(turn: int, number: int, say: Texts) -> Html:
    marker = element(
        "a",
        f"[{number}]",
        element("span", f" {say('show these words in the article')}", class_="unseen"),
        href=f"#{source_id(turn, number)}",
        class_="marker",
    )
    return joined(Html("&#8288;"), marker)  # a word joiner: a marker begins no line
