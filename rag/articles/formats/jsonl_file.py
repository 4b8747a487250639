"""JSON lines, plain or gzipped -> Articles: each line one article, only `text` required."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from rag.articles.formats.limits import LARGEST_GZIPPED, MOST_EXPANSION, SMALL
from rag.articles.formats.plain_text import decode_utf_8
from rag.articles.row_fields import Row, read_row, rename_fields
from rag.errors import CorpusError
from rag.field_names import SAME_NAMES, FieldNames
from rag.plain_files import open_plain

_LONGEST_LINE = 32 * 2**20  # bytes; a gzipped line may be endless
_AN_OBJECT = 'each line is one JSON object, for example {"title": "…", "text": "…"}'


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file that is not empty; its bytes are None if there are too many."""

    number: int
    raw: bytes | None


def read_line(
    line: Line, path: Path, file_id: str, *, today: date, names: FieldNames = SAME_NAMES
) -> Row:
    """Read the article of a line.

    Fields: text; and if known id, title, published, modified, authors (a list or one string), url,
    outlet; `names` says what the corpus calls them. Other fields are ignored. An article without
    an id gets "file_id#line". Raises CorpusError with the number of the line.
    """
    place = f"{path}:{line.number}"
    if line.raw is None:
        raise CorpusError(
            f"{place}: a line of more than {_LONGEST_LINE:,} bytes",
            hint="put each article on a line of its own",
        )
    record = _parse_object(decode_utf_8(line.raw, path, line=line.number), place)
    if names:
        record = rename_fields(record, names)
    return read_row(record, f"{file_id}#{line.number}", place, today=today)


def read_lines(path: Path) -> Iterator[Line]:
    """Yield the lines that are not empty. Raises CorpusError for a damaged gzip file, or a bomb."""
    number = 0
    try:
        with _open(path) as file:
            allowed = _limit_bytes(path, file)
            while raw := file.readline(_LONGEST_LINE + 1):
                number += 1
                whole = len(raw) <= _LONGEST_LINE
                while not whole and not raw.endswith(b"\n"):
                    raw = file.readline(_LONGEST_LINE)
                    if not raw or file.tell() > allowed:
                        break
                if file.tell() > allowed and not isinstance(file, gzip.GzipFile):
                    return  # lines that are being added: the next build reads them
                if file.tell() > allowed:
                    raise CorpusError(
                        f"{path}: unpacks to more than {allowed:,} bytes",
                        hint="unpack it and look at what it holds",
                    )
                if not whole or raw.strip() not in (b"", b"\xef\xbb\xbf"):
                    yield Line(number, raw if whole else None)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise CorpusError(
            f"{path}:{number + 1}: not a complete gzip file: {error}",
            hint="copy the file again; test it with: gzip -t",
        ) from None


def count_lines(path: Path) -> int:
    """Return how many lines are not empty."""
    return sum(1 for _ in read_lines(path))


def _limit_bytes(path: Path, file: BinaryIO | gzip.GzipFile) -> int:
    """How many bytes a file may have when it is unpacked."""
    size = path.stat().st_size
    if not isinstance(file, gzip.GzipFile):
        return size
    return min(LARGEST_GZIPPED, max(SMALL, size * MOST_EXPANSION))


@contextmanager
def _open(path: Path) -> Iterator[BinaryIO | gzip.GzipFile]:
    with open_plain(path) as file:
        if file.peek(2)[:2] == b"\x1f\x8b" or path.suffix.lower() == ".gz":
            with gzip.GzipFile(fileobj=file) as unpacked:
                yield unpacked
        else:
            yield file


def _parse_object(line: str, place: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{place}: not JSON: {error}", hint=_AN_OBJECT) from None
    if not isinstance(value, dict):
        raise CorpusError(f"{place}: a JSON {type(value).__name__}, not an object", hint=_AN_OBJECT)
    return value
