"""How time, memory and space grow with the number of articles.

    python -m benchmarks.growth --data PATH [--sizes 300 1000 3078 10000 26000] [--plot FILE.svg]

PATH is a folder with news/articles.jsonl.gz and news/questions.jsonl, which are not part of this
project. For each size one program builds an index and another asks it the questions, so that each
has a peak of memory of its own. Sizes above that of the data set are filled up with copies under
other ids and titles, in which every fifth longer word is another one: so they are no copies of
each other. A size that was measured is kept in --rows, and not measured again by the next call.

Embedding is measured on 512 texts of each index, and counted for all of them at that rate; the
other vectors are those of the 512 with noise, to a cosine of about .8. So vectors say nothing here
about what is found; in a graph of so many near each other, asking is rather slower than otherwise.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.command import say
from benchmarks.data import find, lines, write_lines
from benchmarks.growth_plot import plot
from rag.assistant import Assistant
from rag.build.build import build
from rag.errors import RagError
from rag.live import warm_up
from rag.models.embedder import Embedder, Vectors
from rag.models.vectors import unit
from rag.progress import progress_bar
from rag.settings import read_settings

_SIZES = (300, 1000, 3078, 10_000, 26_000)
_REAL = 512  # texts that are embedded
_NOISE = 0.75  # the length of what is added to a vector of length 1: cosine .8
_QUESTIONS = 60
_PASSAGES = 200_000  # for which the time of a question is told
_CHANGED = (
    0.2  # of the longer words of a copy: two copies have a seventh of their shingles in common
)
_LONGER = re.compile(r"\b[a-z]{5,}\b")


@dataclass(frozen=True, slots=True)
class Built:
    """What building one size came to."""

    passages: int
    statements: int
    build_s: float  # all but embedding
    embed_s: float  # at the rate measured
    index_mb: float
    build_mb: float  # the program's peak


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking came to."""

    ask_mb: float  # the program's peak
    p50_ms: float
    p95_ms: float


class _Sampled(Embedder):
    """Embeds the first texts, and gives the others vectors near those."""

    def __init__(self) -> None:
        settings = read_settings()
        super().__init__(settings.model, settings.cache)
        self._real: Vectors | None = None
        self._noise = np.random.default_rng(1)
        self.spent = 0.0  # seconds, on the texts that were embedded
        # another one's, which is let go of before this one is in memory
        self._probes = Embedder(settings.model, settings.cache).probes

    @cached_property
    def probes(self) -> Vectors:
        """The model's own: whoever asks the index has the model itself."""
        return self._probes

    def embed_passages(
        self, texts: Sequence[str], *, embedded: Callable[[int], None] = lambda _: None
    ) -> Vectors:
        """Vectors of the first texts, and others like them."""
        if self._real is None:
            self.warm_up()
            began = time.perf_counter()
            self._real = super().embed_passages(texts[:_REAL])
            self.spent = (time.perf_counter() - began) / len(self._real)
        near = self._noise.integers(len(self._real), size=len(texts))
        vectors = self._noise.normal(size=(len(texts), self._real.shape[1]))
        vectors *= _NOISE / np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors += self._real[near]
        embedded(len(texts))
        return unit(vectors)


def measure_build(corpus: Path, index: Path) -> Built:
    """Build an index in this program."""
    embedder = _Sampled()
    embedder.warm_up()
    began = time.perf_counter()
    tokens = read_settings().passage_tokens
    with progress_bar() as progress:
        report = build(
            corpus,
            index,
            embedder,
            passage_tokens=tokens,
            prepare=lambda made: Assistant(made, embedder).prepare(),
            progress=progress,
        )
    seconds = time.perf_counter() - began - embedder.spent * min(_REAL, report.embedded)
    size = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
    return Built(
        report.passages,
        report.statements,
        seconds,
        embedder.spent * report.embedded,
        size / 1e6,
        _peak(),
    )


def measure_ask(index: Path, questions: Path) -> Asked:
    """Ask an index in this program, warmed up as a server is, one question at a time."""
    settings = read_settings()
    assistant = Assistant.load(index, model=settings.model, cache=settings.cache)
    asked = [row["question"] for row in lines(questions)][:_QUESTIONS]
    warm_up(assistant)
    taken = [
        assistant.examine(question, hits=10).answer.timings_ms["total"] for question in asked
    ]  # fmt: skip
    p50, p95 = np.percentile(taken, [50, 95])
    return Asked(_peak(), float(p50), float(p95))


