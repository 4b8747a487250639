"""What an examination finds: one finding for each subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rag.errors import RagError

_DETAILS_SHOWN = 20  # in the text; the JSON has all of them


class State(StrEnum):
    """The state of a subject."""

    OK = "ok"
    WARNING = "warning"  # answers are right, but somebody should take a look
    FAILED = "failed"  # nothing can be asked, or not the index that was built
    SKIPPED = "skipped"  # not checked, because an earlier check failed


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one subject, and how to fix it."""

    subject: str
    state: State
    message: str
    hint: str = ""  # how to fix it; empty if nothing is wrong
    details: tuple[str, ...] = ()
    exit_code: int = 0  # of a failure: that of the error that a question or a build would meet


def ok(subject: str, message: str, details: Iterable[str] = ()) -> Finding:
    """Make a finding that nothing is wrong."""
    return Finding(subject, State.OK, message, details=tuple(details))


def warning(subject: str, message: str, hint: str, details: Iterable[str] = ()) -> Finding:
    """Make a finding that somebody should take a look."""
    return Finding(subject, State.WARNING, message, hint, tuple(details))


def failed(subject: str, error: RagError, details: Iterable[str] = ()) -> Finding:
    """Make a finding of an error."""
    return Finding(
        subject, State.FAILED, error.message, error.hint, tuple(details), error.exit_code
    )


def skipped(subject: str, why: str) -> Finding:
    """Make a finding that a check was left out."""
    return Finding(subject, State.SKIPPED, why)


def check(subject: str, run: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """Run a check and yield its findings; an error is a finding, too."""
    try:
        yield from run()
    except RagError as error:
        yield failed(subject, error)
    except Exception as error:  # noqa: BLE001  # a garbled index may cause any
        unexpected = RagError(
            f"could not be examined: {error!r}", hint="build the index again: python -m rag build"
        )
        yield failed(subject, unexpected)


def exit_code(findings: Sequence[Finding]) -> int:
    """0 if nothing failed, else the code of the first failure."""
    return next(
        (finding.exit_code or 1 for finding in findings if finding.state is State.FAILED), 0
    )


def as_json(index: str, findings: Sequence[Finding]) -> dict[str, Any]:
    """All findings, as `doctor --json` writes them."""
    return {
        "index": index,
        "state": worst(findings).value,
        "findings": [
            {
                "subject": finding.subject,
                "state": finding.state.value,
                "message": finding.message,
                "hint": finding.hint,
                "details": list(finding.details),
            }
            for finding in findings
        ],
    }


def worst(findings: Sequence[Finding]) -> State:
    """The worst state of the findings."""
    states = {finding.state for finding in findings}
    for state in (State.FAILED, State.WARNING):
        if state in states:
            return state
    return State.OK


def shorten(details: Sequence[str]) -> Iterator[str]:
    """Yield the details that a text shows."""
    yield from details[:_DETAILS_SHOWN]
    if len(details) > _DETAILS_SHOWN:
        yield f"and {len(details) - _DETAILS_SHOWN:,} more, which --json lists"
