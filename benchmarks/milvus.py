"""An index in Milvus beside the same index in a folder: what is found, how fast, and loading.

    python -m benchmarks.milvus --data PATH --index DIR [--url URL] [--limit N] [--rows 200000]

PATH is the folder that `benchmarks.news` takes, DIR the index that it has built. Without --url, a
milvus-lite server is started for the time of the measurement (requirements-cluster.txt): it is
written in Python and made for tests, so its times say nothing of a Milvus cluster. Every question
is asked of both, as on its own day. Then passages of the index are put into a collection again and
again, under other row numbers, until there are so many or the time is over (--seconds).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count as count_up
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.command import count, report, say
from benchmarks.data import find, lines
from benchmarks.milvus_server import milvus_running
from benchmarks.runs import print_table
from rag.assistant import Assistant
from rag.index import generation
from rag.index.generation_parts import Generation
from rag.milvus import layout
from rag.milvus.layout import Table
from rag.milvus.loading.assigning import assign
from rag.milvus.loading.entities import Entities
from rag.milvus.loading.local_rows import LocalRows, publish_generation
from rag.milvus.place import MilvusPlace
from rag.milvus.server_generation import read_generation
from rag.models.embedder import Embedder
from rag.settings import read_settings

_HITS = (1, 4, 10)
_WARM = 5  # questions asked before time is taken
_AT_ONCE = 500  # rows of a request, as a load has


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of all questions on one side."""

    ranks: list[int]  # of the first relevant article, from 1; 0: not among the hits
    seconds: list[float]  # of a search
    answered: list[float]  # seconds of a whole answer, search included
    texts: list[str]

    def row(self, name: str) -> list[str]:
        """A line of the table."""
        shares = [f"{np.mean([0 < rank <= k for rank in self.ranks]):.3f}" for k in _HITS]
        times = [
            f"{np.percentile(seconds, at) * 1000:.0f}"
            for seconds in (self.seconds, self.answered)
            for at in (50, 95)
        ]
        return [name, *shares, *times]


def main() -> int:
    """Read the options and measure; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--index", type=Path, required=True, help="folder of a built index")
    parser.add_argument("--url", default="", help="a Milvus server; without it, milvus-lite")
    parser.add_argument("--limit", type=count, help="ask the first N questions only: a trial")
    parser.add_argument("--rows", type=count, default=200_000, help="passages to load")
    parser.add_argument("--seconds", type=float, default=180.0, help="time limit of that load")
    given = parser.parse_args()
    return report(lambda: measure(given))


def measure(given: argparse.Namespace) -> None:
    """Publish an index, ask both sides, and load passages again and again."""
    settings = read_settings()
    embedder = Embedder(settings.model, settings.cache)
    local = generation.read(given.index, embedder.fingerprint)
    (path,) = find(given.data, "news", "questions.jsonl")
    questions = list(lines(path))[: given.limit]
    say(
        f"Index {local.name}: {len(local.articles):,} articles, {len(local.passages):,} passages, "
        f"{len(local.statements):,} statements; {len(questions)} questions"
    )
    folder = Assistant(local, embedder)
    with _server(given.url) as url:
        place = MilvusPlace(url, "benchmark")
        prepared = [*folder.prepare()]
        began = time.perf_counter()
        publish_generation(local, place, prepared)
        took = time.perf_counter() - began
        rows = len(local.passages) + len(local.statements) + len(local.articles)
        say(f"Published in {took:.1f} s: {rows / took:,.0f} rows of all kinds a second")
        _say_memory(place, embedder)
        served = Assistant.open(place, embedder)
        both = {
            name: _ask(each, questions) for name, each in (("folder", folder), ("Milvus", served))
        }
        print_table(
            ["", *(f"Hit@{k}" for k in _HITS), "search p50", "p95 ms", "answer p50", "p95 ms"],
            [asked.row(name) for name, asked in both.items()],
        )
        same = sum(a == b for a, b in zip(both["folder"].texts, both["Milvus"].texts, strict=True))
        say(f"Answers with the same text: {same} of {len(questions)}")
        _load_again(local, place, given.rows, given.seconds)


@contextmanager
def _server(url: str) -> Iterator[str]:
    if url:
        yield url
        return
    with tempfile.TemporaryDirectory() as folder, milvus_running(Path(folder)) as server:
        yield server.url


def _ask(assistant: Assistant, questions: Sequence[dict[str, Any]]) -> Asked:
    asked = Asked([], [], [], [])
    for number, row in enumerate([*questions[:_WARM], *questions]):
        examined = assistant.examine(
            row["question"], today=date.fromisoformat(row["asked"]), hits=max(_HITS) * 10
        )
        if number < min(_WARM, len(questions)):
            continue
        ids = list(dict.fromkeys(hit.passage.article_id for hit in examined.hits))[: max(_HITS)]
        ranks = (ids.index(article_id) + 1 for article_id in row["relevant"] if article_id in ids)
        asked.ranks.append(min(ranks, default=0))
        asked.seconds.append(examined.answer.timings_ms.get("search", 0.0) / 1000)
        asked.answered.append(examined.answer.timings_ms["total"] / 1000)
        asked.texts.append(str(examined.answer.text))
    return asked


def _say_memory(place: MilvusPlace, embedder: Embedder) -> None:
    """What a process holds of the index when it starts, without its model."""
    tracemalloc.start()
    held = Assistant(read_generation(place.connection, place.name, place.published()), embedder)
    size, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    articles = len(held.index.articles)
    say(
        f"In memory of a process: {size / 2**20:.1f} MiB, {size / articles / 1000:.2f} kB an "
        f"article; {most / 2**20:.1f} MiB while it is read ({articles:,} articles)"
    )


def _load_again(local: Generation, place: MilvusPlace, rows: int, seconds: float) -> None:
    """Put the passages into a collection of their own, until they are so many."""
    collection = f"{place.name}_again"
    connection, dimension = place.connection, local.probes.shape[1]
    connection.drop(collection)
    connection.create(
        collection,
        layout.passage_fields(dimension, half=False),
        [
            layout.index_of_vectors("vector", graph=layout.takes_graph(rows)),
            layout.INDEX_OF_WORDS,
        ],
    )
    articles = LocalRows(local)
    counted = articles.count()
    assignment = assign(counted, local.source, local.probes, None, 1, half=False)
    entities = Entities(counted, assignment.assigned)
    passages = [
        row
        for number, article in enumerate(articles.take(assignment.added))
        for table, entities_of in entities.of(number, article)
        if table is Table.PASSAGES
        for row in entities_of
    ]
    loaded, began = 0, time.perf_counter()
    for again in count_up():
        if loaded >= rows or time.perf_counter() - began > seconds:
            break
        first = again * _AT_ONCE
        some = [
            {**passages[number % len(passages)], "row": number}
            for number in range(first, min(first + _AT_ONCE, rows))
        ]
        connection.upsert(collection, some)
        loaded += len(some)
    took = time.perf_counter() - began
    say(f"Loaded {loaded:,} of {rows:,} passages in {took:.0f} s: {loaded / took:,.0f}/s")
    connection.drop(collection)


if __name__ == "__main__":
    sys.exit(main())
