"""What is learnt from, stage by stage: `6000:made=1,qamr=1 16000:squad=4,natural=2`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.command import count
from benchmarks.reading_sets import SETS
from rag.errors import RagError

MADE = "made"  # questions made of SQuAD's sentences, beside the sets
PLAN = "6000:made=1,qamr=1 16000:squad=4,natural=2,selqa=2,qamr=2"
_CHUNK = 256  # questions drawn at once


class PlanError(RagError):
    """A plan cannot be read."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of a plan: so many questions, drawn from sets with these shares."""

    questions: int
    shares: Mapping[str, float]

    def chunks(self) -> list[Stage]:
        """The stage in parts that are drawn at once."""
        sizes = [min(_CHUNK, self.questions - at) for at in range(0, self.questions, _CHUNK)]
        return [Stage(size, self.shares) for size in sizes]


def read_plan(text: str) -> list[Stage]:
    """The stages of a plan. Raises PlanError."""
    stages = []
    for part in text.split():
        try:
            questions, _, shares = part.partition(":")
            pairs = (share.split("=") for share in shares.split(","))
            stages.append(Stage(count(questions), {name: float(share) for name, share in pairs}))
        except ValueError:
            raise _plan_error(part) from None
        if unknown := stages[-1].shares.keys() - {*SETS, MADE}:
            raise _plan_error(f"{part}: {', '.join(sorted(unknown))}")
    if not stages:
        raise _plan_error(text)
    return stages


def _plan_error(part: str) -> PlanError:
    known = ", ".join((*SETS, MADE))
    return PlanError(
        f"--plan: {part!r} is no stage", hint=f"write 16000:squad=4,natural=2; sets are {known}"
    )
