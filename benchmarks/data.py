"""A folder of data sets -> their files and lines; what is missing is named with its path."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from hashlib import file_digest
from pathlib import Path
from typing import Any

from rag.errors import RagError
from rag.evaluation.run_records import Question, QuestionFile


class DataMissing(RagError):
    """A file that a benchmark needs is not there."""

    exit_code = 2


def find(data: Path, folder: str, *names: str) -> list[Path]:
    """The files of a data set: in `data/folder`, or in `data` itself.

    Raises DataMissing, naming the first that is not there.
    """
    inside = data if (data / names[0]).is_file() else data / folder
    for name in names:
        if not (inside / name).is_file():
            raise DataMissing(
                f"MISSING: {inside / name} is no file, so nothing was measured.",
                hint=f"--data takes the folder that holds {folder}/{name}",
            )
    return [inside / name for name in names]


def lines(path: Path) -> Iterator[Any]:
    """The objects of a file of JSON lines, plain or gzipped."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    yield from (json.loads(line) for line in text.split("\n") if line.strip())


def write_lines(rows: Iterable[Any], path: Path) -> Path:
    """Write objects as JSON lines; the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return path


def question_file(path: Path, questions: Iterable[Question]) -> QuestionFile:
    """Questions made of a file's lines, as an evaluation takes them."""
    asked = tuple(questions)
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    places = tuple(f"{path}:{number}" for number, _ in enumerate(asked, start=1))
    return QuestionFile(str(path), digest, asked, places)
