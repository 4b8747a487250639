"""An index's folder: what CURRENT names, each generation file by file, and what else lies there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from rag.build import computed
from rag.doctor.findings import Finding, failed, ok, warning
from rag.errors import REBUILD, IndexDamaged, IndexMissing, RagError
from rag.index.storage import generation_folders, manifest
from rag.index.storage.lock import find_writer
from rag.index.storage.manifest import Manifest

Damages = Callable[[Path], Sequence[str]]


def damages() -> Damages:
    """What tells how the files of a generation differ from what its manifest says, a line each.

    All of them are hashed when it is asked for the first time, and not again. Raises what
    `manifest.read` raises.
    """
    return cache(lambda folder: tuple(manifest.find_damages(folder, manifest.read(folder))))


def pointer(index: Path, damages: Damages) -> Iterator[Finding]:
    """What CURRENT says, and what would be read."""
    name = generation_folders.read_pointer(index)
    try:
        published = generation_folders.find_published(index)
    except IndexMissing as error:
        yield failed("CURRENT", error)
        return
    except IndexDamaged as error:
        instead = next(
            (
                one.name
                for one in generation_folders.list_generations(index)
                if _whole(one, damages)
            ),
            "",
        )
        what = f"; {instead} is read instead" if instead else ", and no generation is whole"
        yield failed("CURRENT", IndexDamaged(error.message + what, hint=REBUILD))
        return
    others = [one.name for one in generation_folders.list_generations(index) if one != published]
    kept = f", and {', '.join(others)} is kept beside it" if others else ""
    yield ok("CURRENT", f"names {name}{kept}")


def generations(index: Path, damages: Damages) -> Iterator[Finding]:
    """Each generation, its files held to the sizes and hashes of its manifest."""
    current = generation_folders.read_pointer(index)
    for folder in generation_folders.list_generations(index):
        try:
            written, damaged = manifest.read(folder), damages(folder)
        except RagError as error:
            yield _of(folder, current, error)
            continue
        if damaged:
            more = f" and {len(damaged) - 1} more" if len(damaged) > 1 else ""
            yield _of(folder, current, IndexDamaged(damaged[0] + more, hint=REBUILD), damaged)
            continue
        size = sum(seal["size"] for seal in written["files"].values())
        yield ok(
            folder.name,
            f"whole: {len(written['files'])} files, {size:,} bytes, each as its size and sha256 "
            f"say; written {written['written']}",
        )


def left_over(index: Path) -> Iterator[Finding]:
    """Who writes the index, and what builds that did not end have left."""
    writer = find_writer(index)
    if writer:
        yield ok("writing", f"the index is being written by {writer}")
        return
    yield ok("writing", "nobody writes the index")
    left = sorted(index.glob("building-*"))
    done = index / computed.NAME
    if left:
        size = sum(one.stat().st_size for path in left for one in path.rglob("*") if one.is_file())
        yield warning(
            "left over",
            f"{len(left)} folders of builds that were cut short, {size:,} bytes",
            "the next build removes them: python -m rag build",
            [path.name for path in left],
        )
    if done.is_file():
        yield warning(
            "left over",
            f"vectors that a build computed before it was cut short, {done.stat().st_size:,} bytes",
            "the next build goes on from there: python -m rag build",
        )
    if not left and not done.is_file():
        yield ok("left over", "nothing")


def room(index: Path, written: Manifest | None) -> Iterator[Finding]:
    """Whether the disk has room for one more generation, which a build writes beside the old."""
    there = next(path for path in (index, *index.absolute().parents) if path.exists())
    free = shutil.disk_usage(there).free
    size = sum(seal["size"] for seal in written["files"].values()) if written else 0
    message = f"{free:,} bytes free; a build of these articles writes about {size:,}"
    if free < 2 * size:
        yield warning("disk", message, "make room, or build on another disk with --index")
    else:
        yield ok("disk", message if written else f"{free:,} bytes free")


def asked(index: Path, damages: Damages) -> Path | None:
    """The generation that would be asked, its files whole; None where there is none."""
    with suppress(RagError):
        published = generation_folders.find_published(index)
        if _whole(published, damages):
            return published
    return next(
        (one for one in generation_folders.list_generations(index) if _whole(one, damages)), None
    )


def _whole(folder: Path, damages: Damages) -> bool:
    with suppress(Exception):  # whatever is wrong with it, it is not whole
        return not damages(folder)
    return False


def _of(folder: Path, current: str, error: RagError, details: Sequence[str] = ()) -> Finding:
    """A generation that cannot be read: a failure where it is the one that should be."""
    if folder.name == current:
        return failed(folder.name, error, details)
    return warning(
        folder.name,
        f"kept to fall back on, and cannot be: {error.message}",
        "the next build that finds anything new replaces it",
        details,
    )
