"""A table with our columns, separated by comma, semicolon or tab -> questions.

    id,question,relevant,answerable,tags
    peace,What did Lavrov say about peacekeepers?,a.txt;b.txt,yes,said;nato

A list is JSON, or its items are separated by ";". Evidence is a JSON list as in JSON lines, or only
the exact words, which must then be in the only relevant article.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.errors import QuestionError
from rag.evaluation.formats.lines import read_text
from rag.evaluation.formats.question_fields import FIELDS, Placed, make_error, make_question

_LISTS = {"history", "relevant", "contains", "never", "tags"}
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def columns(path: Path) -> list[str]:
    """The column names in the first line of a table; none if it is not a line of a table."""
    head = read_text(path).lstrip("\r\n").split("\n", 1)[0]
    try:
        names = next(csv.reader([head.strip()], _guess_dialect(head)), [])
    except csv.Error:
        return []
    return [name.strip().casefold() for name in names]


def read(path: Path) -> Iterator[Placed]:
    """Yield the question of each row. Raises QuestionError, which names the first line of a row."""
    content = read_text(path)
    rows = csv.reader(io.StringIO(content, newline=""), _guess_dialect(content.split("\n", 1)[0]))
    names: list[str] = []
    begin = 1
    try:
        for row in rows:
            place = f"{path}:{begin}"
            line, begin = begin, rows.line_num + 1
            if not any(cell.strip() for cell in row):
                continue
            if not names:
                names = columns(path)
            elif len(row) > len(names):
                raise QuestionError(
                    f"{place}: {len(row)} cells, but {len(names)} columns",
                    hint="put a cell that contains the separator between quotation marks",
                )
            else:
                given = dict(zip(names, row, strict=False))
                fields = _read_fields({k: v for k, v in given.items() if k in FIELDS}, place)
                yield Placed(place, make_question(fields, place, default_id=str(line)))
    except csv.Error as error:
        raise QuestionError(
            f"{path}:{begin}: {error}", hint="save the table again as CSV, in UTF-8"
        ) from error


def _guess_dialect(head: str) -> type[csv.excel]:
    class Dialect(csv.excel):
        delimiter = max(",;\t", key=head.count)
        strict = True

    return Dialect


def _read_fields(cells: dict[str, str], place: str) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: _read_value(name, cell.strip(), place) for name, cell in cells.items() if cell.strip()
    }
    if isinstance(fields.get("evidence"), str):
        relevant = list(fields.get("relevant") or ())
        article = relevant[0] if len(relevant) == 1 else None
        fields["evidence"] = [{"article": article, "text": fields["evidence"]}]
    return fields


def _read_value(name: str, cell: str, place: str) -> Any:
    if name == "answerable":
        if cell.casefold() not in _TRUTH:
            raise make_error(place, name, cell, "write yes or no, or leave it empty")
        return _TRUTH[cell.casefold()]
    if name in _LISTS or name == "evidence":
        if cell[0] in "[{":
            try:
                return json.loads(cell)
            except (ValueError, RecursionError) as error:
                raise make_error(place, name, cell, f"this is not JSON: {error}") from None
        if name in _LISTS:
            return [item.strip() for item in cell.split(";") if item.strip()]
    return cell
