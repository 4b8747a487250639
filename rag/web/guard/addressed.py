"""Checks that a request is meant for this server and comes from a page that may send it.

A foreign page can reach a server on this machine under its own hostname (DNS rebinding), which the
Host header shows, or under ours, which the Origin header shows.
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
    """Passes on requests to our hostnames from our pages, from allowed ones, or from no page."""

    def __init__(self, app: ASGIApp, access: Access, own_hosts: Collection[str]) -> None:
        """`own_hosts` are the hostnames that the server always accepts."""
        self._app = app
        self._hosts = frozenset(own_hosts) | {
            host for host in access.hosts if not host.startswith("*.")
        }
        self._endings = tuple(host[1:] for host in access.hosts if host.startswith("*."))
        self._any_address = bool(self._hosts & {"0.0.0.0", "::"})  # noqa: S104  # compared only
        self._origins = frozenset(access.origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request. Raises Problem for a foreign one."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            self._check_host(headers)
            self._check_origin(scope, headers)
        await self._app(scope, receive, send)

    def _check_host(self, headers: Headers) -> None:
        hosts = headers.getlist("host")
        name = _name(hosts[0]) if len(hosts) == 1 else None
        if name is not None and (
            name in self._hosts
            or name.endswith(self._endings)
            or (self._any_address and _is_address(name))
        ):
            return
        raise Problem(
            400,
            Notice("this server does not accept that hostname"),
            hint=Notice(
                "add the hostname to RAG_ALLOWED_HOSTS, or open the address that the server prints"
            ),
        )

    def _check_origin(self, scope: Scope, headers: Headers) -> None:
        """Refuse requests of pages of other sites, unless they are allowed.

        Any page may link to ours, and frame-ancestors says which may embed it.
        """
        origin = headers.get("origin")
        site = headers.get("sec-fetch-site")
        if origin is not None:
            if origin.lower() in self._origins:
                return
            if (host := host_of(origin)) and host == headers.get("host"):
                return
            if site == "same-origin":  # a proxy has changed the Host header
                return
        elif site not in {"cross-site", "same-site"} or (
            scope["method"] in _READS
            and (headers.get("sec-fetch-mode") == "navigate" or is_public(scope))
        ):
            return
        raise Problem(
            403,
            Notice("pages of that site may not send requests to this server"),
            hint=Notice("add the site's origin (scheme and host) to RAG_ALLOWED_ORIGINS"),
        )


def _name(host: str) -> str | None:
    """A Host without its port, in lower case; None if it is not valid."""
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
