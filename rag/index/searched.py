"""What answers are made from: the parts of an index, wherever they are stored.

`Generation` holds them in memory, read from a folder. A generation in Milvus holds the numbers in
memory and asks the server for texts, vectors and words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.index.source import ReadFile, Source
from rag.index.span_table import Passages, Seals, Statements
from rag.models.model_files import ModelFingerprint
from rag.models.vectors import Vectors
from rag.records import Article, Filters, Unread

Rows = NDArray[np.int64]  # row numbers
Mask = NDArray[np.bool_]  # of rows
Scores = NDArray[np.float32]  # one a row
Found = list[tuple[int, float]]  # rows and their scores, best first


class Selection:
    """The rows to search among: as numbers, and as the conditions that they fulfil.

    An index in memory uses the numbers. A server applies the conditions itself; without any, it
    is sent the numbers. So the numbers are found only when they are asked for.
    """

    def __init__(
        self,
        find: Callable[[], Rows],
        *,
        filters: Filters | None = None,
        speakers: frozenset[str] | None = None,
    ) -> None:
        """`filters` of the articles (their speaker is not considered); None: only numbers say it.

        `speakers` are those who must speak in the rows; None: anybody.
        """
        self._find = find
        self.filters = filters
        self.speakers = speakers

    @classmethod
    def of(cls, rows: Rows) -> Selection:
        """Some rows, each named once, without conditions."""
        return cls(lambda: rows)

    @cached_property
    def rows(self) -> Rows:
        """The numbers, ascending unless they were given in another order."""
        return self._find()


class VectorSearch(Protocol):
    """The vectors of passages or of statements, by row."""

    def __len__(self) -> int:
        """The number of rows, with and without a vector."""

    @property
    def embedded(self) -> int:
        """The number of rows that have a vector."""

    @property
    def complete(self) -> bool:
        """Whether every row has a vector."""

    def have(self, rows: Rows) -> Mask:
        """Whether each of some rows has a vector."""

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of some rows, in their order; zeros for a row without a vector."""

    def similarities(self, question: Vectors, rows: Rows) -> Scores:
        """The cosines of some rows to one question, in their order; 0 without a vector."""

    def search(self, question: Vectors, k: int, *, among: Selection | None = None) -> Found:
        """The k rows most similar to the one question, best first; equal ones by row number."""


class WordSearch(Protocol):
    """The words of passages or of articles, by row; a word is given as its stem."""

    def __len__(self) -> int:
        """The number of rows."""

    def frequency(self, word: str) -> int:
        """The number of rows that have a word."""

    def rows(self, word: str, most: int | None = None) -> Rows:
        """The rows that have a word, ascending; the first `most` of them."""

    def spelt_like(self, word: str, same: Callable[[str, str], bool]) -> list[str]:
        """The words with the same first three letters that `same` takes for it."""

    def beginning_with(self, letters: str) -> list[str]:
        """The words that begin with some letters, in order."""

    def best(self, question: Sequence[str], k: int, *, among: Selection) -> Found:
        """The k rows with the highest BM25 scores above 0, best first; equal ones by row number."""

    def scores_of(self, question: Sequence[str], rows: Rows) -> Scores:
        """The BM25 scores of some rows, in their order; 0 where no word occurs."""


class SearchedIndex(Protocol):
    """A generation that can answer questions. Row numbers mean the same in all its parts."""

    @property
    def name(self) -> str:
        """The name of the generation."""

    @property
    def place(self) -> str:
        """Where it is stored, for messages."""

    @property
    def source(self) -> Source:
        """What it was made of and with."""

    @property
    def window(self) -> int:
        """The word pieces that the model reads."""

    @property
    def probes(self) -> Vectors:
        """The model's vectors of three texts, shape (3, dimension)."""

    @property
    def articles(self) -> Mapping[str, Article]:
        """The articles by id, in the order of their numbers."""

    @property
    def passages(self) -> Passages:
        """The passages, by row."""

    @property
    def statements(self) -> Statements:
        """The statements, by row."""

    @property
    def seals(self) -> Seals:
        """The seal of each article, made when it was cut."""

    @property
    def passage_vectors(self) -> VectorSearch:
        """The vectors of the passages."""

    @property
    def statement_vectors(self) -> VectorSearch:
        """The vectors of the statements."""

    @property
    def words(self) -> WordSearch:
        """The words of the passages."""

    @property
    def article_words(self) -> WordSearch:
        """The words of the articles, titles twice."""

    @property
    def copies(self) -> Sequence[Sequence[str]]:
        """The ids of articles that are nearly the same, a group each."""

    @property
    def files(self) -> Sequence[ReadFile]:
        """What was read from each file of the corpus, as far as it is kept."""

    @property
    def unread(self) -> Sequence[Unread]:
        """What could not be read."""

    @property
    def degraded(self) -> str:
        """Why it is read instead of the published generation; usually empty."""

    @property
    def complete(self) -> bool:
        """Whether every passage and statement has a vector."""

    def bring_texts(self, articles: Iterable[int]) -> None:
        """Fetch the texts of some articles together, if they are not in memory."""

    def open_articles(self) -> Callable[[int], Article]:
        """A function that reads an article again, by its number, from where it is stored."""

    def read_prepared(self) -> bytes:
        """What an assistant need not compute when it starts; empty if nothing is kept."""


class IndexPlace(Protocol):
    """Where an index is published: a folder, or a server."""

    def published(self) -> str:
        """The name of the published generation; empty if it cannot be read."""

    def read(self, model: ModelFingerprint, *, fall_back: bool = True) -> SearchedIndex:
        """The published generation; with `fall_back`, another one if that is damaged.

        Raises IndexMissing, IndexDamaged, IndexMismatch and IndexUnreachable.
        """
