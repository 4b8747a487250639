"""static/widget/ -> /widget.js, the script for other sites, and /embed, a page of the widget."""

from __future__ import annotations

import json
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from fastapi import FastAPI, Request  # noqa: TC002  # FastAPI reads the annotations
from fastapi.responses import HTMLResponse, Response

from rag.rendering.markup import Html, element, joined
from rag.web.shell import STATIC

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PARTS = ("texts.js", "colours.js", "server.js", "view.js", "element.js")
_KEPT = 300  # seconds that a browser caches the script
# The attributes that /embed takes from its address: appearance and start. The access token and the
# server address are not among them.
_ATTRIBUTES: Final = frozenset(
    "heading lang theme accent background question ask examples speaker from to outlet articles "
    "remember".split()
)


# The page for a site that may not embed the widget: it holds nothing of the articles, so that any
# site may show it, and says which setting is missing. The browser alone would name none.
_REFUSED: Final = "default-src 'none'; script-src 'self'; frame-ancestors *"


def add_widget(app: FastAPI, origins: Sequence[str] = ()) -> None:
    """Serve the script that pages of other sites load, and the page that they embed.

    `origins` are those of the sites that may embed it.
    """
    script = widget_script().encode()
    tag = f'"{blake2b(script, digest_size=12).hexdigest()}"'
    headers = {
        "Cache-Control": f"public, max-age={_KEPT}",
        "ETag": tag,
        "Cross-Origin-Resource-Policy": "cross-origin",  # other sites load it
    }

    @app.get("/widget.js")
    async def widget(request: Request) -> Response:
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(script, media_type="text/javascript", headers=headers)

    @app.get("/embed")
    async def embed(request: Request) -> HTMLResponse:
        if origin := _find_foreign_frame(request, origins):
            headers = {"Content-Security-Policy": _REFUSED}
            return HTMLResponse(str(_make_refusal(origin)), status_code=403, headers=headers)
        return HTMLResponse(str(embed_document(request.query_params)))


def _find_foreign_frame(request: Request, origins: Sequence[str]) -> str:
    """The origin of a page that shows this one in a frame and may not; empty if none is known."""
    try:
        parts = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return ""
    origin = f"{parts.scheme}://{parts.netloc}"
    is_framed = request.headers.get("sec-fetch-dest") in {"iframe", "frame"}
    is_own = parts.netloc == request.headers.get("host")
    return "" if not is_framed or not parts.netloc or is_own or origin in origins else origin


def _make_refusal(origin: str) -> Html:
    """A page that says why the widget is not in this frame."""
    reason = f"On Record: {origin} may not show this page: add {origin} to RAG_ALLOWED_ORIGINS"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("title", "On Record"),
        element("script", src="page/framed.js", defer=""),
    )
    body = element("body", element("main", reason))
    return joined(Html("<!doctype html>"), element("html", head, body, lang="en"))


@cache
def widget_script() -> str:
    """The whole script: its parts in one scope, with the styles."""
    from rcssmin import cssmin
    from rjsmin import jsmin

    folder = STATIC / "widget"
    styles = cssmin((folder / "widget.css").read_text(encoding="utf-8"))
    parts = "\n".join((folder / name).read_text(encoding="utf-8") for name in _PARTS)
    parts = parts.replace('"@styles"', json.dumps(styles))
    return str(jsmin(f'(() => {{\n"use strict";\n{parts}}})();\n'))


def embed_document(attributes: Mapping[str, str]) -> Html:
    """A page with only the widget; its address gives the attributes."""
    wanted = {f"{name}_": attributes[name] for name in sorted(_ATTRIBUTES & attributes.keys())}
    lang = "ru" if attributes.get("lang", "").startswith("ru") else "en"
    return joined(
        Html("<!doctype html>"),
        element(
            "html",
            element(
                "head",
                element("meta", charset="utf-8"),
                element("meta", name="viewport", content="width=device-width, initial-scale=1"),
                element("meta", name="color-scheme", content="light dark"),
                element("title", attributes.get("heading") or "On Record"),
                element("link", rel="icon", href="page/icon.svg", type="image/svg+xml"),
                element("link", rel="stylesheet", href="page/embed.css"),
                element("script", src="widget.js"),
            ),
            element("body", element("main", element("on-record-chat", **wanted))),
            lang=lang,
        ),
    )
