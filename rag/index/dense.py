"""Vectors <-> a file. The only module that knows of FAISS.

The index is exact (`IndexFlatIP`): on unit vectors the inner product is the cosine. Row numbers
are the caller's; a file's hash must have been checked before it is read here, because FAISS
notices a short file but not an altered one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexDamaged
from rag.index.vectors import Vectors

Rows = NDArray[np.int64]  # row numbers
Scores = NDArray[np.float32]


class DenseIndex:
    """Vectors to search by cosine."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: Vectors) -> DenseIndex:
        """An index over vectors of shape (rows, dimension)."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @classmethod
    def read(cls, path: Path) -> DenseIndex:
        """Raises IndexDamaged where FAISS cannot read the file."""
        import faiss

        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise IndexDamaged(
                f"{path}: FAISS cannot read it",
                hint="build the index again: python -m rag build",
            ) from error

    def write(self, path: Path) -> None:
        """Raises OSError where the disk is full."""
        import faiss

        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(f"{path}: FAISS could not write it: {error}") from error

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._index.d)

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of some rows, in their order: shape (rows, dimension)."""
        return np.asarray(self._index.reconstruct_batch(rows), dtype=np.float32)

    def search(
        self, question: Vectors, k: int, *, among: Rows | None = None
    ) -> list[tuple[int, float]]:
        """The k rows most similar to the one question, best first; equal ones by row number.

        `among` restricts the search to some rows.
        """
        import faiss

        k = min(k, len(self) if among is None else len(among))
        if k == 0:
            return []
        options = None
        if among is not None:
            selector = faiss.IDSelectorBatch(among)
            options = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]  # its stub
        scores, rows = self._index.search(question.reshape(1, -1), k, params=options)
        found = [
            (int(row), float(score))
            for row, score in zip(rows[0], scores[0], strict=True)
            if row >= 0
        ]
        # FAISS promises no order for equal scores, and answers must not change from run to run
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))
