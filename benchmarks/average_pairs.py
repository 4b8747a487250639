"""Average members of a pair reader by their weights, and write what is near their mean.

    python -m benchmarks.average_pairs MEMBER ... --out WEIGHTS [--rank N]

MEMBER are files that `benchmarks.train_pairs` wrote, with the same rank and context and with
different seeds. At rank 22 the mean of two members of rank 16 keeps .99 of their changes in 1.8 MB,
at 44 a file has some 3.6 MB. Of the project are rag/answer/fact/pairs.npz.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.command import count, report, say
from benchmarks.data import DataMissing
from benchmarks.low_rank import averaged
from benchmarks.pair_reading import Reading
from benchmarks.unseen import titles_of
from rag.models.embedder import Embedder
from rag.settings import read_settings

_RANK = 22


def average(members: Sequence[Path], out: Path, rank: int) -> None:
    """Write the mean. Raises DataMissing where members do not belong together."""
    embedder = Embedder(read_settings().model)
    readings = [Reading.load(embedder, path) for path in members]
    if len({member.context for member in readings}) > 1:
        raise DataMissing(
            f"{', '.join(map(str, members))}: some read the sentence before, some do not.",
            hint="average members of one recipe",
        )
    reading = Reading(embedder, context=readings[0].context)
    reading.take(averaged([member.changes() for member in readings], rank))
    titles = frozenset[str]().union(*map(titles_of, members))
    out.parent.mkdir(parents=True, exist_ok=True)
    reading.save(embedder.fingerprint.weights_sha256, sorted(titles), out)
    say(f"{out}: {out.stat().st_size:,} bytes")


def main() -> int:
    """Read the options and average; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("members", type=Path, nargs="+", help="files of weights")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    parser.add_argument("--rank", type=count, default=_RANK, help="of the mean's changes")
    given = parser.parse_args()
    return report(lambda: average(given.members, given.out, given.rank))


if __name__ == "__main__":
    sys.exit(main())
