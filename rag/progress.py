"""Progress of long work: what is done, how fast, and the time left.

A terminal shows a bar for each stage; a log gets a line from time to time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


Progress = Callable[[str, int, int], None]  # the stage, the number done, the total
LINE_EVERY = 10.0  # seconds between two lines of a stage, without a terminal


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show progress on standard error; call the result with stage, done and total."""
    from rich.console import Console

    console = Console(stderr=True)
    if console.is_terminal:
        with _show_bars(console) as show:
            yield show
    else:
        yield _write_lines(console)


@contextmanager
def _show_bars(console: Console) -> Iterator[Progress]:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description:<24}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("time left"),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
    )
    with Bars(*columns, console=console) as bars:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total, rate="")
            speed = bars.tasks[tasks[stage]].speed
            rate = _describe_rate(speed) if speed else ""
            bars.update(tasks[stage], completed=done, total=total, rate=rate)

        yield show


def _write_lines(console: Console) -> Progress:
    began: dict[str, float] = {}
    last: dict[str, float] = {}

    def show(stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        since = now - began.setdefault(stage, now)
        if done < total and now - last.setdefault(stage, began[stage]) < LINE_EVERY:
            return
        last[stage] = now
        rate = done / since if since else 0.0
        left = f", {_describe_rate(rate)}, {(total - done) / rate:,.0f} s left" if rate else ""
        console.print(f"{stage}: {done:,} of {total:,}{left}", highlight=False, soft_wrap=True)

    return show


def _describe_rate(rate: float) -> str:
    return f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s"
