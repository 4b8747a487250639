"""Citations -> HTML: a card for each article, with the cited words highlighted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from urllib.parse import urlencode

from rag.answer.compose import find_kind
from rag.records import Article, ArticleReference, Citation, CitationKind
from rag.rendering.dateline import show_day
from rag.rendering.markup import NOTHING, Html, element, link
from rag.translation.texts import ENGLISH, Texts
from rag.web.pages.cited_spans import write_span
from rag.web.pages.highlights import Highlight, choose_excerpts, highlight_paragraph

ArticleOf = Callable[[str], Article]


def show_sources(
    turn: int,
    citations: Sequence[Citation],
    article_of: ArticleOf,
    say: Texts = ENGLISH,
    *,
    alone: bool = False,
) -> Html:
    """The articles cited in a turn, in the order of their first citations.

    `alone` leaves out what needs the server.
    """
    order = list(dict.fromkeys(citation.article_id for citation in citations))
    ranked = sorted(citations, key=lambda citation: order.index(citation.article_id))
    cards = [
        _show_card(turn, article_of(article_id), list(cited), say, alone=alone)
        for article_id, cited in groupby(ranked, key=lambda citation: citation.article_id)
    ]
    heading = say("Sources" if len(cards) > 1 else "Source")
    return element("aside", element("h3", heading, class_="label"), *cards, class_="sources")


def show_closest(
    references: Sequence[ArticleReference],
    article_of: ArticleOf,
    say: Texts = ENGLISH,
    *,
    alone: bool = False,
) -> Html:
    """The closest articles, if there is no answer."""
    cards = [
        _show_card(0, article_of(reference.article_id), [], say, alone=alone)
        for reference in references
    ]
    if not cards:
        return NOTHING
    heading = say("Closest articles" if len(cards) > 1 else "Closest article")
    return element("aside", element("h3", heading, class_="label"), *cards, class_="sources")


def make_source_id(turn: int, number: int) -> str:
    """The id of a citation's words in its article's card."""
    return f"t{turn}-source-{number}"


def make_quote_id(turn: int, number: int) -> str:
    """The id of a citation's card in the answer."""
    return f"t{turn}-quote-{number}"


def make_article_address(
    article_id: str, cited: Sequence[Citation] = (), language: str | None = None
) -> str:
    """The relative address of a whole article with the cited words highlighted."""
    parameters = [("id", article_id)]
    parameters += [("cite", write_span(citation)) for citation in cited if citation.end]
    fragment = "#cite" if len(parameters) > 1 else ""
    parameters += [("lang", language)] if language else []
    return f"article?{urlencode(parameters)}{fragment}"


def show_dateline(article: Article, say: Texts = ENGLISH) -> Html:
    """The line below a title: outlet, authors, date."""
    parts = [
        element("span", article.outlet, dir="auto") if article.outlet else None,
        element("span", ", ".join(article.authors), dir="auto") if article.authors else None,
        show_day(article.date, article.approximate_date, say),
    ]
    return element("p", *(part for part in parts if part), class_="dateline")


def _show_card(
    turn: int, article: Article, cited: Sequence[Citation], say: Texts, *, alone: bool
) -> Html:
    marks = [_highlight(turn, citation, say) for citation in cited if citation.end]
    titles = [citation for citation in cited if find_kind(citation) is CitationKind.HEADLINE]
    dates = [citation for citation in cited if not citation.end and citation not in titles]
    title = element("h4", *_highlight_head(turn, titles, article.title, say), dir="auto")
    about = show_dateline(article, say)
    if dates:
        label = _label(turn, dates[0].number, say)
        about = element(
            "div", label, about, id=make_source_id(turn, dates[0].number), class_="in-head"
        )
    return element(
        "article",
        title,
        about,
        _show_excerpt(article, marks),
        element("p", *_list_ways(article, cited, say, alone=alone), class_="ways"),
        class_="source",
    )


def _highlight_head(
    turn: int, cited: Sequence[Citation], words: str, say: Texts
) -> list[Html | str]:
    """The title or the date line of an article, highlighted if it is cited."""
    if not cited:
        return [words]
    number = cited[0].number
    mark = element("mark", words, id=make_source_id(turn, number), tabindex="-1")
    return [_label(turn, number, say), mark]


def _list_ways(
    article: Article, cited: Sequence[Citation], say: Texts, *, alone: bool
) -> Iterator[Html | str]:
    """Yield links and buttons to read on; page.js handles the buttons."""
    marks = len([citation for citation in cited if citation.end])
    address = make_article_address(article.id, cited, say.language)
    if not alone and marks > 1:
        yield show_step_buttons(say)
    if not alone and marks:
        yield element(
            "button",
            say("Show the whole article here"),
            type="button",
            class_="quiet unfold",
            value=address,
        )
    if not alone:
        yield element(
            "a",
            say("Read the whole article"),
            href=address,
            target="_blank",
            rel="noopener",
        )
    yield link(say("Original"), article.url) or ""


def show_step_buttons(say: Texts) -> Html:
    """Buttons for the previous and the next highlight; page.js handles them."""
    labels = (("back", "Previous highlight", "↑"), ("on", "Next highlight", "↓"))
    buttons = [
        element(
            "button",
            element("span", sign, aria_hidden="true"),
            element("span", say(label), class_="unseen"),
            type="button",
            title=say(label),
            class_=f"step {name}",
        )
        for name, label, sign in labels
    ]
    return element("span", *buttons, class_="steps")


def _show_excerpt(article: Article, marks: Sequence[Highlight]) -> Html:
    runs = choose_excerpts(article, marks)
    shown: list[Html] = []
    for before, run in zip([None, *runs], runs, strict=False):
        is_told = before and (before[-1].goes_on_after or run[0].goes_on_before)
        if before and not is_told:
            shown.append(element("p", "…", class_="gap"))
        shown += [highlight_paragraph(article, where, marks) for where in run]
    return element("div", *shown, class_="excerpt") if shown else NOTHING


def _highlight(turn: int, citation: Citation, say: Texts) -> Highlight:
    label = _label(turn, citation.number, say)
    return Highlight(
        make_source_id(turn, citation.number), citation.start, citation.end, citation.bold, label
    )


def _label(turn: int, number: int, say: Texts) -> Html:
    """The number before highlighted words; it links back to the answer."""
    return element(
        "a",
        element("span", say("back to quotation "), class_="unseen"),
        str(number),
        href=f"#{make_quote_id(turn, number)}",
        class_="number",
    )
