"""The report of a build, in words or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.markup import escape

from rag.commands.terminal import err, out, write_line
from rag.records import Unread

if TYPE_CHECKING:
    from rag.build.publishing import BuildReport

_UNREAD_SHOWN = 20  # lines; the index keeps all of them


def print_report(report: BuildReport, index: object, *, as_json: bool) -> None:
    """Print what a build did, and what it could not read."""
    if as_json:
        write_line(asdict(report))
        return
    what = (
        f"{report.articles:,} articles, {report.passages:,} passages, "
        f"{report.statements:,} statements"
    )
    if report.unchanged:
        out.print(f"Up to date: {what}.")
    else:
        out.print(f"Built {index}: {what}; {report.embedded:,} texts embedded.")
        if report.again:
            out.print(f"More than the changed articles was processed: {escape(report.again)}.")
    _print_unread(report.unread)


def _print_unread(unread: Sequence[Unread]) -> None:
    missed = [file for file in unread if not file.expected]
    if missed:
        err.print(f"[yellow]Could not be read: {len(missed):,}[/]")
    for file in missed[:_UNREAD_SHOWN]:
        err.print(f"  {escape(file.path)}: {escape(file.reason)}")
    if len(missed) > _UNREAD_SHOWN:
        err.print(
            f"  and {len(missed) - _UNREAD_SHOWN:,} more; unread.jsonl in the index lists all"
        )
    if others := len(unread) - len(missed):
        err.print(
            f"[dim]Skipped, as they are no articles: {others:,} (pictures, styles, a README)[/]"
        )
