"""Reads the whole body of a request, within limits of size and time, before it is passed on.

Otherwise a client that sends very slowly, or without end, would occupy a part of the server.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect

from rag.notice import Notice
from rag.web.api.problems import Problem
from rag.web.guard.paths import is_file

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 262_144  # bytes; a question has at most 2,000 characters, and 30 before it
LARGEST_FILE = 16 * 2**20  # bytes of a file with articles
_FILES = 4  # read at the same time; each is in memory
# bytes beyond the limit that are read and discarded, so that the client sees the refusal
_DISCARDED = 2_097_152
_SENT_WITHIN = 15  # seconds for a whole body
_FILE_WITHIN = 120  # seconds for a whole file
_AGAIN_AFTER = 5  # seconds


@dataclass(frozen=True, slots=True)
class _Limits:
    """The limits of one body."""

    bytes: int
    seconds: float
    hint: str


class Bodies:
    """Passes on whole bodies."""

    def __init__(
        self, app: ASGIApp, *, sent_within: float = _SENT_WITHIN, files: bool = False
    ) -> None:
        """`files`: files with articles may be sent to the addresses that take them."""
        self._app = app
        question = Notice(
            "ask a question of at most 2,000 characters, with at most 30 earlier ones"
        )
        self._usual = _Limits(LARGEST, sent_within, question)
        file = Notice("split the file, or ask the person who runs this server to add it")
        self._of_file = _Limits(LARGEST_FILE, _FILE_WITHIN, file)
        self._takes_files = files
        self._files = asyncio.Semaphore(_FILES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request. Raises Problem for a body that is too large or too slow."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if not (self._takes_files and is_file(scope)):
            await self._pass_on(scope, receive, send, self._usual)
            return
        if self._files.locked():
            await _discard(receive, self._of_file)
            raise Problem(
                503,
                Notice("other files are being added"),
                hint=Notice("try again in {seconds} s", seconds=_AGAIN_AFTER),
                headers={"Retry-After": str(_AGAIN_AFTER), "Connection": "close"},
            )
        async with self._files:
            await self._pass_on(scope, receive, send, self._of_file)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send, limits: _Limits) -> None:
        body: Message | None = await self._read_body(scope, receive, limits)

        async def receive_whole() -> Message:
            nonlocal body
            if body is not None:
                message, body = body, None
                return message
            return await receive()

        await self._app(scope, receive_whole, send)

    async def _read_body(self, scope: Scope, receive: Receive, limits: _Limits) -> Message:
        stated = Headers(scope=scope).get("content-length", "0")
        if not stated.isdecimal() or int(stated) > limits.bytes:
            await _discard(receive, limits)
            raise _refuse_too_large(limits)
        parts = bytearray()
        try:
            async with asyncio.timeout(limits.seconds):
                more = True
                while more:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise ClientDisconnect
                    parts += message.get("body", b"")
                    more = message.get("more_body", False)
                    if len(parts) > limits.bytes:
                        await _discard(receive, limits)
                        raise _refuse_too_large(limits)
        except TimeoutError as error:
            raise Problem(
                408,
                "the request did not arrive in time",
                hint="send it again, in one piece",
                headers={"Connection": "close"},
            ) from error
        return {"type": "http.request", "body": bytes(parts), "more_body": False}


async def _discard(receive: Receive, limits: _Limits) -> None:
    """Read on for a while; a client that is cut off while sending may not see the refusal."""
    left = limits.bytes + _DISCARDED
    with suppress(TimeoutError):
        async with asyncio.timeout(limits.seconds):
            while left > 0:
                message = await receive()
                if not message.get("more_body", False):
                    return
                left -= len(message.get("body", b""))


def _refuse_too_large(limits: _Limits) -> Problem:
    return Problem(
        413,
        f"the request has more than {limits.bytes:,} bytes",
        hint=limits.hint,
        headers={"Connection": "close"},
    )
