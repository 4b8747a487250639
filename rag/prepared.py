"""What an assistant computes of an index when it starts, kept in the index.

    prepared.jsonl   line 1: who is quoted, how often, and example questions
                     line 2: how the articles describe each speaker; parsed when it is first needed

A file that other code has made is passed over, and all is computed as if there were none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import rag
from rag.build.code_digest import Code, Definition
from rag.search.directory.speakers import PreparedSpeakers, Speakers

NAME = "prepared.jsonl"

_ENTRIES = (
    Definition("rag.search.directory.speakers", "Speakers"),
    Definition("rag.search.directory.descriptions", "Roles"),
    Definition("rag.suggest.examples", "suggest_examples"),
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What need not be computed."""

    speakers: PreparedSpeakers
    examples: tuple[str, ...]


def write_prepared(speakers: Speakers, examples: Sequence[str]) -> Iterator[str]:
    """The lines of the file."""
    prepared = speakers.prepare()
    yield json.dumps(
        {"rules": _digest(), "examples": list(examples), **prepared.to_json()}, ensure_ascii=False
    )
    yield prepared.descriptions


def read_prepared(folder: Path) -> Prepared | None:
    """What a generation's folder has; None where it has nothing, or nothing by this code."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        first, descriptions = (folder / NAME).read_text(encoding="utf-8").splitlines()
        fields = json.loads(first)
        if fields["rules"] == _digest():
            speakers = PreparedSpeakers.of_json(fields, descriptions)
            return Prepared(speakers, tuple(fields["examples"]))
    return None


@cache
def _digest() -> str:
    return Code(Path(rag.__file__).parent).digest(_ENTRIES)
