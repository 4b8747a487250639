"""A generation -> its folder, which CURRENT then names. generation.py shows what is in it.

Everything is written into a folder of another name, synced to the disk, and renamed; the pointer
is replaced last. So a crash at any point leaves an intact generation published, the old or the new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from rag.errors import IndexNotWritten
from rag.index import stored_articles
from rag.index.generation_parts import PREPARED, Contents, Generation, count_rows
from rag.index.row_vectors import RowVectors
from rag.index.storage import disk, json_lines, manifest
from rag.index.storage.generation_folders import CURRENT, list_generations, read_pointer
from rag.index.storage.lock import reporting_disk_errors
from rag.index.storage.manifest import Manifest
from rag.records import Article

_NOT_LINKED = {
    manifest.NAME,
    *(f"{name}{end}" for name in ("passages", "statements") for end in (".faiss", "_embedded.npy")),
}


def new_name(index: Path) -> str:
    """A name for the next generation, which sorts behind all that are there."""
    numbers = [int(part) for path in list_generations(index) if (part := path.name[4:10]).isdigit()]
    return f"gen-{max(numbers, default=0) + 1:06d}-{uuid4().hex[:8]}"


def write(generation: Generation, index: Path, *, before: str = "") -> None:
    """Write a generation below `index`, which is held for writing, and publish it."""
    with building(index, name=generation.name, before=before) as folder:
        write_articles(generation.articles.values(), folder)
        write_contents(generation, folder)
        vectors = generation.passage_vectors, generation.statement_vectors
        write_vectors(lambda table: vectors[table], describe(generation), folder)


@contextmanager
def building(index: Path, *, name: str = "", before: str = "") -> Iterator[Path]:
    """A folder to write a generation into, which is published at the end.

    `before` is the generation that is kept beside it. A crash at any point, or an error, leaves
    CURRENT naming a whole generation, the old or the new one. Raises IndexNotWritten.
    """
    name = name or new_name(index)
    with reporting_disk_errors(index):
        _remove_left_over(index)
        around = index / f"building-{uuid4().hex}"
        folder = around / name
        disk.make_folder(around)
        try:
            disk.make_folder(folder)
            yield folder
            disk.sync_all(folder)
            disk.rename(folder, index / name)
        finally:
            disk.remove(around)
    try:
        publish(name, index, before=before)
    except IndexNotWritten:
        if read_pointer(index) != name:  # without a pointer, readers take the newest generation
            disk.remove(index / name)
        raise


def publish(name: str, index: Path, *, before: str = "") -> None:
    """Let CURRENT name a generation; all but that and the one before are removed.

    Raises IndexNotWritten.
    """
    with reporting_disk_errors(index):
        disk.replace(index / CURRENT, name)
        for old in list_generations(index):
            if old.name not in {name, before}:  # somebody may just be reading that
                disk.remove(old)


def write_articles(articles: Iterable[Article], folder: Path) -> None:
    """Write the articles, a line each."""
    disk.write_lines(folder / stored_articles.NAME, map(json_lines.to_line, map(asdict, articles)))


def write_contents(contents: Contents, folder: Path) -> None:
    """Write all files except articles, vectors and the manifest."""
    for name, values in (
        ("speakers", contents.statements.speakers),
        ("copies", contents.copies),
        ("files", map(asdict, contents.files)),
        ("unread", map(asdict, contents.unread)),
    ):
        disk.write_lines(folder / f"{name}.jsonl", map(json_lines.to_line, values))
    for name, numbers in (
        ("passages", contents.passages.numbers),
        ("statements", contents.statements.numbers),
        ("seals", contents.seals),
        ("sketches", contents.sketches),
    ):
        disk.let_write(folder / f"{name}.npy", partial(np.save, arr=numbers, allow_pickle=False))
    disk.let_write(folder / "words", contents.words.write)
    disk.let_write(folder / "article_words", contents.article_words.write)


def write_prepared(lines: Iterable[str], folder: Path) -> None:
    """Write what an assistant would compute at its start."""
    disk.write_lines(folder / PREPARED, lines)


def link_contents(old: Path, folder: Path) -> None:
    """Link all files of another generation's folder except vectors and the manifest."""
    for path in sorted(old.rglob("*")):
        name = path.relative_to(old).as_posix()
        if path.is_dir():
            disk.make_folder(folder / name)
        elif name not in _NOT_LINKED:
            disk.link(path, folder / name)


def write_vectors(
    collect: Callable[[int], RowVectors], about: Mapping[str, Any], folder: Path
) -> None:
    """Write the vectors, then the manifest, which has the digest of every file in the folder."""
    described = {}
    for table, name in enumerate(("passages", "statements")):
        vectors = collect(table)
        vectors.write(folder, name)
        described[name] = {
            "rows": len(vectors),
            "embedded": vectors.embedded,
            "kept": vectors.kind,
            "recall": round(vectors.recall, 4),
        }
        del vectors  # those of both tables are never in memory together
    manifest.write(folder, {**about, "vectors": described})


def describe(contents: Contents) -> dict[str, Any]:
    """The manifest's description of a generation without its vectors."""
    return {
        "source": asdict(contents.source),
        "files_digest": contents.files_digest,
        "embedding": {
            "dimension": contents.probes.shape[-1],
            "window": contents.window,
            "probes": contents.probes.round(6).tolist(),
        },
        "counts": count_rows(contents),
    }


def describe_again(written: Manifest) -> dict[str, Any]:
    """The same for a generation that differs from another only in its vectors."""
    return {name: written[name] for name in ("source", "files_digest", "embedding", "counts")}


def _remove_left_over(index: Path) -> None:
    for left in index.glob("building-*"):
        disk.remove(left)
