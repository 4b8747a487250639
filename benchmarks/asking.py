"""How long a question on somebody's words takes: "What did ... say about ...?".

    python -m benchmarks.asking --index INDEX [--limit N]

INDEX is any built index, for example the one that `python -m benchmarks.news --index INDEX` has
built. The people who are quoted most are asked about, one question each on what one of their
statements is about (with --limit, the first N of 120). The baseline only embeds each question and
takes the 10 nearest statements: no speaker, no topic, no reason where there is none.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.command import count, say
from benchmarks.runs import print_table
from rag.assistant import Assistant
from rag.errors import RagError
from rag.models.embedder import Embedder
from rag.models.vectors import Vectors
from rag.names.name import same_person
from rag.records import Status
from rag.settings import read_settings
from rag.suggest.topics import find_topics

_QUESTIONS = 120
_WARM = 5  # questions asked before time is taken
_NEAREST = 10


def main() -> int:
    """Read the options and measure; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--index", type=Path, required=True, help="folder of a built index")
    parser.add_argument("--limit", type=count, default=_QUESTIONS, help="questions: a trial")
    given = parser.parse_args()
    try:
        measure(given.index, given.limit)
    except RagError as error:
        sys.stderr.write(f"{error.message}\nHint: {error.hint}\n")
        return error.exit_code
    return 0


def measure(index: Path, limit: int) -> None:
    """Ask every question of the baseline and of the assistant, and print how long it took."""
    settings = read_settings()
    embedder = Embedder(settings.model, settings.cache)
    assistant = Assistant.open(index, embedder)
    questions = list(_questions(assistant, limit))
    vectors = assistant.index.statement_vectors

    def nearest(question: str) -> Sequence[tuple[int, float]]:
        (vector,) = embedder.embed_questions([question])
        asked: Vectors = vector
        return vectors.search(asked, _NEAREST)

    dense = _milliseconds(nearest, questions)
    ours = _milliseconds(assistant.ask, questions)
    answered = sum(assistant.ask(words).status is Status.ANSWERED for words in questions)
    contents = assistant.index
    say(
        f"{len(questions)} questions on as many people's words, {answered} answered; "
        f"{len(contents.articles):,} articles, {len(contents.statements):,} statements"
    )
    print_table(
        ["", "p50 ms", "p95 ms", "ratio of medians"],
        [
            [name, *(f"{np.percentile(times, at):.0f}" for at in (50, 95)), ratio]
            for name, times, ratio in (
                ("nearest statements", dense, "1.0"),
                ("ours", ours, f"{np.median(ours) / np.median(dense):.1f}"),
            )
        ],
    )


def _questions(assistant: Assistant, limit: int) -> Iterator[str]:
    """One for each of the most quoted, on what the first of their statements is about."""
    index, made = assistant.index, 0
    rows = index.statements.rows_by_speaker()
    for speaker in assistant.speakers:
        theirs = (row for name in rows if same_person(name, speaker) for row in rows[name].tolist())
        topic = next(filter(None, (_topic(assistant, row) for row in theirs)), None)
        if topic:
            yield f"What did {speaker} say about {topic}?"
            made += 1
        if made == limit:
            return


def _topic(assistant: Assistant, row: int) -> str | None:
    statement = assistant.index.statements[row]
    topics = find_topics(assistant.index.articles[statement.article_id], statement)
    return topics[0].text if topics else None


def _milliseconds(ask: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    for question in questions[:_WARM]:
        ask(question)
    spent = []
    for question in questions:
        began = time.perf_counter()
        ask(question)
        spent.append((time.perf_counter() - began) * 1000)
    return spent


if __name__ == "__main__":
    sys.exit(main())
