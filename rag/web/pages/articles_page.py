"""The articles of the index as a page: a form to search and filter, a plot, and the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from rag.collection.article_list import Entry, Listing, Order
from rag.notice import LanguageName, Notice
from rag.rendering.dateline import show_day
from rag.rendering.markup import NOTHING, Html, element, joined
from rag.rendering.messages import show_message
from rag.search.question.cleaning import LONGEST_NAME
from rag.translation.texts import Texts
from rag.web.chat.sources import make_article_address
from rag.web.fields import show_choice, show_field
from rag.web.pages.articles_plot import draw_articles
from rag.web.pages.pager import Span, show_pager
from rag.web.shell import page_document, styles
from rag.web.visit import Visit

ON_A_PAGE = 50  # articles
_MOST_OFFERED = 500  # outlets or speakers offered while a name is typed
_ORDERS = {
    Order.NEWEST: Notice("Newest first"),
    Order.OLDEST: Notice("Oldest first"),
    Order.TITLE: Notice("By title"),
    Order.OUTLET: Notice("By outlet"),
    Order.STATEMENTS: Notice("Most statements first"),
}


@dataclass(frozen=True, slots=True)
class Form:
    """What the page's form holds, as text."""

    words: str = ""
    outlet: str = ""
    speaker: str = ""
    language: str = ""
    first: str = ""
    last: str = ""
    order: Order = Order.NEWEST
    page: int = 1

    @property
    def filters(self) -> bool:
        """Whether any field restricts the list."""
        return replace(self, order=Order.NEWEST, page=1) != Form()


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form offers to choose from, with the numbers of articles or statements."""

    outlets: Mapping[str, int]
    speakers: Mapping[str, int]
    languages: Mapping[str, int]
    unread: int = 0  # files that could not be read
    adds: bool = False  # whether articles can be added in the browser


def make_articles_page(
    form: Form, listing: Listing | tuple[str, str], offered: Offered, visit: Visit
) -> Html:
    """The page; `listing` is a message and a hint if the form cannot be read."""
    say = visit.say
    heading = say("Articles")
    if isinstance(listing, Listing):
        shown = _show_listing(form, listing, say)
    else:
        message, hint = listing
        shown = element(
            "div",
            show_message(message, say, class_="reason"),
            show_message(hint, say, class_="hint"),
            class_="problem",
            role="alert",
        )
    main = element(
        "main",
        element("div", element("h1", heading), _list_ways(offered, say), class_="head"),
        _show_form(form, offered, say),
        shown,
        class_="collection",
    )
    start = styles("fields.css", "articles.css")
    return page_document(heading, main, visit, start=start, here="articles")


def make_articles_address(form: Form, say: Texts) -> str:
    """The relative address of the list that a form asks for."""
    parameters = [
        ("q", form.words),
        ("outlet", form.outlet),
        ("speaker", form.speaker),
        ("language", form.language),
        ("from", form.first),
        ("until", form.last),
        ("order", form.order.value if form.order is not Order.NEWEST else ""),
        ("page", str(form.page) if form.page > 1 else ""),
        ("lang", say.language),
    ]
    return f"articles?{urlencode([pair for pair in parameters if pair[1]])}"


def list_entries(entries: Sequence[Entry], say: Texts, speaker: str = "") -> Html:
    """Articles as a list: each title links to the article's page."""
    return element("ol", *(_show_entry(entry, say, speaker) for entry in entries), class_="entries")


def _list_ways(offered: Offered, say: Texts) -> Html:
    """Links to what else there is of the collection."""
    unread = say("{files} could not be read", files=say.count(offered.unread, "file"))
    links = [
        element("a", say("Add articles"), href=f"add?lang={say.language}", class_="action")
        if offered.adds
        else NOTHING,
        element("a", unread, href=f"unread?lang={say.language}", class_="unread")
        if offered.unread
        else NOTHING,
    ]
    return element("p", *links, class_="ways") if any(links) else NOTHING


