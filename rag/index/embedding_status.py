"""The progress of embedding an index: the process that embeds writes it, servers read it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "EMBEDDING"
_EVERY = 1.0  # seconds between two writes
_SILENT = 60.0  # seconds without one after which the embedding counts as stopped


@dataclass(frozen=True, slots=True)
class EmbeddingStatus:
    """How many texts are embedded, and how long the others take."""

    done: int  # texts
    total: int
    seconds_left: float | None  # None: not known yet, or nothing is running
    running: bool

    @property
    def percent(self) -> int:
        """The share that is done, 0 to 100."""
        return 100 * self.done // self.total if self.total else 100


@contextmanager
def reporting_status(index: Path, total: int) -> Iterator[Callable[[int], None]]:
    """Write the progress into the index folder; call the result with the number of texts done.

    A status that cannot be written is no error, because nothing depends on it.
    """
    path, began = index / NAME, time.monotonic()
    last = -_EVERY

    def report(done: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _EVERY:
            return
        last = now
        left = (now - began) * (total - done) / done if done else None
        _write(path, EmbeddingStatus(done, total, left, running=True))

    report(0)
    try:
        yield report
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def read_status(index: Path) -> EmbeddingStatus | None:
    """The progress of embedding an index; None if none has begun."""
    path = index / NAME
    try:
        status = EmbeddingStatus(**json.loads(path.read_text(encoding="utf-8")))
        silent = time.time() - path.stat().st_mtime
    except (OSError, ValueError, TypeError):
        return None
    if silent < _SILENT:
        return status
    return EmbeddingStatus(status.done, status.total, None, running=False)  # it was killed


def _write(path: Path, status: EmbeddingStatus) -> None:
    new = path.with_name(f"{NAME}.new")
    with suppress(OSError):
        new.write_text(json.dumps(asdict(status)), encoding="utf-8")
        new.replace(path)
