"""Reads the whole body of a request, within limits of size and time, before it is passed on.

Otherwise a client that sends very slowly, or without end, would occupy a part of the server.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect

from rag.web.api.problems import Problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 262_144  # bytes; a question has at most 2,000 characters, and 30 before it
_DISCARDED = 2_097_152  # bytes that are read and discarded, so that the client sees the refusal
_SENT_WITHIN = 15  # seconds for a whole body


class Bodies:
    """Passes on whole bodies."""

    def __init__(self, app: ASGIApp, *, sent_within: float = _SENT_WITHIN) -> None:
        self._app = app
        self._sent_within = sent_within

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request. Raises Problem for a body that is too large or too slow."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body: Message | None = await self._body(scope, receive)

        async def receive_whole() -> Message:
            nonlocal body
            if body is not None:
                message, body = body, None
                return message
            return await receive()

        await self._app(scope, receive_whole, send)

    async def _body(self, scope: Scope, receive: Receive) -> Message:
        stated = Headers(scope=scope).get("content-length", "0")
        if not stated.isdecimal() or int(stated) > LARGEST:
            await _discard(receive, self._sent_within)
            raise _too_large()
        parts = bytearray()
        try:
            async with asyncio.timeout(self._sent_within):
                more = True
                while more:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise ClientDisconnect
                    parts += message.get("body", b"")
                    more = message.get("more_body", False)
                    if len(parts) > LARGEST:
                        await _discard(receive, self._sent_within)
                        raise _too_large()
        except TimeoutError as error:
            raise Problem(
                408,
                "the request did not arrive in time",
                hint="send it again, in one piece",
                headers={"Connection": "close"},
            ) from error
        return {"type": "http.request", "body": bytes(parts), "more_body": False}


async def _discard(receive: Receive, within: float) -> None:
    """Read on for a while; a client that is cut off while sending may not see the refusal."""
    left = _DISCARDED
    with suppress(TimeoutError):
        async with asyncio.timeout(within):
            while left > 0:
                message = await receive()
                if not message.get("more_body", False):
                    return
                left -= len(message.get("body", b""))


def _too_large() -> Problem:
    return Problem(
        413,
        f"the request has more than {LARGEST:,} bytes",
        hint="ask a question of at most 2,000 characters, with at most 30 earlier ones",
        headers={"Connection": "close"},
    )
