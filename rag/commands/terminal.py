"""Where commands write, and how they report errors."""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
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
    """Run a command line; report an error of the program with its hint."""
    _use_utf_8()
    _name_temporary_folder()
    try:
        # one question multiplies small matrices: several cores would mostly wait for each other
        with threadpool_limits(1, user_api="blas"), reporting_full_disk():
            app()
    except RagError as error:
        err.print(f"[bold red]Error:[/] {escape(error.message)}")
        err.print(f"[bold]How to fix it:[/] {escape(error.hint)}")
        sys.exit(error.exit_code)


def _use_utf_8() -> None:
    """Begin again in UTF-8 if the system's settings say otherwise, as LC_ALL=C may.

    Paths and articles are in UTF-8 there all the same; each letter of them that is no ASCII would
    be an error somewhere. A letter that the output cannot show is written as its number.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if sys.getfilesystemencoding() != "utf-8":
        sys.stdout.flush()
        command = [sys.executable, "-X", "utf8", *sys.orig_argv[1:]]
        os.execv(sys.executable, command)  # noqa: S606  # our own program, once more


def _name_temporary_folder() -> None:
    """Name a folder for temporary files also where none can be written to.

    Libraries ask for its name when they are imported, and most never write there. What does is told
    so by the system, with the path.
    """
    try:
        tempfile.gettempdir()
    except FileNotFoundError:
        tempfile.tempdir = os.environ.get("TMPDIR", "/tmp")  # noqa: S108  # nothing is written


def write_line(value: dict[str, Any]) -> None:
    """Write a line of JSON for a program to read."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()
