"""A disk that fails: real files, and an operation on them that does not happen.

Two ways to end: `error`, where the program goes on and cleans up, and `crash`, where nothing
happens any more and what was not synced is lost: files are empty, as after a power cut.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rag.index.storage import disk

_OPERATIONS = (
    "make_folder",
    "write",
    "write_bytes",
    "sync",
    "let_write",
    "move",
    "put_over",
    "link",
    "remove",
)


class Failed(OSError):
    """The operation that the test lets fail."""


class Disk:
    """Lets the N-th operation fail, and where it crashes all that come after it."""

    def __init__(self, fails_at: int, *, crash: bool) -> None:
        self._fails_at, self._crash = fails_at, crash
        self._unsynced: set[Path] = set()
        self.done = 0
        self.files: dict[str, int] = {}  # by name: which operation let a library write it
        self.failed = ""

    def operation(self, name: str, really: Callable[..., None]) -> Callable[..., None]:
        def run(*arguments: Any) -> None:
            self.done += 1
            if name == "let_write":
                self.files[arguments[0].name] = self.done
            if self.failed and self._crash:
                raise Failed(errno.EIO, "the machine is off")
            self._note(name, arguments)
            if self.done != self._fails_at:
                really(*arguments)
                return
            self.failed = name
            if name == "let_write":
                really(*arguments)
                _cut_short(arguments[0])
            elif name in {"write", "write_bytes"}:
                file, content = arguments
                really(file, content[: len(content) // 2])
                file.flush()
            if self._crash:
                for path in self._unsynced:
                    _lose(path)
            raise Failed(errno.ENOSPC, "No space left on device")

        return run

    def _note(self, name: str, arguments: tuple[Any, ...]) -> None:
        if name in {"write", "write_bytes"}:
            self._unsynced.add(Path(arguments[0].name))
        elif name == "let_write":
            self._unsynced.add(arguments[0])
        elif name == "sync":
            self._unsynced.discard(arguments[0])


def when_written(name: str, run: Callable[[], object]) -> int:
    """Which operation of a run, where none fails, lets a library write a file of this name."""
    with failing(0, crash=False) as disk:
        run()
    return disk.files[name]


@contextmanager
def failing(fails_at: int, *, crash: bool) -> Iterator[Disk]:
    """Let the N-th operation on the disk fail."""
    broken = Disk(fails_at, crash=crash)
    patches = [
        patch.object(disk, name, broken.operation(name, getattr(disk, name)))
        for name in _OPERATIONS
    ]
    for one in patches:
        one.start()
    try:
        yield broken
    finally:
        for one in patches:
            one.stop()


def _cut_short(path: Path) -> None:
    for file in path.rglob("*") if path.is_dir() else [path]:
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _lose(path: Path) -> None:
    for file in [*path.rglob("*"), path] if path.is_dir() else [path]:
        if file.is_file():
            file.write_bytes(b"")
