"""Vectors <-> what a server stores: half precision if it has it, else float32."""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np

from rag.models.vectors import Vectors

_SINCE: Final = (2, 4)  # the first version of Milvus that has FLOAT16_VECTOR
_NUMBER = re.compile(r"(?<!\d)(\d{1,9})\.(\d{1,9})")


def has_half_precision(version: str) -> bool:
    """Whether a server stores 16-bit floating-point numbers, by the version that it reports.

    milvus-lite, which calls itself `milvus_lite-3.2.2`, does not. Neither does a server that
    reports no number: float32 is right on every server.
    """
    number = _NUMBER.search(version)
    if number is None or "lite" in version.lower():
        return False
    return (int(number[1]), int(number[2])) >= _SINCE


def datatype_of_vectors(half: bool) -> str:
    """The name of the type of a field of vectors."""
    return "FLOAT16_VECTOR" if half else "FLOAT_VECTOR"


def encode(vectors: Vectors, half: bool) -> Any:
    """Vectors, or one vector, as the client takes them for a field of that precision."""
    return np.ascontiguousarray(vectors, dtype="<f2" if half else np.float32)


def decode(stored: Any, half: bool) -> Vectors:
    """A vector that the client has returned: numbers, or bytes if they are of half precision."""
    if not half:
        return np.asarray(stored, dtype=np.float32)
    content = stored[0] if isinstance(stored, list) else stored
    vector: Vectors = np.frombuffer(content, dtype="<f2").astype(np.float32)
    return vector
