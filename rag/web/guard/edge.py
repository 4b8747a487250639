"""The outermost layer: every request gets an id, an answer whatever happens, and a log line.

A log line has the method, a part of the path, the status and the time, but no question and no user
name. RAG_LOG_QUESTIONS adds the question; users must know about it.
"""

from __future__ import annotations

import logging
import re
import time
from typing import TYPE_CHECKING
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response

from rag.notice import Notice
from rag.web.api.problems import Problem, make_problem, respond
from rag.web.guard.forwarded import is_in
from rag.web.guard.paths import is_served, name_part, strip_root
from rag.web.pages.article_page import make_error_page
from rag.web.visit import Visit, read_visit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from rag.web.guard.access import Access
    from rag.web.metrics import Metrics

_log = logging.getLogger("on_record.requests")
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class Edge:
    """Answers every request, counts it, and logs it if that is configured."""

    def __init__(self, app: ASGIApp, access: Access, metrics: Metrics) -> None:
        self._app = app
        self._access = access
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; an error that is still unhandled becomes a response here."""
        if scope["type"] == "websocket":  # not used
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = self._choose_request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        status, whole, began = 0, False, time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status, whole
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            else:
                whole = not message.get("more_body", False)
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except ClientDisconnect:
            status = status or 499  # nginx's status for a client that went away
        except Exception as error:  # the outermost edge
            problem = make_problem(error)
            if problem.status == 500:
                _log.error("request %s failed", request_id, exc_info=error)
            if status and not whole:
                raise  # the response has begun and can only be cut off
            if not status:
                refused = (
                    _make_page(problem, read_visit(Request(scope)))
                    if self._wants_page(scope)
                    else respond(problem, request_id)
                )
                await refused(scope, receive, send_with_id)
        finally:
            self._count(scope, status, request_id, time.perf_counter() - began)

    def _choose_request_id(self, scope: Scope) -> str:
        """The id that a trusted proxy gave, so that its log and ours match, or a new one."""
        peer = scope["client"][0] if scope.get("client") else ""
        request_id = Headers(scope=scope).get("x-request-id", "")
        if _ID.fullmatch(request_id) and is_in(peer, self._access.proxies):
            return request_id
        return uuid4().hex

    def _wants_page(self, scope: Scope) -> bool:
        programs = self._find_path(scope).startswith(("/api/", "/v1/", "/gradio_api/"))
        accepts = Headers(scope=scope).get("accept", "")
        return "text/html" in accepts and not programs and scope["method"] == "GET"

    def _find_path(self, scope: Scope) -> str:
        """The path below the root path; the scope now has the root path of a mounted app."""
        return strip_root(scope["path"], self._access.root_path)

    def _count(self, scope: Scope, status: int, request_id: str, seconds: float) -> None:
        name = name_part(self._find_path(scope))
        self._metrics.requests.labels(name, str(status)).inc()
        if self._access.log_requests:
            _log.info(
                "%s %s %s %s %d ms",
                request_id,
                scope["method"],
                name,
                status,
                seconds * 1000,
            )


class Served:
    """Refuses unknown paths before Gradio sees them, which serves many more."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request. Raises Problem for an unknown path."""
        if scope["type"] == "http" and not is_served(scope):
            raise Problem(
                404,
                Notice("there is nothing at this address"),
                hint=Notice("check the address, or start at /; the API is at /api/v1"),
            )
        await self._app(scope, receive, send)


def _make_page(problem: Problem, visit: Visit) -> Response:
    """A problem as a page."""
    page = make_error_page(problem.message, problem.hint, visit, there=problem.status != 404)
    return HTMLResponse(str(page), status_code=problem.status, headers=problem.headers)
