"""Forwarded headers: trusted if a configured proxy sends them, and removed otherwise.

After this layer, host, scheme and client are those of the browser, and no forwarded header is left,
because Gradio would trust X-Forwarded-Host from anybody.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from rag.web.guard.access import Access, Network

_FORWARDED: Final = frozenset(
    name.encode()
    for name in """
        forwarded x-forwarded-for x-forwarded-host x-forwarded-proto x-forwarded-port
        x-forwarded-prefix x-forwarded-server x-forwarded-path x-forwarded-scheme x-forwarded-ssl
        x-real-ip x-original-host x-original-url x-rewrite-url x-scheme x-url-scheme
        x-http-method-override x-direct-url front-end-https
    """.split()
)


class Forwarded:
    """Rewrites host, scheme and client of a request; puts the proxy's user name into its state."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._proxies = access.proxies
        self._identity = access.identity_header.encode() if access.identity_header else None
        self._root = access.root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        peer = scope["client"][0] if scope.get("client") else ""
        state = scope.setdefault("state", {})
        state["identity"] = None
        struck = _FORWARDED
        if self._identity is not None:
            struck |= {self._identity}
        kept = [(name, value) for name, value in scope["headers"] if name.lower() not in struck]
        if self._trusts(peer):
            scope["client"] = (self._find_client(headers, peer), 0)
            scheme = headers.get("x-forwarded-proto", "").strip().lower()
            if scheme in {"http", "https"}:
                scope["scheme"] = scheme
            if host := headers.get("x-forwarded-host", "").strip():
                kept = [(name, value) for name, value in kept if name.lower() != b"host"]
                kept.append((b"host", host.encode("latin-1", "replace")))
            if self._identity is not None:
                names = headers.getlist(self._identity.decode())
                state["identity"] = names[0].strip() or None if len(names) == 1 else None
        scope["headers"] = kept
        self._place(scope)
        await self._app(scope, receive, send)

    def _trusts(self, address: str) -> bool:
        return is_in(address, self._proxies)

    def _find_client(self, headers: Headers, peer: str) -> str:
        """The last address that is not a trusted proxy; the ones before it can be forged."""
        chain = [
            part.strip() for line in headers.getlist("x-forwarded-for") for part in line.split(",")
        ]
        for address in reversed(chain):
            if not is_in(address, self._proxies):
                return address if _parse_address(address) else peer
        return peer

    def _place(self, scope: Scope) -> None:
        """Serve below the root path, whether the proxy removes it or not."""
        if not self._root:
            return
        path = scope["path"]
        if path != self._root and not path.startswith(f"{self._root}/"):
            scope["path"] = self._root + path
            scope["raw_path"] = self._root.encode() + scope.get("raw_path", path.encode())
        scope["root_path"] = self._root


def is_in(address: str, networks: tuple[Network, ...]) -> bool:
    """Whether an address lies in one of the networks."""
    parsed = _parse_address(address)
    return parsed is not None and any(parsed in network for network in networks)


def _parse_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        parsed = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(parsed, "ipv4_mapped", None)
    return mapped or parsed
