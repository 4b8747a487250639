"""How well a question without an answer in the articles is refused.

    python -m benchmarks.negatives --data PATH [--index DIR] [--out runs/] [--limit N]

PATH is a folder with negatives/rgb.jsonl.gz (`question`, `answers`, `with` and `without`: documents
that hold the answer, and documents on the topic that don't); RGB can be brought into this form, and
is not part of this project. Of a random half of the questions, the same in every run, both kinds of
documents are indexed, of the other half only those without the answer; then the other way round.
So every question is asked once with an answer and once without, and nothing hangs on which half
was drawn: over halves drawn at random, refused@90 spreads by .1.

The baselines answer where their best score passes a threshold.

ours            ordered by the answer's confidence; what something rules out comes last
ours, shipped   what is answered at the confidence that is asked for; RAG_CONFIDENCE sets another
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.command import Opened, Options, open_index, run, say
from benchmarks.data import find, lines, question_file, write_lines
from benchmarks.runs import Measured, measure_all, note_limit, print_folders
from benchmarks.separation import print_bins, print_separation
from benchmarks.systems import BM25, DENSE, OURS, RRF, SHIPPED, System, baseline, ours
from rag.assistant import Assistant
from rag.evaluation.run_records import Outcome, Question, QuestionFile

_SEED = 20221122


def measure(options: Options) -> None:
    """Ask all questions of every system, and print who refuses what."""
    (path,) = find(options.data, "negatives", "rgb.jsonl.gz")
    rows = list(lines(path))
    kept = rows[: options.limit]
    outcomes: dict[str, list[Outcome]] = {}
    folders: list[Mapping[str, Measured]] = []
    for half in open_halves(path, kept, options):
        measured = _ask_all(half, options)
        folders.append(measured)
        for name, of_system in measured.items():
            outcomes.setdefault(name, []).extend(of_system.outcomes)
    note_limit(options, len(kept), len(rows))
    say(f"\nSay no: {len(kept)} questions, each with an answer and without")
    print_separation(outcomes)
    say("\nours, by confidence: questions, and how many of them are answerable")
    print_bins(outcomes[OURS])
    for systems in folders:
        took = systems[SHIPPED].summary.latency_ms["ask"]
        say(f"ours: p50 {took.p50:,.0f} ms, p95 {took.p95:,.0f} ms")
        print_folders(systems)


@dataclass(frozen=True, slots=True)
class Half:
    """An index in which half of the questions have an answer, and all questions."""

    opened: Opened
    questions: QuestionFile


def open_halves(path: Path, rows: list[dict[str, Any]], options: Options) -> Iterator[Half]:
    """Open both indexes, one after the other; each question has an answer in one of them."""
    drawn = list(range(len(rows)))
    random.Random(_SEED).shuffle(drawn)  # noqa: S311  # drawn, not secret
    first = set(drawn[: len(rows) // 2])
    for number, answerable in enumerate((first, set(drawn) - first)):
        documents = _documents(rows, answerable)
        name = f"negatives-{number}"
        corpus = write_lines(
            ({"id": name, "text": text} for text, name in documents.items()),
            options.work(name) / "corpus.jsonl",
        )
        questions = (_question(n, row, n in answerable, documents) for n, row in enumerate(rows))
        yield Half(open_index(corpus, options, name), question_file(path, questions))


def never_refusing(opened: Opened) -> System:
    """Ask the whole program, which then answers whatever its confidence is."""
    unsure = Assistant(opened.assistant.index, opened.embedder, least_confidence=0.0)
    return ours(replace(opened, assistant=unsure))


def _ask_all(half: Half, options: Options) -> dict[str, Measured]:
    """Ask every system all questions of one index."""
    opened = half.opened
    systems = {name: baseline(name, opened) for name in (DENSE, BM25, RRF)}
    systems[OURS] = never_refusing(opened)
    systems[SHIPPED] = ours(opened)
    return measure_all("negatives", systems, half.questions, opened, options)


def _documents(rows: list[dict[str, Any]], answerable: set[int]) -> dict[str, str]:
    """The id of each document that is indexed, by its text; a document may be of two questions."""
    ids: dict[str, str] = {}
    for number, row in enumerate(rows):
        texts = row["without"] + (row["with"] if number in answerable else [])
        for text in texts:
            if text.strip():
                ids.setdefault(text, f"document-{len(ids):04}")
    return ids


def _question(
    number: int, row: dict[str, Any], answerable: bool, documents: dict[str, str]
) -> Question:
    relevant = [documents[text] for text in row["with"] if text in documents and answerable]
    return Question(
        id=f"question-{number:03}",
        question=row["question"],
        relevant=dict.fromkeys(relevant, 1),
        answerable=answerable,
    )


if __name__ == "__main__":
    sys.exit(run(__doc__, measure))
