"""Vectors <-> a file. The only module that knows of FAISS.

On unit vectors the inner product is the cosine. How they are kept depends on their number, which is
known before the first is added (docs/decisions has the times): as they are; in half precision;
and, from half a million, in half precision in a graph that is searched in part (HNSW; Malkov &
Yashunin 2016). How many of the ten nearest such a graph finds is measured while vectors are added.

Row numbers are the caller's; a file's hash must have been checked before it is read here, because
FAISS notices a short file but not an altered one.
"""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexDamaged
from rag.models.vectors import Vectors
from rag.plain_files import open_plain

Rows = NDArray[np.int64]  # row numbers
Scores = NDArray[np.float32]

_EXACT_TO = 20_000  # rows; fewer take no time
_HALF_TO = 500_000  # rows; more take longer than 50 ms a question
_LINKS = 32  # of a vector in the graph
_NEIGHBORS = 2 * _LINKS + 2  # numbers a vector: twice the links, and some in higher levels
_WIDTH = 200  # candidates that are kept while the graph is built, and at least when searched
_FEW = 20_000  # rows that are compared one by one although there is a graph
_SAMPLE, _NEAREST = 64, 10  # vectors whose nearest are looked for, and how many


class Kind(StrEnum):
    """How vectors are kept."""

    EXACT = "exact"
    HALF = "half precision"
    GRAPH = "half precision, HNSW"


def choose_kind(rows: int) -> Kind:
    """Choose the kind of index for a number of vectors."""
    if rows <= _EXACT_TO:
        return Kind.EXACT
    return Kind.HALF if rows <= _HALF_TO else Kind.GRAPH


class DenseIndex:
    """Vectors to search by cosine."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self.recall = 1.0  # the share of the ten nearest that a graph finds, measured when built
        self._graph = hasattr(index, "hnsw")
        if self._graph:
            index.hnsw.efSearch = _WIDTH

    @classmethod
    def empty(cls, dimension: int, kind: Kind, rows: int = 0) -> DenseIndex:
        """An index to add vectors to; there is room for some `rows` from the beginning."""
        faiss: Any = import_module("faiss")  # its stubs have other arguments

        half = faiss.ScalarQuantizer.QT_fp16
        match kind:
            case Kind.EXACT:
                index = faiss.IndexFlatIP(dimension)
                _reserve(index.codes, rows * index.code_size)
            case Kind.HALF:
                index = faiss.IndexScalarQuantizer(dimension, half, faiss.METRIC_INNER_PRODUCT)
                _reserve(index.codes, rows * index.code_size)
            case Kind.GRAPH:
                index = faiss.IndexHNSWSQ(dimension, half, _LINKS, faiss.METRIC_INNER_PRODUCT)
                index.hnsw.efConstruction = _WIDTH
                stored = faiss.downcast_index(index.storage)
                _reserve(stored.codes, rows * stored.code_size)
                _reserve(index.hnsw.neighbors, rows * _NEIGHBORS)
        return cls(index)

    @classmethod
    def of(cls, vectors: Vectors) -> DenseIndex:
        """An index over vectors of shape (rows, dimension)."""
        index = cls.empty(vectors.shape[1], choose_kind(len(vectors)), len(vectors))
        index.add(vectors)
        return index

    @property
    def kind(self) -> Kind:
        """How the vectors are kept."""
        if self._graph:
            return Kind.GRAPH
        return Kind.HALF if hasattr(self._index, "sq") else Kind.EXACT

    def add(self, vectors: Vectors) -> None:
        """Add vectors behind those that are there."""
        if len(vectors):
            self._index.add(np.ascontiguousarray(vectors))

    def add_from(self, other: DenseIndex, rows: Rows) -> None:
        """Add some rows of another index, in the order given, as they are kept there."""
        if not len(rows):
            return
        if self._graph or self.kind is not other.kind:
            self.add(other.vectors(rows))
            return
        faiss: Any = import_module("faiss")
        kept, size = other._index, other._index.code_size
        codes = faiss.rev_swig_ptr(kept.codes.data(), kept.ntotal * size).reshape(-1, size)
        self._index.add_sa_codes(codes[rows])

    @classmethod
    def read(cls, path: Path) -> DenseIndex:
        """Raises IndexDamaged if FAISS cannot read the file."""
        faiss: Any = import_module("faiss")  # FAISS's type stubs lack the callbacks
        try:
            # from a file of Python's: FAISS takes no path that the system's encoding cannot write
            with open_plain(path) as file:
                return cls(faiss.read_index(faiss.PyCallbackIOReader(file.read)))
        except RuntimeError as error:
            raise IndexDamaged(
                f"{path}: FAISS cannot read it",
                hint="build the index again: python -m rag build",
            ) from error

    def write(self, path: Path) -> None:
        """Raises OSError if the disk is full."""
        faiss: Any = import_module("faiss")
        try:
            with path.open("wb") as file:
                faiss.write_index(self._index, faiss.PyCallbackIOWriter(file.write))
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

        `among` restricts the search to some rows, each named once.
        """
        import faiss

        k = min(k, len(self) if among is None else len(among))
        if k == 0:
            return []
        if among is not None and len(among) == len(self):
            among = None  # looking each row up takes longer than comparing it
        options = None
        if among is not None:
            if self._graph and len(among) <= _FEW:
                return _sort_best(self.vectors(among) @ question, among, k)
            selector = faiss.IDSelectorBatch(among)
            options = self._set_options(k, sel=selector)
        elif self._graph:
            options = self._set_options(k)
        scores, rows = self._index.search(question.reshape(1, -1), k, params=options)
        there = rows[0] >= 0
        return _sort_best(scores[0][there], rows[0][there], k)

    def _set_options(self, k: int, **selector: Any) -> Any:
        faiss: Any = import_module("faiss")  # its stubs know neither these classes nor keywords
        if self._graph:
            return faiss.SearchParametersHNSW(efSearch=max(_WIDTH, 2 * k), **selector)
        return faiss.SearchParameters(**selector)


