"""What an assistant computes of an index when it starts, kept in the index.

    prepared.jsonl   line 1: the speakers and their numbers of statements, example questions, topics
                     line 2: how the articles describe each speaker; parsed on first use

A file that was written by other code is ignored, and everything is computed as if it were missing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import rag
from rag.search.directory.speakers import PreparedSpeakers


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an index keeps for the assistant that opens it."""

    speakers: PreparedSpeakers
    examples: tuple[str, ...]
    topics: tuple[str, ...]


def write_prepared(
    speakers: PreparedSpeakers, examples: Sequence[str], topics: Sequence[str]
) -> Iterator[str]:
    """The lines of the file."""
    fields = {
        "rules": _digest(),
        "examples": list(examples),
        "topics": list(topics),
        **speakers.to_json(),
    }
    yield json.dumps(fields, ensure_ascii=False)
    yield speakers.descriptions


def read_prepared(kept: bytes) -> Prepared | None:
    """What a generation keeps; None if it keeps nothing, or nothing by this code."""
    with suppress(ValueError, LookupError, TypeError):
        # not splitlines: a name may have a character that ends lines elsewhere, such as U+2028
        first, descriptions, _ = kept.decode("utf-8").split("\n")
        fields = json.loads(first)
        if fields["rules"] == _digest():
            speakers = PreparedSpeakers.of_json(fields, descriptions)
            return Prepared(speakers, tuple(fields["examples"]), tuple(fields["topics"]))
    return None


@cache
def _digest() -> str:
    """The digest of all code; that of the code in use alone would take half a second."""
    folder = Path(rag.__file__).parent
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()
