"""The words of a table in Milvus: its server scores rows; the vocabulary is in memory.

The server holds, in a sparse vector a row, how much each word counts there by BM25; the question's
vector has how telling each word is. Their inner product is the score that a folder's index gives.
A word's column in these vectors never changes, whatever words come to stand before it.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Final

import numpy as np

from rag.index.searched import Found, Rows, Scores, Selection
from rag.milvus.own_rows import OwnRows
from rag.milvus.word_lists import WordLists

if TYPE_CHECKING:
    from numpy.typing import NDArray

NO_WORD: Final = 0  # the column of a row that has no words; no vector may be empty


class ServerWords:
    """The words of passages or of articles. Safe to use from several threads."""

    def __init__(  # noqa: PLR0913  # a table and its words
        self,
        rows: OwnRows,
        lists: WordLists,
        vocabulary: Sequence[str],
        columns: NDArray[np.int32],
        frequencies: NDArray[np.int32],
        condition_of: Callable[[Selection], str | None],
    ) -> None:
        """`columns` and `frequencies` are those of the words; the condition of nothing is None."""
        self._rows = rows
        self._lists = lists
        self._vocabulary = vocabulary
        self._columns = columns
        self._frequencies = frequencies
        self._condition_of = condition_of

    def __len__(self) -> int:
        return len(self._rows)

    def frequency(self, word: str) -> int:
        """In how many rows a stem occurs."""
        place = self._place(word)
        return 0 if place is None else int(self._frequencies[place])

    def rows(self, word: str, most: int | None = None) -> Rows:
        """The numbers of the rows in which a stem occurs, ascending; the first `most` of them."""
        place = self._place(word)
        if place is None:
            return np.empty(0, dtype=np.int64)
        return self._lists.rows(int(self._columns[place]), most)

    def spelt_like(self, word: str, same: Callable[[str, str], bool]) -> list[str]:
        """The stems that begin like a stem, by three letters, and that `same` takes for it."""
        return [stem for stem in self.beginning_with(word[:3]) if same(stem, word)]

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
        hits = self._rows.search("words", vector, k, condition, {})
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def scores_of(self, question: Sequence[str], rows: Rows) -> Scores:
        """The BM25 scores of some rows, in their order; 0 where no word occurs."""
        vector = self._vector(question)
        if not vector or not len(rows):
            return np.zeros(len(rows), dtype=np.float32)
        some = np.unique(rows)
        keys = self._rows.keys.of(some).tolist()
        score_of = dict(self._rows.search("words", vector, len(some), f"row in {keys}", {}))
        return np.array([score_of.get(row, 0.0) for row in rows.tolist()], dtype=np.float32)

    def _vector(self, question: Sequence[str]) -> dict[int, float]:
        """A question as a sparse vector: how telling each word is, as often as it is asked."""
        vector = {}
        for word, times in Counter(question).items():
            place = self._place(word)
            if place is not None:
                rows = int(self._frequencies[place])
                idf = math.log(1 + (len(self) - rows + 0.5) / (rows + 0.5))
                vector[int(self._columns[place])] = times * idf
        return vector

    def _place(self, word: str) -> int | None:
        place = bisect_left(self._vocabulary, word)
        is_known = place < len(self._vocabulary) and self._vocabulary[place] == word
        return place if is_known else None
