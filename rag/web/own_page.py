"""Whether a request that changes something comes from a page of this server."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rag.errors import QuestionError
from rag.notice import Notice

if TYPE_CHECKING:
    from starlette.requests import Request


class Foreign(QuestionError):
    """A request that a page of another site made the browser send."""


def check_own_page(request: Request) -> None:
    """Raise Foreign unless the browser says that a page of this server sent the request.

    If a proxy changes the Host header, browsers still send Sec-Fetch-Site for pages that are served
    over https or from this machine.
    """
    if request.headers.get("sec-fetch-site") == "same-origin":
        return
    host = host_of(request.headers.get("origin", ""))
    if not host or host != request.headers.get("host"):
        raise Foreign(
            Notice("this request does not come from this server's page"),
            hint=Notice("open the page at its own address; a proxy must pass on the Host header"),
        )


def host_of(origin: str) -> str:
    """The host and port of an Origin; empty for what is none, such as "null" or "http://[".

    Whatever a client writes there must not be an error of the server's.
    """
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
