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
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rag.errors import RunError
from rag.evaluation.run_records import (
    AbstentionPoint,
    Estimate,
    Evidence,
    Latency,
    LevelPoint,
    Outcome,
    Question,
    Run,
    Summary,
)
from rag.records import Hit, Passage

FORMAT = 2
HITS = 100  # passages kept of each question
TEXTS = 10  # hits kept with their text; the index has the others'
_AGAIN = "run the questions again: python -m rag eval QUESTIONS --name NAME"


def read_run(folder: Path) -> Run:
    """Read run.json. Raises RunError if there is no run, or one of another version."""
    value = _read_object(folder / "run.json")
    if value.get("format") != FORMAT:
        raise RunError(
            f"{folder / 'run.json'}: format {value.get('format')}; this version reads {FORMAT}",
            hint=_AGAIN,
        )
    try:
        return Run(
            name=value["name"],
            started=datetime.fromisoformat(value["started"]),
            questions_file=value["questions"]["file"],
            questions_sha256=value["questions"]["sha256"],
            questions_count=value["questions"]["count"],
            index_path=value["index"]["path"],
            generation=value["index"]["generation"],
            source=value["index"]["source"],
            settings=value["settings"],
            versions=value["versions"],
        )
    except (LookupError, TypeError, ValueError) as error:
        raise _make_damaged(folder / "run.json", error) from error


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
    value = _read_object(path)
    try:
        return Summary(
            measures=_read_estimates(value["measures"]),
            slices={tag: _read_estimates(estimates) for tag, estimates in value["slices"].items()},
            abstention=tuple(AbstentionPoint(**point) for point in value["abstention"]),
            ranks=value["ranks"],
            latency_ms={name: Latency(**latency) for name, latency in value["latency_ms"].items()},
            questions=value["questions"],
            unjudged=value["unjudged"],
            levels=tuple(LevelPoint(**point) for point in value.get("levels", ())),
        )
    except (LookupError, TypeError, AttributeError) as error:
        raise _make_damaged(path, error) from error


def write_summary(summary: Summary, folder: Path) -> None:
    """Write summary.json, which says that the run is complete."""
    _write(folder / "summary.json", asdict(summary))


def _read_outcomes(path: Path) -> Iterator[Outcome]:
    if not path.is_file():
        raise RunError(f"{path}: missing", hint=_AGAIN)
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield _read_outcome(json.loads(line))
            except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
                raise _make_damaged(path, error, line=number) from error


def _read_outcome(value: dict[str, Any]) -> Outcome:
    return Outcome(
        question=Question(
            id=value["id"],
            question=value["question"],
            history=tuple(value["history"]),
            relevant=value["grades"],
            evidence=tuple(Evidence(**evidence) for evidence in value["evidence"]),
            answerable=value["answerable"],
            speaker=value["speaker"],
            contains=tuple(value["contains"]),
            never=tuple(value["never"]),
            tags=tuple(value["tags"]),
            asked=date.fromisoformat(value["asked"]) if value["asked"] else None,
            any_words=value["match"] == "article",
        ),
        hits=tuple(
            Hit(Passage(hit["article"], hit["start"], hit["end"], hit["text"]), hit["score"])
            for hit in value["hits"]
        ),
        answer=value["answer"],
        scores=value["scores"],
        search_ms=value["timings_ms"]["search"],
        ask_ms=value["timings_ms"]["ask"],
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


def _read_estimates(value: Mapping[str, Any]) -> dict[str, Estimate]:
    return {name: Estimate(**estimate) for name, estimate in value.items()}


def _read_object(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RunError(
            f"{path}: missing: {path.parent} is not a run",
            hint="give the folder of a run: runs/NAME",
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        raise _make_damaged(path, error) from error
    if not isinstance(value, dict):
        raise _make_damaged(path, TypeError("not a JSON object"))
    return value


def _write(path: Path, value: Mapping[str, Any]) -> None:
    """Write a file so that a reader sees all of it or nothing."""
    new = path.with_name(path.name + ".new")
    new.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    new.replace(path)


def _make_damaged(path: Path, error: Exception, *, line: int | None = None) -> RunError:
    place = f"{path}:{line}" if line else str(path)
    return RunError(f"{place}: cannot be read: {error}", hint=_AGAIN)
