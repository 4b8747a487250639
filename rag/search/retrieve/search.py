"""Query -> Hits: passages by meaning and by words, statements by speaker and meaning."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np

from rag.index.contents import Generation
from rag.index.dense import Rows
from rag.index.span_table import Numbers, Statements
from rag.index.words import WordScores
from rag.language.stems import stem, words
from rag.models.embedder import Vectors
from rag.models.reranker import Reranker
from rag.names.initials import is_initials, other_name
from rag.names.people import fold, is_institution, same_person
from rag.names.states import is_place, names_state, other_names
from rag.records import Article, Filters, Hit, Query, Statement, StatementKind
from rag.search.retrieve.filters import lets_all_pass, passes
from rag.search.retrieve.fuse import Ranking, fuse, to_best
from rag.search.topic import Term, content_words, keys, terms

# Shares of the fused score: a passage's meaning and words, its article's words, and the meaning of
# that article's first passage, which says what it is about (measured on news: docs/decisions.md).
DENSE_WEIGHT, WORDS_WEIGHT, ARTICLE_WEIGHT, LEAD_WEIGHT = 0.3, 0.3, 0.2, 0.2
DEPTH = 200  # rows of each ranking that are fused; deeper ones have no chance of the first ten
_INTRODUCING = 10_000  # passages in which an institution's other name is looked for
_OTHER_NAMES = 3
_NO_ROWS: Rows = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class StatementHit:
    """A statement found, with its cosine to the question."""

    statement: Statement
    similarity: float


class Search:
    """Finds passages and statements in one generation."""

    def __init__(self, generation: Generation, reranker: Reranker | None = None) -> None:
        self._generation = generation
        self._reranker = reranker
        self._numbers = {article_id: n for n, article_id in enumerate(generation.articles)}
        self._passage_articles = generation.passages.article_numbers
        self._statement_articles = generation.statements.article_numbers
        self._by_speaker = generation.statements.rows_by_speaker()
        self._in_article = _by_article(generation.statements)
        self._stands_in = _standing_in(generation)
        self._copies = {
            article_id: tuple(other for other in group if other != article_id)
            for group in generation.copies
            for article_id in group
        }

    def passages(
        self,
        question: str,
        vector: Vectors,
        filters: Filters,
        k: int,
        *,
        weight_of: Callable[[date | None], float] = lambda _: 1.0,
    ) -> list[Hit]:
        """The k best passages for a question and its vector, of shape (dimension,).

        `weight_of` is what a passage counts, 0 to 1, for the day of its article. Where there is a
        reranker, it orders the best 30.
        """
        rows = self._rows(self._passage_articles, filters)
        if filters.speaker is not None:
            rows = self._spoken_by(filters.speaker, rows)
        if not len(rows):
            return []
        fused = self._fused(question, vector, rows)
        weights = to_best({row: weight_of(self._day(row)) for row, _ in fused})
        weighed = [(row, score * weights[row]) for row, score in fused]
        fused = sorted(weighed, key=lambda item: (-item[1], item[0]))
        if self._reranker is not None:
            fused = self._reranker.reordered(question, fused, self._titled, weights.__getitem__)
        return [Hit(self._generation.passages[row], score) for row, score in fused[:k]]

    def statements(self, vector: Vectors, query: Query, k: int) -> list[StatementHit]:
        """The k statements most similar to a vector, by the query's speaker if it has one.

        Behind them as many of the speaker's others in which a name of the topic stands.
        """
        rows = self._rows(self._statement_articles, query.filters)
        if query.speaker is not None:
            theirs = np.zeros(len(self._statement_articles), dtype=bool)
            for name in query.spellings:
                theirs[self._by_speaker.get(name, _NO_ROWS)] = True
            if query.described:
                theirs[self.described_as(query.speaker)] = True
            rows = rows[theirs[rows]]
        found = self._generation.statement_vectors.search(vector, k, among=rows)
        if query.speaker is not None and len(rows) > k:
            others = self._with_a_name(np.setdiff1d(rows, [row for row, _ in found]), query.topic)
            found += self._generation.statement_vectors.search(vector, k, among=others)
        return [StatementHit(self._generation.statements[row], score) for row, score in found]

    def _with_a_name(self, rows: Rows, topic: str) -> Rows:
        """The rows of those statements in which a name of a topic stands."""
        named = [one for term in terms(topic) if term.name for one in other_names(term.text)]
        if not named:
            return _NO_ROWS
        wanted = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, named))})(?!\w)")
        statements = self._generation.statements
        there = [wanted.search(statements.text(row)) is not None for row in rows.tolist()]
        found: Rows = rows[np.array(there, dtype=bool)]
        return found

    def article(self, article_id: str) -> Article:
        """An article by its id, which must be in the index."""
        return self._generation.articles[article_id]

    def article_matches(self, article: Article, wanted: Sequence[Term]) -> bool:
        """Whether each term stands in an article's title or text."""
        number = self._numbers[article.id]
        return all(self._stands_in(term.keys, number) for term in wanted)

    def copies_of(self, article_id: str) -> Sequence[str]:
        """The ids of the articles that are nearly the same as one, without its own."""
        return self._copies.get(article_id, ())

    def in_article(self, article_id: str) -> list[Statement]:
        """The statements of an article, in its order."""
        number = self._numbers.get(article_id)
        return [] if number is None else self._in_article(number)

    def speaker_at(self, article_id: str, start: int, end: int) -> str | None:
        """Who says the words of a span; None if no one, or if several people do."""
        speaking = {
            statement.speaker
            for statement in self.in_article(article_id)
            if statement.start < end and start < statement.end
        }
        return speaking.pop() if len(speaking) == 1 else None

    def kind_at(self, article_id: str, start: int, end: int) -> StatementKind | None:
        """How the words of a span are reported; None where they are not one whole statement."""
        for statement in self.in_article(article_id):
            if (statement.start, statement.end) == (start, end):
                return statement.kind
        return None

    def articles(self, filters: Filters) -> list[Article]:
        """The articles that filters leave."""
        every = self._generation.articles.values()
        return list(every) if lets_all_pass(filters) else [a for a in every if passes(a, filters)]

    def weight(self, term: Term) -> float:
        """How telling a term is: its idf over passages, at least 0.2; a missing one counts most."""
        count = len(self._generation.passages)
        frequency = max(
            (self._generation.words.frequency(stem(word)) for word in words(term.text)), default=0
        )
        return max(0.2, math.log((count + 1) / (frequency + 0.5)))

    def mentioning(self, name: str) -> list[str]:
        """The ids of the articles that mention a name, a state by any of its names."""
        return sorted(self._mentioning(name))

    def mentions(self, name: str) -> bool:
        """Whether any article mentions a name."""
        return any(True for _ in self._mentioning(name))

    def _mentioning(self, name: str) -> Iterator[str]:
        rows: Rows | None = None
        for term in terms(name):
            written = [self._rows_with(one) for one in other_names(term.text)]
            with_term = written[0] if len(written) == 1 else np.unique(np.concatenate(written))
            rows = with_term if rows is None else _common(rows, with_term)
        if rows is None:
            return
        phrase, ids = _phrase(name), tuple(self._generation.articles)
        found = set[int]()
        for row, number in zip(rows.tolist(), self._passage_articles[rows].tolist(), strict=True):
            if number not in found:
                title = self._generation.articles[ids[number]].title
                text = f"{title}\n{self._generation.passages.text(row)}"
                if phrase is None or phrase.search(text):
                    found.add(number)
                    yield ids[number]

    def also_called(self, name: str) -> list[str]:
        """What articles call an institution besides: "World Health Organization (WHO)".

        The full names of initials, or the initials of a full name; the most frequent first.
        """
        institution = is_initials(name) or (is_institution(name) and name != name.lower())
        if not institution or is_place(name):
            return []
        found: Counter[str] = Counter()
        for row in self._rows_with(name)[:_INTRODUCING].tolist():
            found.update(other_name(name, self._generation.passages.text(row)))
        return [one for one, _ in found.most_common(_OTHER_NAMES)]

    def quoted_in(self, spellings: Collection[str], filters: Filters) -> list[str]:
        """The ids of the articles, as far as the filters leave them, that quote a speaker."""
        rows = [self._by_speaker.get(name, _NO_ROWS) for name in spellings]
        heard = set(self._statement_articles[np.concatenate([_NO_ROWS, *rows])].tolist())
        return sorted(
            article.id
            for number, article in enumerate(self._generation.articles.values())
            if number in heard and passes(article, filters)
        )

    def described_as(self, description: str) -> list[int]:
        """The rows of statements by somebody without a name whom the article describes so.

        By an institution as well that is so called among other words: "the sheriff's office".
        """
        wanted = terms(description)
        among = [self._unnamed] if wanted else []
        if len(wanted) > 1 and is_institution(description):
            among.append(self._institutions)
        return sorted(
            row
            for described in among
            for mention, rows in described.items()
            if all(term.matches(mention) for term in wanted)
            for row in rows
        )

    @cached_property
    def _unnamed(self) -> Mapping[frozenset[str], Sequence[int]]:
        """The rows of statements by somebody without a name, by the words that mention them."""
        found: dict[frozenset[str], list[int]] = defaultdict(list)
        for mention, rows in self._generation.statements.by_mention().items():
            found[keys(mention)] += rows
        return found

    @cached_property
    def _institutions(self) -> Mapping[frozenset[str], Sequence[int]]:
        """The rows of institutions' statements, by the words of their names."""
        found: dict[frozenset[str], list[int]] = defaultdict(list)
        for name, rows in self._by_speaker.items():
            if is_institution(name):
                found[keys(name)] += rows.tolist()
        return found

    def _rows_with(self, name: str) -> Rows:
        """The passages in which every word of a name occurs, ascending."""
        index = self._generation.words
        found: Rows | None = None
        for word in map(stem, words(name)):
            rows = index.rows(word)
            if not len(rows):
                spellings = index.spelt_like(word, lambda a, b: fold(a) == fold(b))
                rows = np.unique(np.concatenate([_NO_ROWS, *map(index.rows, spellings)]))
            found = rows if found is None else _common(found, rows)
        return _NO_ROWS if found is None else found

    def _fused(self, question: str, vector: Vectors, rows: Rows) -> list[tuple[int, float]]:
        """Passages by meaning and words, and of those found, by their articles' words and leads."""
        generation = self._generation
        asked = [stem(word) for word in content_words(question)]
        dense = dict(generation.passage_vectors.search(vector, DEPTH, among=rows))
        scores = generation.words.scores(asked)
        best = _best(scores[rows], rows)
        by_words = {int(row): float(scores[row]) for row in best if scores[row] > 0}
        found = np.array(sorted({*dense, *by_words}), dtype=np.int64)
        articles = self._passage_articles[found]
        whole = generation.article_words.scores(asked)[articles]
        leads = generation.passage_vectors.vectors(generation.passages.first_rows(articles))
        return fuse(
            [
                Ranking(DENSE_WEIGHT, dense),
                Ranking(WORDS_WEIGHT, by_words),
                Ranking(ARTICLE_WEIGHT, dict(zip(found.tolist(), whole.tolist(), strict=True))),
                Ranking(
                    LEAD_WEIGHT, dict(zip(found.tolist(), (leads @ vector).tolist(), strict=True))
                ),
            ]
        )

    def _day(self, row: int) -> date | None:
        return self._generation.articles[self._generation.passages[row].article_id].date

    def _titled(self, row: int) -> str:
        """A passage behind its title, as it was embedded."""
        passage = self._generation.passages[row]
        return f"{self._generation.articles[passage.article_id].title}\n{passage.text}"

    def _rows(self, articles: Numbers, filters: Filters) -> Rows:
        """The rows whose article passes the filters."""
        if lets_all_pass(filters):
            return np.arange(len(articles))
        passing = [passes(article, filters) for article in self._generation.articles.values()]
        return np.flatnonzero(np.array(passing, dtype=bool)[articles])

    def _spoken_by(self, speaker: str, rows: Rows) -> Rows:
        """The rows whose passage holds words of a speaker."""
        spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for name, spoken in self._by_speaker.items():
            if same_person(speaker, name):
                for number, start, end in self._generation.statements.numbers[spoken, :3].tolist():
                    spans[number].append((start, end))
        near = rows[np.isin(self._passage_articles[rows], [*spans])]
        passages = self._generation.passages.numbers[near].tolist()
        heard = [
            any(start < own_end and own_start < end for start, end in spans[number])
            for number, own_start, own_end in passages
        ]
        found: Rows = near[np.array(heard, dtype=bool)]
        return found


