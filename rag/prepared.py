"""What an assistant computes of an index when it starts, kept in the index.

    prepared.jsonl   line 1: the speakers and their numbers of statements, example questions, topics
                     line 2: how the articles describe each speaker; parsed on first use

A file that was written by other code is ignored, and everything is computed as if it were missing.
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
    Definition("rag.collection.holdings", "CountedTopics"),
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an index keeps for the assistant that opens it."""

    speakers: PreparedSpeakers
    examples: tuple[str, ...]
    topics: tuple[str, ...]


def write_prepared(
    speakers: Speakers, examples: Sequence[str], topics: Sequence[str]
) -> Iterator[str]:
    """The lines of the file."""
    prepared = speakers.prepare()
    fields = {
        "rules": _digest(),
        "examples": list(examples),
        "topics": list(topics),
        **prepared.to_json(),
    }
    yield json.dumps(fields, ensure_ascii=False)
    yield prepared.descriptions


def read_prepared(folder: Path) -> Prepared | None:
    """What a generation's folder keeps; None if it keeps nothing, or nothing by this code."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        first, descriptions = (folder / NAME).read_text(encoding="utf-8").splitlines()
        fields = json.loads(first)
        if fields["rules"] == _digest():
            speakers = PreparedSpeakers.of_json(fields, descriptions)
            return Prepared(speakers, tuple(fields["examples"]), tuple(fields["topics"]))
    return None


@cache
def _digest() -> str:
    return Code(Path(rag.__file__).parent).digest(_ENTRIES)
