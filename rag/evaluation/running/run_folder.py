"""A run <-> its folder. The only module that knows the layout of `OUT/NAME/`.

    run.json       {"format": 2, "name", "started", "questions": {"file", "sha256", "count"},
                    "index": {"path", "generation", "source"}, "settings": {...},
                    "versions": {...}}
    lines.jsonl    one line per question, in the file's order, written as soon as it is known:
                   {"id", "question", "history", "tags", "answerable", "judged",
                    "relevant": [article ids], "grades": {article id: grade},
                    "evidence": [{"article", "text"}], "speaker", "contains", "never",
                    "asked", "match",
                    "hits": [{"article", "start", "end", "score", "text"}], "answer": {...},
                    "scores": {measure: number}, "timings_ms": {"search", "ask"}}
    summary.json   {"measures": {measure: {"mean", "low", "high", "count"}},
                    "slices": {tag: {measure: {...}}},
                    "abstention": [{"threshold", "precision", "recall", "f1", "refused"}],
                    "ranks": {"1": n, ..., "none": n},
                    "latency_ms": {"search": {"p50", "p95"}, "ask": {...}},
                    "questions": n, "unjudged": n,
                    "levels": [{"threshold", "answered", "unsure", "refused", "right", "held"}]}

Hits are best first, at most 100, with the text of the first ten. A crash can only cut the last line
short; it is dropped and its question asked again. summary.json is written last: a run without it is
not complete.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

from rag.errors import RunError
from rag.evaluation.run_records import Evidence, Number, Outcome, Question, Run, Summary
from rag.evaluation.typed_json import read_typed
from rag.records import Hit, Passage

_Kind = TypeVar("_Kind")

FORMAT = 2
HITS = 100  # passages kept of each question
TEXTS = 10  # hits kept with their text; the index has the others'
_AGAIN = "run the questions again: python -m rag eval QUESTIONS --name NAME"


@dataclass(frozen=True, slots=True)
class _Version:
    format: int


@dataclass(frozen=True, slots=True)
class _Questions:
    file: str
    sha256: str
    count: int


@dataclass(frozen=True, slots=True)
class _Index:
    path: str
    generation: str
    source: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Run:
    """What run.json says."""

    name: str
    started: datetime
    questions: _Questions
    index: _Index
    settings: dict[str, Any]
    versions: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Hit:
    article: str
    start: int
    end: int
    score: Number
    text: str


@dataclass(frozen=True, slots=True)
class _Timings:
    search: Number
    ask: Number


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line of lines.jsonl says."""

    id: str
    question: str
    history: tuple[str, ...]
    tags: tuple[str, ...]
    answerable: bool | None
    grades: dict[str, int]
    evidence: tuple[Evidence, ...]
    speaker: str | None
    contains: tuple[str, ...]
    never: tuple[str, ...]
    asked: date | None
    match: str | None
    hits: tuple[_Hit, ...]
    answer: dict[str, Any]
    scores: dict[str, Number]
    timings_ms: _Timings


@dataclass(frozen=True, slots=True)
class _Citation:
    article: str
    title: str
    text: str
    approximate_date: bool
    published: date | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What reports show of an answer."""

    status: Literal["answered", "unsure", "not_found"]
    text: str
    confidence: Number
    citations: tuple[_Citation, ...]
    searched_for: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Answered:
    answer: _Answer


def read_run(folder: Path) -> Run:
    """Read run.json. Raises RunError if there is no run, or one of another version."""
    path = folder / "run.json"
    try:
        text = path.read_bytes()
    except FileNotFoundError as error:
        raise RunError(
            f"{path}: missing: {folder} is not a run", hint="give the folder of a run: runs/NAME"
        ) from error
    except OSError as error:
        raise _make_damaged(path, error.strerror or str(error)) from error
    version = _read(_Version, text, path).format
    if version != FORMAT:
        raise RunError(f"{path}: format {version}; this version reads {FORMAT}", hint=_AGAIN)
    read = _read(_Run, text, path)
    return Run(
        name=read.name,
        started=read.started,
        questions_file=read.questions.file,
        questions_sha256=read.questions.sha256,
        questions_count=read.questions.count,
        index_path=read.index.path,
        generation=read.index.generation,
        source=read.index.source,
        settings=read.settings,
        versions=read.versions,
    )


def write_run(run: Run, folder: Path) -> None:
    """Write run.json, and make the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    value = {
        "format": FORMAT,
        "name": run.name,
        "started": run.started.isoformat(timespec="seconds"),
        "questions": {
            "file": run.questions_file,
            "sha256": run.questions_sha256,
            "count": run.questions_count,
        },
        "index": {"path": run.index_path, "generation": run.generation, "source": run.source},
        "settings": run.settings,
        "versions": run.versions,
    }
    _write(folder / "run.json", value)


