"""What the page's own addresses show: chat, articles, timelines, conversations as files.

Each in the language of ?lang=, else of the browser.
"""

from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.responses import HTMLResponse

from rag.assistant import Assistant
from rag.errors import QuestionError, RagError
from rag.search.understand import LONGEST_QUESTION
from rag.web.articles import article_document, error_document
from rag.web.conversation import filters_of
from rag.web.dateline import coverage_line
from rag.web.desk import Busy, Desk
from rag.web.exchange import Asked
from rag.web.export import FORMS, exported
from rag.web.markup import Html
from rag.web.saved import Saved
from rag.web.shell import chat_document
from rag.web.texts import LANGUAGES, Texts, texts
from rag.web.timeline_page import Wanted, timeline_document


def _language(request: Request, lang: str | None = None) -> Texts:
    return texts(lang, request.headers.get("accept-language", ""))


Language = Annotated[Texts, Depends(_language)]


def add_pages(app: FastAPI, title: str, desk: Desk, saved: Saved, *, evaluate: bool) -> None:
    """Add the addresses."""
    assistant = desk.assistant
    speakers = assistant.speaker_counts
    fronts = _fronts(title, assistant, evaluate=evaluate)

    @app.get("/", response_class=HTMLResponse)
    def chat(say: Language) -> HTMLResponse:
        return _page(fronts[say.language])

    @app.get("/article", response_class=HTMLResponse)
    def article(
        say: Language,
        article_id: Annotated[str, Query(alias="id")],
        cite: Annotated[list[str] | None, Query()] = None,
    ) -> HTMLResponse:
        try:
            return _page(article_document(assistant.article(article_id), cite or (), say))
        except QuestionError as error:
            return _page(error_document(error.message, error.hint, say), status=404)

    @app.get("/timeline", response_class=HTMLResponse)
    async def timeline(
        say: Language,
        speaker: Annotated[str, Query(max_length=200)] = "",
        topic: Annotated[str, Query(max_length=LONGEST_QUESTION)] = "",
        first: Annotated[str, Query(alias="from")] = "",
        last: Annotated[str, Query(alias="until")] = "",
    ) -> HTMLResponse:
        wanted = Wanted(speaker.strip(), topic.strip(), first, last)
        try:
            filters = filters_of(Asked("", first=first, last=last))
            found = (
                await desk.timeline(wanted.speaker, wanted.topic, filters)
                if wanted.speaker
                else None
            )
        except RagError as error:
            status = 503 if isinstance(error, Busy) else 400
            return _page(error_document(error.message, error.hint, say), status=status)
        return _page(timeline_document(wanted, found, speakers, say))

    @app.get("/conversation")
    def conversation(
        say: Language,
        token: Annotated[str, Query(alias="id")],
        form: Annotated[str, Query(alias="as")] = "html",
    ) -> Response:
        found = saved.find(token)
        if found is None or form not in FORMS:
            hint = "ask again on the page, and save the conversation there"
            page = error_document("this conversation is no longer known", hint, say)
            return _page(page, status=404)
        kind, ending = FORMS[form]
        return Response(
            exported(found, form, assistant, say),
            media_type=kind,
            headers={"Content-Disposition": f'attachment; filename="on-record.{ending}"'},
        )


def _fronts(title: str, assistant: Assistant, *, evaluate: bool) -> dict[str, Html]:
    """The chat's document in every language."""
    coverage, speakers = assistant.coverage, assistant.speakers
    fronts = {}
    for code in LANGUAGES:
        say = Texts(code)
        about = coverage_line(coverage, speakers, say)
        fronts[code] = chat_document(title, about, evaluate=evaluate, say=say)
    return fronts


def _page(page: Html, status: int = 200) -> HTMLResponse:
    headers = {"Vary": "Accept-Language"}
    return HTMLResponse(str(page), status_code=status, headers=headers)
