"""Vectors as they are computed -> a file that is only added to: a killed build loses a block.

The file lies beside the generations until the build that writes it has published one. Each block
ends with a digest: what was cut short, or lost in a power cut, is left out with all behind it.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np

from rag.index.storage.lock import reporting_disk_errors
from rag.plain_files import is_plain, open_plain
from rag.models.model_files import ModelFingerprint
from rag.models.vectors import Vectors

NAME = "COMPUTED"
KEY = 16  # bytes of a text's digest
_HEAD = struct.Struct("<8s32sII")  # a mark, the model's hash, rows, dimension
_MARK = b"VECTORS1"
_DIGEST = 16  # bytes
_MOST_ROWS, _MOST_DIMENSIONS = 1 << 20, 1 << 16  # more are no block of ours


class Computed:
    """The vectors of a build that did not end, and those of the one that goes on."""

    def __init__(self, index: Path, model: ModelFingerprint) -> None:
        self._path = index / NAME
        self._model = bytes.fromhex(model.weights_sha256)
        self._whole: int | None = None  # bytes of the file that are good

    def blocks(self) -> Iterator[tuple[Sequence[bytes], Vectors]]:
        """The keys and vectors that are there, a block at a time."""
        self._whole = 0
        if not is_plain(self._path):
            return
        with open_plain(self._path) as file:
            while (block := self._block(file)) is not None:
                self._whole = file.tell()
                yield block

    def add(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Add a block; `blocks` must have been read before. Raises IndexNotWritten."""
        if not keys:
            return
        head = _HEAD.pack(_MARK, self._model, len(keys), vectors.shape[1])
        content = head + b"".join(keys) + np.ascontiguousarray(vectors, dtype="<f4").tobytes()
        with reporting_disk_errors(self._path.parent), self._opened() as file:
            file.seek(self._whole or 0)
            file.truncate()
            file.write(content + hashlib.blake2b(content, digest_size=_DIGEST).digest())
            self._whole = file.tell()

    def _opened(self) -> BinaryIO:
        if is_plain(self._path):
            return self._path.open("r+b")
        self.remove()  # a link is removed, and not what it leads to
        return self._path.open("xb")

    def remove(self) -> None:
        """Forget all: a generation holds them now."""
        self._path.unlink(missing_ok=True)

    def _block(self, file: BinaryIO) -> tuple[list[bytes], Vectors] | None:
        """The next block; None at the end, and where it is another model's or not whole."""
        head = file.read(_HEAD.size)
        if len(head) < _HEAD.size:
            return None
        mark, model, rows, dimension = _HEAD.unpack(head)
        if (mark, model) != (_MARK, self._model):
            return None
        if rows > _MOST_ROWS or dimension > _MOST_DIMENSIONS:
            return None
        keys, values = file.read(rows * KEY), file.read(rows * dimension * 4)
        digest = hashlib.blake2b(head + keys + values, digest_size=_DIGEST).digest()
        if file.read(_DIGEST) != digest:
            return None
        vectors = np.frombuffer(values, dtype="<f4").reshape(rows, dimension)
        return [keys[at : at + KEY] for at in range(0, len(keys), KEY)], vectors
