"""The addresses of the collection: the list of articles, and the files that were not read."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Query
from fastapi.responses import HTMLResponse

from rag.assistant import Assistant
from rag.collection.article_list import Listing, Order, Wanted
from rag.errors import QuestionError
from rag.search.question.cleaning import LONGEST_NAME, LONGEST_QUESTION
from rag.web.chat.conversation import read_filters
from rag.web.chat.exchange import Asked
from rag.web.desk import Desk
from rag.web.pages.articles_page import ON_A_PAGE, Form, Offered, make_articles_page
from rag.web.pages.pager import Span
from rag.web.pages.unread_page import make_unread_page
from rag.web.visit import Visited

_MOST_PAGES = 1_000_000
_Page = Annotated[int, Query(ge=1, le=_MOST_PAGES)]
_Day = Annotated[str, Query(max_length=40)]
_Name = Annotated[str, Query(max_length=LONGEST_NAME)]


def add_collection(app: FastAPI, desk: Desk, *, adds: bool) -> None:
    """Add the addresses; `adds`: articles can be added in the browser."""

    @app.get("/articles", response_class=HTMLResponse)
    def articles(  # noqa: PLR0913  # the fields of the form
        visit: Visited,
        q: Annotated[str, Query(max_length=LONGEST_QUESTION)] = "",
        outlet: _Name = "",
        speaker: _Name = "",
        language: Annotated[str, Query(max_length=8)] = "",
        first: Annotated[_Day, Query(alias="from")] = "",
        last: Annotated[_Day, Query(alias="until")] = "",
        order: Order = Order.NEWEST,
        page: _Page = 1,
    ) -> HTMLResponse:
        form = Form(q.strip(), outlet.strip(), speaker.strip(), language, first, last, order, page)
        assistant = desk.assistant
        offered = Offered(
            assistant.outlet_counts,
            assistant.speaker_counts,
            assistant.article_list.languages,
            assistant.coverage.unread,
            adds,
        )
        try:
            listing = _list(form, assistant)
        except QuestionError as error:
            shown = make_articles_page(form, (error.message, error.hint), offered, visit)
            return _respond(str(shown), status=400)
        return _respond(str(make_articles_page(form, listing, offered, visit)))

    @app.get("/unread", response_class=HTMLResponse)
    def unread(visit: Visited, page: _Page = 1) -> HTMLResponse:
        return _respond(str(make_unread_page(desk.assistant.index.unread, page, visit)))


def _list(form: Form, assistant: Assistant) -> Listing:
    """The articles of a form's page, or of the last page. Raises QuestionError for a bad day."""
    filters = read_filters(Asked("", first=form.first, last=form.last))
    wanted = Wanted(form.words, form.outlet, form.speaker, form.language, filters.dates, form.order)
    listing = assistant.article_list.list(wanted, (form.page - 1) * ON_A_PAGE, ON_A_PAGE)
    if listing.entries or not listing.total:
        return listing
    last = Span(form.page, ON_A_PAGE, listing.total)
    return assistant.article_list.list(wanted, last.start, ON_A_PAGE)


def _respond(page: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(page, status_code=status, headers={"Vary": "Accept-Language"})