def _by_article(statements: Statements) -> Callable[[int], list[Statement]]:
    """What gives the statements of an article by its number; those of the last few are kept."""

    @lru_cache(maxsize=128)
    def of(number: int) -> list[Statement]:
        rows = statements.rows_of(number)
        return statements[rows.start : rows.stop]

    return of


def _best(scores: WordScores, rows: Rows) -> Rows:
    """The rows with the highest of their scores, `DEPTH` of them; equal ones in their order."""
    if len(scores) > DEPTH:
        least = np.partition(scores, len(scores) - DEPTH)[len(scores) - DEPTH]
        high = scores >= least  # sorting all of them takes most of the time of a search
        scores, rows = scores[high], rows[high]
    found: Rows = rows[np.argsort(-scores, kind="stable")[:DEPTH]]
    return found


def _common(some: Rows, others: Rows) -> Rows:
    """The rows that are among both, ascending as they are."""
    found: Rows = np.intersect1d(some, others, assume_unique=True)
    return found


def _phrase(name: str) -> re.Pattern[str] | None:
    """A name's words one behind the other, two small ones between; None for one of one word."""
    wanted = terms(name)
    if len(wanted) < 2:
        return None
    parts = ("|".join(map(re.escape, other_names(term.text))) for term in wanted)
    between = r"(?:['’]s)?(?:\W+\w+){0,2}?\W+"
    return re.compile(rf"(?<!\w)(?:{f'){between}(?:'.join(parts)})(?!\w)", re.IGNORECASE)


def _standing_in(generation: Generation) -> Callable[[frozenset[str], int], bool]:
    """What tells whether a key of a term stands in an article, by its number.

    By the index of the articles' words: taking every article apart would take seconds.
    """
    articles = tuple(generation.articles.values())

    @lru_cache(maxsize=16)  # a few questions' terms
    def holding(keys: frozenset[str]) -> frozenset[int]:
        index = generation.article_words
        names = {key[1:] for key in keys if key.startswith("~")}
        spelt = {
            other
            for name in names
            for other in index.spelt_like(name, lambda one, asked: fold(one) == asked)
        }
        plain = {key for key in keys if key[0] not in "~@"}
        return frozenset(row for word in plain | spelt for row in index.rows(word).tolist())

    def stands_in(keys: frozenset[str], number: int) -> bool:
        states = [key[1:] for key in keys if key.startswith("@")]
        article = articles[number]
        return number in holding(keys) or any(
            names_state(state, article.title) or names_state(state, article.text)
            for state in states
        )

    return stands_in
