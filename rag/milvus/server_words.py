"""The words of a table in Milvus: its server scores rows; the vocabulary is in memory.

The server holds, in a sparse vector a row, how much each word counts there by BM25; the question's
vector has how telling each word is. Their inner product is the score that a folder's index gives.
Which rows have a word is kept in pages: the numbers of all words, one word after the other.
"""

from __future__ import annotations

import base64
import math
import threading
from bisect import bisect_left
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from itertools import islice, takewhile
from typing import TYPE_CHECKING

import numpy as np

from rag.errors import IndexDamaged
from rag.index.searched import Found, Rows, Scores, Selection
from rag.milvus.connection import Connection
from rag.milvus.kept_pages import KeptPages
from rag.milvus.layout import PAGE

if TYPE_CHECKING:
    from numpy.typing import NDArray

NUMBERS = PAGE // 5  # row numbers of 4 bytes in a page, of which each takes 5 characters
_KEPT = 256  # pages: 12 MB
NO_WORD = 0  # the column of a row that has no words; no vector may be empty


def column_of(place: int) -> int:
    """The column of the word at a place of the vocabulary."""
    return place + 1


def page_key(table: str, number: int) -> str:
    """The key of a page of row numbers."""
    return f"rows/{table}/{number:08d}"


def write_page(numbers: NDArray[np.int32]) -> str:
    """Row numbers as a page."""
    return base64.b85encode(numbers.astype("<i4").tobytes()).decode("ascii")


class ServerWords:
    """The words of passages or of articles. Safe to use from several threads."""

    def __init__(  # noqa: PLR0913  # a table, its server and its words
        self,
        connection: Connection,
        collection: str,
        pages: KeptPages,
        table: str,
        vocabulary: Sequence[str],
        starts: NDArray[np.int64],
        rows: int,
        condition_of: Callable[[Selection], str | None],
    ) -> None:
        """`starts` are where each word's rows begin; the condition of nothing is None."""
        self._connection = connection
        self._collection = collection
        self._pages = pages
        self._table = table
        self._vocabulary = vocabulary
        self._starts = starts
        self._count = rows
        self._condition_of = condition_of
        self._kept: OrderedDict[int, NDArray[np.int32]] = OrderedDict()
        self._keeping = threading.Lock()

    def __len__(self) -> int:
        return self._count

    def frequency(self, word: str) -> int:
        """In how many rows a stem occurs."""
        first, end = self._span(word)
        return end - first

    def rows(self, word: str, most: int | None = None) -> Rows:
        """The numbers of the rows in which a stem occurs, ascending; the first `most` of them."""
        first, end = self._span(word)
        end = end if most is None else min(end, first + most)
        if first == end:
            return np.empty(0, dtype=np.int64)
        wanted = range(first // NUMBERS, (end - 1) // NUMBERS + 1)
        numbers = np.concatenate(self._fetch(wanted)).astype(np.int64)
        start = first - wanted.start * NUMBERS
        return numbers[start : start + end - first]

    def spelt_like(self, word: str, same: Callable[[str, str], bool]) -> list[str]:
        """The stems that begin like a stem, by three letters, and that `same` takes for it."""
        return [one for one in self.beginning_with(word[:3]) if same(one, word)]

    def beginning_with(self, letters: str) -> list[str]:
        """The stems that begin with some letters, in order."""
        first = bisect_left(self._vocabulary, letters)
        rest = islice(self._vocabulary, first, None)
        return list(takewhile(lambda word: word.startswith(letters), rest))

    def best(self, question: Sequence[str], k: int, *, among: Selection) -> Found:
        """The k rows with the highest scores above 0, best first; equal ones by row number."""
        vector, condition = self._vector(question), self._condition_of(among)
        if not vector or condition is None:
            return []
        found = self._connection.search(self._collection, "words", vector, k, condition, {})
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def scores_of(self, question: Sequence[str], rows: Rows) -> Scores:
        """The BM25 scores of some rows, in their order; 0 where no word occurs."""
        vector = self._vector(question)
        if not vector or not len(rows):
            return np.zeros(len(rows), dtype=np.float32)
        some = np.unique(rows).tolist()
        found = dict(
            self._connection.search(
                self._collection, "words", vector, len(some), f"row in {some}", {}
            )
        )
        return np.array([found.get(row, 0.0) for row in rows.tolist()], dtype=np.float32)

    def _vector(self, question: Sequence[str]) -> dict[int, float]:
        """A question as a sparse vector: how telling each word is, as often as it is asked."""
        vector = {}
        for word, times in Counter(question).items():
            first, end = self._span(word)
            if end > first:
                idf = math.log(1 + (self._count - (end - first) + 0.5) / (end - first + 0.5))
                vector[column_of(bisect_left(self._vocabulary, word))] = times * idf
        return vector

    def _span(self, word: str) -> tuple[int, int]:
        place = bisect_left(self._vocabulary, word)
        if place == len(self._vocabulary) or self._vocabulary[place] != word:
            return 0, 0
        return int(self._starts[place]), int(self._starts[place + 1])

    def _fetch(self, wanted: range) -> list[NDArray[np.int32]]:
        """Pages of row numbers, from memory or from the server."""
        with self._keeping:
            pages = {number: self._kept[number] for number in wanted if number in self._kept}
        if missing := [number for number in wanted if number not in pages]:
            found = self._pages.get([page_key(self._table, number) for number in missing])
            try:
                for number in missing:
                    page = found[page_key(self._table, number)]
                    pages[number] = np.frombuffer(base64.b85decode(page), dtype="<i4")
            except (LookupError, ValueError) as error:
                raise IndexDamaged(
                    f"{self._collection}: lists of rows are missing or altered",
                    hint="publish the index again: python -m rag publish",
                ) from error
        with self._keeping:
            for number, rows in pages.items():
                self._kept[number] = rows
                self._kept.move_to_end(number)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return [pages[number] for number in wanted]
