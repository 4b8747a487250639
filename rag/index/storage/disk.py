"""The file operations that write an index. When one returns, its change is on the disk.

A name that a folder holds is on the disk only when the folder is synced as well: `rename` and
`replace` see to that. All that an index does to the disk is one of the first nine functions, so
that tests can let each of them fail in turn.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, TextIO

_TOGETHER = 1 << 20  # characters that are written at once


def make_folder(path: Path) -> None:
    """Make a folder, which must not be there yet."""
    path.mkdir()


def write(file: TextIO, text: str) -> None:
    """Write to a file that is open."""
    file.write(text)


def write_bytes(file: BinaryIO, block: bytes) -> None:
    """Write bytes to a file that is open."""
    file.write(block)


def sync(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def let_write(path: Path, writer: Callable[[Path], None]) -> None:
    """Let a library write a file, or a folder of files, in its own way."""
    writer(path)


def move(old: Path, new: Path) -> None:
    """Give a folder a name that is not taken."""
    old.rename(new)


def put_over(old: Path, new: Path) -> None:
    """Give a file the name of another, in its place."""
    old.replace(new)


def link(old: Path, new: Path) -> None:
    """Give a file, which is never changed, a second name; copy it if that is not possible."""
    try:
        new.hardlink_to(old)
    except OSError:
        shutil.copyfile(old, new)


def remove(folder: Path) -> None:
    """Remove a folder as far as possible; the next build removes the rest."""
    shutil.rmtree(folder, ignore_errors=True)


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write a file of lines, each given without its end."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        held, characters = [], 0
        for line in lines:
            held.append(line + "\n")
            characters += len(line)
            if characters > _TOGETHER:
                write(file, "".join(held))
                held, characters = [], 0
        write(file, "".join(held))


def sync_all(folder: Path) -> None:
    """Wait until a folder and everything below it is on the disk."""
    for path in [*sorted(folder.rglob("*")), folder]:
        sync(path)


def rename(old: Path, new: Path) -> None:
    """Give a folder a new name beside its old one; a crash leaves one of the two."""
    move(old, new)
    sync(new.parent)


def replace(path: Path, text: str) -> None:
    """Write a small file so that a reader sees the old or the new content, never a part."""
    new = path.with_name(path.name + ".new")
    for other in (new, path):
        if other.is_dir() and not other.is_symlink():
            remove(other)  # no file can take the place of a folder
    new.unlink(missing_ok=True)  # a link left there would be followed
    write_lines(new, [text])
    sync(new)
    put_over(new, path)
    sync(path.parent)
