"""`doctor`: check the program, its model and its index, and say how to fix what is wrong."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from rag.commands.loading import choose_index
from rag.commands.options import IndexOption, JsonOption
from rag.commands.terminal import err, out, write_line
from rag.settings import read_settings

_WARNED = 12  # exit code with --strict; lower ones belong to errors


def doctor(
    index: IndexOption = None,
    as_json: JsonOption = False,
    strict: Annotated[
        bool, typer.Option("--strict", help=f"Exit with {_WARNED} if there is a warning.")
    ] = False,
) -> None:
    """Check the program, its model and its index, and that a question needs no network.

    python -m rag doctor

    Every file of the index is compared with its recorded size and sha256, some passages are
    embedded again, and a process without network access asks a question. Exit code: 0, or that of
    the first failure: 4 no index, 5 damaged, 6 another model or version, 7 the model. With warnings
    only it is 0, or 12 with --strict.
    """
    from rag.doctor.examine import examine
    from rag.doctor.findings import Finding, State, exit_code, shorten, worst
    from rag.doctor.findings import as_json as written

    settings = read_settings()
    place = choose_index(index, settings)
    styles = {
        State.OK: "[green]OK  [/]",
        State.WARNING: "[yellow]WARN[/]",
        State.FAILED: "[bold red]FAIL[/]",
        State.SKIPPED: "[dim]skip[/]",
    }
    findings: list[Finding] = []
    checks = examine(place, settings)
    while True:
        # shown on a terminal only, and removed before a finding is written
        with err.status("Hashing files, embedding, asking ..."):
            finding = next(checks, None)
        if finding is None:
            break
        findings.append(finding)
        if as_json:
            continue
        state, subject = styles[finding.state], escape(finding.subject)
        out.print(f"{state}  [bold]{subject}[/]: {escape(finding.message)}")
        for detail in shorten(finding.details):
            out.print(f"        [dim]{escape(detail)}[/]")
        if finding.hint:
            out.print(f"      How to fix it: {escape(finding.hint)}")
    if as_json:
        write_line(written(str(place), findings))
    else:
        states = [finding.state for finding in findings]
        out.print(
            f"{escape(str(place))}: {states.count(State.FAILED)} failed, "
            f"{states.count(State.WARNING)} with a warning"
        )
    code = exit_code(findings)
    if code == 0 and strict and worst(findings) is State.WARNING:
        code = _WARNED
    raise typer.Exit(code)
