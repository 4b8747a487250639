"""How well a span of an article fits a topic: by words, context and meaning."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from rag.language.sayings import VERBS
from rag.search.topic import Term

_CONTEXT_SHARE = 0.4  # of the words before a span: "On the deal, he was brief. “We are for it.”"
_VERB_SHARE = 0.3  # "compare" may be "equated" in the article; what is compared may not


@dataclass(frozen=True, slots=True)
class Support:
    """How a span fits a topic; each value is from 0 to 1."""

    own: float  # share of the topic's words in the span, rare words counting more
    context: float  # the same, with the text right before the span and its heading
    article: float  # the same with the article's title
    similarity: float  # cosine of the span to the topic
    plain: float = 1.0  # share of the words other than names, with the text right before the span
    named: bool = True  # names of the topic stand in the span, right before it or in the title

    @property
    def score(self) -> float:
        """One number to rank by."""
        own = max(self.own, _CONTEXT_SHARE * self.context)
        return 0.4 * own + 0.2 * self.context + 0.5 * self.similarity


class Topic:
    """The terms of a question, weighted."""

    def __init__(
        self,
        terms: Sequence[Term],
        weight: Callable[[Term], float],
        also_called: Sequence[tuple[Sequence[Term], Sequence[Term]]] = (),
    ) -> None:
        """`also_called` pairs another name, such as the family name, with the name in the terms."""
        self.terms = terms
        self._also_called = also_called
        self._weight = weight
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

    @property
    def names(self) -> list[Term]:
        """The terms that are names: an article that answers must contain them."""
        return [term for term in self.terms if term.name]

    def with_names(
        self, keys: frozenset[str], has_name: Callable[[Sequence[Term]], bool]
    ) -> frozenset[str]:
        """A text's keys, with the keys of a topic's name if the text uses another name for it.

        `has_name` tells whether the article has the full name. If it does, "Xi" is Xi Jinping, and
        the World Health Organization is the WHO.
        """
        for other_name, full_name in self._also_called:
            if all(term.matches(keys) for term in other_name) and has_name(full_name):
                keys = keys.union(*(term.keys for term in full_name))
        return keys

    def without_names(self) -> Topic | None:
        """The topic's other terms; None if it has none."""
        rest = [term for term in self.terms if not term.name]
        return Topic(rest, self._weight) if rest else None
