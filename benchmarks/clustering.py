"""How fast a Ray cluster on this machine embeds with 1 and 2 actors, beside the ordinary build.

    python -m benchmarks.clustering --data PATH [--articles 200] [--actors 1 2]

PATH is a folder with news/articles.jsonl.gz, which is not part of this project; N of its articles
are taken, spread evenly (200). It needs requirements-cluster.txt. Each build is a program of its
own, with an index of its own, one after the other. "texts/s" counts passages and statements: of the
ordinary build, over all of its time; of the cluster, from the beginning of the first shard to the
end of the last one. "start and end" is the rest: the start of Ray and the index made of the shards.
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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.command import count, report, say
from benchmarks.data import find, lines, write_lines
from benchmarks.peers import sample
from benchmarks.runs import print_table
from rag.cluster.shard_files import Done
from rag.models.embedder import Embedder
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


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--articles", type=count, default=_ARTICLES)
    parser.add_argument("--actors", type=count, nargs="+", default=[1, 2])
    given = parser.parse_args()
    return report(lambda: _measure(given.data, given.articles, given.actors))


def _measure(data: Path, number: int, actors: Sequence[int]) -> None:
    (articles,) = find(data, "news", "articles.jsonl.gz")
    settings = read_settings()
    Embedder(settings.model, settings.cache).warm_up()  # made once for a machine
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        chosen = sample(list(lines(articles)), set(), number)
        corpus = write_lines(chosen, work / "corpus" / "articles.jsonl").parent
        rows = [_alone(corpus, work / "alone")]
        rows += [_together(corpus, work / f"by-{size}", size) for size in actors]
    _print(rows)


def _alone(corpus: Path, index: Path) -> Measured:
    began = time.perf_counter()
    told = _build(corpus, index)
    return Measured("build", told["embedded"], time.perf_counter() - began, 0.0)


def _together(corpus: Path, index: Path, actors: int) -> Measured:
    began = time.time()
    given = ("--cluster", "local", "--actors", str(actors), "--per-shard", _PER_SHARD)
    _build(corpus, index, *given)
    whole = time.time() - began
    ended = {path: path.stat().st_mtime for path in (index / "shards").glob("*.done")}
    done = {path: Done.of_json(path.read_bytes()) for path in ended}
    first = min(ended[path] - done[path].seconds for path in ended)
    seconds = max(ended.values()) - first
    return Measured(
        f"cluster, {actors} actor{'s' * (actors > 1)}",
        sum(each.texts for each in done.values()),
        seconds,
        whole - seconds,
        sum(each.size for each in done.values()),
    )


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
        ]
        for row in rows
    ]
    print_table(["", "s", "texts/s", "ratio", "start and end, s", "bytes of shards a text"], table)


if __name__ == "__main__":
    raise SystemExit(main())
