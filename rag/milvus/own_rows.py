"""The rows of one generation in a collection that holds rows of others too.

A row's number says where it stands among the rows of its generation, and changes if an article is
added before it. Its key on the server never changes. The rows of an article have consecutive keys,
so a generation needs to know only the first key of each article.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.index.searched import Found, Rows
from rag.milvus.connection import Connection, Row

Keys = NDArray[np.int64]
FOREIGN = -1  # instead of a row's number: the row is not of this generation


class RowKeys:
    """The numbers of a generation's rows <-> their keys."""

    def __init__(self, first_keys: Keys, first_rows: Rows) -> None:
        """`first_keys` are of each article; `first_rows` too, and the number of all rows behind."""
        filled = np.flatnonzero(np.diff(first_rows))
        self._first_keys, self._first_rows = first_keys[filled], first_rows[filled]
        self._counts = np.diff(first_rows)[filled]
        self._count = int(first_rows[-1])
        # as in a generation that was loaded whole
        self._same = np.array_equal(self._first_keys, self._first_rows)
        self._order = np.argsort(self._first_keys)

    def __len__(self) -> int:
        return self._count

    def of(self, rows: Rows) -> Keys:
        """The keys of some rows."""
        if self._same:
            return rows
        block = np.searchsorted(self._first_rows, rows, side="right") - 1
        keys: Keys = self._first_keys[block] + rows - self._first_rows[block]
        return keys

    def rows(self, keys: Keys) -> Rows:
        """The rows that have some keys; FOREIGN for the key of a row of another generation."""
        if self._same:
            return np.where(keys < self._count, keys, FOREIGN)
        if not len(self._order):
            return np.full(len(keys), FOREIGN)
        place = np.searchsorted(self._first_keys, keys, side="right", sorter=self._order) - 1
        block = self._order[np.maximum(place, 0)]
        offset = keys - self._first_keys[block]
        own = (offset >= 0) & (offset < self._counts[block])
        return np.where(own, self._first_rows[block] + offset, FOREIGN)


class OwnRows:
    """Searches a collection for the rows of one generation. Safe to use from several threads."""

    def __init__(
        self, connection: Connection, collection: str, keys: RowKeys, condition: str
    ) -> None:
        """`condition` excludes the rows of other generations."""
        self._connection = connection
        self.collection = collection
        self.keys = keys
        self._condition = condition

    def __len__(self) -> int:
        return len(self.keys)

    def search(  # what a search is
        self, field: str, vector: Any, k: int, condition: str, parameters: Row
    ) -> Found:
        """The rows nearest to a vector with their inner products, best first.

        Rows of other generations are few, if there are any at all. So the server is asked to
        exclude them only if they were among the first k.
        """
        hits = self._search(field, vector, k, condition, parameters)
        if any(row == FOREIGN for row, _ in hits):
            both = f"({condition}) and {self._condition}" if condition else self._condition
            hits = self._search(field, vector, k, both, parameters)
        return [(row, score) for row, score in hits if row != FOREIGN]

    def query(self, rows: Sequence[int], fields: Sequence[str]) -> dict[int, Row]:
        """The fields of some rows, by the rows' numbers; without rows that are missing."""
        keys = self.keys.of(np.array(rows, dtype=np.int64)).tolist()
        numbers = dict(zip(keys, rows, strict=True))
        fetched = self._connection.query(self.collection, f"row in {keys}", ["row", *fields])
        return {numbers[int(row["row"])]: row for row in fetched}

    def _search(self, field: str, vector: Any, k: int, condition: str, parameters: Row) -> Found:
        hits = self._connection.search(self.collection, field, vector, k, condition, parameters)
        keys = np.array([key for key, _ in hits], dtype=np.int64)
        return [
            (row, score)
            for row, (_, score) in zip(self.keys.rows(keys).tolist(), hits, strict=True)
        ]