class Recall:
    """Measures, while vectors are added to an index, how many of the nearest it finds.

    The sample is the first vectors; what is nearest to them is kept in float32.
    """

    def __init__(self) -> None:
        self._sample: Vectors | None = None
        self._scores: Scores = np.empty((0, 0), dtype=np.float32)
        self._rows: Rows = np.empty((0, 0), dtype=np.int64)
        self._count = 0

    def add(self, vectors: Vectors) -> None:
        """Sample the original vectors, in the order in which the index gets them."""
        if self._sample is None:
            self._sample = np.array(vectors[:_SAMPLE])
            self._scores = np.empty((len(self._sample), 0), dtype=np.float32)
            self._rows = np.empty((len(self._sample), 0), dtype=np.int64)
        scores = np.hstack([self._scores, self._sample @ vectors.T])
        new = np.arange(self._count, self._count + len(vectors))
        rows = np.hstack([self._rows, np.tile(new, (len(self._sample), 1))])
        best = np.argsort(-scores, axis=1, kind="stable")[:, :_NEAREST]
        self._scores = np.take_along_axis(scores, best, axis=1)
        self._rows = np.take_along_axis(rows, best, axis=1)
        self._count += len(vectors)

    def measure(self, index: DenseIndex) -> float:
        """The share of the ten nearest that the index finds, 0 to 1; 1 without vectors."""
        if self._sample is None or not self._rows.size:
            return 1.0
        matches = sum(
            len({row for row, _ in index.search(vector, _NEAREST)} & set(nearest.tolist()))
            for vector, nearest in zip(self._sample, self._rows, strict=True)
        )
        return matches / self._rows.size


def _reserve(values: Any, size: int) -> None:
    """Give one of FAISS's lists room; else it doubles, and is in memory twice meanwhile."""
    values.resize(size)
    values.resize(0)


def _sort_best(scores: Scores, rows: Rows, k: int) -> list[tuple[int, float]]:
    pairs = zip(rows.tolist(), scores.tolist(), strict=True)
    # FAISS promises no order for equal scores, and answers must not change from run to run
    return sorted(pairs, key=lambda hit: (-hit[1], hit[0]))[:k]
