"""The outermost layer: every request gets an id, an answer whatever happens, a line in the log.

A line has no question and no name: method, part of the path, status and time. RAG_LOG_QUESTIONS
adds the question, where everybody who asks knows that.
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
from rag.web.api.problems import Problem, problem_of, respond
from rag.web.guard.forwarded import is_in
from rag.web.guard.paths import below, is_served, part
from rag.web.language import language
from rag.web.pages.article_page import error_document

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from rag.translation.texts import Texts
    from rag.web.guard.access import Access
    from rag.web.metrics import Metrics

_log = logging.getLogger("on_record.requests")
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class Edge:
    """Answers every request, counts it, and logs it where that is wanted."""

    def __init__(self, app: ASGIApp, access: Access, metrics: Metrics) -> None:
        self._app = app
        self._access = access
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; an error that nobody turned into a response is one here."""
        if scope["type"] == "websocket":  # nothing of ours speaks it
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = self._request_id(scope)
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
            status = status or 499  # as nginx counts who went away
        except Exception as error:  # the edge
            problem = problem_of(error)
            if problem.status == 500:
                _log.error("request %s failed", request_id, exc_info=error)
            if status and not whole:
                raise  # the response has begun: all that is left is to break it off
            if not status:
                refused = (
                    _page(problem, language(Request(scope)))
                    if self._wants_page(scope)
                    else respond(problem, request_id)
                )
                await refused(scope, receive, send_with_id)
        finally:
            self._count(scope, status, request_id, time.perf_counter() - began)

    def _request_id(self, scope: Scope) -> str:
        """A trusted proxy's id, so that its log and ours can be read together, or a new one."""
        peer = scope["client"][0] if scope.get("client") else ""
        given = Headers(scope=scope).get("x-request-id", "")
        if _ID.fullmatch(given) and is_in(peer, self._access.proxies):
            return given
        return uuid4().hex

    def _wants_page(self, scope: Scope) -> bool:
        programs = self._path(scope).startswith(("/api/", "/v1/", "/gradio_api/"))
        accepts = Headers(scope=scope).get("accept", "")
        return "text/html" in accepts and not programs and scope["method"] == "GET"

    def _path(self, scope: Scope) -> str:
        """Below the root path; the scope's own root path is by now that of what was mounted."""
        return below(scope["path"], self._access.root_path)

    def _count(self, scope: Scope, status: int, request_id: str, seconds: float) -> None:
        name = part(self._path(scope))
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
    """Refuses what nobody serves before Gradio sees it, whose paths below ours are many."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on. Raises Problem for a path at which there is nothing."""
        if scope["type"] == "http" and not is_served(scope):
            raise Problem(
                404,
                Notice("there is nothing at this address"),
                hint=Notice("the page is at /, the API at /api/v1"),
            )
        await self._app(scope, receive, send)


def _page(problem: Problem, say: Texts) -> Response:
    """A problem for who reads pages."""
    page = error_document(problem.message, problem.hint, say, there=problem.status != 404)
    return HTMLResponse(str(page), status_code=problem.status, headers=problem.headers)
