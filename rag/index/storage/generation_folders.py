"""An index's folder -> the folders of its generations, and the one that CURRENT names."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from rag.errors import REBUILD, IndexDamaged, IndexMissing
from rag.index.storage import manifest
from rag.index.storage.lock import HOLDER

CURRENT = "CURRENT"


def read_pointer(index: Path) -> str:
    """What CURRENT says; empty where it can't be read."""
    with suppress(OSError):
        return (index / CURRENT).read_text(encoding="utf-8", errors="replace").strip()
    return ""


def find_published(index: Path) -> Path:
    """The folder that CURRENT names. Raises IndexMissing and IndexDamaged."""
    folder = _named(index)
    if folder is not None:
        return folder
    if not list_generations(index) and not (index / CURRENT).exists():
        raise IndexMissing(
            f"{index}: no index here", hint="build one from your articles: python -m rag build"
        )
    raise IndexDamaged(
        f"{index / CURRENT}: names no generation: {read_pointer(index)[:80]!r}", hint=REBUILD
    )


def _named(index: Path) -> Path | None:
    name = read_pointer(index)
    if not name.startswith("gen-") or "/" in name or not (index / name).is_dir():
        return None
    return index / name


def is_index(folder: Path) -> bool:
    """Whether a folder holds an index, be it one whose first build has not ended."""
    with suppress(OSError):  # a folder that can't be opened; who lists it tells
        return (folder / HOLDER).is_file() or any(folder.glob(f"gen-*/{manifest.NAME}"))
    return False


def list_generations(index: Path) -> list[Path]:
    """The folders of an index's generations."""
    return sorted(index.glob("gen-*"), key=lambda path: path.name, reverse=True)
