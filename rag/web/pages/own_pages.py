"""The page's own addresses: chat, articles, timelines, conversations as files.

Their language is that of ?lang=, else the browser's.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import FastAPI, Query, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from rag.assistant import NO_FILTERS, Assistant
from rag.errors import QuestionError, RagError
from rag.live import Live
from rag.notice import Notice
from rag.records import Timeline
from rag.rendering.dateline import show_coverage
from rag.rendering.markup import Html
from rag.search.question.cleaning import LONGEST_NAME, LONGEST_QUESTION
from rag.web.chat.conversation import read_filters
from rag.web.chat.exchange import Asked, Failed
from rag.web.chat.export import FORMS, export
from rag.web.chat.saved import Saved
from rag.web.desk import Busy, Desk, TooSlow
from rag.web.language import Language
from rag.web.pages.article_page import make_article_page, make_error_page
from rag.web.pages.collection_overview import show_collection
from rag.web.pages.timeline_page import Wanted, make_timeline_page
from rag.web.shell import chat_document
from rag.web.visit import Visit, Visited

_LONGEST_ID = 2000  # characters of an article's id, which is a path and places in the file
_MOST_CITED = 50  # highlighted spans of an article


def add_pages(app: FastAPI, title: str, desk: Desk, saved: Saved) -> None:
    """Add the addresses."""
    front = _Front(title, desk.live)

    @app.get("/", response_class=HTMLResponse)
    def chat(visit: Visited) -> HTMLResponse:
        return _respond(front.document(visit))

    @app.get("/article", response_class=HTMLResponse)
    def article(
        visit: Visited,
        article_id: Annotated[str, Query(alias="id", max_length=_LONGEST_ID)],
        cite: Annotated[list[str] | None, Query(max_length=_MOST_CITED)] = None,
    ) -> HTMLResponse:
        try:
            return _respond(_show_article(desk.assistant, article_id, cite or (), visit))
        except QuestionError as error:
            return _respond(make_error_page(error.message, error.hint, visit), status=404)

    @app.get("/timeline", response_class=HTMLResponse)
    async def timeline(
        visit: Visited,
        speaker: Annotated[str, Query(max_length=LONGEST_NAME)] = "",
        topic: Annotated[str, Query(max_length=LONGEST_QUESTION)] = "",
        first: Annotated[str, Query(alias="from", max_length=40)] = "",
        last: Annotated[str, Query(alias="until", max_length=40)] = "",
    ) -> HTMLResponse:
        wanted, assistant = Wanted(speaker.strip(), topic.strip(), first, last), desk.assistant
        result: Timeline | Failed | None = None
        status = 200
        try:
            filters = read_filters(Asked("", first=first, last=last))
            if wanted.speaker:
                result = await desk.timeline(wanted.speaker, wanted.topic, filters, assistant)
        except RagError as error:
            result = Failed(error.message, error.hint)
            status = 503 if isinstance(error, Busy | TooSlow) else 400
        counts = assistant.speaker_counts
        page = await run_in_threadpool(make_timeline_page, wanted, result, counts, visit)
        return _respond(page, status)

    @app.get("/timeline/count")
    async def count(
        say: Language,
        speaker: Annotated[str, Query(max_length=LONGEST_NAME)],
        topic: Annotated[str, Query(max_length=LONGEST_QUESTION)] = "",
    ) -> dict[str, int | str]:
        result = await desk.timeline(speaker, topic, NO_FILTERS, desk.assistant)
        number = len(result.said)
        return {"count": number, "told": say.count(number, "statement")}

    @app.get("/conversation")
    def conversation(
        visit: Visited,
        token: Annotated[str, Query(alias="id")],
        form: Annotated[str, Query(alias="as")] = "html",
    ) -> Response:
        kept = saved.find(token)
        if kept is None or form not in FORMS:
            gone = Notice("this conversation is no longer stored")
            hint = Notice("ask again on the page and save the conversation there")
            page = make_error_page(gone, hint, visit)
            return _respond(page, status=404)
        kind, ending = FORMS[form]
        return Response(
            export(kept, form, visit.say),
            media_type=kind,
            headers={"Content-Disposition": f'attachment; filename="on-record.{ending}"'},
        )


def _show_article(
    assistant: Assistant, article_id: str, cited: Sequence[str], visit: Visit
) -> Html:
    article = assistant.article(article_id)
    copies = [assistant.article(copy_id) for copy_id in assistant.copies_of(article_id)]
    # one name for each person, as in answers and timelines, however this article spells it
    statements = [
        replace(statement, speaker=assistant.name_of(statement.speaker))
        if statement.speaker
        else statement
        for statement in assistant.statements(article_id)
    ]
    return make_article_page(article, statements, copies, cited, visit)


class _Front:
    """The document of the chat in each language, made again when the index or its state changes."""

    def __init__(self, title: str, live: Live) -> None:
        self._title, self._live = title, live
        self._made: dict[tuple[str, str, str], Html] = {}

    def document(self, visit: Visit) -> Html:
        say = visit.say
        assistant, notice = self._live.assistant, self._live.notice
        key = (say.language, assistant.index.name, str(notice))
        if (made := self._made.get(key)) is None:
            about = show_coverage(assistant.coverage, assistant.speaker_counts, say, notice=notice)
            collection = show_collection(assistant, say)
            visit = Visit(say, evaluate=visit.evaluate)  # the same for every address
            made = chat_document(self._title, about, visit, collection=collection)
            # only what is asked for now: a generation comes every time that the articles change
            self._made = {other: page for other, page in self._made.items() if other[1:] == key[1:]}
            self._made[key] = made
        return made


def _respond(page: Html, status: int = 200) -> HTMLResponse:
    headers = {"Vary": "Accept-Language"}
    return HTMLResponse(str(page), status_code=status, headers=headers)
