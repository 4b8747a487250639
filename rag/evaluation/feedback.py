"""What readers said of answers <-> a folder: `YYYY-MM-DD.jsonl`, a line an answer.

    {"day", "question", "history": [earlier questions], "answer": {...},
     "verdict": "up" or "down", "generation", "id", "filters": {"speaker", "first", "last"}}

The answer is as docs/interface.md describes it. Nothing says who it was, from where, or at what
time of the day. The id is drawn by chance for an answer: who changes their mind is counted once.
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


class Verdict(StrEnum):
    """What a reader says of an answer."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Feedback:
    """An answer and what a reader said of it."""

    day: date
    question: str
    history: tuple[str, ...]
    answer: Mapping[str, Any]
    verdict: Verdict
    generation: str  # of the index that was asked
    id: str = ""  # empty: written by another program, and never replaced
    filters: Mapping[str, str | None] = field(default_factory=dict)  # speaker, first, last

    @property
    def citations(self) -> Sequence[Mapping[str, Any]]:
        """The words that the answer quoted."""
        return tuple(self.answer.get("citations", ()))


@dataclass(frozen=True, slots=True)
class PlacedFeedback:
    """What a line holds, and where it stands."""

    feedback: Feedback
    place: str  # "path:line"


def store(feedback: Feedback, folder: Path) -> None:
    """Keep a verdict, in place of an earlier one on the same answer. Raises RunError."""
    line = json.dumps({**asdict(feedback), "day": feedback.day.isoformat()}, ensure_ascii=False)
    with _locked(folder):
        path = _file(folder, feedback.day)
        lines = _lines(path)
        others = [one for one in lines if not _is_of(feedback.id, one)]
        if len(others) == len(lines) and _ends_whole(path):
            _append(path, line)
        else:
            _replace(path, [*others, line])


def withdraw(feedback_id: str, day: date, folder: Path) -> None:
    """Forget the verdict on an answer, if there is one. Raises RunError."""
    with _locked(folder):
        path = _file(folder, day)
        lines = _lines(path)
        others = [one for one in lines if not _is_of(feedback_id, one)]
        if len(others) < len(lines):
            _replace(path, others)


def read_feedback(path: Path) -> Iterator[PlacedFeedback]:
    """A day's file, or a folder's, the oldest day first. Raises RunError, naming file and line."""
    files = sorted(path.glob("????-??-??.jsonl")) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise RunError(
            f"{path}: no feedback", hint="give a folder that RAG_FEEDBACK names, or a file of it"
        )
    for file in files:
        for number, line in enumerate(_lines(file), start=1):
            place = f"{file}:{number}"
            try:
                yield PlacedFeedback(_feedback(json.loads(line)), place)
            except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
                raise RunError(
                    f"{place}: cannot be read: {error}", hint="mend or remove this line"
                ) from error


def _feedback(value: Mapping[str, Any]) -> Feedback:
    return Feedback(
        day=date.fromisoformat(value["day"]),
        question=value["question"],
        history=tuple(value["history"]),
        answer=dict(value["answer"]),
        verdict=Verdict(value["verdict"]),
        generation=value["generation"],
        id=value.get("id", ""),
        filters=value.get("filters", {}),
    )


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One writer at a time; what cannot be written is told with its path."""
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


def _file(folder: Path, day: date) -> Path:
    return folder / f"{day.isoformat()}.jsonl"


def _lines(path: Path) -> list[str]:
    """Split at line breaks only: JSON may hold other characters that end a line elsewhere."""
    if not path.is_file():
        return []
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def _is_of(feedback_id: str, line: str) -> bool:
    try:
        return bool(json.loads(line).get("id") == feedback_id)
    except (ValueError, AttributeError, RecursionError):
        return False  # a damaged line stays, for read_feedback to name


def _ends_whole(path: Path) -> bool:
    return not path.is_file() or path.read_bytes()[-1:] in {b"", b"\n"}


def _append(path: Path, line: str) -> None:
    """In one write, so that a crash leaves a whole line or none."""
    with path.open("ab", buffering=0) as file:
        file.write(f"{line}\n".encode())


def _replace(path: Path, lines: list[str]) -> None:
    new = path.with_name(path.name + ".new")
    with new.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
