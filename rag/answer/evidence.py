"""A span of an article chosen to answer, before it becomes a citation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.records import Article, StatementKind

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Exact words of an article, who says them, and which of them answer."""

    article: Article
    start: int
    end: int
    score: float
    speaker: str | None = None
    bold: tuple[Span, ...] = ()  # offsets in the article's text
    also: tuple[str, ...] = ()  # ids of the other articles that carry the same words
    kind: StatementKind | None = None  # how they are reported; None: they are no statement

    @property
    def text(self) -> str:
        """The words as the article has them."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Found:
    """The evidence for an answer, best first, and how likely the articles hold one."""

    evidence: Sequence[Evidence]
    confidence: float
