"""The real app in a process of its own, and a real browser: for tests and for screenshots."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
_STARTED_WITHIN = 120  # seconds; the model takes some of them to load
_SWITCHES = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP *.example 127.0.0.1",  # other sites of the tests: embedding.py
]


@contextmanager
def serving(
    index: Path,
    corpus: Path = ROOT / "corpus",
    questions: Path = ROOT / "tests" / "questions",
    options: Sequence[str] = (),
) -> Iterator[str]:
    """The address of the app, serving an index that it builds first; stopped as by Ctrl-C.

    Its runs and its feedback are beside the index.
    """
    port = free_port()
    command = [
        sys.executable,
        "app.py",
        "--index",
        str(index),
        "--corpus",
        str(corpus),
        "--port",
        str(port),
        *options,
    ]
    process = subprocess.Popen(  # noqa: S603  # our own program
        command,
        cwd=ROOT,
        env={
            "RAG_QUESTIONS_PER_MINUTE": "0",  # tests start more evaluations than a reader may
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "RAG_QUESTIONS": str(questions),
            "RAG_RUNS": str(index.parent / "runs"),
            "RAG_FEEDBACK": str(index.parent / "feedback"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(process, address)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        try:
            _, errors = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert process.returncode == 0, errors
    assert "Traceback" not in errors, errors


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's own browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_SWITCHES)
        yield browser
        browser.close()


def forget(reader: BrowserContext, address: str) -> None:
    """Empty what a browser stores of the page: conversations of the test before."""
    page = reader.new_page()
    where = {"origin": address, "storageTypes": "local_storage,session_storage"}
    reader.new_cdp_session(page).send("Storage.clearDataForOrigin", where)
    page.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[str], address: str) -> None:
    end = time.monotonic() + _STARTED_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the app ended: {process.communicate()[1]}")
        with suppress(URLError, ConnectionError), urlopen(f"{address}/healthz") as answer:  # noqa: S310
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise TimeoutError(f"{address} did not answer within {_STARTED_WITHIN} s")
