"""Test questions + an index -> a run: one line per question, written as soon as it is answered.

An interrupted run continues after its last complete line.
"""

from __future__ import annotations

import fcntl
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import rag
from rag.assistant import NO_FILTERS, Assistant
from rag.errors import RunError
from rag.evaluation.question_files import resolve
from rag.evaluation.run_records import Outcome, Question, QuestionFile, Run, Summary
from rag.evaluation.running.judge import score_answer
from rag.evaluation.running.measures import ranking_scores
from rag.evaluation.running.run_folder import (
    HITS,
    read_outcomes,
    read_run,
    write_outcome,
    write_run,
    write_summary,
)
from rag.evaluation.running.run_summary import summarize
from rag.index.searched import IndexPlace
from rag.interface import answer_json

if TYPE_CHECKING:  # nothing of a language model is loaded where none is set
    from rag.writer.writing import Writer

Progress = Callable[[str, int, int], None]  # the stage, the number done, the total

# Packages that may change an answer or a measure though the index is the same.
_PACKAGES = (
    "sentence-transformers",
    "torch",
    "faiss-cpu",
    "numpy",
    "ir-measures",
    "pytrec_eval-terrier",
)

_SEARCH = ("understand", "embed", "search")  # some kinds of question need fewer stages


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A complete run: its folder, its summary, and what to report about it."""

    folder: Path
    run: Run
    summary: Summary
    kept: int  # questions that were answered before an interruption
    missing: tuple[str, ...]  # relevant articles that the index does not have


def describe(
    file: QuestionFile, assistant: Assistant, index: Path | IndexPlace, settings: Mapping[str, Any]
) -> Run:
    """Describe a run before it starts; it gets its name with its folder."""
    generation, reranker = assistant.index, assistant.reranker
    about = {"reranker": f"{reranker.name} {reranker.weights_sha256}"} if reranker else {}
    return Run(
        name="",
        started=datetime.now(UTC),
        questions_file=file.path,
        questions_sha256=file.sha256,
        questions_count=len(file.questions),
        index_path=str(index),
        generation=generation.name,
        source=asdict(generation.source),
        settings={**settings, **about},
        versions={
            "on-record": rag.__version__,
            "python": platform.python_version(),
            **{name: version(name) for name in _PACKAGES},
        },
    )


def choose_folder(run: Run, out: Path, name: str | None) -> Path:
    """The folder of a run: the named one, else that of the same interrupted run, else a new one."""
    if name:
        return out / name
    for folder in sorted(out.glob("*/"), reverse=True):
        with suppress(RunError):  # not the folder of a run
            if not (folder / "summary.json").exists() and _is_same(read_run(folder), run):
                return folder
    return out / run.started.strftime("%Y-%m-%dT%H%M%SZ")


def evaluate(  # noqa: PLR0913  # what is asked, by whom, and where it goes
    file: QuestionFile,
    assistant: Assistant,
    run: Run,
    folder: Path,
    *,
    writer: Writer | None = None,
    progress: Progress = lambda *_: None,
) -> Evaluation:
    """Ask the questions that have no line in the folder yet, and summarize all.

    With a `writer`, its language model writes each answer that has evidence.

    Raises RunError if the folder belongs to another run, or if another process is writing it.
    """
    run = _enter(run, folder)
    questions, missing = resolve(file.questions, assistant.index.articles.values())
    with _open_lines(folder) as lines:
        kept = _count_whole_lines(lines)
        assistant.search("warm up", hits=1)  # loads the model
        for done, question in enumerate(questions[kept:], start=kept + 1):
            outcome = _find_outcome(question, assistant, writer)
            lines.write(write_outcome(outcome).encode())
            lines.flush()
            progress("Asking", done, len(questions))
        outcomes = read_outcomes(folder)
        _check(outcomes, questions, folder)
        summary = summarize(outcomes)
        write_summary(summary, folder)
    return Evaluation(folder, run, summary, kept, tuple(missing))


def _find_outcome(question: Question, assistant: Assistant, writer: Writer | None) -> Outcome:
    words, history = question.question, question.history
    if writer is not None:
        words, history = writer.make_whole(
            words, history, NO_FILTERS, assistant, today=question.asked
        )
    examined = assistant.examine(words, history, today=question.asked, hits=HITS)
    answer = examined.answer
    if writer is not None:
        answer = writer.write(
            replace(answer, question=question.question), question.history, assistant
        )
    spent = answer.timings_ms
    return Outcome(
        question=question,
        hits=examined.hits,
        answer=answer_json(answer, question.id),
        scores={
            **ranking_scores(question, examined.hits),
            **score_answer(question, answer, assistant.article),
        },
        search_ms=round(sum(spent.get(stage, 0.0) for stage in _SEARCH), 1),
        ask_ms=round(spent["total"], 1),
    )


def _enter(run: Run, folder: Path) -> Run:
    """The run of a folder: a new one, or one to continue."""
    if not (folder / "run.json").exists():
        started = replace(run, name=folder.name)
        write_run(started, folder)
        return started
    earlier = read_run(folder)
    if not _is_same(earlier, run):
        raise RunError(
            f"{folder}: is a run of {_describe_difference(earlier, run)}",
            hint="give this run another --name, or remove the folder",
        )
    return earlier


def _is_same(run: Run, other: Run) -> bool:
    return not _describe_difference(run, other)


def _describe_difference(earlier: Run, run: Run) -> str:
    """How two runs differ, so that one cannot continue the other."""
    pairs = {
        "other questions": (earlier.questions_sha256, run.questions_sha256),
        "another index": (earlier.generation, run.generation),
        "other settings": (earlier.settings, run.settings),
        "other versions": (earlier.versions, run.versions),
    }
    return ", ".join(what for what, (a, b) in pairs.items() if a != b)


@contextmanager
def _open_lines(folder: Path) -> Iterator[BinaryIO]:
    """Open the lines of a run to read and append, for one process at a time."""
    path = folder / "lines.jsonl"
    with path.open("a+b") as lines:
        try:
            fcntl.flock(lines, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunError(
                f"{path}: another process is writing this run",
                hint="wait until it is done, or give this run another --name",
            ) from None
        yield lines


def _count_whole_lines(lines: BinaryIO) -> int:
    """Count the complete lines, and cut off an incomplete last one."""
    lines.seek(0)
    count = end = 0
    for line in lines:
        if line.endswith(b"\n"):
            count, end = count + 1, end + len(line)
    lines.truncate(end)
    return count


def _check(outcomes: Sequence[Outcome], questions: Sequence[Question], folder: Path) -> None:
    for number, (outcome, question) in enumerate(zip(outcomes, questions, strict=False), start=1):
        if outcome.question != question:
            raise RunError(
                f"{folder / 'lines.jsonl'}:{number}: does not belong to question {question.id!r}",
                hint="remove the folder and run the questions again",
            )
    if len(outcomes) != len(questions):
        raise RunError(
            f"{folder / 'lines.jsonl'}: {len(outcomes)} lines for {len(questions)} questions",
            hint="remove the folder and run the questions again",
        )
