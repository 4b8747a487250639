"""Texts -> an index of their vectors, a block at a time; what was embedded before is taken over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rag.build.computed import Computed
from rag.index.dense import DenseIndex, Kind, Recall, Rows, choose_kind
from rag.models.embedder import Embedder, Vectors
from rag.progress import Progress

Mask = NDArray[np.bool_]  # of rows

_BLOCK = 1024  # texts whose vectors are held beside the index
_SAVED = 256  # texts that are embedded between two writes: what a build that is killed loses


class Embedding:
    """Embeds texts into indexes, each text once.

    A text is known by 16 bytes of its digest, and its vector stays where it was read or put:
    neither is held twice.
    """

    def __init__(
        self, embedder: Embedder, computed: Computed, total: int, progress: Progress
    ) -> None:
        """What `computed` holds is known, and what is computed goes there."""
        self._embedder = embedder
        self._computed = computed
        self._total = total
        self._progress = progress
        self._done = 0
        self._known: dict[bytes, tuple[DenseIndex, int]] = {}
        self.embedded = 0  # texts whose vector was computed
        for keys, vectors in computed.blocks():
            if vectors.shape[1] == embedder.dimension:
                index = DenseIndex.empty(vectors.shape[1], Kind.EXACT)
                index.add(vectors)
                self._known |= {key: (index, row) for row, key in enumerate(keys)}

    def knows(self, texts: Iterable[tuple[int, str]], index: DenseIndex) -> None:
        """Take over vectors of an index, of which rows are given with their texts."""
        self._known |= {text_key(text): (index, row) for row, text in texts}

    def index(self, before: Rows, text: Callable[[int], str], old: DenseIndex | None) -> DenseIndex:
        """An index of vectors: row n is row `before[n]` of the old one, or `text(n)`'s, if -1."""
        index = DenseIndex.empty(self._embedder.dimension, choose_kind(len(before)))
        recall = Recall() if index.kind is Kind.GRAPH else None
        for rows in _runs(before < 0):
            if old is not None and before[rows.start] >= 0:
                taken = before[rows.start : rows.stop]
                index.add_from(old, taken)
                if recall:
                    recall.add(old.vectors(taken))
                self._progressed(len(rows))
                continue
            texts = [text(row) for row in rows]
            vectors = self._vectors(texts)
            index.add(vectors)
            if recall:
                recall.add(vectors)
            for row, one in zip(rows, texts, strict=True):
                self._known.setdefault(text_key(one), (index, row))
        if recall:
            index.recall = recall.of(index)
        return index

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        keys = [text_key(text) for text in texts]
        missing = {
            key: text for key, text in zip(keys, texts, strict=True) if key not in self._known
        }
        self._progressed(len(texts) - len(missing))
        new = self._compute(missing)
        rows = {key: row for row, key in enumerate(missing)}
        vectors = np.empty((len(texts), self._embedder.dimension), dtype=np.float32)
        for row, key in enumerate(keys):
            if key in rows:
                vectors[row] = new[rows[key]]
            else:
                index, known = self._known[key]
                vectors[row] = index.vectors(np.array([known]))[0]
        return vectors

    def _compute(self, missing: Mapping[bytes, str]) -> Vectors:
        keys, texts = [*missing], [*missing.values()]
        new = np.empty((len(texts), self._embedder.dimension), dtype=np.float32)
        for first in range(0, len(texts), _SAVED):
            some = slice(first, first + _SAVED)
            new[some] = self._embedder.embed_passages(texts[some], embedded=self._progressed)
            self._computed.add(keys[some], new[some])
        self.embedded += len(texts)
        return new

    def _progressed(self, count: int) -> None:
        self._done = min(self._done + count, self._total)
        self._progress("Embedding", self._done, self._total)


def text_key(text: str) -> bytes:
    """What a text is known by."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _runs(new: Mask) -> Iterator[range]:
    """Runs of rows that are all new, or all taken over; none is longer than a block."""
    starts = np.flatnonzero(np.diff(new, prepend=~new[:1])).tolist()
    for start, stop in pairwise([*starts, len(new)]):
        for first in range(start, stop, _BLOCK):
            yield range(first, min(first + _BLOCK, stop))