def main() -> int:
    """Measure every size in programs of its own, print a table, and draw it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    sizes = f"of the indexes, in articles (by default {' '.join(map(str, _SIZES))})"
    parser.add_argument("--sizes", type=int, nargs="+", default=_SIZES, help=sizes)
    parser.add_argument("--plot", type=Path, help="an SVG file to draw the growth to")
    rows_file = Path("runs/growth.json")
    parser.add_argument(
        "--rows",
        type=Path,
        default=rows_file,
        help=f"where what was measured is kept ({rows_file})",
    )
    parser.add_argument("--program", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    try:
        articles, questions = find(given.data, "news", "articles.jsonl.gz", "questions.jsonl")
        if given.program:
            kind, corpus, index = given.program
            with threadpool_limits(1, user_api="blas"):  # as the programs are run
                figures = (
                    measure_build(Path(corpus), Path(index))
                    if kind == "build"
                    else measure_ask(Path(index), questions)
                )
            say(json.dumps(asdict(figures)))
            return 0
        rows = _rows(given.sizes, articles, given.data, given.rows)
    except RagError as error:
        sys.stderr.write(f"{error.message}\nHint: {error.hint}\n")
        return error.exit_code
    for name, values in _columns(rows).items():
        if name != "articles":
            power = exponent([row["articles"] for row in rows], values)
            say(f"{name}: grows with the articles to the power of {power:.2f}")
    say(_at(rows, _PASSAGES))
    if given.plot:
        given.plot.write_text(plot(_columns(rows)), encoding="utf-8")
    return 0


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The power of the size with which values grow: the slope of their logarithms."""
    if len(sizes) < 2:
        return math.nan
    return float(np.polyfit(np.log(sizes), np.log(np.maximum(values, 1e-9)), 1)[0])


def _rows(sizes: Sequence[int], articles: Path, data: Path, kept: Path) -> list[dict[str, float]]:
    """A row for each size; what was measured is kept in a file, and not measured again."""
    known: dict[str, dict[str, float]] = json.loads(kept.read_text()) if kept.exists() else {}
    for size in sizes:
        if str(size) not in known:
            known[str(size)] = _size(size, articles, data)
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(known, indent=1))
        say("  ".join(f"{name} {value:,.0f}" for name, value in known[str(size)].items()))
    return [known[str(size)] for size in sizes]


def _at(rows: Sequence[dict[str, float]], passages: int) -> str:
    """The 95th percentile of a question for so many passages, between the sizes around them."""
    columns = _columns(sorted(rows, key=lambda row: row["passages"]))
    there = columns["passages"]
    if not there[0] <= passages <= there[-1]:
        return f"{passages:,} passages are not between the sizes measured"
    logarithm = np.interp(math.log(passages), np.log(there), np.log(columns["p95_ms"]))
    return f"at {passages:,} passages, 95th percentile of a question: {math.exp(logarithm):.0f} ms"


def _size(size: int, articles: Path, data: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder) / "corpus.jsonl", Path(folder) / "index"
        write_lines(_copies(articles, size), corpus)
        row = {"articles": float(size)}
        for kind in ("build", "ask"):
            sys.stderr.write(f"{size:,} articles: {kind}\n")
            program = ["--program", kind, str(corpus), str(index)]
            result = subprocess.run(  # noqa: S603  # this program
                [sys.executable, "-m", "benchmarks.growth", "--data", str(data), *program],
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            row |= json.loads(result.stdout.splitlines()[-1])
    return row


def _copies(articles: Path, size: int) -> Iterator[dict[str, Any]]:
    rows = list(lines(articles))
    chance = random.Random(1)  # noqa: S311  # the same at each run
    words = [word for row in rows[:200] for word in _LONGER.findall(row["text"])]

    def other(word: re.Match[str]) -> str:
        return chance.choice(words) if chance.random() < _CHANGED else word.group()

    for number in range(size):
        row, copy = rows[number % len(rows)], number // len(rows)
        if copy:
            row = {
                **row,
                "id": f"{row['id']}#{copy}",
                "title": f"{row['title']} {copy}",
                "text": _LONGER.sub(other, row["text"]),
            }
        yield row


def _columns(rows: Sequence[dict[str, float]]) -> dict[str, list[float]]:
    return {name: [row[name] for row in rows] for name in rows[0]}


def _peak() -> float:
    """The most memory that this program has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    sys.exit(main())
