"""`python -m rag report`: write runs as a page, as Markdown, or as a TREC run file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from rag.errors import SettingError
from rag.evaluation.comparison.side_by_side import read_report
from rag.evaluation.running.trec_run import write_trec_run
from rag.rendering.report_markdown import write_markdown
from rag.rendering.report_page import write_html


def report_command(
    runs: Annotated[
        list[Path], typer.Argument(help="Folders of complete runs.", metavar="RUN [RUN ...]")
    ],
    html_file: Annotated[
        Path | None,
        typer.Option("--html", help="Write one page that opens offline.", metavar="FILE"),
    ] = None,
    md_file: Annotated[
        Path | None,
        typer.Option("--md", help="Write Markdown, for a pull request.", metavar="FILE"),
    ] = None,
    trec_file: Annotated[
        Path | None,
        typer.Option("--trec", help="Write the ranking of one run for trec_eval.", metavar="FILE"),
    ] = None,
) -> None:
    """Report one run, or several side by side. Without an output file, print Markdown.

    python -m rag report runs/before runs/after --html report.html
    """
    err = Console(stderr=True, highlight=False, soft_wrap=True)
    if trec_file and len(runs) > 1:
        raise SettingError(
            f"--trec: {len(runs)} runs, but a TREC run file holds one",
            hint="give one run for each file",
        )
    report = read_report(runs)
    if html_file:
        _write(html_file, write_html(report))
    if md_file:
        _write(md_file, write_markdown(report))
    if trec_file:
        first = report.runs[0]
        _write(trec_file, write_trec_run(first.outcomes, first.run.name))
    for file in filter(None, (html_file, md_file, trec_file)):
        err.print(f"Written: {escape(str(file))}")
    if not (html_file or md_file or trec_file):
        typer.echo(write_markdown(report), nl=False)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        raise SettingError(
            f"{path}: cannot be written: {error.strerror}",
            hint="name a file in an existing folder",
        ) from error
