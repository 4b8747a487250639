"""Told to stop, the program finishes what runs, and takes nothing new."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
BODY = json.dumps({"question": "What did Lavrov say about peacekeepers?"}).encode()


def test_sigterm_finishes_the_question_under_way(index: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "app.py", "--index", str(index), "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "RAG_EVALUATE": "0", "RAG_RATINGS": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _wait_until_ready(process, port)
        with socket.create_connection(("127.0.0.1", port), timeout=60) as asking:
            asking.sendall(
                b"POST /api/v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json"
                b"\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY[:10]
            )
            time.sleep(0.5)  # until the server has begun with it
            process.send_signal(signal.SIGTERM)
            _wait_until_closed(port)
            asking.sendall(BODY[10:])
            answer = b""
            while piece := asking.recv(65_536):
                answer += piece
        assert answer.startswith(b"HTTP/1.1 200")
        assert b'"citations":[{' in answer
        _, errors = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0, errors
    assert "Traceback" not in errors


def _wait_until_ready(process: subprocess.Popen[str], port: int) -> None:
    for _ in range(1200):
        assert process.poll() is None, process.communicate()[1]
        try:
            if httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise TimeoutError("the program did not start")


def _wait_until_closed(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return
        time.sleep(0.05)
    raise TimeoutError("the program still takes connections")
