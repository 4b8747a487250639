"""A command of `python -m rag` run in this process: what it prints, and its exit code.

A program of its own takes a second to start, which tests of what is printed need not wait for.
`tests/test_cli.py` starts programs. Lines of the log do not reach stderr here, because pytest
collects them.
"""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from rag.__main__ import app
from rag.commands import evaluate_command, question_commands, terminal

ROOT = Path(__file__).parent.parent
_CONSOLES = [
    console
    for module in (terminal, evaluate_command, question_commands)
    for console in (module.out, module.err)
]


def run_command(
    *arguments: object, columns: int = 100, folder: Path = ROOT, **environment: str
) -> CompletedProcess[str]:
    """Run a command in a folder, by default the project's, as on a terminal of so many columns."""
    command = ["rag", *map(str, arguments)]
    code = 0
    with (
        pytest.MonkeyPatch.context() as patch,
        redirect_stdout(_stream()) as out,
        redirect_stderr(_stream()) as err,
    ):
        patch.chdir(folder)
        patch.setattr(sys, "argv", command)
        for name, value in {**environment, "COLUMNS": str(columns)}.items():
            patch.setenv(name, value)
        for console in _CONSOLES:
            patch.setattr(console, "_width", columns)
        try:
            terminal.run(app)
        except SystemExit as end:
            code = int(end.code or 0)
    return CompletedProcess(command, code, _written(out), _written(err))


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    written = stream.buffer
    assert isinstance(written, io.BytesIO)
    return written.getvalue().decode()