def read_outcomes(folder: Path) -> list[Outcome]:
    """The results of the questions, in order. Raises RunError, which names the line."""
    return list(_read_outcomes(folder / "lines.jsonl"))


def write_outcome(outcome: Outcome) -> str:
    """A line of lines.jsonl, with its line break."""
    question = outcome.question
    value = {
        "id": question.id,
        "question": question.question,
        "history": question.history,
        "tags": question.tags,
        "answerable": question.answerable,
        "judged": question.judged,
        "relevant": list(question.relevant),
        "grades": question.relevant,
        "evidence": [asdict(evidence) for evidence in question.evidence],
        "speaker": question.speaker,
        "contains": question.contains,
        "never": question.never,
        "asked": question.asked.isoformat() if question.asked else None,
        "match": "article" if question.any_words else None,
        "hits": [_write_hit(hit, rank) for rank, hit in enumerate(outcome.hits[:HITS])],
        "answer": outcome.answer,
        "scores": outcome.scores,
        "timings_ms": {"search": outcome.search_ms, "ask": outcome.ask_ms},
    }
    return json.dumps(value, ensure_ascii=False) + "\n"


def read_summary(folder: Path) -> Summary:
    """Read summary.json. Raises RunError if the run is not complete."""
    path = folder / "summary.json"
    if not path.is_file():
        raise RunError(f"{folder}: not complete: it has no summary.json", hint=_AGAIN)
    try:
        text = path.read_bytes()
    except OSError as error:
        raise _make_damaged(path, error.strerror or str(error)) from error
    return _read(Summary, text, path)


def write_summary(summary: Summary, folder: Path) -> None:
    """Write summary.json, which says that the run is complete."""
    _write(folder / "summary.json", asdict(summary))


def _read_outcomes(path: Path) -> Iterator[Outcome]:
    if not path.is_file():
        raise RunError(f"{path}: missing", hint=_AGAIN)
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            _read(_Answered, line, path, number)
            yield _make_outcome(_read(_Line, line, path, number))


def _make_outcome(line: _Line) -> Outcome:
    return Outcome(
        question=Question(
            id=line.id,
            question=line.question,
            history=line.history,
            relevant=line.grades,
            evidence=line.evidence,
            answerable=line.answerable,
            speaker=line.speaker,
            contains=line.contains,
            never=line.never,
            tags=line.tags,
            asked=line.asked,
            any_words=line.match == "article",
        ),
        hits=tuple(
            Hit(Passage(hit.article, hit.start, hit.end, hit.text), hit.score) for hit in line.hits
        ),
        answer=line.answer,
        scores=line.scores,
        search_ms=line.timings_ms.search,
        ask_ms=line.timings_ms.ask,
    )


def _write_hit(hit: Hit, rank: int) -> dict[str, Any]:
    passage = hit.passage
    return {
        "article": passage.article_id,
        "start": passage.start,
        "end": passage.end,
        "score": round(hit.score, 6),
        "text": passage.text if rank < TEXTS else "",
    }


def _read(kind: type[_Kind], text: bytes, path: Path, line: int | None = None) -> _Kind:
    try:
        return read_typed(kind, text)
    except ValueError as error:
        raise _make_damaged(path, str(error), line=line) from error


def _write(path: Path, value: Mapping[str, Any]) -> None:
    """Write a file so that a reader sees all of it or nothing."""
    new = path.with_name(path.name + ".new")
    new.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    new.replace(path)


def _make_damaged(path: Path, reason: str, *, line: int | None = None) -> RunError:
    place = f"{path}:{line}" if line else str(path)
    return RunError(f"{place}: cannot be read: {reason}", hint=_AGAIN)
