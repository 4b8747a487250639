"""Checks of an index's folder: CURRENT, the files of each generation, and leftovers."""

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
    """A function that lists how a generation's files differ from its manifest, a line for each.

    It hashes the files of a generation once. It raises what `manifest.read` raises.
    """
    return cache(lambda folder: tuple(manifest.find_damages(folder, manifest.read(folder))))


def pointer(index: Path, damages: Damages) -> Iterator[Finding]:
    """Check CURRENT, and report which generation would be read."""
    name = generation_folders.read_pointer(index)
    try:
        published = generation_folders.find_published(index)
    except IndexMissing as error:
        yield failed("CURRENT", error)
        return
    except IndexDamaged as error:
        instead = next(
            (
                folder.name
                for folder in generation_folders.list_generations(index)
                if _is_intact(folder, damages)
            ),
            "",
        )
        what = f"; {instead} is read instead" if instead else ", and no generation is intact"
        yield failed("CURRENT", IndexDamaged(error.message + what, hint=REBUILD))
        return
    others = [
        folder.name for folder in generation_folders.list_generations(index) if folder != published
    ]
    kept = f"; also kept: {', '.join(others)}" if others else ""
    yield ok("CURRENT", f"names {name}{kept}")


def generations(index: Path, damages: Damages) -> Iterator[Finding]:
    """Compare the files of each generation with the sizes and hashes in its manifest."""
    current = generation_folders.read_pointer(index)
    for folder in generation_folders.list_generations(index):
        try:
            written, damaged = manifest.read(folder), damages(folder)
        except RagError as error:
            yield _report_unreadable(folder, current, error)
            continue
        if damaged:
            more = f" and {len(damaged) - 1} more" if len(damaged) > 1 else ""
            yield _report_unreadable(
                folder, current, IndexDamaged(damaged[0] + more, hint=REBUILD), damaged
            )
            continue
        size = sum(seal["size"] for seal in written["files"].values())
        yield ok(
            folder.name,
            f"intact: {len(written['files'])} files, {size:,} bytes, with their recorded sizes and "
            f"sha256; written {written['written']}",
        )


def left_over(index: Path) -> Iterator[Finding]:
    """Report who writes the index, and what interrupted builds have left."""
    writer = find_writer(index)
    if writer:
        yield ok("writing", f"{writer} is writing the index")
        return
    yield ok("writing", "no process is writing the index")
    left = sorted(index.glob("building-*"))
    done = index / computed.NAME
    if left:
        size = sum(
            file.stat().st_size for path in left for file in path.rglob("*") if file.is_file()
        )
        yield warning(
            "left over",
            f"{len(left)} folders of interrupted builds, {size:,} bytes",
            "the next build removes them: python -m rag build",
            [path.name for path in left],
        )
    if done.is_file():
        yield warning(
            "left over",
            f"vectors of an interrupted build, {done.stat().st_size:,} bytes",
            "the next build continues from there: python -m rag build",
        )
    if not left and not done.is_file():
        yield ok("left over", "nothing")


def room(index: Path, written: Manifest | None) -> Iterator[Finding]:
    """Check that the disk has space for one more generation beside the existing ones."""
    there = next(path for path in (index, *index.absolute().parents) if path.exists())
    free = shutil.disk_usage(there).free
    size = sum(seal["size"] for seal in written["files"].values()) if written else 0
    message = f"{free:,} bytes free; a build of these articles writes about {size:,}"
    if free < 2 * size:
        yield warning("disk", message, "free disk space, or build on another disk with --index")
    else:
        yield ok("disk", message if written else f"{free:,} bytes free")


def find_usable(index: Path, damages: Damages) -> Path | None:
    """The generation that would be used, if its files are intact; None if there is none."""
    with suppress(RagError):
        published = generation_folders.find_published(index)
        if _is_intact(published, damages):
            return published
    return next(
        (
            folder
            for folder in generation_folders.list_generations(index)
            if _is_intact(folder, damages)
        ),
        None,
    )


def _is_intact(folder: Path, damages: Damages) -> bool:
    with suppress(Exception):  # whatever is wrong, the generation is not intact
        return not damages(folder)
    return False


def _report_unreadable(
    folder: Path, current: str, error: RagError, details: Sequence[str] = ()
) -> Finding:
    """A generation that cannot be read; a failure if it is the current one."""
    if folder.name == current:
        return failed(folder.name, error, details)
    return warning(
        folder.name,
        f"kept as a fallback, but unusable: {error.message}",
        "the next build with changes replaces it",
        details,
    )
