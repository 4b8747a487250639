"""A generation's folder <-> one file to carry to another machine. The only user of zstandard.

The file is a tar archive in Zstandard, so that `tar --zstd -tf` lists it: plain files only, the
manifest first, which says the size and the sha256 of each that follows. Nothing else is read: what
the manifest does not name, in its order, is refused before a byte of it is written anywhere.
"""

from __future__ import annotations

import hashlib
import re
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from rag.errors import REBUILD, IndexDamaged
from rag.index.storage import disk, manifest
from rag.index.storage.manifest import Manifest
from rag.plain_files import open_plain
from rag.progress import Progress

MEBIBYTE = 1 << 20
_LEVEL = 6  # of 22; docs/decisions/transfer.md has the sizes and times
_WINDOW = 8 * MEBIBYTE  # memory that unpacking may take: more than the level needs
_HEAD = 512  # bytes; contents are filled up to a multiple of it
_RECORD = 20 * _HEAD
_MOST_EXPANSION = 200  # times that a file may grow; vectors grow 1.1 times, text and words 3 to 10
_SMALL = 8 * MEBIBYTE  # bytes below which growth is not checked
_PLAIN = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?", re.ASCII)  # a file, or one in a folder
_KINDS = {
    tarfile.SYMTYPE: "a link",
    tarfile.LNKTYPE: "a link",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
    tarfile.FIFOTYPE: "a pipe",
    tarfile.DIRTYPE: "a folder",
}


def pack(folder: Path, written: Manifest, file: BinaryIO, progress: Progress) -> None:
    """Write a generation's folder into a file; the same folder gives the same bytes.

    Each file is checked as it is read. Raises IndexDamaged if one has changed.
    """
    import zstandard

    sealed = {manifest.NAME: manifest.seal_file(folder / manifest.NAME), **_sort_files(written)}
    total, done = _sum_bytes(sealed), 0
    compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
    with compressor.stream_writer(file, closefd=False) as packed:
        for name, seal in sealed.items():
            head = tarfile.TarInfo(f"{folder.name}/{name}")
            head.size = seal["size"]
            # GNU's format has room for the size of any file, and no words of who packed it when
            packed.write(head.tobuf(tarfile.GNU_FORMAT))
            for block in _read_checked(folder / name, seal):
                packed.write(block)
                done += len(block)
                progress("Packing, kB", _round_kilobytes(done), _round_kilobytes(total))
            packed.write(_make_filling(seal["size"]))
        packed.write(bytes(2 * _HEAD))


