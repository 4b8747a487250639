"""JSON and CSV files -> records, a row each."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rag.articles.formats.file_kinds import Kind
from rag.articles.formats.limits import LONGEST_ARTICLE
from rag.articles.formats.worker_messages import RawArticle, Refused, Task, Unreadable
from rag.articles.row_fields import rename_fields
from rag.articles.text.encoding import decode

_DELIMITERS = ",;\t|"


def read(task: Task) -> Iterator[RawArticle | Refused]:
    """Yield each record's fields under our names. Raises Unreadable for other content."""
    text = decode(Path(task.path).read_bytes())
    if text is None:
        raise Unreadable("not a text in a known encoding")
    rows = _read_json(text) if task.kind == Kind.JSON else _read_csv(text, task.name)
    wanted = task.names.get("text", "text")
    for number, row in rows:
        at = f"#{number}"
        fields = rename_fields(row, task.names)
        if "text" not in fields:
            has = ", ".join(str(key) for key in list(row)[:8]) or "none"
            yield Refused(at, f"no field {wanted!r}; it has {has}"[:300])
        else:
            yield RawArticle(fields, at)


def _read_json(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """An object, a list of objects, or an object that has such a list in it."""
    try:
        value = json.loads(text)
    except ValueError as error:
        raise Unreadable(f"not JSON: {error}") from None
    if isinstance(value, dict):
        lists = [member for member in value.values() if _is_table(member)]
        value = max(lists, key=len) if lists and "text" not in value else [value]
    if not _is_table(value):
        raise Unreadable("JSON, but neither an object nor a list of objects")
    yield from enumerate(value, start=1)


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _read_csv(text: str, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Rows below a line of names; the delimiter is the one that this line has most of."""
    csv.field_size_limit(4 * LONGEST_ARTICLE)
    head = text[:100_000].split("\n", 1)[0]
    delimiter = "\t" if name.lower().endswith(".tsv") else max(_DELIMITERS, key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = [cell.strip() for cell in next(rows, [])]
        if not any(names):
            raise Unreadable("no line of names at the top")
        for row in rows:
            if any(cell.strip() for cell in row):
                # an empty cell is a field that is not known
                yield rows.line_num, {n: v for n, v in zip(names, row, strict=False) if v.strip()}
    except csv.Error as error:
        raise Unreadable(f"not CSV: line {rows.line_num}: {error}") from None
