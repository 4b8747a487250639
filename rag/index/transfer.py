"""An index -> a file -> an index on another machine, verified where it leaves and where it arrives.

What arrives is published as a build is: written beside what is there, checked as a whole with the
model of this machine, and named by CURRENT last.
"""

from __future__ import annotations

import fcntl
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from rag.errors import IndexDamaged, IndexMismatch, IndexMissing, IndexNotWritten
from rag.index import generation, publish
from rag.index.source import Source, parse_source
from rag.index.storage import disk, manifest, packed
from rag.index.storage.generation_folders import find_published, read_pointer
from rag.index.storage.lock import writing
from rag.index.storage.manifest import Manifest
from rag.index.storage.packed import Archive, refused
from rag.models.embedder import Embedder
from rag.progress import Progress

_COUNTED = ("articles", "passages", "statements")
_PART = ".part-"
_TOO_FEW_LEFT = 64 << 20  # bytes that a disk is left beside an index


@dataclass(frozen=True, slots=True)
class Moved:
    """An index that was packed or unpacked."""

    name: str  # of the generation
    counts: Mapping[str, int]  # articles, passages, statements
    model: str
    bytes: int  # of the generation's files
    unchanged: bool = False  # it was there already


def export_index(index: Path, file: Path, *, force: bool, progress: Progress) -> Moved:
    """Pack the published generation into a file, which is there whole or not at all.

    Raises IndexMissing, IndexDamaged and IndexMismatch as reading the index does, and
    IndexNotWritten if the file is there already, unless `force`, or cannot be written.
    """
    _check_free(file, force=force)
    folder = find_published(index)
    written = manifest.read(folder)
    part = file.with_name(f"{file.name}{_PART}{uuid4().hex[:8]}")
    try:
        _remove_left_over(file)
        with part.open("xb") as opened:
            with suppress(OSError):  # on a drive without locks, no file counts as left over
                fcntl.flock(opened, fcntl.LOCK_EX)
            packed.pack(folder, written, opened, progress)
            opened.flush()
            disk.sync(part)
            _check_free(file, force=force)  # packing may have taken minutes
            disk.put_over(part, file)
        disk.sync(file.parent)
    except OSError as error:
        raise IndexNotWritten(
            f"{file}: cannot be written: {error.strerror or error}",
            hint="name a file in a folder that exists, on a disk with room",
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return _describe(folder, written)


def import_index(file: Path, index: Path, embedder: Embedder, progress: Progress) -> Moved:
    """Unpack a file as the index's generation, and publish it, unless it is published already.

    Raises IndexDamaged if the file is damaged or no packed index, IndexMismatch if it was
    built with another model than this one or by another version of the program, IndexBusy and
    IndexNotWritten. In each case the index that was there is as it was.
    """
    with packed.open_archive(file) as archive:
        written = archive.manifest
        arriving = _describe(file, written)
        _check_model(file, written, embedder)
        if _is_there(index, written):
            return replace(arriving, name=read_pointer(index), unchanged=True)
        with writing(index):
            room = shutil.disk_usage(index).free - _TOO_FEW_LEFT
            if archive.bytes > room:
                raise IndexNotWritten(
                    f"{index}: {archive.bytes:,} bytes are to be unpacked, and there is room "
                    f"for {max(0, room):,}",
                    hint="make room, or choose another disk with --index",
                )
            with publish.building(index, before=_find_before(index)) as folder:
                _unpack(archive, file, folder, embedder, progress)
    return replace(arriving, name=folder.name)


def _unpack(
    archive: Archive, file: Path, folder: Path, embedder: Embedder, progress: Progress
) -> None:
    """Write a generation's folder, and check that it can be read and asked with this model."""
    archive.unpack(folder, progress)
    manifest.rewrite(folder, archive.manifest)
    try:
        new = generation.read_folder(folder, embedder.fingerprint)
    except IndexDamaged as error:
        raise refused(file, f"does not hold a whole index: {error.message}") from error
    try:
        generation.check_model(new, embedder.probes, embedder.window, embedder.name)
    except IndexMismatch as error:
        raise IndexMismatch(
            f"{file}: {error.message}", hint=_describe_other_model(new.source)
        ) from error


def _remove_left_over(file: Path) -> None:
    """Remove what killed exports to the same file have left; their locks ended with them."""
    part_names = re.compile(re.escape(f"{file.name}{_PART}") + "[0-9a-f]{8}")
    for left in file.parent.iterdir():
        if not part_names.fullmatch(left.name) or left.is_symlink() or not left.is_file():
            continue
        with suppress(OSError), left.open("r+b") as opened:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


def _check_free(file: Path, *, force: bool) -> None:
    if file.is_dir() or (file.exists() and not force):
        raise IndexNotWritten(
            f"{file}: is there already", hint="name another file, or replace it with --force"
        )


def _check_model(file: Path, written: Manifest, embedder: Embedder) -> None:
    source = parse_source(file, written)
    here = embedder.fingerprint
    if not source.model.matches(here):
        raise IndexMismatch(
            f"{file}: built with the model {source.model.name} ({source.model.weights_sha256[:12]})"
            f", but the model here is {here.name} ({here.weights_sha256[:12]})",
            hint=_describe_other_model(source),
        )


def _describe_other_model(source: Source) -> str:
    return (
        f"bring the model {source.model.name} here as well, and set RAG_MODEL to its folder; "
        "or export an index that was built with the model of this machine"
    )


def _is_there(index: Path, written: Manifest) -> bool:
    """Whether the published generation has the very files of another, and they are whole."""
    with suppress(IndexMissing, IndexDamaged, IndexMismatch):
        folder = find_published(index)
        there = manifest.read(folder)
        if there["files"] == written["files"] and there["source"] == written["source"]:
            manifest.verify(folder, there)
            return True
    return False


def _find_before(index: Path) -> str:
    """The generation that is kept beside the new one; empty if none can be read."""
    with suppress(IndexMissing, IndexDamaged, IndexMismatch):
        return generation.read_source(index)[0]
    return ""


def _describe(place: Path, written: Manifest) -> Moved:
    """What a manifest says of its generation. Raises IndexDamaged."""
    try:
        counts = {kind: int(written["counts"][kind][0]) for kind in _COUNTED}
        size = sum(seal["size"] for seal in written["files"].values())
        return Moved(written["name"], counts, written["source"]["model"]["name"], size)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise refused(place, "its manifest is not one of an index") from error
