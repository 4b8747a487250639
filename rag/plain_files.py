"""Files of an index or a corpus, opened only if they are plain ones.

A pipe would be waited for, and a link leads elsewhere: what stands in another file must not come
into an index, a message or the log. A file may be replaced at any time, so that only the opened
file shows what it is.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from io import BufferedReader
from pathlib import Path

_OPENED = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def is_plain(path: Path) -> bool:
    """Whether there is a file at a path, and no link, pipe, device or folder."""
    with suppress(OSError):
        return stat.S_ISREG(path.lstat().st_mode)
    return False


def open_plain(path: Path) -> BufferedReader:
    """Open a file for reading. Raises OSError also where it is no plain one, without waiting."""
    return os.fdopen(_open_plain(path, os.O_RDONLY), "rb")


def read_plain(path: Path, most: int) -> bytes:
    """The first bytes of a file, so many at most. Raises OSError as `open_plain`."""
    with open_plain(path) as file:
        return file.read(most)


def write_plain(path: Path, content: bytes) -> None:
    """Write a small file. Raises OSError also where there is one that is no plain one."""
    with os.fdopen(_open_plain(path, os.O_WRONLY | os.O_CREAT), "wb") as file:
        file.truncate()
        file.write(content)


def _open_plain(path: Path, flags: int) -> int:
    descriptor = os.open(path, flags | _OPENED, 0o666)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "no plain file", str(path))
    return descriptor
