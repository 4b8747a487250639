"""The folder `uploads` in the corpus: files are put there whole, and never over another one."""

from __future__ import annotations

import os
import secrets
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from rag.index.storage.lock import is_full
from rag.notice import Notice
from rag.web.adding.file_name import make_safe
from rag.web.api.problems import Problem

FOLDER = "uploads"
MOST_FILES = 5000
MOST_BYTES = 2 * 2**30  # of all files together
_UNFINISHED = ".adding-"  # begins the name of a file that is being written; readers skip it
_LEFT_OVER = 3600.0  # seconds after which an unfinished file was left by a server that stopped
_OPENED = os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was added."""

    name: str
    bytes: int
    added: float  # seconds since 1970

    @property
    def id(self) -> str:
        """Its path below the corpus, with which the ids of its articles begin."""
        return f"{FOLDER}/{self.name}"


class Uploads:
    """The files that readers have added to a corpus. Safe to use from several threads."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._putting = threading.Lock()

    def add(self, given: str, content: bytes, check: Callable[[Path, str], None]) -> Upload:
        """Store a file under a safe form of its name, if `check` does not raise.

        `check` gets the path of the written file and its name. Raises Problem, also if there is a
        file of that name or no room.
        """
        name = make_safe(given)
        with self._open_folder(make=True) as folder:
            self._check_room(folder, name, len(content))
            unfinished = _write(folder, content)
            try:
                check(self._corpus / FOLDER / unfinished, name)
                with self._putting:
                    self._check_room(folder, name, len(content))
                    _link(folder, unfinished, name)
            finally:
                with suppress(OSError):
                    os.unlink(unfinished, dir_fd=folder)
            os.fsync(folder)
            return _describe(folder, name)

    def remove(self, given: str) -> None:
        """Remove a file that was added. Raises Problem if there is none of that name."""
        gone = Problem(
            404,
            Notice("there is no such file among those that were added"),
            hint=Notice("reload the page: somebody else may have removed it"),
        )
        try:
            name = make_safe(given)
        except Problem as error:
            raise gone from error
        if not (self._corpus / FOLDER).exists():
            raise gone
        with self._open_folder() as folder:
            try:
                if not stat.S_ISREG(os.lstat(name, dir_fd=folder).st_mode):
                    raise gone
                os.unlink(name, dir_fd=folder)
            except FileNotFoundError:
                raise gone from None
            os.fsync(folder)

    def list(self) -> list[Upload]:
        """The files, the latest first."""
        if not (self._corpus / FOLDER).exists():
            return []
        with self._open_folder() as folder:
            return sorted(_list(folder), key=lambda file: (-file.added, file.name))

    def _check_room(self, folder: int, name: str, size: int) -> None:
        there = list(_list(folder))
        if any(file.name.casefold() == name.casefold() for file in there):
            raise _refuse_taken(name)
        if len(there) >= MOST_FILES or sum(file.bytes for file in there) + size > MOST_BYTES:
            raise Problem(
                413,
                Notice("no more files can be added here"),
                hint=Notice("remove some, or ask the person who runs this server to add them"),
            )

    @contextmanager
    def _open_folder(self, *, make: bool = False) -> Iterator[int]:
        """Open the folder itself, so that nothing that takes its place later is used.

        What the disk refuses is a Problem.
        """
        try:
            if make:
                with suppress(FileExistsError):
                    (self._corpus / FOLDER).mkdir()
            folder = os.open(self._corpus / FOLDER, os.O_RDONLY | _OPENED)
            try:
                yield folder
            finally:
                os.close(folder)
        except OSError as error:
            raise _report(error) from error


def _write(folder: int, content: bytes) -> str:
    """Write a file that readers of the corpus skip; its name. Nothing is left if that fails."""
    _remove_left_over(folder)
    name = f"{_UNFINISHED}{secrets.token_hex(8)}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(name, flags, 0o644, dir_fd=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        os.unlink(name, dir_fd=folder)
        raise
    return name


def _link(folder: int, unfinished: str, name: str) -> None:
    """Give a written file its name, which no other file may have."""
    try:
        os.link(unfinished, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except FileExistsError:
        raise _refuse_taken(name) from None


def _remove_left_over(folder: int) -> None:
    for name in os.listdir(folder):
        if name.startswith(_UNFINISHED):
            with suppress(OSError):
                if os.lstat(name, dir_fd=folder).st_mtime < time.time() - _LEFT_OVER:
                    os.unlink(name, dir_fd=folder)


def _list(folder: int) -> Iterator[Upload]:
    for name in os.listdir(folder):
        with suppress(OSError):
            status = os.lstat(name, dir_fd=folder)
            if stat.S_ISREG(status.st_mode) and not name.startswith("."):
                yield Upload(name, status.st_size, status.st_mtime)


def _describe(folder: int, name: str) -> Upload:
    status = os.lstat(name, dir_fd=folder)
    return Upload(name, status.st_size, status.st_mtime)


def _refuse_taken(name: str) -> Problem:
    return Problem(
        409,
        Notice("{name}: a file of this name is there already", name=name),
        hint=Notice("remove that one first, or give the file another name"),
    )


def _report(error: OSError) -> Problem:
    if is_full(error):
        return Problem(
            507,
            Notice("the server's disk is full or read-only; nothing was changed"),
            hint=Notice("tell the person who runs this server"),
        )
    return Problem(
        500,
        Notice("the folder of added articles cannot be used: {reason}", reason=str(error.strerror)),
        hint=Notice("tell the person who runs this server"),
    )
