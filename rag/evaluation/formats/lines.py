"""A file -> its text, or the JSON objects on its lines."""

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
    """A JSON object and its line."""

    number: int
    place: str  # "path:line"
    fields: dict[str, Any]


def read_text(path: Path) -> str:
    """The text of a file.

    Raises QuestionError if the file is too large, or is not UTF-8; the latter names the line.
    """
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
            f"{path}: cannot be opened: {error.strerror or error}",
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


def read_objects(path: Path) -> Iterator[Line]:
    """Yield the JSON object of each line, except empty lines. Raises QuestionError."""
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            place = f"{path}:{number}"
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise QuestionError(
                    f"{place}: not JSON: {error}",
                    hint='give every line an object such as {"question": "Who ...?"}',
                ) from None
            yield Line(number, place, check_object(value, place))


def check_object(value: Any, place: str) -> dict[str, Any]:
    """A JSON value if it is an object. Raises QuestionError if not."""
    if not isinstance(value, dict):
        raise QuestionError(
            f"{place}: a JSON {type(value).__name__} instead of an object",
            hint='give an object for each question, such as {"question": "Who ...?"}',
        )
    return value
