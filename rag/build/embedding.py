"""Texts -> vectors, each text once; earlier vectors are reused.

A text is identified by 16 bytes of its digest. Vectors stay in the previous index or in the file of
computed vectors until they are put together as the vectors of a table's rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Protocol

import numpy as np

from rag.build.article_texts import text_key
from rag.build.computed import Computed, Keys
from rag.build.reusable import NEW
from rag.index.dense import DenseIndex, Kind, Recall, Rows, choose_kind
from rag.index.row_vectors import RowVectors
from rag.index.searched import Mask
from rag.index.span_table import Numbers
from rag.models.embedder import Embedder
from rag.progress import Progress

_BLOCK = 1024  # rows whose vectors are put into an index at once
_SAVED = 256  # texts embedded between two writes; a killed build loses them


class Texts(Protocol):
    """The texts of a table's rows."""

    def __len__(self) -> int: ...
    def text(self, row: int) -> str:
        """The text of a row."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows to embed, and the vectors that the previous generation has of them."""

    texts: Texts
    articles: Numbers  # for each row the number of its article
    old: RowVectors | None = None
    before: Rows | None = None  # for each row its row there, or NEW
    old_texts: Texts | None = None  # to find the vectors of rows that have moved


class Embedding:
    """Embeds the texts without a vector, the newest articles first."""

    def __init__(
        self,
        tables: Sequence[Table],
        days: Sequence[date | None],
        embedder: Embedder,
        computed: Computed,
    ) -> None:
        """`days` are the articles' dates. `computed` gives known vectors, and gets new ones."""
        self._tables = [_TableVectors(table, embedder.dimension) for table in tables]
        self._embedder = embedder
        self._computed = computed
        self._missing = self._find_missing(days)  # (texts, 2): number of the table, row
        self.embedded = 0  # texts whose vector was computed

    @property
    def missing(self) -> int:
        """The number of texts without a vector."""
        return len(self._missing) - self.embedded

    def embed(self, most: int | None = None, progress: Progress = lambda *_: None) -> None:
        """Embed `most` more texts, or all. `progress` counts all texts that were missing."""
        last = len(self._missing) if most is None else self.embedded + most
        total = len(self._missing)
        done = self.embedded

        def note(count: int) -> None:
            nonlocal done
            done += count
            progress("Embedding", done, total)

        while self.embedded < min(last, total):
            rows = self._missing[self.embedded : min(self.embedded + _SAVED, last)]
            texts = [self._tables[table].texts.text(row) for table, row in rows.tolist()]
            vectors = self._embedder.embed_passages(texts, embedded=note)
            self._computed.add(digest_texts(texts), vectors)
            self.embedded += len(rows)

    def collect(self, table: int) -> RowVectors:
        """The vectors of a table's rows, as far as they exist."""
        return self._tables[table].collect(self._computed)

    def _find_missing(self, days: Sequence[date | None]) -> Rows:
        """The texts without a vector, each once, those of the newest articles first."""
        newest = sorted(range(len(days)), key=lambda n: days[n] or date.min, reverse=True)
        ranks = np.empty(len(days), dtype=np.int64)
        ranks[newest] = np.arange(len(days))
        computed = _KeyIndex(self._computed.keys)
        parts = [np.empty((0, 4), dtype=np.int64)]
        keys = [np.empty((0, 2), dtype=np.uint64)]
        for number, table in enumerate(self._tables):
            rows = table.unknown[computed.find(table.keys) < 0]
            table_numbers = np.full(len(rows), number, dtype=np.int64)
            parts.append(np.stack([ranks[table.articles[rows]], table_numbers, rows, rows], axis=1))
            keys.append(table.keys[computed.find(table.keys) < 0])
        every = np.concatenate(parts)
        order = np.lexsort((every[:, 2], every[:, 1], every[:, 0]))
        _, first = np.unique(np.concatenate(keys)[order][:, 0], return_index=True)
        missing: Rows = every[order][np.sort(first)][:, 1:3]
        return missing