class Archive:
    """A packed generation, read once from its beginning to its end."""

    def __init__(self, path: Path, stream: Any) -> None:
        self._path = path
        self._stream = stream
        self.manifest = self._read_manifest()
        self.bytes = _sum_bytes(self.manifest["files"])
        packed = path.stat().st_size
        if self.bytes > max(_SMALL, packed * _MOST_EXPANSION):
            raise self._make_refusal(f"would unpack to more than {_MOST_EXPANSION} times its size")

    def unpack(self, folder: Path, progress: Progress) -> None:
        """Write the files into an empty folder, each checked. Raises IndexDamaged."""
        done = 0
        for name, seal in _sort_files(self.manifest).items():
            head = self._read_head()
            self._expect(head, name, seal["size"])
            digest = hashlib.sha256()
            if "/" in name and not (folder / name).parent.exists():
                disk.make_folder((folder / name).parent)
            with (folder / name).open("xb") as file:
                for block in self._read_blocks(seal["size"]):
                    digest.update(block)
                    disk.write_bytes(file, block)
                    done += len(block)
                    progress("Unpacking, kB", _round_kilobytes(done), _round_kilobytes(self.bytes))
            if digest.hexdigest() != seal["sha256"]:
                raise self._make_refusal(f"{name} in it was altered since it was packed")
            self._read(len(_make_filling(seal["size"])))
        if self._read(2 * _HEAD).strip(b"\0") or self._read_rest().strip(b"\0"):
            raise self._make_refusal("holds more than its manifest names")

    def _read_manifest(self) -> Manifest:
        head = self._read_head()
        self._expect(head, manifest.NAME, head.size)
        if not 0 <= head.size <= manifest.LONGEST:
            raise self._make_refusal(f"its manifest has {head.size:,} bytes")
        contents = manifest.parse(self._read(head.size), Path(f"{self._path}:{manifest.NAME}"))
        self._read(len(_make_filling(head.size)))
        for name, seal in contents["files"].items():
            if not _PLAIN.fullmatch(name) or name == manifest.NAME:
                raise self._make_refusal(f"names a file that no index has: {name[:80]!r}")
            if not isinstance(seal["size"], int) or seal["size"] < 0:
                raise self._make_refusal(f"{name} in it has no size")
        return contents

    def _read_head(self) -> tarfile.TarInfo:
        """The next entry; those of several parts, which tarfile would gather, are refused."""
        try:
            return tarfile.TarInfo.frombuf(self._read(_HEAD), "ascii", "strict")
        except (tarfile.TarError, ValueError) as error:
            raise self._make_refusal("is no packed index, or ends too early") from error

    def _expect(self, head: tarfile.TarInfo, name: str, size: int) -> None:
        """Check that an entry is the one that the manifest names next."""
        if not head.isreg() or head.issparse():
            kind = _KINDS.get(head.type, "no plain file")
            raise self._make_refusal(f"holds {kind} ({head.name[:80]!r}): only files are unpacked")
        if head.name.partition("/")[2] != name or ".." in head.name or head.name.startswith("/"):
            raise self._make_refusal(f"holds {head.name[:80]!r} where {name} was expected")
        if head.size != size:
            raise self._make_refusal(f"{name} in it has {head.size:,} bytes, not {size:,}")

    def _read_blocks(self, size: int) -> Iterator[bytes]:
        while size:
            block = self._read(min(size, MEBIBYTE))
            size -= len(block)
            yield block

    def _read(self, size: int) -> bytes:
        """Read `size` bytes. Raises IndexDamaged if there are fewer."""
        parts = []
        while size:
            part = self._read_some(size)
            if not part:
                raise self._make_refusal("is cut short")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _read_rest(self) -> bytes:
        """Read what follows the end: other programs pad archives with zeros."""
        rest = b""
        while part := self._read_some(_RECORD):
            rest += part
            if len(rest) > _RECORD:
                raise self._make_refusal("is longer than its manifest says")
        return rest

    def _read_some(self, most: int) -> bytes:
        import zstandard

        try:
            return bytes(self._stream.read(most))
        except (zstandard.ZstdError, OSError) as error:
            raise self._make_refusal(f"cannot be unpacked: {error}") from error

    def _make_refusal(self, what: str) -> IndexDamaged:
        return refused(self._path, what)


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """A packed generation, its manifest checked.

    Raises IndexDamaged if it is none, or is damaged; IndexMismatch if another version of the
    program packed it.
    """
    import zstandard

    if not path.is_file():
        raise refused(path, "no such file")
    try:
        file = path.open("rb")
    except OSError as error:
        raise refused(path, f"cannot be opened: {error.strerror or error}") from error
    unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    with file, unpacker.stream_reader(file, read_across_frames=True) as stream:
        try:
            archive = Archive(path, stream)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise refused(path, "its manifest is not one of an index") from error
        yield archive


def refused(path: Path, what: str) -> IndexDamaged:
    """Make the error that says why an archive is refused."""
    return IndexDamaged(
        f"{path}: {what}",
        hint="copy the file again, or make another where the index is: "
        "python -m rag export FILE.tar.zst",
    )


def _sort_files(written: Manifest) -> dict[str, dict[str, Any]]:
    return dict(sorted(written["files"].items()))


def _sum_bytes(sealed: Mapping[str, Mapping[str, Any]]) -> int:
    return sum(seal["size"] for seal in sealed.values())


def _round_kilobytes(size: int) -> int:
    return -(-size // 1000)


def _make_filling(size: int) -> bytes:
    return bytes(-size % _HEAD)


def _read_checked(path: Path, seal: Mapping[str, Any]) -> Iterator[bytes]:
    """The bytes of a file. Raises IndexDamaged at the end if they have changed."""
    digest, size = hashlib.sha256(), 0
    try:
        with open_plain(path) as file:
            while block := file.read(MEBIBYTE):
                size += len(block)
                digest.update(block)
                yield block
    except OSError as error:
        raise IndexDamaged(
            f"{path}: cannot be read: {error.strerror or error}",
            hint="a build may just have put a newer index in its place: try again",
        ) from error
    if (size, digest.hexdigest()) != (seal["size"], seal["sha256"]):
        raise IndexDamaged(f"{path}: altered since it was written", hint=REBUILD)
