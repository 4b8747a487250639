"""A zip, tar or gzip file -> its members, unpacked to numbered files in a folder.

Names in an archive are never used as paths, so that none can lead out of the folder. An archive
that unpacks to far more than its size is a trap, and is not unpacked.
"""

from __future__ import annotations

import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Protocol

from rag.articles.formats.file_kinds import Kind
from rag.articles.formats.limits import MEBIBYTE, MOST_EXPANSION, SMALL
from rag.articles.formats.worker_messages import Member, Refused, Task, Unreadable


class _Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Space:
    """How much of an archive may still be unpacked."""

    def __init__(self, task: Task) -> None:
        self._into = Path(task.into)
        self._members, self._bytes = task.members, task.unpacked_bytes
        self._packed = max(1, Path(task.path).stat().st_size)
        self._unpacked = 0
        self._number = 0

    def unpack(self, name: str, source: _Source) -> Member:
        """Copy a member to the folder. Raises Unreadable if it is one too many, or too large."""
        self._number += 1
        if self._number > self._members:
            raise Unreadable(f"holds more than {self._members:,} files")
        path = self._into / f"{self._number:06}"
        with path.open("wb") as file:
            while block := source.read(MEBIBYTE):
                self._unpacked += len(block)
                if self._unpacked > self._bytes:
                    raise Unreadable(f"unpacks to more than {self._bytes:,} bytes")
                if self._unpacked > max(SMALL, self._packed * MOST_EXPANSION):
                    raise Unreadable(f"unpacks to more than {MOST_EXPANSION} times its size")
                file.write(block)
        return Member(name, str(path))


def unpack(task: Task) -> Iterator[Member | Refused]:
    """Yield the members of an archive, in the order of their names, each unpacked to a file.

    Hidden members are skipped. Links, devices, locked members and names that lead out of the
    archive are refused.
    """
    space = _Space(task)
    try:
        match task.kind:
            case Kind.ZIP:
                yield from _zip(task, space)
            case Kind.TAR:
                yield from _read_tar(task, space)
            case _:
                yield from _read_gzip(task, space)
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        gzip.BadGzipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        NotImplementedError,
    ) as error:
        raise Unreadable(f"is damaged: {error}") from None


def _zip(task: Task, space: _Space) -> Iterator[Member | Refused]:
    with zipfile.ZipFile(task.path) as archive:
        members = archive.infolist()
        if len(members) > task.members:
            raise Unreadable(f"holds more than {task.members:,} files")
        for member in sorted(members, key=lambda member: member.filename):
            if member.is_dir() or _is_hidden(member.filename):
                continue
            if stat.S_ISLNK(member.external_attr >> 16):
                yield Refused(f"/{member.filename}", "a link, which is not followed")
            elif not _is_inside(member.filename):
                yield Refused(f"/{member.filename}", "its name leads out of the archive")
            elif member.flag_bits & 1:
                yield Refused(f"/{member.filename}", "is locked with a password")
            else:
                with archive.open(member) as source:
                    yield space.unpack(member.filename, source)


def _read_tar(task: Task, space: _Space) -> Iterator[Member | Refused]:
    # as a stream: a tar file has no list of its members, and should be unpacked only once
    members: list[Member] = []
    with tarfile.open(task.path, mode="r|*") as archive:
        for seen, member in enumerate(archive, start=1):
            if seen > 2 * task.members:
                raise Unreadable(f"holds more than {task.members:,} files")
            if member.isdir() or _is_hidden(member.name):
                continue
            if member.issym() or member.islnk():
                yield Refused(f"/{member.name}", "a link, which is not followed")
            elif not member.isreg() or member.issparse():
                yield Refused(f"/{member.name}", "a device or a sparse file")
            elif not _is_inside(member.name):
                yield Refused(f"/{member.name}", "its name leads out of the archive")
            else:
                source = archive.extractfile(member)
                if source is not None:
                    members.append(space.unpack(member.name.removeprefix("./"), source))
    yield from sorted(members, key=lambda member: member.name)


def _read_gzip(task: Task, space: _Space) -> Iterator[Member | Refused]:
    inner = PurePosixPath(task.name).name
    inner = inner[:-3] if inner.lower().endswith(".gz") else inner
    with gzip.open(task.path) as source:
        yield space.unpack(inner, source)


def _is_hidden(name: str) -> bool:
    """Whether a system added a member: .DS_Store, __MACOSX."""
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") and part not in {".", ".."} for part in parts) or (
        "__MACOSX" in parts
    )


def _is_inside(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    absolute = name.startswith(("/", "\\")) or (len(name) > 1 and name[1] == ":")
    return not absolute and ".." not in parts
