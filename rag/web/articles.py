"""One whole article -> HTML, with cited words marked: the page that a printed answer points to."""

from __future__ import annotations

from collections.abc import Sequence

from rag.errors import QuestionError
from rag.records import Article
from rag.web.highlights import Highlight, highlighted, paragraphs
from rag.web.markup import Html, element, link
from rag.web.shell import document, masthead
from rag.web.sources import dateline, step_buttons
from rag.web.texts import ENGLISH, Texts


def article_document(article: Article, cited: Sequence[str] = (), say: Texts = ENGLISH) -> Html:
    """An article to be read; `cited` are spans such as "3423-3629", to be marked.

    Raises QuestionError for a span that is not one of this article.
    """
    spans = [_span(article, one) for one in cited]
    marks = [
        Highlight("cite" if number == 1 else f"cite-{number}", start, end)
        for number, (start, end) in enumerate(spans, start=1)
    ]
    text = [highlighted(article, where, marks) for where in paragraphs(article)]
    original = link(say("Read the original"), article.url)
    steps = element(
        "nav",
        step_buttons(say),
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
                dateline(article, say),
                element("div", *text, class_="text"),
                steps if len(marks) > 1 else "",
                element("p", original, class_="ways") if original else "",
                element("p", say("In the corpus as {id}", id=article.id), class_="filed"),
                class_="whole",
            ),
        ),
        say=say,
    )


def error_document(message: str, hint: str, say: Texts = ENGLISH) -> Html:
    """A page that says what is wrong."""
    return document(
        "Not found · On Record",
        element(
            "body",
            masthead("On Record", say),
            element(
                "main",
                element("h1", say("There is no such page")),
                element("p", message),
                element("p", hint),
                class_="whole",
            ),
        ),
        say=say,
    )


def _span(article: Article, text: str) -> tuple[int, int]:
    start, dash, end = text.partition("-")
    if dash and start.isdecimal() and end.isdecimal() and len(text) < 24:
        span = int(start), int(end)
        if span[0] < span[1] <= len(article.text):
            return span
    raise QuestionError(
        f"cite={text[:40]}: not a span of this article",
        hint="give two offsets into its text, such as cite=120-250",
    )
