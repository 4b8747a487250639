"""Statements without a vector: the most likely ones are embedded when a question needs them.

So statements are found by meaning while an index is being embedded, too, as far as their passages
have most of the topic's words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rag.index.dense import Rows
from rag.index.searched import SearchedIndex, Selection
from rag.language.stems import stem
from rag.models.vectors import Vectors
from rag.search.topic import find_content_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

Embed = Callable[[Sequence[str]], Vectors]
Found = list[tuple[int, float]]  # rows and their cosines

_EMBEDDED = 64  # statements for one question; each takes some 3 ms of a core
_MOST_KEPT = 4096  # vectors


class LateVectors:
    """Searches the statements of a generation, with and without a vector."""

    def __init__(self, generation: SearchedIndex, embed: Embed | None) -> None:
        self._generation = generation
        self._embed = embed
        self._kept: dict[int, Vectors] = {}

    def search(self, vector: Vectors, k: int, among: Selection, topic: str) -> Found:
        """The k rows most similar to a vector, best first."""
        vectors = self._generation.statement_vectors
        hits = vectors.search(vector, k, among=among)
        if vectors.complete or self._embed is None:
            return hits
        rows = among.rows
        likely = self._choose_likely(rows[~vectors.have(rows)], topic)
        late = self._vectors(likely, self._embed) @ vector if len(likely) else np.empty(0)
        hits += zip(likely.tolist(), late.tolist(), strict=True)
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:k]

    def _choose_likely(self, rows: Rows, topic: str) -> Rows:
        """The rows whose passages have most of a topic's words; among equal ones, the newest."""
        stems = [stem(word) for word in find_content_words(topic)]
        scores = self._generation.words.scores_of(stems, self._passages[rows])
        days = self._days[self._generation.statements.article_numbers[rows]]
        likely: Rows = rows[np.lexsort((rows, -days, -scores))[:_EMBEDDED]]
        return likely

    def _vectors(self, rows: Rows, embed: Embed) -> Vectors:
        new = [row for row in rows.tolist() if row not in self._kept]
        kept = {row: self._kept[row] for row in rows.tolist() if row in self._kept}
        if new:
            texts = [self._generation.statements.text(row) for row in new]
            kept |= zip(new, embed(texts), strict=True)
        if len(self._kept) > _MOST_KEPT:
            self._kept.clear()
        self._kept |= kept
        return np.stack([kept[row] for row in rows.tolist()])

    @cached_property
    def _passages(self) -> Rows:
        """The row of a passage in which each statement begins."""
        passages, statements = (
            numbers[:, 0].astype(np.int64) << 32 | numbers[:, 1]
            for numbers in (
                self._generation.passages.numbers,
                self._generation.statements.numbers,
            )
        )
        passage_rows: Rows = np.maximum(np.searchsorted(passages, statements, side="right") - 1, 0)
        return passage_rows

    @cached_property
    def _days(self) -> NDArray[np.int64]:
        """The day of each article as a number; 0 without a date."""
        articles = self._generation.articles.values()
        return np.array([article.date.toordinal() if article.date else 0 for article in articles])
