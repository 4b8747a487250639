"""A folder, or one file -> Articles, in a fixed order, one module a format."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rag.articles import jsonl, markdown, text
from rag.errors import CorpusError
from rag.records import Article

ONE_ARTICLE = {".txt": text.read, ".md": markdown.read}
MANY_ARTICLES = {".jsonl": jsonl.read, ".jsonl.gz": jsonl.read}
_SUFFIXES = (*ONE_ARTICLE, *MANY_ARTICLES)


@dataclass(frozen=True, slots=True)
class CorpusFiles:
    """The files below a corpus folder, in the order they are read."""

    folder: Path
    readable: tuple[Path, ...]
    unread: tuple[Path, ...]  # of an unknown format, a link, or a README at the top


def corpus_files(path: Path) -> CorpusFiles:
    """List the files of a corpus, sorted by path. Raises CorpusError if `path` does not exist.

    Hidden files and folders are passed over. Links are not followed, so that nothing outside the
    corpus is read and nothing in it is read twice; they are listed as unread, like a README at
    the top and files of a format that is not known.
    """
    if path.is_file():
        if _suffix(path):
            return CorpusFiles(path.parent, readable=(path,), unread=())
        return CorpusFiles(path.parent, readable=(), unread=(path,))
    if not path.is_dir():
        raise CorpusError(
            f"{path}: no such file or folder",
            hint="put articles into a folder, and give the folder's path",
        )
    try:
        files = sorted(_walk(path), key=lambda file: file.relative_to(path).as_posix())
    except OSError as error:
        raise _not_opened(Path(error.filename), error) from None
    readable = tuple(file for file in files if _is_article(file, path))
    unread = tuple(file for file in files if not _is_article(file, path))
    return CorpusFiles(path, readable, unread)


def count_articles(files: CorpusFiles) -> int:
    """Return how many articles there are to read, for a progress bar, without reading them."""
    many = (file for file in files.readable if _suffix(file) in MANY_ARTICLES)
    one = sum(1 for file in files.readable if _suffix(file) in ONE_ARTICLE)
    return one + sum(jsonl.count(file) for file in many)


def read_corpus(path: Path, *, today: date | None = None) -> Iterator[Article]:
    """Yield the articles of a folder or a file, one at a time, each with an id of its own.

    An id is the path below the folder; in JSON lines the line's own `id`, else path#line. A date
    after `today`, by default the computer's date, is never taken for an article's own. Raises
    CorpusError for what can't be read, and for an id that comes twice.
    """
    today = today or date.today()
    files = corpus_files(path)
    places: dict[str, str] = {}
    for file in files.readable:
        for place, article in _articles(file, files.folder, today):
            if article.id in places:
                raise CorpusError(
                    f"{place}: id {article.id!r} is already that of {places[article.id]}",
                    hint="give each article an id of its own, or remove the copy",
                )
            places[article.id] = place
            yield article


def _articles(file: Path, folder: Path, today: date) -> Iterator[tuple[str, Article]]:
    """Yield the articles of a file, each with its place: path, or path:line."""
    # a file name need not be UTF-8, an id must
    file_id = os.fsencode(file.relative_to(folder).as_posix()).decode("utf-8", "replace")
    suffix = _suffix(file)
    try:
        if suffix in ONE_ARTICLE:
            yield str(file), ONE_ARTICLE[suffix](file, file_id, today=today)
        else:
            for line, article in MANY_ARTICLES[suffix](file, file_id, today=today):
                yield f"{file}:{line}", article
    except OSError as error:
        raise _not_opened(file, error) from None


def _not_opened(path: Path, error: OSError) -> CorpusError:
    return CorpusError(
        f"{path}: can't be opened: {error.strerror or error}",
        hint="check that it is there and that you may read it",
    )


def _walk(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry)
        else:
            yield entry


def _is_article(file: Path, folder: Path) -> bool:
    is_readme = file.parent == folder and file.stem.lower() == "readme"
    return bool(_suffix(file)) and file.is_file() and not file.is_symlink() and not is_readme


def _suffix(file: Path) -> str:
    """Return the known suffix that a file's name ends in, or nothing."""
    name = file.name.lower()
    return next((suffix for suffix in _SUFFIXES if name.endswith(suffix)), "")
