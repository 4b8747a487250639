"""Whether a request that changes something comes from a page of this server."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rag.errors import QuestionError
from rag.notice import Notice

if TYPE_CHECKING:
    from starlette.requests import Request


class Foreign(QuestionError):
    """A request that another site's page has made a reader's browser send."""


def check_own_page(request: Request) -> None:
    """Raise Foreign unless the browser says that a page of this server sent the request.

    Behind a proxy that gives another Host, browsers say it themselves (Sec-Fetch-Site), where the
    page is served over https or from this machine.
    """
    if request.headers.get("sec-fetch-site") == "same-origin":
        return
    host = host_of(request.headers.get("origin", ""))
    if not host or host != request.headers.get("host"):
        raise Foreign(
            Notice("this request does not come from the page of this server"),
            hint=Notice(
                "open the page at its own address; behind a proxy, pass the Host header on"
            ),
        )


def host_of(origin: str) -> str:
    """The host and port of an Origin; empty for what is none, such as "null" or "http://[".

    Whatever a client writes there must not be an error of the server's.
    """
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