class _TableVectors:
    """Where the vector of each row of a table is."""

    def __init__(self, table: Table, dimension: int) -> None:
        self.texts = table.texts
        self.articles = table.articles
        self._dimension = dimension
        self._old = table.old
        self._before: Rows = np.full(len(table.texts), NEW, dtype=np.int64)
        if table.old is not None and table.before is not None:
            self._before = table.before.copy()
            taken = np.flatnonzero(self._before >= 0)
            self._before[taken[~table.old.have(self._before[taken])]] = NEW
            self._find_moved(table.old, table.old_texts)
        self.unknown: Rows = np.flatnonzero(self._before < 0)  # rows
        self.keys = digest_texts(self.texts.text(row) for row in self.unknown.tolist())

    def _find_moved(self, old: RowVectors, old_texts: Texts | None) -> None:
        """Reuse the vectors of texts that had other rows before."""
        if old_texts is None:
            return
        gone = np.ones(len(old_texts), dtype=bool)
        gone[self._before[self._before >= 0]] = False
        rows = np.flatnonzero(gone)
        rows = rows[old.have(rows)]
        known = _KeyIndex(digest_texts(old_texts.text(row) for row in rows.tolist()))
        new = np.flatnonzero(self._before < 0)
        numbers = known.find(digest_texts(self.texts.text(row) for row in new.tolist()))
        self._before[new[numbers >= 0]] = rows[numbers[numbers >= 0]]

    def collect(self, computed: Computed) -> RowVectors:
        """The vectors by row, as far as they exist."""
        numbers = np.full(len(self.texts), NEW, dtype=np.int64)  # among what was computed
        numbers[self.unknown] = _KeyIndex(computed.keys).find(self.keys)
        embedded: Mask = (self._before >= 0) | (numbers >= 0)
        rows = np.flatnonzero(embedded)
        index = DenseIndex.empty(self._dimension, choose_kind(len(rows)), len(rows))
        recall = Recall() if index.kind is Kind.GRAPH else None
        for run in _split_runs(self._before[rows] >= 0):
            some = rows[run.start : run.stop]
            if self._old is not None and self._before[some[0]] >= 0:
                self._old.copy_to(index, self._before[some])
                vectors = self._old.vectors(self._before[some]) if recall else None
            else:
                vectors = computed.vectors(numbers[some])
                index.add(vectors)
            if recall and vectors is not None:
                recall.add(vectors)
        if recall:
            index.recall = recall.measure(index)
        return RowVectors(index, embedded)


class _KeyIndex:
    """Finds texts by their keys."""

    def __init__(self, keys: Keys) -> None:
        self._order = np.argsort(keys[:, 0], kind="stable")
        self._keys = keys[self._order]

    def find(self, keys: Keys) -> Rows:
        """The number of each text, or -1."""
        if not len(self._keys):
            return np.full(len(keys), -1, dtype=np.int64)
        places = np.searchsorted(self._keys[:, 0], keys[:, 0])
        places = np.minimum(places, len(self._keys) - 1)
        same = (self._keys[places] == keys).all(axis=1)
        numbers: Rows = np.where(same, self._order[places], -1)
        return numbers


def digest_texts(texts: Iterable[str]) -> Keys:
    """The keys of texts, shape (texts, 2)."""
    keys = bytearray()
    for text in texts:
        keys += text_key(text)
    return np.frombuffer(keys, dtype="<u8").reshape(-1, 2)


def _split_runs(taken: Mask) -> list[range]:
    """Runs of rows that are all reused or all computed; none is longer than a block."""
    if not len(taken):
        return []
    starts = np.flatnonzero(np.diff(taken, prepend=~taken[:1])).tolist()
    return [
        range(first, min(first + _BLOCK, stop))
        for start, stop in pairwise([*starts, len(taken)])
        for first in range(start, stop, _BLOCK)
    ]
