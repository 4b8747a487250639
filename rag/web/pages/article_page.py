"""A whole article -> HTML with the cited words highlighted: what a printed answer links to."""

from __future__ import annotations

from collections.abc import Sequence

from rag.records import Article
from rag.rendering.markup import Html, element, link
from rag.rendering.messages import show_message
from rag.translation.texts import ENGLISH, Texts
from rag.web.chat.sources import show_dateline, show_step_buttons
from rag.web.pages.cited_spans import read_span
from rag.web.pages.highlights import Highlight, highlight_paragraph, split_paragraphs
from rag.web.shell import document, masthead


def make_article_page(article: Article, cited: Sequence[str] = (), say: Texts = ENGLISH) -> Html:
    """The page of an article; the words of the spans `cited` (cited_spans) are highlighted.

    The page says so if the words have changed. Raises QuestionError for a span that is not one of
    this article.
    """
    found = [read_span(article, one) for one in cited]
    there = [span for span in found if span is not None]
    marks = [
        Highlight("cite" if number == 1 else f"cite-{number}", start, end)
        for number, (start, end) in enumerate(there, start=1)
    ]
    changed = say("The article has changed since it was quoted: these are its words now.")
    text = [highlight_paragraph(article, where, marks) for where in split_paragraphs(article)]
    original = link(say("Read the original"), article.url)
    steps = element(
        "nav",
        show_step_buttons(say),
        aria_label=say("Highlights in this article"),
        class_="highlights",
    )
    return document(
        f"{article.title} · On Record",
        element(
            "body",
            masthead("On Record", say),
            element(
                "main",
                element("h1", article.title, dir="auto"),
                show_dateline(article, say),
                element("p", changed, class_="changed") if len(there) < len(found) else "",
                element("div", *text, class_="text"),
                steps if len(marks) > 1 else "",
                element("p", original, class_="ways") if original else "",
                element("p", say("In the corpus as {id}", id=article.id), class_="filed"),
                class_="whole",
            ),
        ),
        say=say,
    )


def make_error_page(message: str, hint: str, say: Texts = ENGLISH, *, there: bool = False) -> Html:
    """A page that says what is wrong; `there`: the page exists, or may exist."""
    heading = say("This page cannot be shown" if there else "There is no such page")
    return document(
        f"{heading} · On Record",
        element(
            "body",
            masthead("On Record", say),
            element(
                "main",
                element("h1", heading),
                show_message(message, say),
                show_message(hint, say),
                class_="whole",
            ),
        ),
        say=say,
    )
