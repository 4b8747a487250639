"""Errors -> application/problem+json (RFC 9457), each with a hint."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from rag.errors import IndexUnreachable, QuestionError, RagError
from rag.notice import Notice
from rag.web.desk import Busy, TooSlow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI
    from starlette.requests import Request

MEDIA_TYPE = "application/problem+json"
_HINTS = {
    404: Notice("GET /api/v1/openapi.json lists what exists"),
    405: "the Allow header names the methods that can be used",
    413: "ask a question of at most 2,000 characters, with at most 30 earlier ones",
}
_log = logging.getLogger(__name__)


class Problem(RagError):
    """A refused request, with its HTTP status."""

    def __init__(
        self, status: int, message: str, *, hint: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.status = status
        self.headers = dict(headers or {})


class ProblemResponse(JSONResponse):
    """A problem as a response."""

    media_type = MEDIA_TYPE


def respond(problem: Problem, request_id: str = "", **more: Any) -> ProblemResponse:
    """The response for a problem; `more` are further members."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.message,
        "hint": problem.hint,
        "request_id": request_id,
        **more,
    }
    headers = {"Cache-Control": "no-store", **problem.headers}
    return ProblemResponse(body, status_code=problem.status, headers=headers)


def make_problem(error: Exception) -> Problem:
    """Turn an error into a problem; an unexpected one reveals no details."""
    match error:
        case Problem():
            return error
        case Busy() | TooSlow():
            retry = {"Retry-After": str(error.retry_after)}
            return Problem(503, error.message, hint=error.hint, headers=retry)
        case QuestionError():
            return Problem(422, error.message, hint=error.hint)
        case RequestValidationError():
            return _explain_unreadable(error)
        case HTTPException():
            gone = error.status_code == 404
            detail = Notice("this does not exist") if gone else str(error.detail)
            hint = _HINTS.get(error.status_code, "see GET /api/v1/openapi.json")
            return Problem(error.status_code, detail, hint=hint, headers=error.headers)
        case IndexUnreachable():
            return Problem(503, error.message, hint=error.hint, headers={"Retry-After": "5"})
        case RagError():
            return Problem(500, error.message, hint=error.hint)
    return Problem(
        500,
        Notice("something went wrong in the server"),
        hint=Notice("the server's log has the details under this request_id"),
    )


def add_problems(app: FastAPI, *, openai: bool = False) -> None:
    """Answer every error of an application as a problem; `openai` adds OpenAI's error format."""

    async def answer(request: Request, error: Exception) -> ProblemResponse:
        request_id = request_id_of(request.scope)
        problem = make_problem(error)
        if problem.status == 500 and isinstance(error, RagError):  # others are logged at the edge
            _log.error("request %s failed", request_id, exc_info=error)
        more = {"error": _make_openai_error(problem)} if openai else {}
        return respond(problem, request_id, **more)

    for kind in (RagError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, answer)


def _make_openai_error(problem: Problem) -> dict[str, Any]:
    kind = "invalid_request_error" if problem.status < 500 else "server_error"
    message = f"{problem.message}; {problem.hint}"
    return {"message": message, "type": kind, "param": None, "code": None}


def request_id_of(scope: Mapping[str, Any]) -> str:
    """The id that the outermost middleware gave to a request."""
    return str(scope.get("state", {}).get("request_id", ""))


def _explain_unreadable(error: RequestValidationError) -> Problem:
    """Say which part of a request cannot be read, without repeating its words."""
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return Problem(400, "the body is not JSON", hint='send {"question": "Who said ...?"}')
    if first["loc"] == ("body",):
        hint = 'send {"question": "Who said ...?"} with Content-Type: application/json'
        return Problem(422, "the body is not a JSON object", hint=hint)
    where = ".".join(str(part) for part in first["loc"] if part not in {"body", "query", "path"})
    return Problem(
        422,
        f"{where or 'the body'}: {first['msg']}",
        hint="GET /api/v1/openapi.json describes what each request takes",
    )
