"""How well a span of an article supports an answer on a topic: by words, context and meaning."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from rag.search.sayings import VERBS
from rag.search.topic import Term

_VERB_SHARE = 0.3  # "compare" may be "equated" in the article; what is compared may not


@dataclass(frozen=True, slots=True)
class Support:
    """How a span fits a topic, each from 0 to 1."""

    own: float  # share of the topic's words in the span, rare words counting more
    context: float  # the same with what stands right before the span, and its heading
    similarity: float  # cosine of the span to the topic
    names: bool  # whether each name of the topic stands in the span's article

    @property
    def score(self) -> float:
        """One number to rank by."""
        return 0.4 * self.own + 0.2 * self.context + 0.5 * self.similarity

    @property
    def is_enough(self) -> bool:
        """Whether the span is on the topic at all.

        Half of the topic's words, or all of them right before it, or else a meaning so close that
        other words must say the same.
        """
        if not self.names:
            return False
        return (
            (self.own >= 0.5 and self.similarity >= 0.1)
            or (self.context >= 0.75 and self.similarity >= 0.15)
            or (self.context >= 0.3 and self.similarity >= 0.4)
            or self.similarity >= 0.5
        )


class Topic:
    """The terms of a question, weighted."""

    def __init__(self, terms: Sequence[Term], weight: Callable[[Term], float]) -> None:
        self.terms = terms
        self._weights = [
            weight(term) * (_VERB_SHARE if term.text.lower() in VERBS else 1) for term in terms
        ]

    def coverage(self, keys: Collection[str]) -> float:
        """The weighted share of the terms among a text's keys, 0 to 1; 1 for no terms."""
        total = sum(self._weights)
        if not total:
            return 1.0
        pairs = zip(self.terms, self._weights, strict=True)
        return sum(weight for term, weight in pairs if term.matches(keys)) / total

    def missing(self, keys: Collection[str]) -> list[Term]:
        """The terms that a text's keys lack."""
        return [term for term in self.terms if not term.matches(keys)]
