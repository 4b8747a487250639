"""A folder or a file -> its files -> their articles, in a fixed order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rag.articles.formats import jsonl_file
from rag.articles.formats.file_kinds import HEAD, Kind, is_no_article, kind_of, why_not_read
from rag.articles.formats.limits import LIMITS, Limits
from rag.articles.reading import Reading
from rag.errors import CorpusError
from rag.field_names import SAME_NAMES, FieldNames
from rag.plain_files import read_plain
from rag.records import Article, Unread


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file that may hold articles."""

    path: Path
    kind: Kind


@dataclass(frozen=True, slots=True)
class CorpusFiles:
    """The files below a corpus folder, in the order they are read."""

    folder: Path
    readable: tuple[CorpusFile, ...]
    unread: tuple[Unread, ...]  # unknown formats, links, a README at the top


def find_files(path: Path, *, skip: Callable[[Path], bool] = lambda _: False) -> CorpusFiles:
    """Find the files of a corpus, sorted by path. Raises CorpusError if `path` does not exist.

    Hidden files and folders are skipped, and folders for which `skip` is true. Links are not
    followed, so that nothing outside the corpus is read and nothing in it is read twice. They are
    listed as unread, like a README at the top and files of an unknown format.
    """
    if path.is_file():
        return _sort_out(path.parent, [path])
    if not path.is_dir():
        raise CorpusError(
            f"{path}: no such file or folder",
            hint="give the folder or the file with your articles: --corpus PATH",
        )
    files = sorted(_walk(path, skip), key=lambda file: file.relative_to(path).as_posix())
    return _sort_out(path, files)


def count_articles(files: CorpusFiles) -> int:
    """Count the articles of files for a progress bar, without reading them.

    Only JSON lines are counted one by one; any other file counts as one article.
    """
    return sum(_count(file) for file in files.readable)


def read_corpus(
    path: Path,
    *,
    today: date | None = None,
    names: FieldNames = SAME_NAMES,
    unread: Callable[[Unread], None] | None = None,
    limits: Limits = LIMITS,
) -> Iterator[Article]:
    """Yield the articles of a folder or a file, one at a time.

    An article's id is its path below the folder. In a file of many articles it is the article's own
    `id`, else path#line; in an archive the archive's path stands before it. Articles with the same
    id are versions of one article, see `rag.articles.versions`. A day after `today`, by default
    the computer's date, is never taken for a day that the text mentions. `names` says what the
    corpus calls its fields.

    What cannot be read is passed to `unread`. Without it, CorpusError is raised.
    """
    files = find_files(path)
    with Reading(today or date.today(), names, unread, limits) as reading:
        for file in files.readable:
            yield from reading.file(file.path, file.kind, file_id(file.path, files.folder))


def _sort_out(folder: Path, files: list[Path]) -> CorpusFiles:
    readable: list[CorpusFile] = []
    unread: list[Unread] = []
    for path in files:
        file = _examine(path, folder)
        if isinstance(file, Unread):
            unread.append(file)
        else:
            readable.append(file)
    return CorpusFiles(folder, tuple(readable), tuple(unread))


def _examine(path: Path, folder: Path) -> CorpusFile | Unread:
    name = file_id(path, folder)
    if path.is_symlink() and path.parent != path:
        return Unread(name, "a link: links are not followed; copy the file")
    if path.is_dir():
        return Unread(name, "a folder that can't be opened")
    if not path.is_file():
        return Unread(name, "not a file: a pipe, a socket or a device")
    if path.parent == folder and path.stem.lower() == "readme":
        return Unread(name, "a README", expected=True)
    if is_no_article(name):
        return Unread(name, "not a format of articles", expected=True)
    try:
        head = read_plain(path, HEAD)
    except OSError as error:
        return Unread(name, f"can't be opened: {error.strerror or error}")
    kind = kind_of(name, head)
    return Unread(name, why_not_read(name, head)) if kind is None else CorpusFile(path, kind)


def _walk(folder: Path, skip: Callable[[Path], bool]) -> Iterator[Path]:
    """Yield the files below a folder, and folders that can't be opened."""
    try:
        entries = list(folder.iterdir())
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            if not skip(entry):
                yield from _walk(entry, skip)
        else:
            yield entry


def _count(file: CorpusFile) -> int:
    if file.kind is not Kind.LINES:
        return 1
    with suppress(CorpusError, OSError):  # the reader reports it
        return jsonl_file.count_lines(file.path)
    return 1


def file_id(file: Path, folder: Path) -> str:
    """The path below the folder, in UTF-8: a file's name may be in any encoding."""
    return os.fsencode(file.relative_to(folder).as_posix()).decode("utf-8", "replace")
