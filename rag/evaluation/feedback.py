"""Readers' ratings of answers <-> a folder: `YYYY-MM-DD.jsonl`, one line per answer.

    {"day", "question", "history": [earlier questions], "answer": {...},
     "verdict": "up" or "down", "generation", "id", "filters": {"speaker", "first", "last"}}

docs/interface.md describes the answer. Nothing identifies the reader: no address, no time of day.
The id of an answer is random; a reader who changes their mind counts once.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from rag.errors import RunError
from rag.evaluation.typed_json import read_typed


class Verdict(StrEnum):
    """A reader's rating of an answer."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Feedback:
    """An answer and its rating."""

    day: date
    question: str
    history: tuple[str, ...]
    answer: Mapping[str, Any]
    verdict: Verdict
    generation: str  # of the index that was asked
    id: str = ""  # empty if another program wrote it: never replaced
    filters: Mapping[str, str | None] = field(default_factory=dict)  # speaker, first, last

    @property
    def citations(self) -> Sequence[Mapping[str, Any]]:
        """The citations of the answer."""
        return tuple(self.answer.get("citations", ()))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a test question is made of."""

    status: str = ""
    citations: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class _Rated:
    answer: _Answer


@dataclass(frozen=True, slots=True)
class PlacedFeedback:
    """The content of a line, and its place."""

    feedback: Feedback
    place: str  # "path:line"


def store(feedback: Feedback, folder: Path) -> None:
    """Store a rating; it replaces an earlier one of the same answer. Raises RunError."""
    line = json.dumps({**asdict(feedback), "day": feedback.day.isoformat()}, ensure_ascii=False)
    with _lock(folder):
        path = _find_file(folder, feedback.day)
        lines = _read_lines(path)
        others = [other for other in lines if not _is_of(feedback.id, other)]
        if len(others) == len(lines) and _ends_whole(path):
            _append(path, line)
        else:
            _replace(path, [*others, line])


def withdraw(feedback_id: str, day: date, folder: Path) -> None:
    """Remove the rating of an answer, if there is one. Raises RunError."""
    with _lock(folder):
        path = _find_file(folder, day)
        lines = _read_lines(path)
        others = [other for other in lines if not _is_of(feedback_id, other)]
        if len(others) < len(lines):
            _replace(path, others)


def read_feedback(path: Path) -> Iterator[PlacedFeedback]:
    """Yield the ratings of a file or folder, oldest day first. Raises RunError with the line."""
    files = sorted(path.glob("????-??-??.jsonl")) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise RunError(
            f"{path}: no ratings", hint="give the folder of RAG_FEEDBACK, or a file in it"
        )
    for file in files:
        filled = (line for line in file.read_bytes().split(b"\n") if line.strip())
        for number, line in enumerate(filled, start=1):
            place = f"{file}:{number}"
            try:
                read_typed(_Rated, line)
                yield PlacedFeedback(read_typed(Feedback, line), place)
            except ValueError as error:
                raise RunError(
                    f"{place}: cannot be read: {error}", hint="correct or remove this line"
                ) from error


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Let one process write at a time. Raises RunError if the folder cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise RunError(
            f"{folder}: cannot be written: {error.strerror or error}",
            hint="let the program write there, or set RAG_FEEDBACK to another folder",
        ) from error


def _find_file(folder: Path, day: date) -> Path:
    return folder / f"{day.isoformat()}.jsonl"


def _read_lines(path: Path) -> list[str]:
    """The lines, split at "\\n" only: JSON may hold other characters that splitlines splits at.

    Bytes that are not UTF-8 stay as they are, so that read_feedback reports them.
    """
    if not path.is_file():
        return []
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    return [line for line in text.split("\n") if line.strip()]


def _is_of(feedback_id: str, line: str) -> bool:
    try:
        return bool(json.loads(line).get("id") == feedback_id)
    except (ValueError, AttributeError, RecursionError):
        return False  # a damaged line stays, so that read_feedback reports it


def _ends_whole(path: Path) -> bool:
    return not path.is_file() or path.read_bytes()[-1:] in {b"", b"\n"}


def _append(path: Path, line: str) -> None:
    """Append in one write, so that a crash leaves a whole line or none."""
    with path.open("ab", buffering=0) as file:
        file.write(f"{line}\n".encode())


def _replace(path: Path, lines: list[str]) -> None:
    new = path.with_name(path.name + ".new")
    with new.open("w", encoding="utf-8", errors="surrogateescape") as file:
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
