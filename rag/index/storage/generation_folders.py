"""An index's folder -> the folders of its generations, and the one that CURRENT names."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from rag.errors import REBUILD, IndexDamaged, IndexMissing
from rag.index.storage import manifest
from rag.index.storage.lock import HOLDER
from rag.plain_files import read_plain

CURRENT = "CURRENT"
_LONGEST_NAME = 255  # bytes


def read_pointer(index: Path) -> str:
    """What CURRENT says; empty if it can't be read."""
    with suppress(OSError):
        return read_plain(index / CURRENT, _LONGEST_NAME).decode("utf-8", "replace").strip()
    return ""


def find_published(index: Path) -> Path:
    """The folder that CURRENT names. Raises IndexMissing and IndexDamaged."""
    folder = _find_named(index)
    if folder is not None:
        return folder
    if not list_generations(index) and not os.path.lexists(index / CURRENT):
        raise IndexMissing(
            f"{index}: no index here",
            hint=f"build it from your articles: python -m rag build --corpus PATH --index {index}",
        )
    # the content is not shown: it may be another file's
    raise IndexDamaged(f"{index / CURRENT}: names no generation", hint=REBUILD)


def _find_named(index: Path) -> Path | None:
    name = read_pointer(index)
    folder = index / name
    if not name.startswith("gen-") or "/" in name or folder.is_symlink() or not folder.is_dir():
        return None
    return folder


def is_index(folder: Path) -> bool:
    """Whether a folder holds an index, even if its first build has not ended."""
    with suppress(OSError):  # a folder that cannot be opened; the caller that lists it reports this
        return (folder / HOLDER).is_file() or any(folder.glob(f"gen-*/{manifest.NAME}"))
    return False


def list_generations(index: Path) -> list[Path]:
    """The folders of an index's generations."""
    return sorted(index.glob("gen-*"), key=lambda path: path.name, reverse=True)
