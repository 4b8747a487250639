"""The vectors of a table's rows: of all rows, or of some while the index is being embedded."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np

from rag.index.dense import DenseIndex, Kind, Rows, Scores
from rag.index.searched import Mask, Selection
from rag.index.storage import disk
from rag.models.vectors import Vectors


class RowVectors:
    """Vectors by the rows of passages or of statements."""

    def __init__(self, index: DenseIndex, embedded: Mask | None = None) -> None:
        """`embedded` says which rows have a vector; None: all have one.

        Raises ValueError if the index has another number of vectors.
        """
        self.index = index
        self._rows: Rows | None = None  # of the vectors, if some rows have none
        self._places = np.empty(0, dtype=np.int64)  # of each row's vector, or -1
        self._total = len(index)
        if embedded is None:
            return
        if np.count_nonzero(embedded) != len(index):
            raise ValueError(f"{len(index)} vectors of {np.count_nonzero(embedded)} rows")
        self._total = len(embedded)
        if self._total > len(index):
            self._rows = np.flatnonzero(embedded)
            self._places = np.where(embedded, np.cumsum(embedded) - 1, -1)

    @classmethod
    def of(cls, vectors: Vectors) -> RowVectors:
        """From vectors of shape (rows, dimension), one for each row."""
        return cls(DenseIndex.of(vectors))

    @classmethod
    def none(cls, rows: int, dimension: int) -> RowVectors:
        """Vectors of `rows` rows, none of which has one yet."""
        empty = DenseIndex.empty(dimension, Kind.EXACT)
        return cls(empty, np.zeros(rows, dtype=bool))

    @classmethod
    def read(cls, folder: Path, name: str) -> RowVectors:
        """Read the files of `write`. Raises OSError, ValueError and IndexDamaged."""
        mask = _find_mask_file(folder, name)
        embedded = np.load(mask, allow_pickle=False) if mask.exists() else None
        return cls(DenseIndex.read(folder / f"{name}.faiss"), embedded)

    def write(self, folder: Path, name: str) -> None:
        """Write the vectors, and which rows have one. Raises OSError."""
        disk.let_write(folder / f"{name}.faiss", self.index.write)
        if self._rows is not None:
            embedded = self._places >= 0
            disk.let_write(
                _find_mask_file(folder, name), partial(np.save, arr=embedded, allow_pickle=False)
            )

    def __len__(self) -> int:
        """The number of rows, with and without a vector."""
        return self._total

    @property
    def embedded(self) -> int:
        """The number of rows that have a vector."""
        return len(self.index)

    @property
    def complete(self) -> bool:
        """Whether every row has a vector."""
        return self._rows is None

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self.index.dimension

    @property
    def kind(self) -> Kind:
        """How the vectors are stored."""
        return self.index.kind

    @property
    def recall(self) -> float:
        """The share of the ten nearest vectors that a search finds, 0 to 1."""
        return self.index.recall

    def have(self, rows: Rows) -> Mask:
        """Whether each of some rows has a vector."""
        if self._rows is None:
            return np.ones(len(rows), dtype=bool)
        have: Mask = self._places[rows] >= 0
        return have

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of some rows, in their order; zeros for a row without a vector."""
        if self._rows is None:
            return self.index.vectors(rows)
        vectors = np.zeros((len(rows), self.dimension), dtype=np.float32)
        have = self.have(rows)
        if have.any():
            vectors[have] = self.index.vectors(self._places[rows[have]])
        return vectors

    def copy_to(self, index: DenseIndex, rows: Rows) -> None:
        """Add the stored vectors of some rows, all of which have one, to an index."""
        index.add_from(self.index, rows if self._rows is None else self._places[rows])

    def similarities(self, question: Vectors, rows: Rows) -> Scores:
        """The cosines of some rows to one question, in their order; 0 without a vector."""
        return self.vectors(rows) @ question

    def search(
        self, question: Vectors, k: int, *, among: Selection | None = None
    ) -> list[tuple[int, float]]:
        """The k rows most similar to the one question, best first; equal ones by row number.

        Rows without a vector are not found.
        """
        rows = None if among is None else among.rows
        if self._rows is None:
            return self.index.search(question, k, among=rows)
        places = None if rows is None else self._places[rows]
        if places is not None:
            places = places[places >= 0]
        return [
            (int(self._rows[place]), score)
            for place, score in self.index.search(question, k, among=places)
        ]


def _find_mask_file(folder: Path, name: str) -> Path:
    return folder / f"{name}_embedded.npy"
