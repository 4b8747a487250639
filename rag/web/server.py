"""The application that app.py runs: the page, the API, whole articles, health.

Everything is served from here; nothing is fetched from anywhere else.
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
from rag.web.api.app import api
from rag.web.api.chat import chat_api
from rag.web.api.problems import add_problems
from rag.web.chat.conversation import Host
from rag.web.chat.page import TITLE, chat_page, page_events, page_texts
from rag.web.chat.ratings import Ratings, add_ratings
from rag.web.chat.saved import Saved
from rag.web.desk import Desk
from rag.web.evaluate.evaluations import Evaluations
from rag.web.evaluate.routes import add_evaluation
from rag.web.guard.access import Access, own_hosts
from rag.web.guard.connections import Connection
from rag.web.guard.layers import guard
from rag.web.metrics import METRICS_TYPE
from rag.web.pages.own_pages import add_pages
from rag.web.shell import STATIC
from rag.web.theme import newsroom
from rag.web.widget import add_widget

if TYPE_CHECKING:
    from starlette.types import ASGIApp

_FINISHED_WITHIN = 20  # seconds for what runs when the server is told to stop


def web_app(
    desk: Desk,
    *,
    access: Access = Access(),  # noqa: B008  # frozen
    host: str = "127.0.0.1",
    ratings: Ratings | None = None,
    evaluations: Evaluations | None = None,
) -> FastAPI:
    """The page and the API of a desk, served on `host`, as an ASGI application.

    `access` says who may ask; what is None is not served.
    """
    saved = Saved()
    page = chat_page(Host(desk, saved, ratings))  # imports gradio

    import gradio as gr

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    guard(app, access, own_hosts(host), desk.metrics, page_events(page))
    add_problems(app)
    desk.log_questions = access.log_questions
    add_pages(app, TITLE, desk, saved, evaluate=evaluations is not None)
    _add_health(app, desk)
    if ratings is not None:
        add_ratings(app, ratings)
    if evaluations is not None:
        add_evaluation(app, evaluations, desk.live)
    add_widget(app)
    app.mount("/api/v1", api(desk))
    app.mount("/v1", chat_api(desk))
    app.mount("/page", StaticFiles(directory=STATIC, packages=[("rag.rendering", "static")]))
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=newsroom(),
        i18n=page_texts(),
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
    """Whether the server lives, whether it can answer now, and what it has done so far."""

    @app.get("/healthz")
    async def healthz() -> dict[str, str | int]:
        index, warning = desk.assistant.index, desk.live.warning
        about: dict[str, str | int] = {
            "generation": index.name,
            "articles": len(index.articles),
        }
        if reranker := desk.assistant.reranker:
            about["reranker"] = reranker.name
        if warning:  # why, the log says: it names folders of this machine
            return {"status": "degraded", "reason": warning, **about}
        if embedding := desk.live.embedding:
            about["embedded"] = embedding.done
            about["to_embed"] = embedding.total
        return {"status": "ok", **about}

    @app.get("/readyz")
    async def readyz() -> JSONResponse:
        if not desk.assistant.ready:
            return JSONResponse({"status": "the model is being loaded"}, status_code=503)
        if desk.full:
            return JSONResponse({"status": "too many questions wait"}, status_code=503)
        return JSONResponse({"status": "ready", "generation": desk.assistant.index.name})

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(desk.metrics.text(), media_type=METRICS_TYPE)


def open_port(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises SettingError where the address or the port cannot be had."""
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
    """Answer requests until the program is told to stop; then finish what runs."""
    signal.signal(signal.SIGTERM, _interrupt)
    with suppress(KeyboardInterrupt):  # uvicorn has shut down by then, and raises it once more
        _Server(server_config(app), app).run(sockets=[listening])


def log_to_stderr() -> None:
    """Write the log of requests, or of questions, where they are switched on."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
    log = logging.getLogger("on_record")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


def _interrupt(*_: object) -> None:
    """uvicorn shuts down and raises the signal once more; that shall end nothing half-way."""
    raise KeyboardInterrupt


def server_config(app: ASGIApp, http: type[Connection] = Connection) -> uvicorn.Config:
    """How uvicorn serves an application; `http` says how long it waits for clients."""
    return uvicorn.Config(
        app,
        http=http,
        log_level="warning",
        server_header=False,
        proxy_headers=False,  # rag.web.guard.forwarded believes named proxies only
        timeout_graceful_shutdown=_FINISHED_WITHIN,
    )


class _Server(uvicorn.Server):
    """Ends the streams that every open page holds, so that stopping need not wait for them."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop, once asked to."""
        for route in self._app.routes:
            stop = getattr(getattr(route, "app", None), "stop_event", None)  # gradio's
            if stop is not None:
                stop.set()
        await super().shutdown(sockets)
