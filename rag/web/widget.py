"""static/widget/ -> /widget.js, the script for other sites, and /embed, a page of the widget."""

from __future__ import annotations

import json
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from fastapi import FastAPI, Request  # noqa: TC002  # FastAPI reads the annotations
from fastapi.responses import HTMLResponse, Response

from rag.rendering.markup import Html, element, joined
from rag.web.shell import STATIC

if TYPE_CHECKING:
    from collections.abc import Mapping

_PARTS = ("texts.js", "colours.js", "server.js", "view.js", "element.js")
_KEPT = 300  # seconds that a browser caches the script
# The attributes that /embed takes from its address: appearance and start. The access token and the
# server address are not among them.
_ATTRIBUTES: Final = frozenset(
    "heading lang theme accent background question ask examples speaker from to outlet articles "
    "remember".split()
)


def add_widget(app: FastAPI) -> None:
    """Serve the script that pages of other sites load, and the page that they embed."""
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
        return HTMLResponse(str(embed_document(request.query_params)))


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


def embed_document(given: Mapping[str, str]) -> Html:
    """A page with only the widget; its address gives the attributes."""
    wanted = {f"{name}_": given[name] for name in sorted(_ATTRIBUTES & given.keys())}
    lang = "ru" if given.get("lang", "").startswith("ru") else "en"
    return joined(
        Html("<!doctype html>"),
        element(
            "html",
            element(
                "head",
                element("meta", charset="utf-8"),
                element("meta", name="viewport", content="width=device-width, initial-scale=1"),
                element("meta", name="color-scheme", content="light dark"),
                element("title", given.get("heading") or "On Record"),
                element("link", rel="icon", href="page/icon.svg", type="image/svg+xml"),
                element("link", rel="stylesheet", href="page/embed.css"),
                element("script", src="widget.js"),
            ),
            element("body", element("main", element("on-record-chat", **wanted))),
            lang=lang,
        ),
    )
