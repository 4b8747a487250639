"""A kind of talk, or of question on the collection: its patterns and examples."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.records import QuestionKind, Request


@dataclass(frozen=True, slots=True)
class RequestKind:
    """A kind of talk, or of question on the collection."""

    request: Request
    kind: QuestionKind
    patterns: tuple[re.Pattern[str], ...]  # a pattern that extracts a topic has the group `topic`
    examples: tuple[str, ...]


def compile_patterns(*texts: str) -> tuple[re.Pattern[str], ...]:
    """Patterns that match in any case."""
    return tuple(re.compile(text, re.IGNORECASE) for text in texts)
