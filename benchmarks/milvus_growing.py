"""An index in Milvus that grows by some articles: what a publish sends, beside loading it whole.

    python -m benchmarks.milvus_growing --data PATH --index DIR [--share 0.01] [--limit N]

PATH is the folder that `benchmarks.news` takes, DIR the index that it has built. It is published
without its newest articles in milvus-lite, then with them, and once more as a whole under another
name. Bytes are those that a relay between the program and the server has passed on to it. Then the
questions are asked of both.
"""

from __future__ import annotations

import argparse
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.command import count as count_of
from benchmarks.command import report, say
from benchmarks.data import find, lines
from benchmarks.milvus_server import milvus_running
from benchmarks.runs import print_table
from rag.assistant import Assistant
from rag.cluster.article_rows import ArticleRows
from rag.index import generation
from rag.index.generation_parts import Generation
from rag.index.searched import Selection
from rag.language.stems import stems
from rag.milvus.loading.counted import Counted, count
from rag.milvus.loading.load import Origin, load_generation
from rag.milvus.loading.local_rows import LocalRows
from rag.milvus.place import MilvusPlace
from rag.models.embedder import Embedder
from rag.settings import read_settings

_DEPTH = 200  # rows by words that are compared


class Some:
    """Some articles of a generation with their rows, as an index of their own."""

    def __init__(self, rows: LocalRows, articles: Sequence[int]) -> None:
        self._rows = rows
        self._articles = articles

    def count(self) -> Counted:
        """What is known of all of them together."""
        return count(self._rows.take(self._articles))

    def take(self, numbers: Sequence[int]) -> Iterator[ArticleRows]:
        """Some of them with their rows."""
        return self._rows.take([self._articles[number] for number in numbers])


class Relay:
    """Passes on what a program and a server send each other, and counts the program's bytes."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.sent = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """The address that the program asks instead of the server's."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def stop(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                program, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._port))
                for source, target, counted in ((program, server, True), (server, program, False)):
                    passing = (source, target, counted)
                    threading.Thread(target=self._pass_on, args=passing, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while content := source.recv(1 << 16):
                self.sent += len(content) if counted else 0
                target.sendall(content)
            target.shutdown(socket.SHUT_WR)


def main() -> int:
    """Read the options and measure; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--index", type=Path, required=True, help="folder of a built index")
    parser.add_argument("--share", type=float, default=0.01, help="of the articles that are new")
    parser.add_argument("--limit", type=count_of, help="ask the first N questions only")
    given = parser.parse_args()
    return report(lambda: measure(given.data, given.index, given.share, given.limit))


def measure(data: Path, index: Path, share: float, limit: int | None) -> None:
    """Publish an index in two steps and at once, and ask both."""
    settings = read_settings()
    embedder = Embedder(settings.model, settings.cache)
    local = generation.read(index, embedder.fingerprint)
    (path,) = find(data, "news", "questions.jsonl")
    days = [article.date or date.min for article in local.articles.values()]
    newest_first = sorted(range(len(days)), key=lambda number: (days[number], number))
    older = sorted(newest_first[: len(days) - max(1, round(share * len(days)))])
    say(f"{len(days):,} articles, of which {len(days) - len(older):,} are new")
    with _relayed() as relay:
        grown, whole = MilvusPlace(relay.url, "grown"), MilvusPlace(relay.url, "whole")
        rows = LocalRows(local)
        table = [
            _publish(
                relay, "without the new", grown, Some(rows, older), local, "gen-000001-00000000"
            ),
            _publish(relay, "with them", grown, rows, local, "gen-000002-00000000"),
            _publish(relay, "whole", whole, rows, local, "gen-000001-00000000"),
        ]
        print_table(["", "articles sent", "MB sent", "s", "why whole"], table)
        questions = [row["question"] for row in lines(path)][:limit]
        _compare(questions, grown, whole, local, embedder)


@contextmanager
def _relayed() -> Iterator[Relay]:
    with tempfile.TemporaryDirectory() as folder, milvus_running(Path(folder)) as server:
        relay = Relay(int(server.url.rsplit(":", 1)[1]))
        try:
            yield relay
        finally:
            relay.stop()


def _publish(  # noqa: PLR0913  # what is published, and what is counted
    relay: Relay,
    name: str,
    place: MilvusPlace,
    rows: LocalRows | Some,
    local: Generation,
    generation_name: str,
) -> list[str]:
    """Publish articles; a line of the table."""
    origin = Origin(
        source=replace(local.source, corpus=name),
        window=local.window,
        probes=local.probes,
        copies=(),
        name=generation_name,
    )
    sent, began = relay.sent, time.perf_counter()
    done = load_generation(rows, origin, place)
    took = time.perf_counter() - began
    return [
        name,
        f"{done.sent:,}",
        f"{(relay.sent - sent) / 1e6:.1f}",
        f"{took:.1f}",
        done.whole or "-",
    ]


def _compare(
    questions: Sequence[str],
    grown: MilvusPlace,
    whole: MilvusPlace,
    local: Generation,
    embedder: Embedder,
) -> None:
    """Say how far scores by words and answers of both differ."""
    both = [Assistant.open(place, embedder) for place in (grown, whole)]
    every = Selection.of(np.arange(len(local.passages)))
    worst, moved, same = 0.0, 0, 0
    for question in questions:
        one, two = (
            dict(each.index.words.best(stems(question), _DEPTH, among=every)) for each in both
        )
        worst = max([worst, *(abs(one[row] / two[row] - 1) for row in one.keys() & two.keys())])
        moved += [*one][:10] != [*two][:10]
        texts = {str(each.ask(question).text) for each in both}
        same += len(texts) == 1
    say(
        f"Scores by words differ by {worst:.1e} at most; the first ten by words differ for {moved} "
        f"of {len(questions)} questions; answers with the same text: {same}"
    )


if __name__ == "__main__":
    sys.exit(main())
