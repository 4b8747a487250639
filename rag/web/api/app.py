"""The API below /api/v1, as an application of its own: OpenAPI, and problems for all errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import FastAPI, Path, Query
from fastapi.responses import JSONResponse, StreamingResponse

from rag.errors import QuestionError
from rag.interface import (
    article_json,
    coverage_json,
    hits_json,
    timeline_json,
)
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
from rag.web.api.stream import SSE_HEADERS, events, generation, told
from rag.web.desk import Asked, Desk

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.records import Filters

_PROBLEM: dict[str, Any] = {"model": ProblemShape, "content": {MEDIA_TYPE: {}}}
_WHY = {
    400: "the body is not JSON",
    401: "nobody is logged in",
    403: "another site's page asks, or a client that may not",
    413: "the body is too large",
    415: "the body is not declared as JSON",
    422: "the question or a filter cannot be read",
    429: "this client asks too much; Retry-After says how long to wait",
    500: "something went wrong in the server",
    503: "too many questions wait, or the answer takes too long; Retry-After says how long to wait",
}
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {**_PROBLEM, "description": why} for status, why in _WHY.items()
}
_EVENT = {
    "type": "object",
    "required": ["event", "data"],
    "properties": {
        "event": {"enum": ["understood", "searched", "evidence", "answer", "problem"]},
        "data": {"type": "string", "description": "JSON; of an answer, what /ask gives"},
    },
}
_MOST_SPEAKERS = 2000


def api(desk: Desk) -> FastAPI:
    """The API of one desk."""
    app = FastAPI(
        title="On Record",
        version="1",
        summary="News articles, asked who said what: exact words, speaker, date and source.",
        docs_url=None,  # they load scripts from elsewhere
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
        answer = await desk.answered(asked(body), assistant)
        return _fresh(told(answer, body.language), assistant)

    @app.post(
        "/ask/stream",
        responses={200: {"content": {"text/event-stream": {"schema": _EVENT}}}},
        response_class=StreamingResponse,
        operation_id="ask_stream",
    )
    async def ask_stream(body: AskBody) -> StreamingResponse:
        """The same in steps, as events: understood, searched, evidence, answer."""
        assistant = desk.assistant
        steps = desk.steps(asked(body), assistant)
        first = await anext(steps)  # a question that cannot be asked is a problem and no stream
        return StreamingResponse(
            events(first, steps, assistant, body.language),
            media_type="text/event-stream",
            headers={**SSE_HEADERS, **generation(assistant)},
        )

    @app.post("/search", responses={200: {"model": SearchShape}}, operation_id="search")
    async def search(body: SearchBody) -> JSONResponse:
        """List the passages closest to a question, best first."""
        assistant = desk.assistant
        found = await desk.search(asked(body), body.hits, assistant)
        return _fresh(hits_json(body.question, found), assistant)

    @app.get("/timeline", responses={200: {"model": TimelineShape}}, operation_id="timeline")
    async def timeline(
        speaker: Annotated[Name, Query(description="whose words; any spelling, or a role")],
        topic: Annotated[Words, Query(description="on what; empty: on anything")] = "",
        first: Annotated[Day, Query(alias="from", description="first day")] = None,
        last: Annotated[Day, Query(alias="to", description="last day")] = None,
        outlet: Annotated[Name | None, Query(description="only articles of this outlet")] = None,
    ) -> JSONResponse:
        """What a speaker said on a topic, oldest first; what articles repeat comes once."""
        filters = FiltersBody.model_validate({"from": first, "to": last, "outlet": outlet})
        assistant = desk.assistant
        found = await desk.timeline(speaker, topic, filters.filters(), assistant)
        return _fresh(timeline_json(found), assistant)


def _add_articles(app: FastAPI, desk: Desk) -> None:
    @app.get(
        "/articles/{article_id:path}",
        responses={
            200: {"model": ArticleShape},
            404: {**_PROBLEM, "description": "no article of this id"},
        },
        operation_id="article",
    )
    def article(
        article_id: Annotated[str, Path(description="as citations name it; # written as %23")],
    ) -> JSONResponse:
        """An article as it was read, with who said what in it."""
        assistant = desk.assistant
        try:
            found = assistant.article(article_id)
        except QuestionError as error:
            raise Problem(404, error.message, hint=error.hint) from error
        return _fresh(article_json(found, assistant.statements(article_id)), assistant)

    @app.get("/coverage", responses={200: {"model": CoverageShape}}, operation_id="coverage")
    def coverage(
        speakers: Annotated[
            int, Query(ge=0, le=_MOST_SPEAKERS, description="how many names, the most quoted first")
        ] = 100,
    ) -> JSONResponse:
        """What the articles cover: how many there are, their days, who is quoted."""
        assistant = desk.assistant
        covered = coverage_json(
            assistant.coverage, assistant.speakers[:speakers], assistant.index.name
        )
        return _fresh(covered, assistant)


def asked(body: QuestionBody) -> Asked:
    """A question as the desk takes it."""
    filters: Filters = body.filters.filters()
    most = body.most if isinstance(body, AskBody) else None
    return Asked(body.question, tuple(body.history), filters, most)


def _fresh(value: dict[str, Any], assistant: Assistant) -> JSONResponse:
    """A response that nobody keeps: articles may change, and questions are nobody else's."""
    return JSONResponse(value, headers={"Cache-Control": "no-store", **generation(assistant)})
