"""A generation -> its folder, which CURRENT then names. generation.py shows what is in it.

Everything is written into a folder of another name, brought to the disk, and renamed; the pointer
is replaced last. So a crash at any point leaves a whole generation published, the old or the new.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from rag.errors import IndexNotWritten
from rag.index.generation import Generation, count_rows
from rag.index.storage import disk, json_lines, manifest
from rag.index.storage.generation_folders import CURRENT, list_generations, read_pointer
from rag.index.storage.lock import reporting_disk_errors


def new_name(index: Path) -> str:
    """A name for the next generation, which sorts behind all that are there."""
    numbers = [int(part) for path in list_generations(index) if (part := path.name[4:10]).isdigit()]
    return f"gen-{max(numbers, default=0) + 1:06d}-{uuid4().hex[:8]}"


def write(generation: Generation, index: Path, *, before: str = "") -> None:
    """Write a generation below `index`, which is held for writing, and publish it as `put` does."""
    put(generation.name, index, partial(_write_files, generation), before=before)


def put(name: str, index: Path, fill: Callable[[Path], None], *, before: str = "") -> None:
    """Let `fill` write the folder of a generation, and publish it.

    `before` is the generation that is kept beside it. A crash at any point, or an error of `fill`,
    leaves CURRENT naming a whole generation, the old or the new one. Raises IndexNotWritten.
    """
    with reporting_disk_errors(index):
        _remove_left_over(index)
        around = index / f"building-{uuid4().hex}"
        building = around / name
        disk.make_folder(around)
        try:
            disk.make_folder(building)
            fill(building)
            disk.sync_all(building)
            disk.rename(building, index / name)
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


def _write_files(generation: Generation, folder: Path) -> None:
    for name, values in (
        ("articles", map(asdict, generation.articles.values())),
        ("speakers", generation.statements.speakers),
        ("copies", generation.copies),
        ("files", map(asdict, generation.files)),
        ("unread", map(asdict, generation.unread)),
    ):
        disk.write_lines(folder / f"{name}.jsonl", map(json_lines.to_line, values))
    for name, numbers in (
        ("passages", generation.passages.numbers),
        ("statements", generation.statements.numbers),
        ("seals", generation.seals),
        ("sketches", generation.sketches),
    ):
        disk.let_write(folder / f"{name}.npy", partial(np.save, arr=numbers, allow_pickle=False))
    disk.let_write(folder / "passages.faiss", generation.passage_vectors.write)
    disk.let_write(folder / "statements.faiss", generation.statement_vectors.write)
    disk.let_write(folder / "words", generation.words.write)
    disk.let_write(folder / "article_words", generation.article_words.write)
    manifest.write(folder, _about(generation))


def _about(generation: Generation) -> dict[str, Any]:
    return {
        "source": asdict(generation.source),
        "files_digest": generation.files_digest,
        "embedding": {
            "dimension": generation.probes.shape[-1],
            "window": generation.window,
            "probes": generation.probes.round(6).tolist(),
        },
        "counts": count_rows(generation),
        "vectors": {
            name: {"rows": len(index), "kept": index.kind, "recall": round(index.recall, 4)}
            for name, index in (
                ("passages", generation.passage_vectors),
                ("statements", generation.statement_vectors),
            )
        },
    }


def _remove_left_over(index: Path) -> None:
    for left in index.glob("building-*"):
        disk.remove(left)
