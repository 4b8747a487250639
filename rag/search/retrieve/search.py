"""Query -> Hits: passages by meaning and by words, statements by speaker and meaning."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np

from rag.index.dense import Rows
from rag.index.searched import SearchedIndex, Selection
from rag.index.span_table import Numbers, Statements
from rag.language.stems import stem, words
from rag.models.embedder import Vectors
from rag.models.reranker import READ, Reranker
from rag.names.name import same_person
from rag.names.states import other_names
from rag.records import Article, CitationKind, Filters, Hit, Query, Statement
from rag.search.retrieve.described_rows import DescribedRows
from rag.search.retrieve.filters import lets_all_pass, passes
from rag.search.retrieve.fuse import Ranking, fuse, scale_to_best
from rag.search.retrieve.late_vectors import Embed, LateVectors
from rag.search.retrieve.mentions import Mentions
from rag.search.topic import Term, find_content_words, find_terms

# Weights in the fused score: a passage's meaning and words, its article's words, and the meaning
# of its article's first passage, which states the topic. Measured on news: see docs/decisions.
DENSE_WEIGHT, WORDS_WEIGHT, ARTICLE_WEIGHT, LEAD_WEIGHT = 0.3, 0.3, 0.2, 0.2
# Share of its words' score that a passage without a vector gets for its meaning. Hit@1 of 165
# questions on 613 articles is .848 without vectors; .861, .885 and .897 if the newest quarter, half
# and three quarters have one; and .897 if all have.
ASSUMED = 0.8
DEPTH = 200  # rows of each ranking that are fused; later rows cannot reach the first ten
_AT_ONCE = 256  # statements whose texts are fetched together
_NO_ROWS: Rows = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class StatementHit:
    """A statement and its cosine to the question."""

    statement: Statement
    similarity: float


class Search:
    """Finds passages and statements in one generation."""

    def __init__(
        self,
        generation: SearchedIndex,
        reranker: Reranker | None = None,
        *,
        embed: Embed | None = None,
    ) -> None:
        """`embed` gives vectors; without it, statements that have none yet are not found."""
        self._generation = generation
        self._late_vectors = LateVectors(generation, embed)
        self._reranker = reranker
        self._numbers = {
            article_id: number for number, article_id in enumerate(generation.articles)
        }
        self._passage_articles = generation.passages.article_numbers
        self._statement_articles = generation.statements.article_numbers
        self._by_speaker = generation.statements.rows_by_speaker()
        self._described_rows = DescribedRows(generation, self._by_speaker)
        self._in_article = _by_article(generation.statements)
        self._mentions = Mentions(generation)
        self._copies = {
            article_id: tuple(copy for copy in group if copy != article_id)
            for group in generation.copies
            for article_id in group
        }

    def find_passages(
        self,
        question: str,
        vector: Vectors,
        filters: Filters,
        k: int,
        *,
        weight_of: Callable[[date | None], float] = lambda _: 1.0,
    ) -> list[Hit]:
        """The k best passages for a question and its vector, of shape (dimension,).

        `weight_of` gives a passage's weight, 0 to 1, for the day of its article. A reranker, if
        there is one, orders the best 30.
        """
        among = self._select(self._passage_articles, filters)
        if filters.speaker is not None:
            among = self._spoken_by(filters.speaker, among)
        fused = self._fused(question, vector, among)
        weights = scale_to_best({row: weight_of(self._day(row)) for row, _ in fused})
        weighed = [(row, score * weights[row]) for row, score in fused]
        fused = sorted(weighed, key=lambda item: (-item[1], item[0]))
        best = [row for row, _ in fused[: max(k, READ)]]
        self._generation.bring_texts(self._passage_articles[best].tolist())
        if self._reranker is not None:
            fused = self._reranker.reordered(question, fused, self._titled, weights.__getitem__)
        return [Hit(self._generation.passages[row], score) for row, score in fused[:k]]

    def find_statements(self, vector: Vectors, query: Query, k: int) -> list[StatementHit]:
        """The k statements most similar to a vector, by the query's speaker if it has one.

        After them come up to k further statements of the speaker that have a name of the topic.
        """
        among = self._select(self._statement_articles, query.filters)
        if query.speaker is not None:
            among = self._stated_by(query.speaker, query, among)
        best = self._late_vectors.search(vector, k, among, query.topic)
        if query.speaker is not None and len(among.rows) > k:
            others_rows = self._with_a_name(
                np.setdiff1d(among.rows, [row for row, _ in best]), query.topic
            )
            others = Selection.of(others_rows)
            best += self._late_vectors.search(vector, k, others, query.topic)
        self._generation.bring_texts(self._statement_articles[[row for row, _ in best]].tolist())
        return [StatementHit(self._generation.statements[row], score) for row, score in best]

    def _stated_by(self, speaker: str, query: Query, among: Selection) -> Selection:
        """The rows of the statements by a query's speaker."""

        def find() -> Rows:
            is_theirs = np.zeros(len(self._statement_articles), dtype=bool)
            for name in query.spellings:
                is_theirs[self._by_speaker.get(name, _NO_ROWS)] = True
            if query.described:
                is_theirs[self.find_rows_described(speaker)] = True
            rows: Rows = among.rows[is_theirs[among.rows]]
            return rows

        if query.described:  # a description is no condition that a server could check
            return Selection(find)
        return Selection(find, filters=among.filters, speakers=query.spellings)

    def _with_a_name(self, rows: Rows, topic: str) -> Rows:
        """The rows of the statements that have a name of a topic."""
        written_names = [
            name for term in find_terms(topic) if term.name for name in other_names(term.text)
        ]
        if not written_names:
            return _NO_ROWS
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, written_names))})(?!\w)")
        statements, has_name = self._generation.statements, []
        for first in range(0, len(rows), _AT_ONCE):
            some = rows[first : first + _AT_ONCE]
            self._generation.bring_texts(self._statement_articles[some].tolist())
            has_name += [pattern.search(statements.text(row)) is not None for row in some.tolist()]
        named_rows: Rows = rows[np.array(has_name, dtype=bool)]
        return named_rows

    @cached_property
    def languages(self) -> Sequence[str]:
        """The languages of the articles, ISO 639-1, the most frequent first."""
        articles = self._generation.articles.values()
        counted = Counter(article.language for article in articles if article.language)
        return [language for language, _ in counted.most_common()]

    def article(self, article_id: str) -> Article:
        """An article by its id, which must be in the index."""
        return self._generation.articles[article_id]

    def article_matches(self, article: Article, wanted: Sequence[Term]) -> bool:
        """Whether an article's title or text has each term."""
        number = self._numbers[article.id]
        return all(self._mentions.has_key(term.keys, number) for term in wanted)

    def has_names(self, article_id: str, wanted: Sequence[str]) -> bool:
        """Whether an article's title or text has each of the names; true without names."""
        of_names = [term for name in wanted for term in find_terms(name)]
        return self.article_matches(self.article(article_id), of_names)

    def copies_of(self, article_id: str) -> Sequence[str]:
        """The ids of the other articles that are nearly the same."""
        return self._copies.get(article_id, ())

    def list_statements(self, article_id: str) -> list[Statement]:
        """The statements of an article, in its order."""
        number = self._numbers.get(article_id)
        return [] if number is None else self._in_article(number)

    def find_speaker(self, article_id: str, start: int, end: int) -> str | None:
        """The speaker of a span's words; None if there is none, or more than one."""
        speaking = {
            statement.speaker
            for statement in self.list_statements(article_id)
            if statement.start < end and start < statement.end
        }
        return speaking.pop() if len(speaking) == 1 else None

    def find_kind(self, article_id: str, start: int, end: int) -> CitationKind | None:
        """How the words of a span are reported; None if the span is not one whole statement."""
        for statement in self.list_statements(article_id):
            if (statement.start, statement.end) == (start, end):
                return CitationKind(statement.kind.value)
        return None

    def list_titles(self, filters: Filters) -> dict[str, str]:
        """The titles of the articles that pass the filters, by their ids."""
        articles = self._generation.articles.values()
        return {article.id: article.title for article in articles if passes(article, filters)}

    def find_articles(self, filters: Filters) -> list[Article]:
        """The articles that pass the filters."""
        all_articles = self._generation.articles.values()
        if lets_all_pass(filters):
            return list(all_articles)
        return [article for article in all_articles if passes(article, filters)]

    def weight(self, term: Term) -> float:
        """How informative a term is: its idf over passages, at least 0.2."""
        count = len(self._generation.passages)
        return max(0.2, math.log((count + 1) / (self.frequency(term) + 0.5)))

    def frequency(self, term: Term) -> int:
        """How many passages have the most frequent word of a term."""
        return max(
            (self._generation.words.frequency(stem(word)) for word in words(term.text)), default=0
        )

    def find_mentioning(self, name: str) -> list[str]:
        """The ids of the articles that mention a name, a state by any of its names."""
        return sorted(self._mentions.iterate_ids(name))

    def mentions(self, name: str) -> bool:
        """Whether any article mentions a name."""
        return any(True for _ in self._mentions.iterate_ids(name))

    def find_other_names(self, name: str) -> list[str]:
        """The names that articles also use for an institution, the most frequent first."""
        return self._mentions.find_other_names(name)

    def find_quoting_articles(self, spellings: Collection[str], filters: Filters) -> list[str]:
        """The ids of the articles that pass the filters and quote a speaker."""
        rows = [self._by_speaker.get(name, _NO_ROWS) for name in spellings]
        article_numbers = set(self._statement_articles[np.concatenate([_NO_ROWS, *rows])].tolist())
        return sorted(
            article.id
            for number, article in enumerate(self._generation.articles.values())
            if number in article_numbers and passes(article, filters)
        )

    def find_rows_described(self, description: str) -> list[int]:
        """The rows of statements by speakers without a name who have this description."""
        return self._described_rows.find(description)

    def _fused(self, question: str, vector: Vectors, among: Selection) -> list[tuple[int, float]]:
        """Passages ranked by meaning and words, and by their articles' words and first passages."""
        generation = self._generation
        question_stems = [stem(word) for word in find_content_words(question)]
        dense = dict(generation.passage_vectors.search(vector, DEPTH, among=among))
        by_words = dict(generation.words.best(question_stems, DEPTH, among=among))
        if not dense and not by_words:
            return []
        candidates = np.array(sorted({*dense, *by_words}), dtype=np.int64)
        articles = self._passage_articles[candidates].astype(np.int64)
        whole = generation.article_words.scores_of(question_stems, articles)
        leads = generation.passage_vectors.similarities(
            vector, generation.passages.first_rows(articles)
        )
        by_article = dict(zip(candidates.tolist(), whole.tolist(), strict=True))
        by_lead = dict(zip(candidates.tolist(), leads.tolist(), strict=True))
        words = [Ranking(WORDS_WEIGHT, by_words), Ranking(ARTICLE_WEIGHT, by_article)]
        if not generation.passage_vectors.complete:
            missing = candidates[~generation.passage_vectors.have(candidates)].tolist()
            assumed = dict(fuse(words))
            dense |= _assume(dense, {row: assumed[row] for row in missing})
            by_lead |= _assume(by_lead, {row: assumed[row] for row in missing})
        return fuse([Ranking(DENSE_WEIGHT, dense), *words, Ranking(LEAD_WEIGHT, by_lead)])

    def _day(self, row: int) -> date | None:
        return self._generation.articles[self._generation.passages[row].article_id].date

    def _titled(self, row: int) -> str:
        """A passage after its title, as it was embedded."""
        passage = self._generation.passages[row]
        return f"{self._generation.articles[passage.article_id].title}\n{passage.text}"

    def _select(self, articles: Numbers, filters: Filters) -> Selection:
        """The rows of the articles that pass the filters."""

        def find() -> Rows:
            if lets_all_pass(filters):
                return np.arange(len(articles))
            passing = [passes(article, filters) for article in self._generation.articles.values()]
            return np.flatnonzero(np.array(passing, dtype=bool)[articles])

        return Selection(find, filters=filters)

    def _spoken_by(self, speaker: str, among: Selection) -> Selection:
        """The rows of the passages that have words of a speaker."""
        names = frozenset(name for name in self._by_speaker if same_person(speaker, name))

        def find() -> Rows:
            spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
            for name in names:
                spoken = self._by_speaker[name]
                for number, start, end in self._generation.statements.numbers[spoken, :3].tolist():
                    spans[number].append((start, end))
            nearby_rows = among.rows[np.isin(self._passage_articles[among.rows], [*spans])]
            passages = self._generation.passages.numbers[nearby_rows].tolist()
            holds_words = [
                any(start < passage_end and passage_start < end for start, end in spans[number])
                for number, passage_start, passage_end in passages
            ]
            spoken_rows: Rows = nearby_rows[np.array(holds_words, dtype=bool)]
            return spoken_rows

        return Selection(find, filters=among.filters, speakers=names)


def _assume(scores: Mapping[int, float], by_words: Mapping[int, float]) -> dict[int, float]:
    """Scores of meaning for rows that have no vector, by the fused scores of their words."""
    best = max(scores.values(), default=0.0)
    scale = ASSUMED * (best if best > 0 else 1.0) / (WORDS_WEIGHT + ARTICLE_WEIGHT)
    return {row: scale * score for row, score in by_words.items()}


def _by_article(statements: Statements) -> Callable[[int], list[Statement]]:
    """A function that gives an article's statements by its number, with a small cache."""

    @lru_cache(maxsize=128)
    def of(number: int) -> list[Statement]:
        rows = statements.rows_of(number)
        return statements[rows.start : rows.stop]

    return of
