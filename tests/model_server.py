"""A language model's server on a real port: OpenAI's chat protocol, with scripted answers."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PIECE = 7  # characters of an answer in one event


@dataclass
class Reply:
    """What the server does with a request."""

    text: str = ""
    status: int = 200
    body: bytes | None = None  # sent as it is, in place of events
    breaks_after: int | None = None  # characters; then the connection is cut
    waits: float = 0.0  # seconds before the first event
    tool_calls: bool = False
    location: str = ""  # of a redirect
    between: float = 0.0  # seconds between events


@dataclass
class Scripted:
    """The address of a server, what it answers, and what it was sent."""

    url: str
    reply: Callable[[dict[str, Any]], Reply]
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)  # a client left early

    def answers(self, text: str) -> None:
        """Answer every request with a text."""
        self.reply = lambda _: Reply(text)

    def does(self, reply: Reply) -> None:
        """Treat every request alike."""
        self.reply = lambda _: reply


@contextmanager
def model_server(text: str = "") -> Iterator[Scripted]:
    """A server in a thread, which answers with a text."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            scripted.requests.append(json.loads(self.rfile.read(length)))
            scripted.headers.append({k.lower(): v for k, v in self.headers.items()})
            try:
                _respond(self, scripted.reply(scripted.requests[-1]))
            except (BrokenPipeError, ConnectionResetError):
                scripted.gone.set()
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    scripted = Scripted(f"http://127.0.0.1:{server.server_port}/v1", lambda _: Reply(text))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield scripted
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _respond(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    _wait(handler, reply.waits)
    if reply.status != 200 or reply.body is not None:
        body = reply.body or json.dumps({"error": {"message": "no", "type": "x"}}).encode()
        handler.send_response(reply.status)
        if reply.location:
            handler.send_header("Location", reply.location)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
        return
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.send_header("Connection", "close")
    handler.end_headers()
    end = len(reply.text) if reply.breaks_after is None else reply.breaks_after
    if reply.tool_calls:
        call = {"index": 0, "id": "1", "type": "function"}
        _event(handler, {"tool_calls": [{**call, "function": {"name": "f", "arguments": "{}"}}]})
    for at in range(0, end, PIECE):
        _wait(handler, reply.between)
        _event(handler, {"content": reply.text[at : min(at + PIECE, end)]})
    if reply.breaks_after is not None:
        handler.wfile.write(b'data: {"id": "1", "cho')
        return
    _event(handler, {}, "tool_calls" if reply.tool_calls else "stop")
    handler.wfile.write(b"data: [DONE]\n\n")


def _wait(handler: BaseHTTPRequestHandler, seconds: float) -> None:
    """Wait; raise ConnectionResetError if the client leaves meanwhile."""
    ends = time.monotonic() + seconds
    handler.connection.setblocking(False)
    while time.monotonic() < ends:
        try:
            if handler.connection.recv(1) == b"":
                raise ConnectionResetError
        except BlockingIOError:
            time.sleep(0.02)
    handler.connection.setblocking(True)


def _event(
    handler: BaseHTTPRequestHandler, delta: dict[str, Any], finish: str | None = None
) -> None:
    chunk = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    handler.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
    handler.wfile.flush()
