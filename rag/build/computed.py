"""Computed vectors -> a file that only grows, so that a killed build loses one block at most.

The file lies beside the generations until all vectors are published. Each block ends with a digest.
A block that was cut short, or lost in a power cut, is ignored with everything behind it.
"""

from __future__ import annotations

import hashlib
import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from rag.build.article_texts import KEY
from rag.index.storage.lock import reporting_disk_errors
from rag.models.model_files import ModelFingerprint
from rag.models.vectors import Vectors
from rag.plain_files import is_plain, open_plain

NAME = "COMPUTED"
_HEAD = struct.Struct("<8s32sII")  # a mark, the model's hash, rows, dimension
_MARK = b"VECTORS1"
_DIGEST = 16  # bytes
_MOST_ROWS, _MOST_DIMENSIONS = 1 << 20, 1 << 16  # a block of ours has fewer
_NUMBER = 4  # bytes

Keys = NDArray[np.uint64]  # (texts, 2): the digests of texts


@dataclass(frozen=True, slots=True, eq=False)
class KeyedVectors:
    """Vectors of texts, and the texts' keys."""

    keys: Keys
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class _Block:
    keys: Keys
    start: int  # of its vectors in the file
    dimension: int


class Computed:
    """The vectors of interrupted builds and of the build that continues.

    Only keys are held in memory; vectors are read from the file.
    """

    def __init__(self, index: Path, model: ModelFingerprint, dimension: int) -> None:
        """Read the keys in the file. Vectors of another dimension are ignored."""
        self._path = index / NAME
        self._model = bytes.fromhex(model.weights_sha256)
        self._dimension = dimension
        self._whole = 0  # bytes of the file that are good
        self._keys: list[Keys] = []
        self._starts: list[NDArray[np.int64]] = []  # of each key's vector in the file
        if is_plain(self._path):
            with open_plain(self._path) as file:
                while (block := self._read_block(file)) is not None:
                    self._whole = file.tell()
                    self._note(block)

    def __len__(self) -> int:
        return sum(map(len, self._keys))

    @property
    def keys(self) -> Keys:
        """The keys of the texts whose vectors are in the file, by number."""
        return np.concatenate([np.empty((0, 2), dtype=np.uint64), *self._keys])

    def vectors(self, numbers: NDArray[np.int64]) -> Vectors:
        """The vectors of some texts, by the numbers of their keys. Raises OSError."""
        starts = np.concatenate([np.empty(0, dtype=np.int64), *self._starts])[numbers]
        size = self._dimension * _NUMBER
        vectors = np.empty((len(starts), self._dimension), dtype="<f4")
        file = os.open(self._path, os.O_RDONLY)
        try:
            for row, start in enumerate(starts.tolist()):
                vectors[row] = np.frombuffer(os.pread(file, size, start), dtype="<f4")
        finally:
            os.close(file)
        return vectors

    def add(self, keys: Keys, vectors: Vectors) -> None:
        """Add a block. Raises IndexNotWritten."""
        if not len(keys):
            return
        written = np.ascontiguousarray(keys, dtype="<u8").tobytes()
        head = _HEAD.pack(_MARK, self._model, len(keys), vectors.shape[1])
        content = head + written + np.ascontiguousarray(vectors, dtype="<f4").tobytes()
        with reporting_disk_errors(self._path.parent), self._open() as file:
            file.seek(self._whole)
            file.truncate()
            file.write(content + hashlib.blake2b(content, digest_size=_DIGEST).digest())
            self._note(_Block(keys, self._whole + len(head) + len(written), vectors.shape[1]))
            self._whole = file.tell()

    def _open(self) -> BinaryIO:
        if is_plain(self._path):
            return self._path.open("r+b")
        self.remove()  # the link is removed, not its target
        return self._path.open("xb")

    def remove(self) -> None:
        """Remove the file, when a generation holds its vectors."""
        self._path.unlink(missing_ok=True)

    def _note(self, block: _Block) -> None:
        if block.dimension == self._dimension:
            self._keys.append(block.keys)
            rows = np.arange(len(block.keys), dtype=np.int64)
            self._starts.append(block.start + rows * self._dimension * _NUMBER)

    def _read_block(self, file: BinaryIO) -> _Block | None:
        """The next block; None at the end, for another model, and for an incomplete block."""
        head = file.read(_HEAD.size)
        if len(head) < _HEAD.size:
            return None
        mark, model, rows, dimension = _HEAD.unpack(head)
        if (mark, model) != (_MARK, self._model):
            return None
        if rows > _MOST_ROWS or dimension > _MOST_DIMENSIONS:
            return None
        keys = file.read(rows * KEY)
        start = file.tell()
        values = file.read(rows * dimension * _NUMBER)
        digest = hashlib.blake2b(head + keys + values, digest_size=_DIGEST).digest()
        if file.read(_DIGEST) != digest:
            return None
        return _Block(np.frombuffer(keys, dtype="<u8").reshape(rows, 2), start, dimension)
