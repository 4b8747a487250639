"""How fast a Ray cluster on this machine embeds with 1 and 2 actors, beside the ordinary build.

    python -m benchmarks.clustering --data PATH [--articles 200] [--actors 1 2] [--actor-gpus .1]

PATH is a folder with news/articles.jsonl.gz, which is not part of this project; N of its articles
are taken, spread evenly (200). It needs requirements-cluster.txt. Each build is a program of its
own, with an index of its own, one after the other. "texts/s" counts passages and statements: of the
ordinary build, over all of its time; of the cluster, from the beginning of the first shard to the
end of the last one. "start and end" is the rest: the start of Ray and the index made of the shards.
With --actor-gpus, actors embed on a GPU, of which each takes that part.

The index of each cluster must have the passages and statements of the ordinary build; "cosine" is
the mean and the least one between the vectors of the two.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.command import count, report, say
from benchmarks.data import find, lines, write_lines
from benchmarks.peers import sample
from benchmarks.runs import print_table
from rag.cluster.shard_files import Done
from rag.errors import CorpusError
from rag.index import generation
from rag.index.generation_parts import Generation
from rag.models.embedder import Embedder, Vectors
from rag.models.vectors import unit
from rag.settings import read_settings

_ROOT = Path(__file__).parent.parent
_ARTICLES = 200
_PER_SHARD = "10"  # articles, so that two actors end at about the same time
# Ray gives its workers a low priority, and the programs that they are compared with have none
_ENVIRONMENT = {"RAY_worker_niceness": "0", "PYTHONPATH": str(_ROOT)}


@dataclass(frozen=True, slots=True)
class Measured:
    """One build."""

    name: str
    texts: int
    seconds: float  # from the first text to the last
    around: float  # before and after
    shards: int = 0  # bytes
    cosine: float = 0.0  # to the ordinary build's vectors: the mean
    least: float = 0.0


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--articles", type=count, default=_ARTICLES)
    parser.add_argument("--actors", type=count, nargs="+", default=[1, 2])
    parser.add_argument("--actor-gpus", type=float, default=0.0, help="0: embed on processors")
    given = parser.parse_args()
    return report(lambda: _measure(given.data, given.articles, given.actors, given.actor_gpus))


def _measure(data: Path, number: int, actors: Sequence[int], gpus: float) -> None:
    (articles,) = find(data, "news", "articles.jsonl.gz")
    settings = read_settings()
    Embedder(settings.model, settings.cache).warm_up()  # made once for a machine
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        chosen = sample(list(lines(articles)), set(), number)
        corpus = write_lines(chosen, work / "corpus" / "articles.jsonl").parent
        rows = [_alone(corpus, work / "alone")]
        for size in actors:
            measured = _together(corpus, work / f"by-{size}", size, gpus)
            rows.append(_compare(measured, work / "alone", work / f"by-{size}"))
    _print(rows)


def _alone(corpus: Path, index: Path) -> Measured:
    began = time.perf_counter()
    told = _build(corpus, index)
    return Measured("build", told["embedded"], time.perf_counter() - began, 0.0)


def _together(corpus: Path, index: Path, actors: int, gpus: float) -> Measured:
    began = time.time()
    given = ("--cluster", "local", "--actors", str(actors), "--per-shard", _PER_SHARD)
    _build(corpus, index, *given, "--actor-gpus", str(gpus))
    whole = time.time() - began
    ended = {path: path.stat().st_mtime for path in (index / "shards").glob("*.done")}
    done = {path: Done.of_json(path.read_bytes()) for path in ended}
    first = min(ended[path] - done[path].seconds for path in ended)
    seconds = max(ended.values()) - first
    return Measured(
        f"cluster, {actors} actor{'s' * (actors > 1)}" + f", {gpus:g} GPU each" * (gpus > 0),
        sum(each.texts for each in done.values()),
        seconds,
        whole - seconds,
        sum(each.size for each in done.values()),
    )


def _compare(measured: Measured, alone: Path, index: Path) -> Measured:
    """Compare an index with that of the ordinary build. Raises CorpusError if rows differ."""
    settings = read_settings()
    model = Embedder(settings.model, settings.cache).fingerprint
    ours, theirs = (generation.read(folder, model) for folder in (index, alone))
    if not all(
        np.array_equal(getattr(ours, rows).numbers, getattr(theirs, rows).numbers)
        for rows in ("passages", "statements")
    ):
        raise CorpusError(f"{index}: other passages or statements than {alone}", hint="report this")
    cosines = np.einsum("ij,ij->i", _read_vectors(ours), _read_vectors(theirs))
    return replace(measured, cosine=float(cosines.mean()), least=float(cosines.min()))


def _read_vectors(read: Generation) -> Vectors:
    """The vectors of all passages, then of all statements, of length 1."""
    tables = read.passage_vectors, read.statement_vectors
    vectors = np.concatenate([table.vectors(np.arange(len(table))) for table in tables])
    return unit(vectors)


def _build(corpus: Path, index: Path, *more: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "rag", "build", "--json", "--corpus", str(corpus)]
    built = subprocess.run(  # noqa: S603  # our own program
        [*command, "--index", str(index), *more],
        cwd=_ROOT,
        env={**os.environ, **_ENVIRONMENT},
        stdout=subprocess.PIPE,
        check=True,
    )
    told: dict[str, Any] = json.loads(built.stdout)
    return told


def _print(rows: Sequence[Measured]) -> None:
    say(f"{rows[0].texts:,} texts; the load of the machine is {os.getloadavg()[0]:.1f}")
    rate = rows[0].texts / rows[0].seconds
    table = [
        [
            row.name,
            f"{row.seconds:.1f}",
            f"{row.texts / row.seconds:.1f}",
            f"{row.texts / row.seconds / rate:.2f}",
            f"{row.around:.1f}" if row.around else "",
            f"{row.shards / row.texts:,.0f}" if row.shards else "",
            f"{row.cosine:.5f}, {row.least:.5f}" if row.shards else "",
        ]
        for row in rows
    ]
    head = ["", "s", "texts/s", "ratio", "start and end, s", "bytes of shards a text", "cosine"]
    print_table(head, table)


if __name__ == "__main__":
    raise SystemExit(main())
