"""The manifest of a generation: its source, its versions, and the size and hash of each file.

MANIFEST.json is sealed with a hash of its own content, so that it can be trusted even if nothing
else names it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rag.errors import REBUILD, IndexDamaged, IndexMismatch
from rag.index.storage import disk
from rag.plain_files import is_plain, open_plain, read_plain

FORMAT = 8  # of the files; raised when older programs could not read them
_READABLE = {7, FORMAT}
NAME = "MANIFEST.json"
LONGEST = 16 << 20  # bytes of it

# Whose files a generation holds, or whose numbers
_LIBRARIES = ("faiss-cpu", "numpy", "onnxruntime", "sentence-transformers", "tokenizers")
_READS_OLDER_ONLY = "faiss-cpu"  # its files say nothing of their version

Manifest = dict[str, Any]


def write(folder: Path, about: Mapping[str, Any]) -> None:
    """Write the manifest of a folder whose files are all there."""
    manifest = {
        "format": FORMAT,
        "name": folder.name,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        **about,
        "libraries": {name: version(name) for name in _LIBRARIES},
        "files": {
            path.relative_to(folder).as_posix(): seal_file(path) for path in _list_files(folder)
        },
    }
    _write(folder, manifest)


def rewrite(folder: Path, manifest: Manifest) -> None:
    """Write a manifest again, for a folder of another name that has the same files."""
    _write(folder, {**manifest, "name": folder.name})


def read(folder: Path) -> Manifest:
    """The manifest of a folder.

    Raises IndexDamaged if it is not as it was written, or another folder's; IndexMismatch if
    this version of the program, or of FAISS, is not made to read the files.
    """
    path = folder / NAME
    try:
        text = read_plain(path, LONGEST)
    except OSError as error:
        raise IndexDamaged(f"{path}: missing or unreadable", hint=REBUILD) from error
    manifest = parse(text, path)
    if manifest["name"] != folder.name:
        raise IndexDamaged(f"{path}: that of {manifest['name']}", hint=REBUILD)
    return manifest


def parse(text: bytes, path: Path) -> Manifest:
    """Parse a manifest, whatever its folder is called. Raises what `read` raises."""
    try:
        manifest = dict(json.loads(text))
        format_number = manifest["format"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise IndexDamaged(f"{path}: missing or unreadable", hint=REBUILD) from error
    seal = manifest.pop("sha256", None)
    if seal != seal_manifest(manifest) and (seal or format_number in _READABLE):
        raise IndexDamaged(f"{path}: altered since it was written", hint=REBUILD)
    if format_number not in _READABLE:
        raise IndexMismatch(
            f"{path}: format {format_number}, but this version reads format {FORMAT}", hint=REBUILD
        )
    _check_libraries(path, manifest["libraries"])
    return manifest


def verify(folder: Path, manifest: Manifest) -> None:
    """Raises IndexDamaged, naming the first file that is not as it was written."""
    for damage in find_damages(folder, manifest):
        raise IndexDamaged(damage, hint=REBUILD)


def find_damages(folder: Path, manifest: Manifest) -> Iterator[str]:
    """What is wrong with the files of a generation, a line each."""
    for name, sealed in manifest["files"].items():
        path = folder / name
        try:
            if not path.exists():
                yield f"{path}: missing"
            elif not is_plain(path) or path.parent.is_symlink():
                yield f"{path}: no plain file"
            elif path.stat().st_size != sealed["size"]:
                yield f"{path}: {path.stat().st_size} bytes, {sealed['size']} were written"
            elif seal_file(path) != sealed:
                yield f"{path}: altered since it was written"
        except OSError as error:
            yield f"{path}: cannot be read: {error.strerror or error}"


def seal_file(path: Path) -> dict[str, Any]:
    """The size and the sha256 of a file."""
    with open_plain(path) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"size": path.stat().st_size, "sha256": digest}


def seal_manifest(manifest: Mapping[str, Any]) -> str:
    """The sha256 of a manifest's content, without that hash itself."""
    content = {name: value for name, value in manifest.items() if name != "sha256"}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _write(folder: Path, manifest: Manifest) -> None:
    sealed = {**manifest, "sha256": seal_manifest(manifest)}
    disk.write_lines(folder / NAME, [json.dumps(sealed, indent=1)])


def _list_files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != NAME]


def _check_libraries(path: Path, written: Mapping[str, str]) -> None:
    with_version, installed = written[_READS_OLDER_ONLY], version(_READS_OLDER_ONLY)
    if _release(with_version) > _release(installed):
        raise IndexMismatch(
            f"{path}: written with {_READS_OLDER_ONLY} {with_version}, which is newer than the "
            f"{installed} that is installed",
            hint=f"pip install -r requirements.txt, or {REBUILD}",
        )


def _release(text: str) -> tuple[int, ...]:
    """The first two numbers of a version: within a release, files stay the same."""
    return tuple(int(part) for part in text.split(".")[:2] if part.isdigit())
