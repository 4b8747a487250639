"""Whether a request means this server, and comes from a page that may send it.

A Host that is not ours is how a foreign page reaches a server on this machine under its own name
(DNS rebinding); a foreign Origin is how it reaches us under ours.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from rag.notice import Notice
from rag.web.api.problems import Problem
from rag.web.guard.paths import is_public
from rag.web.own_page import host_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp, Receive, Scope, Send

    from rag.web.guard.access import Access

_READS = frozenset({"GET", "HEAD", "OPTIONS"})


class Addressed:
    """Lets through what is sent to one of our names, by our own pages, allowed ones, or no page."""

    def __init__(self, app: ASGIApp, access: Access, own: Collection[str]) -> None:
        """`own` are the names that the server always has."""
        self._app = app
        self._hosts = frozenset(own) | {one for one in access.hosts if not one.startswith("*.")}
        self._endings = tuple(one[1:] for one in access.hosts if one.startswith("*."))
        self._any_address = bool(self._hosts & {"0.0.0.0", "::"})  # noqa: S104  # compared only
        self._origins = frozenset(access.origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on. Raises Problem for one that is not ours."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            self._check_host(headers)
            self._check_origin(scope, headers)
        await self._app(scope, receive, send)

    def _check_host(self, headers: Headers) -> None:
        given = headers.getlist("host")
        name = _name(given[0]) if len(given) == 1 else None
        if name is not None and (
            name in self._hosts
            or name.endswith(self._endings)
            or (self._any_address and _is_address(name))
        ):
            return
        raise Problem(
            400,
            Notice("this server is not called by that name"),
            hint=Notice(
                "add the name to RAG_ALLOWED_HOSTS, or open the page at the address it prints"
            ),
        )

    def _check_origin(self, scope: Scope, headers: Headers) -> None:
        """A page of another site may send nothing, unless it is allowed to.

        It may link to a page of ours, and show it where frame-ancestors says so.
        """
        origin = headers.get("origin")
        site = headers.get("sec-fetch-site")
        if origin is not None:
            if origin.lower() in self._origins:
                return
            if (host := host_of(origin)) and host == headers.get("host"):
                return
            if site == "same-origin":  # a proxy gives us another Host than the browser's
                return
        elif site not in {"cross-site", "same-site"} or (
            scope["method"] in _READS
            and (headers.get("sec-fetch-mode") == "navigate" or is_public(scope))
        ):
            return
        raise Problem(
            403,
            Notice("a page of another site may not ask this server"),
            hint=Notice("add its origin, scheme and host, to RAG_ALLOWED_ORIGINS"),
        )


def _name(host: str) -> str | None:
    """A Host without its port, lower-cased; None for what is none."""
    try:
        parts = urlsplit(f"//{host}")
        port = parts.port
    except ValueError:
        return None
    if (
        port == 0
        or parts.path
        or parts.query
        or parts.fragment
        or "@" in host
        or not parts.hostname
    ):
        return None
    return parts.hostname.lower().rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
