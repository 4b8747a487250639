"""One writer at a time. The lock ends with its process, even if that is killed."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from rag.errors import IndexBusy, IndexNotWritten
from rag.plain_files import read_plain, write_plain

LOCK, HOLDER = "LOCK", "LOCK.holder"
_LONGEST_HOLDER = 200  # bytes


@contextmanager
def writing(index: Path) -> Iterator[None]:
    """Hold an index folder for writing; the folder is made if it does not exist.

    Raises IndexBusy, which says who is writing, and IndexNotWritten if the folder cannot be
    written to.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(index / LOCK, timeout=0, thread_local=False)
    with reporting_disk_errors(index):
        index.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire()
        except Timeout as error:
            raise IndexBusy(
                f"{index}: being written by {_read_holder(index)}",
                hint="wait until that has ended; the index can be asked meanwhile",
            ) from error
    try:
        with reporting_disk_errors(index):
            write_plain(index / HOLDER, _describe_holder().encode())
        yield
    finally:
        lock.release()


def find_writer(index: Path) -> str:
    """Who is writing an index; empty if nobody is, or if it cannot be told."""
    from filelock import FileLock, Timeout

    lock = FileLock(index / LOCK, timeout=0, thread_local=False)
    try:
        if (index / LOCK).is_file():
            lock.acquire()
            lock.release()
    except Timeout:
        return _read_holder(index)
    except OSError:
        return ""  # a read-only folder has no writer
    return ""


@contextmanager
def reporting_disk_errors(index: Path) -> Iterator[None]:
    """Turn a system error about a folder that cannot be written to into IndexNotWritten."""
    try:
        yield
    except OSError as error:
        if isinstance(error, TimeoutError):  # filelock's Timeout is an OSError, too
            raise
        raise IndexNotWritten(
            f"{index}: cannot be written: {error.strerror or error}",
            hint="see that the folder may be written to and that the disk has room, or choose "
            "another with --index; the index that was there is as it was",
        ) from error


@contextmanager
def reporting_full_disk() -> Iterator[None]:
    """Turn the error of a full disk into IndexNotWritten, whoever wanted to write there.

    Libraries write files of their own, in the system's folder for temporary files or in a cache.
    """
    try:
        yield
    except OSError as error:
        if not is_full(error):
            raise
        raise IndexNotWritten(
            f"{error.filename or 'a temporary file'}: cannot be written: {error.strerror}",
            hint="make room on the disks of the index, of the cache (RAG_CACHE) and of temporary "
            "files (TMPDIR); an index that was there is as it was",
        ) from error


def is_full(error: OSError) -> bool:
    """Whether a file could not be written because the disk is full or read-only."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}


def _describe_holder() -> str:
    since = datetime.now(UTC).isoformat(sep=" ", timespec="seconds")
    program = Path(sys.argv[0]).name or "python"
    return f"process {os.getpid()} on {socket.gethostname()} ({program}, since {since})"


def _read_holder(index: Path) -> str:
    with suppress(OSError):
        holder = read_plain(index / HOLDER, _LONGEST_HOLDER).decode("utf-8", "replace")
        return holder or "another"
    return "another process"
