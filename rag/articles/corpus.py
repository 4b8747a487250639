"""A folder, or one file -> Articles, in a fixed order, one module a format."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rag.articles.formats import json_lines
from rag.articles.formats.kinds import HEAD, Kind, is_no_article, kind_of, why_not_read
from rag.articles.formats.limits import LIMITS, Limits
from rag.articles.reading import Reading
from rag.errors import CorpusError
from rag.field_names import SAME_NAMES, FieldNames
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
    unread: tuple[Unread, ...]  # of an unknown format, a link, or a README at the top


def corpus_files(
    path: Path, *, none_of_it: Callable[[Path], bool] = lambda _: False
) -> CorpusFiles:
    """List the files of a corpus, sorted by path. Raises CorpusError if `path` does not exist.

    Hidden files and folders are passed over, and folders that are `none_of_it`. Links are not
    followed, so that nothing outside the corpus is read and nothing in it is read twice; they are
    listed as unread, like a README at the top and files of a format that is not known.
    """
    if path.is_file():
        return _sorted_out(path.parent, [path])
    if not path.is_dir():
        raise CorpusError(
            f"{path}: no such file or folder",
            hint="put articles into a folder, and give the folder's path",
        )
    return _sorted_out(
        path, sorted(_walk(path, none_of_it), key=lambda file: file.relative_to(path).as_posix())
    )


def count_articles(files: CorpusFiles) -> int:
    """Return how many articles there are to read, for a progress bar, without reading them.

    Of the files that hold many only JSON lines are counted; the others count as one.
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

    An id is the path below the folder; an article in a file of many has its own `id`, else
    path#line; one in an archive has the archive's path before its own. An id may come twice: these
    are versions of one article, see `rag.articles.versions`. A date after `today`, by default the
    computer's date, is never taken for an article's own. `names` says what fields are called.

    What can't be read is told to `unread`, and reading goes on; without that CorpusError is raised.
    """
    files = corpus_files(path)
    with Reading(today or date.today(), names, unread, limits) as reading:
        for file in files.readable:
            yield from reading.file(file.path, file.kind, file_id(file.path, files.folder))


def _sorted_out(folder: Path, files: list[Path]) -> CorpusFiles:
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
        return Unread(name, "a link, which is not followed: copy the file")
    if path.is_dir():
        return Unread(name, "a folder that can't be opened")
    if not path.is_file():
        return Unread(name, "not a file: a pipe, a socket or a device")
    if path.parent == folder and path.stem.lower() == "readme":
        return Unread(name, "a README", expected=True)
    if is_no_article(name):
        return Unread(name, "not a format of articles", expected=True)
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        return Unread(name, f"can't be opened: {error.strerror or error}")
    kind = kind_of(name, head)
    return Unread(name, why_not_read(name, head)) if kind is None else CorpusFile(path, kind)


def _walk(folder: Path, none_of_it: Callable[[Path], bool]) -> Iterator[Path]:
    """The files below a folder, and folders that can't be opened."""
    try:
        entries = list(folder.iterdir())
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            if not none_of_it(entry):
                yield from _walk(entry, none_of_it)
        else:
            yield entry


def _count(file: CorpusFile) -> int:
    if file.kind is not Kind.LINES:
        return 1
    with suppress(CorpusError, OSError):  # reading it will tell
        return json_lines.count_lines(file.path)
    return 1


def file_id(file: Path, folder: Path) -> str:
    """The path below the folder; a file name need not be UTF-8, an id must."""
    return os.fsencode(file.relative_to(folder).as_posix()).decode("utf-8", "replace")
