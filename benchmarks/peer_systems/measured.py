"""Articles and questions + a system -> a JSON file of what it found and what it took.

    python -m benchmarks.peer_systems.NAME WORK MODEL OUT [WORD ...]

WORK holds articles.jsonl (`id`, `title`, `text` ...) and questions.jsonl (`id`, `question`,
`asked`), MODEL the weights. Imports the standard library alone, as it runs beside every system.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

PASSAGES = 100  # asked of every system: enough for ten articles, and as many as a run of ours keeps

Article = Mapping[str, Any]
Question = Mapping[str, Any]
Ask = Callable[[Question], Iterable[str]]  # the articles of the passages found, best first
Build = Callable[[Sequence[Article]], Mapping[str, Ask]]  # of each way to ask, its name
Load = Callable[[Path, Path, Sequence[str]], Build]  # of WORK, MODEL and the words after OUT


def installed(*packages: str) -> dict[str, str]:
    """The versions of packages."""
    return {package: version(package) for package in packages}


def measure(load: Load, versions: Mapping[str, str]) -> None:
    """Load, build and ask, one question after the other, and write what that came to.

    What `load` does (imports, the model) is not counted as building.
    """
    work, model, out = map(Path, sys.argv[1:4])
    articles, questions = _lines(work / "articles.jsonl"), _lines(work / "questions.jsonl")
    build = load(work, model, sys.argv[4:])
    clock = _Clock()
    asking = build(articles)
    build_seconds, build_cpu_seconds = clock.spent()
    asked = {
        name: [_timed(ask, question) for question in questions] for name, ask in asking.items()
    }
    measured = {
        "versions": versions,
        "build_s": build_seconds,
        "build_cpu_s": build_cpu_seconds,
        "peak_mb": _peak_mb(),
        "asked": asked,
    }
    out.write_text(json.dumps(measured), encoding="utf-8")


def _timed(ask: Ask, question: Question) -> dict[str, Any]:
    clock = _Clock()
    articles = list(dict.fromkeys(ask(question)))
    wall, cpu = clock.spent()
    return {
        "question": question["id"], "articles": articles, "ms": wall * 1000, "cpu_ms": cpu * 1000
    }  # fmt: skip


class _Clock:
    """Seconds on the wall, and of all the process's threads: on a busy machine these say more."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def spent(self) -> tuple[float, float]:
        return time.perf_counter() - self._wall, time.process_time() - self._cpu


def _peak_mb() -> float:
    """The most memory that this process ever held, in MB. Linux alone tells."""
    # not getrusage: its ru_maxrss begins with that of the process that started this one
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 / 1e6


def _lines(path: Path) -> list[Any]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]
