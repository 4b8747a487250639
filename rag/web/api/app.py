"""The API below /api/v1, as a separate application with OpenAPI and problem responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import FastAPI, Path, Query
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from rag.errors import QuestionError
from rag.interface import (
    article_json,
    coverage_json,
    hits_json,
    timeline_json,
)
from rag.web.api.answers import write_answer
from rag.web.api.problems import MEDIA_TYPE, Problem, add_problems
from rag.web.api.shapes import (
    AnswerShape,
    ArticleShape,
    AskBody,
    CoverageShape,
    Day,
    FiltersBody,
    Name,
    ProblemShape,
    QuestionBody,
    SearchBody,
    SearchShape,
    TimelineShape,
    Words,
)
from rag.web.api.stream import SSE_HEADERS, generation, write_events
from rag.web.desk import Desk, Inquiry

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.records import Filters

_PROBLEM: dict[str, Any] = {"model": ProblemShape, "content": {MEDIA_TYPE: {}}}
_WHY = {
    400: "the body is not JSON",
    401: "not logged in",
    403: "the request comes from a page of another site, or the client may not ask",
    413: "the body is too large",
    415: "the body is not declared as JSON",
    422: "the question or a filter cannot be read",
    429: "too many requests from this client; Retry-After says how long to wait",
    500: "something went wrong in the server",
    503: "too many questions are waiting, or the answer takes too long; see Retry-After",
}
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {**_PROBLEM, "description": why} for status, why in _WHY.items()
}
_EVENT = {
    "type": "object",
    "required": ["event", "data"],
    "properties": {
        "event": {
            "enum": [
                "understood",
                "searched",
                "evidence",
                "sentence",
                "struck",
                "done",
                "answer",
                "problem",
            ]
        },
        "data": {"type": "string", "description": "JSON; for an answer, the same as /ask gives"},
    },
}
_MOST_SPEAKERS = 2000


def make_api(desk: Desk) -> FastAPI:
    """Make the API of a desk."""
    app = FastAPI(
        title="On Record",
        version="1",
        summary="News articles, asked who said what: exact words, speaker, date and source.",
        docs_url=None,  # the documentation pages load scripts from elsewhere
        redoc_url=None,
        responses=_PROBLEMS,
    )
    add_problems(app)
    _add_questions(app, desk)
    _add_articles(app, desk)
    return app


def _add_questions(app: FastAPI, desk: Desk) -> None:
    @app.post("/ask", responses={200: {"model": AnswerShape}}, operation_id="ask")
    async def ask(body: AskBody) -> JSONResponse:
        """Answer a question with exact quotations, or say why the articles hold no answer."""
        assistant = desk.assistant
        query, answer = await desk.await_both(make_inquiry(body), assistant)
        form = body.form()
        if form.follow_ups:  # they take some milliseconds of the event loop's time
            written = await run_in_threadpool(write_answer, answer, query, assistant, form)
        else:
            written = write_answer(answer, query, assistant, form)
        return _respond_uncached(written, assistant)

    @app.post(
        "/ask/stream",
        responses={200: {"content": {"text/event-stream": {"schema": _EVENT}}}},
        response_class=StreamingResponse,
        operation_id="ask_stream",
    )
    async def ask_stream(body: AskBody) -> StreamingResponse:
        """Answer a question in steps, as events: understood, searched, evidence, answer.

        If a language model writes the answer: also sentence, struck and done, before answer.
        """
        assistant = desk.assistant
        steps = desk.steps(make_inquiry(body), assistant)
        first = await anext(steps)  # a question that cannot be asked gives a problem, not a stream
        return StreamingResponse(
            write_events(first, steps, assistant, body.form()),
            media_type="text/event-stream",
            headers={**SSE_HEADERS, **generation(assistant)},
        )

    @app.post("/search", responses={200: {"model": SearchShape}}, operation_id="search")
    async def search(body: SearchBody) -> JSONResponse:
        """List the passages closest to a question, best first."""
        assistant = desk.assistant
        hits = await desk.search(make_inquiry(body), body.hits, assistant)
        return _respond_uncached(hits_json(body.question, hits), assistant)

    @app.get("/timeline", responses={200: {"model": TimelineShape}}, operation_id="timeline")
    async def timeline(
        speaker: Annotated[Name, Query(description="the speaker, in any spelling, or a role")],
        topic: Annotated[Words, Query(description="the topic; empty: any topic")] = "",
        first: Annotated[Day, Query(alias="from", description="first day")] = None,
        last: Annotated[Day, Query(alias="to", description="last day")] = None,
        outlet: Annotated[Name | None, Query(description="only articles of this outlet")] = None,
    ) -> JSONResponse:
        """List what a speaker said on a topic, oldest first, without repetitions."""
        filters = FiltersBody.model_validate({"from": first, "to": last, "outlet": outlet})
        assistant = desk.assistant
        said = await desk.timeline(speaker, topic, filters.filters(), assistant)
        return _respond_uncached(timeline_json(said), assistant)


def _add_articles(app: FastAPI, desk: Desk) -> None:
    @app.get(
        "/articles/{article_id:path}",
        responses={
            200: {"model": ArticleShape},
            404: {**_PROBLEM, "description": "no article with this id"},
        },
        operation_id="article",
    )
    def article(
        article_id: Annotated[str, Path(description="as citations name it, with # written as %23")],
    ) -> JSONResponse:
        """Get an article as it was read, with its statements and their speakers."""
        assistant = desk.assistant
        try:
            stored = assistant.article(article_id)
        except QuestionError as error:
            raise Problem(404, error.message, hint=error.hint) from error
        return _respond_uncached(article_json(stored, assistant.statements(article_id)), assistant)

    @app.get("/coverage", responses={200: {"model": CoverageShape}}, operation_id="coverage")
    def coverage(
        speakers: Annotated[
            int,
            Query(ge=0, le=_MOST_SPEAKERS, description="number of names, the most quoted first"),
        ] = 100,
    ) -> JSONResponse:
        """Get what the articles cover: their number, their days, and who is quoted."""
        assistant = desk.assistant
        covered = coverage_json(
            assistant.coverage,
            assistant.speakers[:speakers],
            assistant.examples,
            assistant.index.name,
        )
        return _respond_uncached(covered, assistant)


def make_inquiry(body: QuestionBody) -> Inquiry:
    """A question as the desk takes it."""
    filters: Filters = body.filters.filters()
    if not isinstance(body, AskBody):
        return Inquiry(body.question, tuple(body.history), filters)
    history = tuple(body.history)
    return Inquiry(body.question, history, filters, body.most, written=body.written)


def _respond_uncached(value: dict[str, Any], assistant: Assistant) -> JSONResponse:
    """A response that must not be cached: articles may change, and questions are private."""
    return JSONResponse(value, headers={"Cache-Control": "no-store", **generation(assistant)})
