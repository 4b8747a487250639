"""JSON lines, plain or gzipped -> Articles: each line one article, only `text` required."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from rag.articles import text
from rag.articles.clean import characters
from rag.articles.dates import parse_date
from rag.errors import CorpusError
from rag.records import Article

_LONGEST_LINE = 32 * 2**20  # bytes; no article is as long, and a gzipped line may be endless


def read(path: Path, file_id: str, *, today: date) -> Iterator[tuple[int, Article]]:
    """Yield each article with the number of its line; empty lines are passed over.

    Fields: text; and if known id, title, published, authors (a list or one string), url, outlet.
    Other fields mean nothing here. An article without an id gets "file_id#line". Raises
    CorpusError naming the line.
    """
    for number, raw in _lines(path):
        place = f"{path}:{number}"
        fields = _object(text.decoded(raw, path, line=number), place)
        given = text.Given(
            id=_id(fields, place) or f"{file_id}#{number}",
            place=place,
            title=_string(fields, "title", place),
            published=_published(fields, place),
            dateline=_string(fields, "published", place) or None,
            outlet=_string(fields, "outlet", place) or None,
            authors=_authors(fields, place),
            url=_string(fields, "url", place) or None,
        )
        body = fields.get("text")
        if not isinstance(body, str):
            raise _wrong(place, "text", body, "give every line a 'text' that is a string")
        yield number, text.article(body, given, today=today, titled=False)


def count(path: Path) -> int:
    """Return how many lines are not empty: how many articles `read` will yield."""
    return sum(1 for _ in _lines(path))


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    number = 0
    try:
        with _opened(path) as file:
            while raw := file.readline(_LONGEST_LINE + 1):
                number += 1
                if len(raw) > _LONGEST_LINE:
                    raise CorpusError(
                        f"{path}:{number}: a line of more than {_LONGEST_LINE:,} bytes",
                        hint="put each article on a line of its own",
                    )
                if raw.strip() not in (b"", b"\xef\xbb\xbf"):
                    yield number, raw
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise CorpusError(
            f"{path}:{number + 1}: not a complete gzip file: {error}",
            hint="copy the file again; test it with: gzip -t",
        ) from None


def _opened(path: Path) -> BinaryIO | gzip.GzipFile:
    return gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")


def _object(line: str, place: str) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CorpusError(
            f"{place}: not JSON: {error}",
            hint='each line is one JSON object, for example {"title": "…", "text": "…"}',
        ) from None
    if not isinstance(fields, dict):
        raise CorpusError(
            f"{place}: a JSON {type(fields).__name__} where an object was expected",
            hint='each line is one JSON object, for example {"title": "…", "text": "…"}',
        )
    return fields


def _string(fields: dict[str, Any], key: str, place: str) -> str:
    value = fields.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _wrong(place, key, value, f"give {key!r} as a string, or leave it out")
    return " ".join(characters(value).split())


def _id(fields: dict[str, Any], place: str) -> str:
    value = fields.get("id")
    # a database's row number is an id too; True is an int in Python, and no id
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(fields, "id", place)


def _published(fields: dict[str, Any], place: str) -> date | None:
    written = _string(fields, "published", place)
    published = parse_date(written) if written else None
    if written and not published:
        raise _wrong(place, "published", written, "write the date as 2022-01-28")
    return published


def _authors(fields: dict[str, Any], place: str) -> tuple[str, ...]:
    value = fields.get("authors")
    if isinstance(value, str) or value is None:
        value = [value or ""]
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _wrong(place, "authors", value, "give 'authors' as a list of strings")
    authors = (" ".join(characters(each).split()) for each in value)
    return tuple(each for each in authors if each)


def _wrong(place: str, key: str, value: object, hint: str) -> CorpusError:
    shown = repr(value) if len(repr(value)) <= 60 else repr(value)[:60] + "…"
    what = f"no {key!r}" if value is None else f"{key!r} can't be read: {shown}"
    return CorpusError(f"{place}: {what}", hint=hint)
