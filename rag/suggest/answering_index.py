"""What suggestions are made from and tested with: an index that answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rag.records import Answer, Article, Query, Statement


class AnsweringIndex(Protocol):
    """The part of `rag.assistant.Assistant` that suggestions need; it imports this room itself."""

    @property
    def speakers(self) -> Sequence[str]:
        """Everybody who is quoted, the most quoted first."""

    def ask(self, question: str) -> Answer:
        """Answer a question."""

    def understand(self, question: str) -> Query:
        """The question as it is searched for."""

    def article(self, article_id: str) -> Article:
        """An article of the index."""

    def statements(self, article_id: str) -> Sequence[Statement]:
        """The statements of an article, in their order."""
