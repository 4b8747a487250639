"""Citations -> HTML: a card for each article, with the cited words marked where they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from urllib.parse import urlencode

from rag.records import Article, ArticleReference, Citation
from rag.web.dateline import day
from rag.web.highlights import Highlight, excerpts, highlighted
from rag.web.markup import NOTHING, Html, element, joined, link

ArticleOf = Callable[[str], Article]


def sources(turn: int, citations: Sequence[Citation], article_of: ArticleOf) -> Html:
    """The articles cited in a turn, each once, in the order of their first citation."""
    order = list(dict.fromkeys(one.article_id for one in citations))
    ranked = sorted(citations, key=lambda one: order.index(one.article_id))
    cards = [
        _card(turn, article_of(article_id), list(cited))
        for article_id, cited in groupby(ranked, key=lambda one: one.article_id)
    ]
    return element(
        "aside", element("h3", _heading(len(cards)), class_="label"), *cards, class_="sources"
    )


def closest(references: Sequence[ArticleReference], article_of: ArticleOf) -> Html:
    """The articles that come closest where there is no answer."""
    cards = [_card(0, article_of(one.article_id), []) for one in references]
    if not cards:
        return NOTHING
    heading = "Closest articles" if len(cards) > 1 else "Closest article"
    return element("aside", element("h3", heading, class_="label"), *cards, class_="sources")


def source_id(turn: int, number: int) -> str:
    """The id of a citation's words in its article's card."""
    return f"t{turn}-source-{number}"


def quote_id(turn: int, number: int) -> str:
    """The id of a citation's card in the answer."""
    return f"t{turn}-quote-{number}"


def article_address(article_id: str, cited: Sequence[Citation] = ()) -> str:
    """Where the whole article is read, with the cited words marked: relative to the page."""
    spans = [("cite", f"{one.start}-{one.end}") for one in cited if one.end]
    fragment = "#cite" if spans else ""
    return f"article?{urlencode([('id', article_id), *spans])}{fragment}"


def dateline(article: Article) -> Html:
    """The line below a title: outlet, authors, date, and the way to the original."""
    parts = [
        element("span", article.outlet, dir="auto") if article.outlet else None,
        element("span", ", ".join(article.authors), dir="auto") if article.authors else None,
        day(article.date, article.approximate_date),
    ]
    return element("p", *(part for part in parts if part), class_="dateline")


def _heading(articles: int) -> str:
    return "Source" if articles == 1 else "Sources"


def _card(turn: int, article: Article, cited: Sequence[Citation]) -> Html:
    marks = [_highlight(turn, one) for one in cited if one.end]
    head = [one for one in cited if not one.end]  # words of the head: its title and date
    about = dateline(article)
    if head:
        label = _label(turn, head[0].number)
        about = element("div", label, about, id=source_id(turn, head[0].number), class_="in-head")
    return element(
        "article",
        element("h4", article.title, dir="auto"),
        about,
        _excerpt(article, marks),
        element(
            "p",
            element(
                "a",
                "Read the whole article",
                href=article_address(article.id, cited),
                target="_blank",
                rel="noopener",
            ),
            link("Original", article.url) or "",
            class_="ways",
        ),
        class_="source",
    )


def _excerpt(article: Article, marks: Sequence[Highlight]) -> Html:
    gap = element("p", "…", class_="gap")
    runs = [
        joined(*(highlighted(article, where, marks) for where in run))
        for run in excerpts(article, marks)
    ]
    return element("div", joined(*runs, by=gap), class_="excerpt") if runs else NOTHING


def _highlight(turn: int, one: Citation) -> Highlight:
    label = _label(turn, one.number)
    return Highlight(source_id(turn, one.number), one.start, one.end, one.bold, label)


def _label(turn: int, number: int) -> Html:
    """The number before marked words; it leads back to the answer."""
    return element(
        "a",
        element("span", "back to quotation ", class_="unseen"),
        str(number),
        href=f"#{quote_id(turn, number)}",
        class_="number",
    )
