"""Keeps the index in step with the corpus while the server runs: one build at a time."""

from __future__ import annotations

import json
import logging
import subprocess
import threading
from dataclasses import asdict, dataclass, replace
from typing import IO

from rag.build.background import start_beside
from rag.errors import IndexBusy
from rag.live import Live
from rag.web.adding.build_process import BuildOrder

_SETTLED = 1.0  # seconds before a build: files are often added several at once
_AGAIN_AFTER = 5.0  # seconds; another program that writes the index may have ended by then

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Building:
    """How far the index is."""

    state: str = "idle"  # idle, waiting, building, done or failed
    stage: str = ""
    done: int = 0
    total: int = 0
    message: str = ""  # why it failed, or what it waits for
    hint: str = ""

    @property
    def under_way(self) -> bool:
        """Whether the index is to change."""
        return self.state in {"waiting", "building"}


class Builder:
    """Builds the index in another process whenever it is told that the corpus has changed."""

    def __init__(self, order: BuildOrder, live: Live) -> None:
        self._order = order
        self._live = live
        self._now = Building()
        self._changed = threading.Event()
        self._telling = threading.Lock()  # a change and the state that announces it
        self._over = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep_building, name="builder", daemon=True)
        self._thread.start()

    @property
    def now(self) -> Building:
        """How far the index is."""
        return self._now

    def build(self) -> None:
        """Build soon; a build under way is followed by another."""
        with self._telling:
            self._changed.set()
            if not self._now.under_way:
                self._now = Building("waiting")

    def close(self) -> None:
        """Stop a build under way; the next one goes on from there."""
        self._over.set()
        self._changed.set()
        process = self._process
        if process is not None and process.stdin is not None:
            process.stdin.close()
        self._thread.join(timeout=10)

    def _keep_building(self) -> None:
        while True:
            self._changed.wait()
            if self._over.wait(_SETTLED):
                return
            self._changed.clear()
            self._now = Building("building")
            try:
                outcome = self._build()
            except Exception:  # noqa: BLE001  # a later change must be built in any case
                _log.exception("the index could not be built")
                outcome = Building("failed", message="something went wrong while building")
            with self._telling:
                self._now = Building("waiting") if self._changed.is_set() else outcome
            if outcome.under_way and not self._over.wait(_AGAIN_AFTER):
                self._changed.set()

    def _build(self) -> Building:
        """Build once; the state after it: "waiting" if another program writes the index."""
        process = start_beside("rag.web.adding.build_process", json.dumps(asdict(self._order)))
        self._process = process
        assert process.stdout is not None  # noqa: S101  # start_beside opens it
        failed = self._follow(process.stdout)
        code = process.wait()
        self._process = None
        if code == IndexBusy.exit_code:
            return replace(failed, state="waiting")
        if code:
            _log.error("the index could not be built: %s", failed.message or f"exit code {code}")
            return replace(failed, state="failed")
        self._live.look()
        return Building("done")

    def _follow(self, lines: IO[bytes]) -> Building:
        """Read what the process writes; its error, if it writes one."""
        failed = Building()
        for line in lines:
            report = json.loads(line)
            if "stage" in report:
                self._now = Building("building", report["stage"], report["done"], report["total"])
            elif "error" in report:
                failed = Building(message=report["error"], hint=report["hint"])
            else:
                self._live.look()  # published; what is left to embed follows
        return failed
