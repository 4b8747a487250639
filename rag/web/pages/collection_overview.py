"""What is in the index -> the part of the start page below the question box."""

from __future__ import annotations

from collections.abc import Sequence

from rag.assistant import Assistant
from rag.collection.article_list import Wanted
from rag.records import Facet, FacetKind
from rag.rendering.markup import NOTHING, Html, element
from rag.translation.texts import Texts
from rag.web.chat.exchange import Asked
from rag.web.chat.links import link_to_question
from rag.web.pages.articles_page import Form, list_entries, make_articles_address
from rag.web.pages.articles_plot import draw_articles

_NEWEST = 5  # articles


def show_collection(assistant: Assistant, say: Texts) -> Html:
    """The newest articles, how all are spread over time, topics, and the most quoted people."""
    listing = assistant.article_list.list(Wanted(), 0, _NEWEST)
    if not listing.total:
        return NOTHING
    plot = draw_articles(
        listing.periods,
        lambda period: make_articles_address(
            Form(first=str(period.first), last=str(period.last)), say
        ),
        say,
    )
    every = say("All {articles}", articles=say.count(listing.total, "article"))
    newest = element(
        "section",
        element("h3", say("Newest articles"), class_="label"),
        list_entries(listing.entries, say),
        element("p", element("a", every, href=make_articles_address(Form(), say)), class_="ways"),
        class_="newest",
    )
    facets = assistant.facets
    return element(
        "section",
        element("h2", say("In the collection")),
        plot,
        element(
            "div",
            newest,
            element(
                "div",
                _list_facets(FacetKind.TOPIC, say("Topics"), facets, say),
                _list_facets(FacetKind.SPEAKER, say("Most quoted"), facets, say),
                class_="facets",
            ),
            class_="columns",
        ),
        id="collection",
        class_="collection",
    )


def _list_facets(kind: FacetKind, heading: str, facets: Sequence[Facet], say: Texts) -> Html:
    """Links that ask about each facet of a kind."""
    items = [
        element(
            "li",
            element(
                "a",
                element("span", facet.name, dir="auto"),
                element("span", f": {facet.question}", class_="unseen", lang="en"),
                href=f"#{link_to_question(facet.question, Asked(''))}",
            ),
            element("span", f" {facet.count:,}", class_="count") if facet.count else NOTHING,
        )
        for facet in facets
        if facet.kind is kind
    ]
    if not items:
        return NOTHING
    lang = None if say.language == "en" else "en"
    return element(
        "section",
        element("h3", heading, class_="label"),
        element("ul", *items, lang=lang),
        class_=kind.value,
    )
