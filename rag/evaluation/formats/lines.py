"""A file's text, and the JSON objects on its lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import QuestionError

_LARGEST = 64 << 20  # bytes; of 4,558 questions with their evidence there are 2


@dataclass(frozen=True, slots=True)
class Line:
    """An object and the line it stands on."""

    number: int
    place: str  # "path:line"
    fields: dict[str, Any]


def text(path: Path) -> str:
    """A file's text. Raises QuestionError where it is too large, or, naming the line, not UTF-8."""
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            raise QuestionError(
                f"{path}: {size:,} bytes, and test questions may have {_LARGEST:,}",
                hint="divide them among several files",
            )
        raw = path.read_bytes()
    except OSError as error:
        raise QuestionError(
            f"{path}: can't be opened: {error.strerror or error}",
            hint="give a file of test questions; docs/evaluating.md shows each format",
        ) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise QuestionError(
            f"{path}:{line}: not UTF-8 (byte 0x{raw[error.start]:02x})",
            hint="save the file as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8",
        ) from None


def objects(path: Path) -> Iterator[Line]:
    """Each line's JSON object; empty lines are passed over. Raises QuestionError."""
    for number, line in enumerate(text(path).split("\n"), start=1):
        if line.strip():
            place = f"{path}:{number}"
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise QuestionError(
                    f"{place}: not JSON: {error}",
                    hint='give every line an object such as {"question": "Who ...?"}',
                ) from None
            yield Line(number, place, checked(value, place))


def checked(value: Any, place: str) -> dict[str, Any]:
    """A JSON value that is an object. Raises QuestionError for any other."""
    if not isinstance(value, dict):
        raise QuestionError(
            f"{place}: a JSON {type(value).__name__} where an object was expected",
            hint='give an object for each question, such as {"question": "Who ...?"}',
        )
    return value
