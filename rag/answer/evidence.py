"""A span of an article that answers, before it becomes a citation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.records import Article, CitationKind

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Exact words of an article, their speaker, and which of them answer."""

    article: Article
    start: int
    end: int
    score: float
    speaker: str | None = None
    bold: tuple[Span, ...] = ()  # offsets in the article's text
    also: tuple[str, ...] = ()  # ids of the other articles that have the same words
    kind: CitationKind | None = None  # None: the article's own sentences
    likely: Span | None = None  # offsets of the sentence that most likely answers

    @property
    def text(self) -> str:
        """The words, exactly as in the article."""
        if self.kind is CitationKind.HEADLINE:
            return self.article.title
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class FoundEvidence:
    """The evidence for an answer, best first, and the probability that there is an answer."""

    evidence: Sequence[Evidence]
    confidence: float
    sure: bool = True  # whether the evidence answers, or only comes closest
    more: int = 0  # further pieces of evidence of the same quality that are not shown


NO_EVIDENCE = FoundEvidence((), 0.0)
