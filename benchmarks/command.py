"""What the benchmarks have in common as commands: options, the index, and how an error is told."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from threadpoolctl import threadpool_limits

from rag.assistant import Assistant
from rag.build.build import build
from rag.errors import RagError
from rag.index import generation
from rag.models.embedder import Embedder
from rag.progress import progress_bar
from rag.settings import read_settings


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    data: Path
    index: Path | None
    out: Path
    limit: int | None  # questions; None: all
    whole: bool = False  # learn from all the data, and hold nothing out to measure on

    def work(self, name: str) -> Path:
        """Where a benchmark keeps what it makes of the data, apart for each limit."""
        limited = f"{name}-limit{self.limit}" if self.limit else name
        return self.out / ".indexes" / limited


@dataclass(frozen=True, slots=True)
class Opened:
    """An index that is ready to be asked, and the model that embeds for it."""

    assistant: Assistant
    embedder: Embedder
    index: Path


def run(doc: str | None, measure: Callable[[Options], None], *, whole: str = "") -> int:
    """Read the options and measure; the exit code, 2 where data is missing.

    `whole` is what the help says of --whole; empty: there is no such option.
    """
    parser = argparse.ArgumentParser(description=(doc or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--index", type=Path, help="folder of the index; built if there is none")
    parser.add_argument("--out", type=Path, default=Path("runs"), help="folder of the runs")
    parser.add_argument("--limit", type=count, help="ask the first N questions only: a trial")
    if whole:
        parser.add_argument("--whole", action="store_true", help=whole)
    given = parser.parse_args()
    learns = bool(whole) and given.whole
    options = Options(given.data, given.index, given.out, given.limit, learns)
    return report(lambda: measure(options))


def report(work: Callable[[], None]) -> int:
    """Do a benchmark's work; the exit code, after an error was told that has a hint."""
    try:
        with threadpool_limits(1, user_api="blas"):  # as the programs are run
            work()
    except RagError as error:
        sys.stderr.write(f"{error.message}\nHint: {error.hint}\n")
        return error.exit_code
    return 0


def open_index(corpus: Path, options: Options, name: str) -> Opened:
    """The index of a corpus: one that `--index` names as it is, any other brought up to date."""
    settings = read_settings()
    embedder = Embedder(settings.model, settings.cache)
    index = options.index or options.work(name) / "index"
    if not (options.index and (index / "CURRENT").is_file()):
        with progress_bar() as progress:
            build(
                corpus,
                index,
                embedder,
                passage_tokens=settings.passage_tokens,
                progress=progress,
            )
    embedder.warm_up()
    read = generation.read(index, embedder.fingerprint)
    assistant = Assistant(read, embedder, least_confidence=settings.confidence)
    opened = Opened(assistant, embedder, index)
    searched = opened.assistant.index
    say(
        f"Index {searched.name}: {len(searched.articles):,} articles, "
        f"{len(searched.passages):,} passages, {len(searched.statements):,} statements"
    )
    return opened


def count(text: str) -> int:
    """A number of things on the command line, 1 or more; ValueError for any other."""
    number = int(text)
    if number < 1:
        raise ValueError(text)  # argparse says which option it was
    return number


def say(text: str) -> None:
    """Write a line of the report."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
