"""The vectors of a table in Milvus."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rag.errors import IndexDamaged
from rag.index.searched import Found, Mask, Rows, Scores, Selection
from rag.milvus.layout import search_parameters
from rag.milvus.own_rows import OwnRows
from rag.milvus.precision import decode, encode
from rag.models.vectors import Vectors

_AT_ONCE = 1_000  # vectors of a request: 1.5 MB


class ServerVectors:
    """The vectors of passages or of statements; each row has one."""

    def __init__(  # a table, and how its vectors are stored
        self,
        rows: OwnRows,
        dimension: int,
        condition_of: Callable[[Selection], str | None],
        *,
        half: bool,
        graph: bool,
    ) -> None:
        """The condition of nothing is None. `half`: in half precision; `graph`: found by one."""
        self._rows = rows
        self._dimension = dimension
        self._condition_of = condition_of
        self._half = half
        self._graph = graph

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def embedded(self) -> int:
        """The number of rows that have a vector."""
        return len(self._rows)

    @property
    def complete(self) -> bool:
        """Whether every row has a vector."""
        return True

    def have(self, rows: Rows) -> Mask:
        """Whether each of some rows has a vector."""
        return np.ones(len(rows), dtype=bool)

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of some rows, in their order. Raises IndexDamaged if one is missing."""
        vectors = np.empty((len(rows), self._dimension), dtype=np.float32)
        for first in range(0, len(rows), _AT_ONCE):
            some = rows[first : first + _AT_ONCE].tolist()
            fetched = self._rows.query(sorted(set(some)), ["vector"])
            try:
                vectors[first : first + len(some)] = [
                    decode(fetched[row]["vector"], self._half) for row in some
                ]
            except (LookupError, ValueError) as error:
                raise IndexDamaged(
                    f"{self._rows.collection}: a vector is missing: {error!r}",
                    hint="publish the index again: python -m rag publish",
                ) from error
        return vectors

    def similarities(self, question: Vectors, rows: Rows) -> Scores:
        """The cosines of some rows to one question, in their order."""
        some = np.unique(rows)
        if not len(some):
            return np.zeros(0, dtype=np.float32)
        keys = self._rows.keys.of(some).tolist()
        cosine_of = dict(self._search(question, len(some), f"row in {keys}"))
        # a graph may miss rows even if it is asked for each of them
        missed = np.array([row for row in some.tolist() if row not in cosine_of], dtype=np.int64)
        if len(missed):
            cosines = (self.vectors(missed) @ question).tolist()
            cosine_of |= zip(missed.tolist(), cosines, strict=True)
        return np.array([cosine_of[row] for row in rows.tolist()], dtype=np.float32)

    def search(self, question: Vectors, k: int, *, among: Selection | None = None) -> Found:
        """The k rows most similar to the one question, best first; equal ones by row number."""
        condition = "" if among is None else self._condition_of(among)
        if condition is None or not len(self._rows):
            return []
        hits = self._search(question, k, condition)
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def _search(self, question: Vectors, k: int, condition: str) -> Found:
        parameters = search_parameters(k) if self._graph else {}
        vector = encode(question, self._half)
        return self._rows.search("vector", vector, k, condition, parameters)
