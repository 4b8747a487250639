"""What an examination finds, one finding a subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rag.errors import RagError

_DETAILS_SHOWN = 20  # in the text; the JSON has all


class State(StrEnum):
    """How a subject is."""

    OK = "ok"
    WARNING = "warning"  # answers are right; somebody should look at it
    FAILED = "failed"  # nothing can be asked, or something else is asked than what was built
    SKIPPED = "skipped"  # could not be looked at, since something before it failed


@dataclass(frozen=True, slots=True)
class Finding:
    """How one subject is, and what to do about it."""

    subject: str
    state: State
    message: str
    hint: str = ""  # what to do; empty where there is nothing to be done
    details: tuple[str, ...] = ()
    exit_code: int = 0  # of a failure: that of the error that asking or building would end with


def ok(subject: str, message: str, details: Iterable[str] = ()) -> Finding:
    """All is well."""
    return Finding(subject, State.OK, message, details=tuple(details))


def warning(subject: str, message: str, hint: str, details: Iterable[str] = ()) -> Finding:
    """Somebody should look at it."""
    return Finding(subject, State.WARNING, message, hint, tuple(details))


def failed(subject: str, error: RagError, details: Iterable[str] = ()) -> Finding:
    """An error that would be met."""
    return Finding(
        subject, State.FAILED, error.message, error.hint, tuple(details), error.exit_code
    )


def skipped(subject: str, why: str) -> Finding:
    """Something before it failed."""
    return Finding(subject, State.SKIPPED, why)


def looked_at(subject: str, look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """What looking finds; an error is a finding as well, for no damage may end an examination."""
    try:
        yield from look()
    except RagError as error:
        yield failed(subject, error)
    except Exception as error:  # noqa: BLE001  # whatever a garbled index leads to
        unexpected = RagError(
            f"could not be examined: {error!r}", hint="build the index again: python -m rag build"
        )
        yield failed(subject, unexpected)


def exit_code(findings: Sequence[Finding]) -> int:
    """0 where nothing failed, else the code of the first that did."""
    return next((one.exit_code or 1 for one in findings if one.state is State.FAILED), 0)


def as_json(index: str, findings: Sequence[Finding]) -> dict[str, Any]:
    """All findings, as `doctor --json` writes them."""
    return {
        "index": index,
        "state": worst(findings).value,
        "findings": [
            {
                "subject": one.subject,
                "state": one.state.value,
                "message": one.message,
                "hint": one.hint,
                "details": list(one.details),
            }
            for one in findings
        ],
    }


def worst(findings: Sequence[Finding]) -> State:
    """The state of all of it."""
    found = {one.state for one in findings}
    for state in (State.FAILED, State.WARNING):
        if state in found:
            return state
    return State.OK


def shown(details: Sequence[str]) -> Iterator[str]:
    """The details that a text shows."""
    yield from details[:_DETAILS_SHOWN]
    if len(details) > _DETAILS_SHOWN:
        yield f"and {len(details) - _DETAILS_SHOWN:,} more, which --json lists"