def _show_form(form: Form, offered: Offered, say: Texts) -> Html:
    fields = [
        element("input", type="hidden", name="lang", value=say.language),
        show_field("q", say("Search words"), form.words, type_="search"),
    ]
    if len(offered.outlets) > 1 or form.outlet:
        fields.append(_show_name_field("outlet", say("Outlet"), form.outlet, offered.outlets))
    fields.append(_show_name_field("speaker", say("Speaker"), form.speaker, offered.speakers))
    if len(offered.languages) > 1 or form.language:
        fields.append(_choose_language(form, offered.languages, say))
    fields += [
        element(
            "div",
            show_field("from", say("From"), form.first, type_="date"),
            show_field("until", say("Until"), form.last, type_="date"),
            class_="days",
        ),
        _choose_order(form, say),
        element("button", say("Show"), type="submit", class_="submit"),
    ]
    if form.filters:
        every = make_articles_address(Form(order=form.order), say)
        fields.append(element("a", say("Show all articles"), href=every, class_="reset"))
    return element("form", *fields, action="articles", role="search", class_="find")


def _show_name_field(name: str, label: str, value: str, counts: Mapping[str, int]) -> Html:
    """A field for a name, which offers the most frequent ones."""
    offered = [element("option", value=name) for name in list(counts)[:_MOST_OFFERED]]
    names = element("datalist", *offered, id=f"{name}s")
    return joined(show_field(name, label, value, longest=LONGEST_NAME, list_=f"{name}s"), names)


def _choose_language(form: Form, languages: Mapping[str, int], say: Texts) -> Html:
    options = [element("option", say("Any language"), value="")]
    for code, count in languages.items():
        name = LanguageName(code).written_in(say.language)
        chosen = "" if code == form.language else None
        options.append(element("option", f"{name} ({count:,})", value=code, selected=chosen))
    return show_choice("language", say("Language"), options)


def _choose_order(form: Form, say: Texts) -> Html:
    options = [
        element(
            "option", say(label), value=order.value, selected="" if order is form.order else None
        )
        for order, label in _ORDERS.items()
    ]
    return show_choice("order", say("Order"), options)


def _show_listing(form: Form, listing: Listing, say: Texts) -> Html:
    if not listing.total:
        none = say("No article matches.") if form.filters else say("The index has no articles.")
        return element("p", none, role="status", class_="total")
    span = Span(form.page, ON_A_PAGE, listing.total)
    counted = say.count(listing.total, "article")
    shown_range = say(
        "{first} to {last} of {articles}", first=span.first, last=span.last, articles=counted
    )
    return joined(
        draw_articles(
            listing.periods,
            lambda period: make_articles_address(
                replace(form, first=str(period.first), last=str(period.last), page=1), say
            ),
            say,
        ),
        element("p", shown_range if span.pages > 1 else counted, role="status", class_="total"),
        list_entries(listing.entries, say, listing.speaker),
        show_pager(span, lambda page: make_articles_address(replace(form, page=page), say), say),
    )


def _show_entry(entry: Entry, say: Texts, speaker: str) -> Html:
    article = entry.article
    outlet = (
        element("span", article.outlet, class_="outlet", dir="auto") if article.outlet else NOTHING
    )
    language = NOTHING
    if article.language and article.language != "en":
        language = element("span", LanguageName(article.language).written_in(say.language))
    counted = say.count(entry.statements, "statement")
    if speaker:
        counted = say("{statements} by {name}", statements=counted, name=speaker)
    return element(
        "li",
        element(
            "a",
            article.title,
            href=make_article_address(article.id, language=say.language),
            dir="auto",
        ),
        element(
            "span",
            outlet,
            show_day(article.date, article.approximate_date, say),
            language,
            element("span", counted) if entry.statements else NOTHING,
            class_="dateline",
        ),
        lang=article.language if article.language != say.language else None,
    )
