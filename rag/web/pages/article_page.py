"""A whole article -> HTML with the cited words highlighted: what a printed answer links to."""

from __future__ import annotations

from collections.abc import Sequence

from rag.records import Article, Statement
from rag.rendering.dateline import show_day
from rag.rendering.markup import NOTHING, Html, element, link
from rag.rendering.messages import show_message
from rag.translation.texts import Texts
from rag.web.chat.sources import make_article_address, show_dateline, show_step_buttons
from rag.web.pages.cited_spans import read_span
from rag.web.pages.highlights import Highlight, highlight_paragraph, split_paragraphs
from rag.web.pages.said_in_article import count_said, list_said
from rag.web.shell import page_document, styles
from rag.web.visit import Visit


def make_article_page(
    article: Article,
    statements: Sequence[Statement],
    copies: Sequence[Article],
    cited: Sequence[str],
    visit: Visit,
) -> Html:
    """The page of an article, with its statements and the articles that are nearly the same.

    The words of the spans `cited` (cited_spans) are highlighted; the page says so if they have
    changed. Raises QuestionError for a span that is not one of this article.
    """
    say = visit.say
    spans = [read_span(article, text) for text in cited]
    there = [span for span in spans if span is not None]
    marks = [
        Highlight("cite" if number == 1 else f"cite-{number}", start, end)
        for number, (start, end) in enumerate(there, start=1)
    ]
    changed = say("The article has changed since it was quoted: these are its words now.")
    text = [highlight_paragraph(article, where, marks) for where in split_paragraphs(article)]
    original = link(say("Read the original"), article.url) or NOTHING
    steps = element(
        "nav",
        show_step_buttons(say),
        aria_label=say("Highlights in this article"),
        class_="highlights",
    )
    said = list_said(article, statements, there, say)
    main = element(
        "main",
        element("h1", article.title, dir="auto"),
        element(
            "div",
            show_dateline(article, say),
            element("p", count_said(statements, say), original, class_="ways"),
            class_="about",
        ),
        element(
            "div",
            element("p", changed, class_="changed") if len(there) < len(spans) else "",
            element("div", *text, class_="text", lang=article.language),
            steps if len(marks) > 1 else "",
            _list_places(article, copies, say),
            element("p", say("File: {id}", id=article.id), class_="filed"),
            class_="column",
        ),
        said,
        class_="whole with-said" if said else "whole",
    )
    return page_document(article.title, main, visit, start=styles("articles.css"))


def _list_places(article: Article, copies: Sequence[Article], say: Texts) -> Html:
    """The other places of the same text, and the articles that are nearly the same."""
    items = [
        element(
            "li",
            link(place.title, place.url) or element("span", place.title, dir="auto"),
            element(
                "span",
                element("span", place.outlet, dir="auto") if place.outlet else NOTHING,
                show_day(place.published, approximate=False, say=say),
                element("span", say("the same text")),
                class_="dateline",
            ),
        )
        for place in article.also
    ]
    items += [
        element(
            "li",
            element(
                "a",
                copy.title,
                href=make_article_address(copy.id, language=say.language),
                dir="auto",
            ),
            element(
                "span",
                element("span", copy.outlet, dir="auto") if copy.outlet else NOTHING,
                show_day(copy.date, copy.approximate_date, say),
                element("span", say("nearly the same text")),
                class_="dateline",
            ),
        )
        for copy in copies
    ]
    if not items:
        return NOTHING
    heading = element("h2", say("Also published as"))
    return element("section", heading, element("ul", *items, class_="entries"), class_="places")


def make_error_page(message: str, hint: str, visit: Visit, *, there: bool = False) -> Html:
    """A page that says what is wrong; `there`: the page exists, or may exist."""
    say = visit.say
    heading = say("This page cannot be shown" if there else "Page not found")
    main = element(
        "main",
        element("h1", heading),
        show_message(message, say),
        show_message(hint, say),
        class_="whole",
    )
    return page_document(heading, main, visit)
