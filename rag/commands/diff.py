"""`python -m rag diff`: compare two runs, with an exit code that can stop a release."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from rag.commands.printing.comparison_text import describe_broken, diff_json, diff_text
from rag.evaluation.comparison.compare import diff, find_regressions, read_bounds


def diff_command(  # noqa: PLR0913  # each is an option of the command
    before: Annotated[Path, typer.Argument(help="Folder of the earlier run.", metavar="RUN_A")],
    after: Annotated[Path, typer.Argument(help="Folder of the later run.", metavar="RUN_B")],
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on",
            help="Exit with 1 if a measure falls (-0.01) or rises (+5) by more than its bound: "
            "'nDCG@10:-0.01,words:+5'.",
            metavar="MEASURE:CHANGE,...",
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            help="The measure by which questions get better or worse.",
            show_default="nDCG@10",
            metavar="MEASURE",
        ),
    ] = None,
    questions: Annotated[
        int, typer.Option(min=0, help="Number of better and of worse questions shown.")
    ] = 5,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write JSON, with every question.")
    ] = False,
) -> None:
    """Compare two runs of test questions: what changed, and how certain the change is.

    python -m rag diff runs/before runs/after --fail-on 'nDCG@10:-0.01,Hit@1:-0.02'

    Each measure has a 95 % bootstrap interval of the paired difference and the p-value of a paired
    randomization test (Smucker, Allan & Carterette 2007).
    """
    out, err = Console(highlight=False), Console(stderr=True, highlight=False, soft_wrap=True)
    bounds = read_bounds(fail_on) if fail_on is not None else ()
    compared = diff(before, after, by=by)
    broken = find_regressions(compared, bounds)
    if as_json:
        typer.echo(json.dumps(diff_json(compared, broken), ensure_ascii=False))
    else:
        for part in diff_text(compared, questions):
            out.print(part)
    for bound, change in broken:
        err.print(f"[bold red]Regression:[/] {escape(describe_broken(bound, change))}")
    if broken:
        raise typer.Exit(1)
