"""Clients that send or take next to nothing are let go of, and nobody else is kept waiting.

A real server on a real port, its waits made short; the sockets here are the clients.
"""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

from rag.web.guard.bodies import Bodies
from rag.web.guard.connections import Connection
from tests.serving import serving

PIECE = b"x" * 65_536
ENDED = threading.Event()  # the long response was given up


class Hasty(Connection):
    """Waits a moment where the product waits long enough for a bad line."""

    ASKED_WITHIN = 0.5
    TAKEN_WITHIN = 0.5


async def _small(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{len(await request.body())} bytes")


async def _endless(_: Request) -> StreamingResponse:
    async def pieces() -> AsyncIterator[bytes]:
        try:
            while True:
                yield PIECE
                await asyncio.sleep(0)  # as whatever waits for an answer does
        finally:
            ENDED.set()

    return StreamingResponse(pieces())


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    routes = [Route("/", _small, methods=["GET", "POST"]), Route("/endless", _endless)]
    app = Starlette(routes=routes, middleware=[Middleware(Bodies, sent_within=0.5)])
    with serving(app, http=Hasty) as served:
        yield served


def connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    return socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=30)


def read_to_the_end(opened: socket.socket) -> bytes:
    """What comes until the server closes."""
    read = b""
    try:
        while piece := opened.recv(65_536):
            read += piece
    except ConnectionResetError:
        pass
    return read


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "])
def test_a_head_that_never_ends_is_not_waited_for(address: str, sent: bytes) -> None:
    with connected(address) as opened:
        opened.sendall(sent)
        assert read_to_the_end(opened) == b""


def test_a_head_that_comes_letter_by_letter_is_not_waited_for(address: str) -> None:
    with connected(address) as opened:
        opened.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
        with suppress(ConnectionError):
            for _ in range(200):  # 10 s
                opened.sendall(b"x")
                time.sleep(0.05)
            pytest.fail("the server still waits")


def test_the_head_of_a_second_request_is_timed_too(address: str) -> None:
    with connected(address) as opened:
        opened.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        read = b""
        while not read.endswith(b"0 bytes"):
            read += opened.recv(65_536)
        opened.sendall(b"GET / HTTP/1.1\r\nX: ")
        assert read_to_the_end(opened) == b""


def test_a_body_that_comes_letter_by_letter_is_refused(address: str) -> None:
    head = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n"
    with connected(address) as opened:
        opened.sendall(head)
        for _ in range(5):
            opened.sendall(b"x")
            time.sleep(0.05)
        assert read_to_the_end(opened)  # an error: what exactly, the guard's outermost layer says


def test_who_takes_nothing_of_a_response_is_let_go_of(address: str) -> None:
    ENDED.clear()
    with connected(address) as opened:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        opened.sendall(b"GET /endless HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert ENDED.wait(timeout=30)


def test_who_reads_on_is_not_let_go_of(address: str) -> None:
    taken = 0
    with httpx.stream("GET", f"{address}/endless", timeout=30) as answer:
        began = time.monotonic()
        for piece in answer.iter_raw():
            taken += len(piece)
            if time.monotonic() - began > 4 * Hasty.TAKEN_WITHIN:
                break
    assert taken > 100 * len(PIECE)


def test_others_are_answered_while_hundreds_send_nothing(address: str) -> None:
    idle = [connected(address) for _ in range(200)]
    for opened in idle:
        opened.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n1")
    assert httpx.post(address, content=b"12345", timeout=30).text == "5 bytes"
    for opened in idle:
        assert read_to_the_end(opened)
        opened.close()
