"""`build --plan`: what a build would do, as text or JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.markup import escape

from rag.build.plan import Plan
from rag.commands.terminal import out

_SHOWN = 10  # files of a kind; the JSON has all
_UNITS = ((3600.0, "hours"), (60.0, "minutes"), (1.0, "seconds"))


def print_plan(plan: Plan) -> None:
    """Print a plan for a person."""
    files = plan.files
    out.print(f"Unchanged files: {files.unchanged:,}")
    for name, ids in (
        ("Added", files.added),
        ("Changed", files.changed),
        ("Moved", [f"{old} is now {new}" for old, new in files.moved]),
        ("Deleted", files.deleted),
        ("Could not be read", [f"{o.path}: {o.reason}" for o in plan.unread if not o.expected]),
    ):
        _print_list(name, ids)
    if plan.unchanged:
        out.print(f"Nothing to do: {plan.articles:,} articles are up to date.")
        return
    if plan.anew:
        out.print(f"More than the changed files would be processed: {escape(plan.anew)}.")
    if plan.resumed:
        out.print(f"Vectors kept from an interrupted build: {plan.resumed:,}")
    about = "" if plan.exact else "about "
    out.print(
        f"The index would hold {plan.articles:,} articles. To cut: {plan.new_articles:,}; passages "
        f"and statements to embed: {about}{_round(plan.embedded, exact=plan.exact):,}."
    )
    out.print(
        f"It would take about {_write_span(plan.seconds)} on this machine at its current load."
    )
    enough = "" if plan.disk_free > plan.disk_needed else " [bold red]That is not enough.[/]"
    out.print(
        f"Disk space, beside the existing index: about {plan.disk_needed / 1e6:,.1f} MB; "
        f"{plan.disk_free / 1e6:,.0f} MB are free.{enough}"
    )
    out.print("Nothing was changed.")


def describe_plan(plan: Plan) -> dict[str, Any]:
    """A plan as `build --plan --json` writes it; sizes in bytes."""
    return {**asdict(plan), "seconds": round(plan.seconds, 1)}


def _print_list(name: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    out.print(f"{name}: {len(lines):,}")
    for line in lines[:_SHOWN]:
        out.print(f"  [dim]{escape(line)}[/]")
    if len(lines) > _SHOWN:
        out.print(f"  [dim]and {len(lines) - _SHOWN:,} more, which --json lists[/]")


def _round(count: int, *, exact: bool) -> int:
    """Round an estimate to two digits."""
    digits = 0 if exact else len(str(count)) - 2
    return round(count, -digits) if digits > 0 else count


def _write_span(seconds: float) -> str:
    for unit, name in _UNITS:
        if seconds >= 2 * unit:
            return f"{seconds / unit:,.0f} {name}"
    return "2 seconds"
