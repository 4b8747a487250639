"""Systems + questions -> run folders and tables: `python -m rag report` and `diff` read them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.command import Opened, Options, say
from benchmarks.systems import System
from rag.evaluation.question_files import resolve
from rag.evaluation.run_records import Estimate, Outcome, QuestionFile, Summary
from rag.evaluation.running.evaluate import describe
from rag.evaluation.running.run_folder import write_outcome, write_run, write_summary
from rag.evaluation.running.run_summary import summarize
from rag.progress import progress_bar


@dataclass(frozen=True, slots=True)
class Measured:
    """What a system did on all questions."""

    outcomes: Sequence[Outcome]
    summary: Summary
    seconds: float  # for all questions, asked one after the other
    folder: Path


def measure_all(
    benchmark: str,
    systems: Mapping[str, System],
    file: QuestionFile,
    opened: Opened,
    options: Options,
) -> dict[str, Measured]:
    """Ask every system all questions, and write a run folder for each."""
    # an article whose text is stored under another id is found as that one
    questions, _ = resolve(file.questions, opened.assistant.index.articles.values())
    runs = options.out / f"{benchmark}-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"
    measured = {}
    for name, system in systems.items():
        folder = runs / _slug(name)
        settings = {"benchmark": benchmark, "system": name, "limit": options.limit}
        write_run(
            replace(describe(file, opened.assistant, opened.index, settings), name=folder.name),
            folder,
        )
        outcomes = []
        with progress_bar() as progress, (folder / "lines.jsonl").open("w") as lines:
            began = time.perf_counter()
            for done, question in enumerate(questions, start=1):
                outcomes.append(system(question))
                lines.write(write_outcome(outcomes[-1]))
                progress(name, done, len(questions))
            seconds = time.perf_counter() - began
        summary = summarize(outcomes)
        write_summary(summary, folder)
        measured[name] = Measured(outcomes, summary, seconds, folder)
    return measured


def print_measures(measured: Mapping[str, Measured], measures: Sequence[str]) -> None:
    """A line a system: each measure with its 95 % interval, and how long a question takes."""
    rows = []
    for name, system in measured.items():
        estimates = system.summary.measures
        took = system.summary.latency_ms["ask"]
        cells = [
            interval(estimates[measure]) if measure in estimates else "" for measure in measures
        ]
        rows.append(
            [name, *cells, f"{took.p50:,.0f}", f"{took.p95:,.0f}", f"{system.seconds:,.1f}"],
        )
    print_table(["", *measures, "p50 ms", "p95 ms", "all, s"], rows)


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print columns, the first flush left and the others right."""
    table = [head, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(head))]
    for row in table:
        first, *others = row
        cells = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        say("  ".join([first.ljust(widths[0]), *cells]).rstrip())


def interval(estimate: Estimate) -> str:
    """`.516 [.43 .60]`."""
    return f"{short(estimate.mean, 3)} [{short(estimate.low, 2)} {short(estimate.high, 2)}]"


def short(value: float, digits: int) -> str:
    """A number without the 0 before its point."""
    text = f"{value:.{digits}f}"
    return text.removeprefix("0") if value < 1 else text


def print_folders(measured: Mapping[str, Measured]) -> None:
    """Say where the runs are."""
    say("Runs: " + " ".join(str(system.folder) for system in measured.values()))


def note_limit(options: Options, asked: int, whole: int) -> None:
    """Say loudly that a limited run measures something else than a whole one."""
    if options.limit:
        say(f"LIMITED to {asked} of {whole} questions: not to be taken for a run of all.")


def _slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())
