"""Lists about the collection -> HTML: titles, topics, people and outlets.

A title links to its article; a topic, a person or an outlet leads to a question.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.assistant import MOST_SHOWN
from rag.notice import Counted, Notice
from rag.records import Answer, AnswerKind, Citation, Facet, FacetKind, Query, QuestionKind, Request
from rag.rendering.dateline import show_day
from rag.rendering.markup import NOTHING, Html, element, joined, link
from rag.translation.texts import Texts
from rag.web.chat.exchange import Asked
from rag.web.chat.links import link_to_all, link_to_question
from rag.web.chat.sources import make_article_address, make_quote_id

HEADINGS = {
    FacetKind.TOPIC: Notice("Topics"),
    FacetKind.SPEAKER: Notice("Who is quoted"),
    FacetKind.OUTLET: Notice("Outlets"),
}


def list_titles(
    turn: int, query: Query, cited: Sequence[Citation], say: Texts, *, alone: bool = False
) -> Html:
    """List articles by their headlines, numbered; `alone`: the server is not available."""
    items = [
        element(
            "li",
            element("span", _show_title(citation, say, alone=alone), class_="title", dir="auto"),
            element(
                "span",
                element("span", citation.outlet, class_="outlet", dir="auto")
                if citation.outlet
                else "",
                show_day(citation.date, citation.approximate_date, say),
                class_="dateline",
            ),
            id=make_quote_id(turn, citation.number),
            tabindex="-1",
        )
        for citation in cited
    ]
    newest = query.latest or query.request in {Request.OVERVIEW, Request.DATES}
    several = "Newest headlines" if newest else "Headlines"
    heading = element("h3", say(several if len(items) > 1 else "Headline"), class_="label")
    return element("div", heading, element("ol", *items, class_="titles"), class_="listing")


def _show_title(citation: Citation, say: Texts, *, alone: bool) -> Html | str:
    if alone:
        return link(citation.title, citation.url) or citation.title
    address = make_article_address(citation.article_id, language=say.language)
    return element("a", citation.title, href=address, target="_blank", rel="noopener")


def list_facets(answer: Answer, asked: Asked, say: Texts, *, alone: bool = False) -> Html:
    """List topics, people and outlets, each group below its heading."""
    facets, others = answer.facets, any(citation.speaker for citation in answer.citations)
    groups = [
        element(
            "div",
            element("h3", say("Also quoted") if others else say(heading), class_="label"),
            element("ul", *(_show_facet(facet, asked, alone=alone) for facet in chosen)),
            class_=f"facets {kind.value}",
        )
        for kind, heading in HEADINGS.items()
        if (chosen := [facet for facet in facets if facet.kind is kind])
    ]
    return joined(*groups)


def _show_facet(facet: Facet, asked: Asked, *, alone: bool) -> Html:
    name = element("span", facet.name, dir="auto")
    count = (
        element("span", f" {facet.count:,}", class_="count") if facet.count is not None else NOTHING
    )
    if alone:
        return element("li", name, count)
    unseen = element("span", f": {facet.question}", class_="unseen", lang="en")
    words = link_to_question(facet.question, asked)
    button = element(
        "button", name, count, unseen, type="button", class_="step-on facet", value=words
    )
    return element("li", button)


def show_rest(turn: int, query: Query, answer: Answer, say: Texts, *, alone: bool = False) -> Html:
    """Say how many of all are shown, with a button that shows the others."""
    if not answer.more:
        return NOTHING
    every = (len(answer.citations) or len(answer.facets)) + answer.more
    button = NOTHING
    if not alone and (query.most or 0) < MOST_SHOWN:
        label = say("Show all {count}", count=every) if every <= MOST_SHOWN else say("Show more")
        words = link_to_all(turn)
        button = element("button", label, type="button", class_="show-all", value=words)
    notice = describe_shown(query, answer)
    return element("p", element("span", say.translate(notice) or notice), button, class_="rest")


def describe_shown(query: Query, answer: Answer) -> Notice:
    """ "Showing 4 of 8 statements"."""
    shown = len(answer.citations) or len(answer.facets)
    every = shown + answer.more
    if query.request is Request.PEOPLE:
        people = Counted(every, "speaker")
        return Notice("Showing {shown} of {speakers}", shown=shown, speakers=people)
    if answer.kind is AnswerKind.COLLECTION or query.kind is QuestionKind.PUBLISHED:
        articles = Counted(every, "article")
        return Notice("Showing {shown} of {articles}", shown=shown, articles=articles)
    statements = Counted(every, "statement")
    return Notice("Showing {shown} of {statements}", shown=shown, statements=statements)
