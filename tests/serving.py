"""An application on a real port, in a thread of the test: for what a server must do."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from rag.web.guard.connections import Connection
from rag.web.server import server_config


@contextmanager
def serving(
    app: ASGIApp, *, host: str = "127.0.0.1", http: type[Connection] = Connection
) -> Iterator[str]:
    """The address of an application, configured as app.py does it."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.bind((host, 0))
    listening.listen(128)
    server = uvicorn.Server(server_config(app, http))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the server did not start")
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        listening.close()
    assert not thread.is_alive(), "the server did not stop"
