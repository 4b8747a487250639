"""Query -> Hits: passages by meaning and by words, statements by speaker and meaning."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.articles.people import same_person
from rag.index.dense import Rows
from rag.index.embedder import Vectors
from rag.index.generation import Generation
from rag.index.words import stem, words
from rag.records import Article, Filters, Hit, Statement
from rag.search.fuse import Ranking, fuse
from rag.search.topic import Term, content_words, keys, terms

# Shares of the fused score; the best of eleven splits on news (docs/decisions.md).
WORDS_WEIGHT, DENSE_WEIGHT = 0.6, 0.4
DEPTH = 200  # rows of each ranking that are fused; deeper ones have no chance of the first ten


@dataclass(frozen=True, slots=True)
class StatementHit:
    """A statement found, with its cosine to the question."""

    statement: Statement
    similarity: float


class Search:
    """Finds passages and statements in one generation."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        numbers = {article_id: n for n, article_id in enumerate(generation.articles)}
        self._passage_articles = _numbers([p.article_id for p in generation.passages], numbers)
        self._statement_articles = _numbers([s.article_id for s in generation.statements], numbers)
        self._by_speaker: dict[str, list[int]] = defaultdict(list)
        self._by_article: dict[str, list[int]] = defaultdict(list)
        for row, statement in enumerate(generation.statements):
            self._by_article[statement.article_id].append(row)
            if statement.speaker is not None:
                self._by_speaker[statement.speaker].append(row)

    def passages(self, question: str, vector: Vectors, filters: Filters, k: int) -> list[Hit]:
        """The k best passages for a question and its vector, of shape (dimension,)."""
        rows = self._rows(self._passage_articles, filters)
        if filters.speaker is not None:
            rows = self._spoken_by(filters.speaker, rows)
        if not len(rows):
            return []
        dense = self._generation.passage_vectors.search(vector, DEPTH, among=rows)
        scores = self._generation.words.scores([stem(word) for word in content_words(question)])
        best = rows[np.argsort(-scores[rows], kind="stable")[:DEPTH]]
        fused = fuse(
            [
                Ranking(DENSE_WEIGHT, dict(dense)),
                Ranking(WORDS_WEIGHT, {int(row): float(scores[row]) for row in best}),
            ]
        )
        return [Hit(self._generation.passages[row], score) for row, score in fused[:k]]

    def statements(
        self, vector: Vectors, filters: Filters, *, by: frozenset[str] | None, k: int
    ) -> list[StatementHit]:
        """The k statements most similar to a vector; `by` restricts them to some speakers."""
        rows = self._rows(self._statement_articles, filters)
        if by is not None:
            spoken = [row for name in sorted(by) for row in self._by_speaker.get(name, ())]
            rows = np.intersect1d(rows, np.array(spoken, dtype=np.int64))
        found = self._generation.statement_vectors.search(vector, k, among=rows)
        return [StatementHit(self._generation.statements[row], score) for row, score in found]

    def in_article(self, article_id: str) -> list[Statement]:
        """The statements of an article, in its order."""
        return [self._generation.statements[row] for row in self._by_article.get(article_id, ())]

    def articles(self, filters: Filters) -> list[Article]:
        """The articles that filters leave."""
        return [a for a in self._generation.articles.values() if _passes(a, filters)]

    def weight(self, term: Term) -> float:
        """How telling a term is: its idf over passages, at least 0.2; a missing one counts most."""
        count = len(self._generation.passages)
        frequency = max(
            (self._generation.words.frequency(stem(word)) for word in words(term.text)), default=0
        )
        return max(0.2, math.log((count + 1) / (frequency + 0.5)))

    def mentioning(self, name: str) -> list[Article]:
        """The articles in which a name stands, states under any of their names."""
        wanted = terms(name)
        return [a for a in self._generation.articles.values() if _stands_in(wanted, a)]

    def stands(self, name: str) -> bool:
        """Whether every word of a name stands in some article."""
        return all(self._generation.words.frequency(stem(word)) for word in words(name))

    def _rows(self, articles: Rows, filters: Filters) -> Rows:
        """The rows whose article passes the filters."""
        passing = [_passes(article, filters) for article in self._generation.articles.values()]
        return np.flatnonzero(np.array(passing, dtype=bool)[articles])

    def _spoken_by(self, speaker: str, rows: Rows) -> Rows:
        """The rows whose passage holds words of a speaker."""
        names = [name for name in self._by_speaker if same_person(speaker, name)]
        spans = defaultdict(list)
        for name in names:
            for row in self._by_speaker[name]:
                statement = self._generation.statements[row]
                spans[statement.article_id].append((statement.start, statement.end))
        passages = self._generation.passages
        return np.array(
            [
                row
                for row in rows
                if any(
                    start < passages[row].end and passages[row].start < end
                    for start, end in spans.get(passages[row].article_id, ())
                )
            ],
            dtype=np.int64,
        )


def _passes(article: Article, filters: Filters) -> bool:
    return (
        article.date in filters.dates
        and filters.outlet in {None, article.outlet}
        and (not filters.articles or article.id in filters.articles)
    )


def _stands_in(wanted: Sequence[Term], article: Article) -> bool:
    found = keys(article.title) | keys(article.text)
    return all(term.matches(found) for term in wanted)


def _numbers(ids: Sequence[str], numbers: dict[str, int]) -> Rows:
    return np.array([numbers[article_id] for article_id in ids], dtype=np.int64)
