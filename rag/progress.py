"""A progress bar for long work: what is done, how fast, how long it still takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rag.index.build import Progress


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show a bar for each stage on standard error; call the result with stage, done and total."""
    from rich.console import Console
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
    with Bars(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total, rate="")
            speed = bars.tasks[tasks[stage]].speed
            bars.update(
                tasks[stage], completed=done, total=total, rate=f"{speed:,.0f}/s" if speed else ""
            )

        yield show
