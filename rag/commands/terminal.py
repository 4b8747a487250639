"""A command line -> the terminal: where it writes, and how an error is told."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from threadpoolctl import threadpool_limits

from rag.errors import RagError
from rag.index.storage.lock import reporting_full_disk

if TYPE_CHECKING:
    import typer

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def run(app: typer.Typer) -> None:
    """Run a command line; an error of the program's own is told with its hint."""
    try:
        # what one question multiplies is small: cores that share it mostly wait for each other
        with threadpool_limits(1, user_api="blas"), reporting_full_disk():
            app()
    except RagError as error:
        err.print(f"[bold red]Error:[/] {escape(error.message)}")
        err.print(f"[bold]Hint:[/] {escape(error.hint)}")
        sys.exit(error.exit_code)


def write_line(value: dict[str, Any]) -> None:
    """Write a line of JSON for a program to read."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()
