"""The application that app.py runs: the page, the API, whole articles, health.

Everything is served from here; no page loads anything from elsewhere.
"""

from __future__ import annotations

import errno
import logging
import signal
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from rag.errors import SettingError
from rag.web.adding.add_routes import Adding, add_adding
from rag.web.api.app import make_api
from rag.web.api.chat import make_chat_api
from rag.web.api.problems import add_problems
from rag.web.chat.conversation import Host
from rag.web.chat.page import make_page, make_texts
from rag.web.chat.saved import Saved
from rag.web.desk import Desk
from rag.web.evaluate.evaluations import Evaluations
from rag.web.evaluate.routes import add_evaluation
from rag.web.guard.access import Access, list_own_hosts
from rag.web.guard.connections import Connection
from rag.web.guard.layers import guard
from rag.web.metrics import METRICS_TYPE
from rag.web.page_events import list_events
from rag.web.pages.collection_pages import add_collection
from rag.web.pages.own_pages import add_pages
from rag.web.ratings import Ratings, add_ratings
from rag.web.shell import STATIC, TITLE
from rag.web.theme import make_theme
from rag.web.widget import add_widget

if TYPE_CHECKING:
    from starlette.types import ASGIApp

_FINISHED_WITHIN = 20  # seconds for running requests when the server stops


def make_web_app(  # noqa: PLR0913  # the parts that may be left out
    desk: Desk,
    *,
    access: Access = Access(),  # noqa: B008  # frozen
    host: str = "127.0.0.1",
    ratings: Ratings | None = None,
    evaluations: Evaluations | None = None,
    adding: Adding | None = None,
) -> FastAPI:
    """Make the ASGI application with the page and the API of a desk, for a server on `host`.

    `access` says who may ask. Without `ratings`, `evaluations` or `adding`, these parts are not
    served.
    """
    saved = Saved()
    page = make_page(Host(desk, saved, ratings))  # imports gradio

    import gradio as gr

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    guard(
        app, access, list_own_hosts(host), desk.metrics, list_events(page), files=adding is not None
    )
    add_problems(app)
    desk.log_questions = access.log_questions
    app.state.evaluate = evaluations is not None  # every page links to the tab
    add_pages(app, TITLE, desk, saved)
    add_collection(app, desk, adds=adding is not None)
    _add_health(app, desk)
    if ratings is not None:
        add_ratings(app, ratings)
    if evaluations is not None:
        add_evaluation(app, evaluations, desk.live)
    if adding is not None:
        add_adding(app, adding, desk.live)
    add_widget(app, access.origins)
    app.mount("/api/v1", make_api(desk))
    app.mount("/v1", make_chat_api(desk))
    app.mount("/page", StaticFiles(directory=STATIC, packages=[("rag.rendering", "static")]))
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=make_theme(),
        i18n=make_texts(),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        max_file_size="1b",
    )
    return app


def _add_health(app: FastAPI, desk: Desk) -> None:
    """Serve whether the server runs, whether it can answer now, and its metrics."""

    @app.get("/healthz")
    async def healthz() -> dict[str, str | int]:
        index, warning = desk.assistant.index, desk.live.warning
        about: dict[str, str | int] = {
            "generation": index.name,
            "articles": len(index.articles),
        }
        if reranker := desk.assistant.reranker:
            about["reranker"] = reranker.name
        if desk.writer is not None:
            about["language_model"] = desk.writer.name
        if warning:  # the log has the details, which name folders of this machine
            return {"status": "degraded", "reason": warning, **about}
        if embedding := desk.live.embedding:
            about["embedded"] = embedding.done
            about["to_embed"] = embedding.total
        return {"status": "ok", **about}

    @app.get("/readyz")
    async def readyz() -> JSONResponse:
        if reason := _find_hindrance(desk):
            return JSONResponse({"status": reason}, status_code=503)
        return JSONResponse({"status": "ready", "generation": desk.assistant.index.name})

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(desk.metrics.text(), media_type=METRICS_TYPE)


def _find_hindrance(desk: Desk) -> str:
    """Why questions cannot be answered now; empty if they can."""
    if not desk.assistant.ready:
        return "the model is loading"
    if desk.live.unreachable:  # the log has the details, which name the server
        return "the server of the index does not answer"
    return "too many questions are waiting" if desk.full else ""


def open_port(host: str, port: int) -> socket.socket:
    """Open a listening socket. Raises SettingError if the address or the port is not available."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        busy = error.errno == errno.EADDRINUSE
        raise SettingError(
            f"{host}:{port}: {'the port is in use' if busy else error.strerror or error}",
            hint=f"stop the program that uses it, or choose another: --port {port % 65535 + 1}"
            if busy
            else "give an address of this machine with --host, and a port above 1023 with --port",
        ) from error
    return listening


def serve(app: FastAPI, listening: socket.socket) -> None:
    """Answer requests until the program is stopped; then finish the running ones."""
    signal.signal(signal.SIGTERM, _interrupt)
    with suppress(KeyboardInterrupt):  # uvicorn raises it again after its shutdown
        uvicorn.Server(server_config(app)).run(sockets=[listening])


def log_to_stderr() -> None:
    """Write the logs of requests and questions, if they are switched on, to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
    log = logging.getLogger("on_record")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


def _interrupt(*_: object) -> None:
    """uvicorn shuts down and raises the signal again, which must not interrupt other work."""
    raise KeyboardInterrupt


def server_config(app: ASGIApp, http: type[Connection] = Connection) -> uvicorn.Config:
    """The configuration of uvicorn; `http` limits how long it waits for clients."""
    return uvicorn.Config(
        app,
        http=http,
        log_level="warning",
        server_header=False,
        proxy_headers=False,  # rag.web.guard.forwarded trusts only the configured proxies
        timeout_graceful_shutdown=_FINISHED_WITHIN,
    )
