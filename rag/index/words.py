"""Texts -> an index of their words, searched by BM25 as Lucene computes it: k1 1.2, b 0.75.

A word is cut to its stem, as `rag.language.stems` does.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, takewhile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexDamaged
from rag.index import postings
from rag.index.postings import Postings, Rows
from rag.index.searched import Found, Selection
from rag.index.word_counts import PackedCounts, Vocabulary, WordCounts
from rag.language.stems import stems

WordScores = NDArray[np.float32]  # one BM25 score a row

K1, B = 1.2, 0.75  # Lucene's
_ROWS = 64  # of a part


class WordIndex:
    """Rows of text to search by their words.

    It stores how often a word occurs in a row. Inverse document frequencies and the average length
    of rows are computed for each question, because every new row changes both.
    """

    def __init__(self, counted: Postings) -> None:
        self._postings = counted
        self._columns = {word: column for column, word in enumerate(counted.vocabulary)}
        self._norms = length_norms(counted.lengths)

    @classmethod
    def of(cls, texts: Iterable[str]) -> WordIndex:
        """An index over texts, one row each, in their order."""
        return cls(postings.join_counts(list(count_texts(texts))))

    @classmethod
    def joined(cls, parts: Sequence[WordCounts | PackedCounts]) -> WordIndex:
        """An index over the rows of parts that were counted, in their order."""
        return cls(postings.join_counts(parts))

    def with_rows(self, before: Rows, parts: Sequence[WordCounts | PackedCounts]) -> WordIndex:
        """The index whose row n is row `before[n]` of this one, each named once at most.

        Where that is -1, it is the next row of the parts. The same as an index of all rows.
        """
        new = postings.join_counts(parts)
        return WordIndex(postings.take_over(self._postings, before, new))

    @classmethod
    def read(cls, folder: Path) -> WordIndex:
        """Raises IndexDamaged if a file is missing or cannot be read."""
        try:
            return cls(postings.read(folder))
        except (OSError, ValueError, EOFError) as error:
            raise IndexDamaged(
                f"{folder}: the word index cannot be read: {error}",
                hint="build the index again: python -m rag build",
            ) from error

    def write(self, folder: Path) -> None:
        """Write the index as a few files into a folder, which is made."""
        postings.write(self._postings, folder)

    def __len__(self) -> int:
        return len(self._postings.lengths)

    def frequency(self, word: str) -> int:
        """In how many rows a stem occurs."""
        span = self._find_span(word)
        return int(span.stop) - int(span.start)

    @property
    def postings(self) -> Postings:
        """The numbers that the index is made of."""
        return self._postings

    def rows(self, word: str, most: int | None = None) -> Rows:
        """The numbers of the rows in which a stem occurs, ascending; the first `most` of them."""
        return self._postings.rows[self._find_span(word)][:most].astype(np.int64)

    def spelt_like(self, word: str, same: Callable[[str, str], bool]) -> list[str]:
        """The stems that begin like a stem, by three letters, and that `same` takes for it."""
        known, beginning = self._postings.vocabulary, word[:3]
        first = bisect_left(known, beginning)
        alike = takewhile(lambda stem: stem[:3] == beginning, islice(known, first, None))
        return [stem for stem in alike if same(stem, word)]

    def beginning_with(self, letters: str) -> list[str]:
        """The stems that begin with some letters, in order."""
        known = self._postings.vocabulary
        first = bisect_left(known, letters)
        return list(takewhile(lambda word: word.startswith(letters), islice(known, first, None)))

    def scores(self, question: Sequence[str]) -> WordScores:
        """The BM25 score of every row for a question's stems; 0 where none of them occurs."""
        scores = np.zeros(len(self), dtype=np.float32)
        for word in question:
            span = self._find_span(word)
            rows, counts = self._postings.rows[span], self._postings.counts[span]
            idf = math.log(1 + (len(self) - len(rows) + 0.5) / (len(rows) + 0.5))
            scores[rows] += np.float32(idf) * (counts / (counts + self._norms[rows]))
        return scores

    def best(self, question: Sequence[str], k: int, *, among: Selection) -> Found:
        """The k rows with the highest scores above 0, best first; equal ones by row number."""
        scores, rows = self.scores(question), among.rows
        best_rows = _choose_best(scores[rows], rows, k).tolist()
        return [(row, float(scores[row])) for row in best_rows if scores[row] > 0]

    def scores_of(self, question: Sequence[str], rows: Rows) -> WordScores:
        """The BM25 scores of some rows, in their order."""
        return self.scores(question)[rows]

    def _find_span(self, word: str) -> slice:
        """Where a stem's postings stand."""
        column = self._columns.get(word)
        if column is None:
            return slice(0, 0)
        starts = self._postings.starts
        return slice(int(starts[column]), int(starts[column + 1]))


def length_norms(lengths: postings.Numbers) -> WordScores:
    """BM25's length normalisation of each row: larger in rows that are longer than most."""
    average = lengths.mean() if lengths.any() else 1.0
    norms: WordScores = (K1 * (1 - B + B * lengths / average)).astype(np.float32)
    return norms


def _choose_best(scores: WordScores, rows: Rows, k: int) -> Rows:
    """The k rows with the highest scores; rows of equal score keep their order."""
    if len(scores) > k:
        lowest = np.partition(scores, len(scores) - k)[len(scores) - k]
        is_high = scores >= lowest  # sorting all rows would take most of the time of a search
        scores, rows = scores[is_high], rows[is_high]
    best_rows: Rows = rows[np.argsort(-scores, kind="stable")[:k]]
    return best_rows


def count_texts(texts: Iterable[str]) -> Iterator[WordCounts]:
    """Texts in parts of some rows each."""
    rows = iter(texts)
    while some := list(islice(rows, _ROWS)):
        yield Vocabulary().count(map(stems, some))
