"""The security headers of every response, as ASGI middleware.

It is pure ASGI, so that answers can stream through it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Scripts come only from files of this server: no inline script, no eval. Gradio sets inline styles,
# which cannot run anything. Images from elsewhere would tell others what a reader sees.
_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "media-src 'self' blob:",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "base-uri 'self'",
        "form-action 'self'",
        "object-src 'none'",
        "frame-ancestors 'self'",  # followed by the origins that may embed the page
    )
)
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Browsers and proxies may cache the page's own files, but no article, question or count.
_MAY_BE_KEPT = ("text/css", "text/javascript", "application/javascript", "font/", "image/")


class SecurityHeaders:
    """Adds the headers to every HTTP response; a report keeps its own policy."""

    def __init__(self, app: ASGIApp, origins: Sequence[str] = ()) -> None:
        """`origins` are those of other sites whose pages may embed this page."""
        self._app = app
        self._headers = {
            "Content-Security-Policy": " ".join((_POLICY, *origins)),
            **({} if origins else {"X-Frame-Options": "SAMEORIGIN"}),
            **_HEADERS,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if not headers.get("content-type", "").startswith(_MAY_BE_KEPT):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)
