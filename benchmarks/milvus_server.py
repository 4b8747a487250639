"""milvus-lite as a server of its own, on the loopback address and a free port."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_STARTS_WITHIN = 60  # seconds


class MilvusServer:
    """A server that can be stopped and started again with the same data, below a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start the server, and wait until it listens. Raises TimeoutError with its log."""
        command = "from milvus_lite.cmdline import main; import sys; sys.exit(main())"
        data = str(self._folder / "data")
        options = ["--host", "127.0.0.1", "--port", str(self._port), "--data-dir", data]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  # our own command
                [sys.executable, "-c", command, "server", *options],
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + _STARTS_WITHIN
        while time.monotonic() < end:
            with socket.socket() as asked:
                asked.settimeout(1)
                if asked.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            time.sleep(0.1)
        raise TimeoutError((self._folder / "log").read_text(encoding="utf-8"))

    def stop(self) -> None:
        """Stop the server, if it runs."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None


@contextmanager
def milvus_running(folder: Path) -> Iterator[MilvusServer]:
    """A server with its data below a folder, which is stopped at the end."""
    server = MilvusServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
