"""The arrays that embedding gives, and what is checked of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import ModelError

Vectors = NDArray[np.float32]  # (texts, dimension); each row of length 1
Offsets = NDArray[np.int64]  # (pieces, 2): where each starts and ends, in characters

_SHORTEST = 1e-12  # a text without any known word has no direction


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The word pieces of a text, each understood in its context; special ones are left out.

    A text longer than the model's window is cut at its end. If a model has no vectors of pieces,
    the text is one piece.
    """

    offsets: Offsets  # of the pieces in the text
    vectors: Vectors  # (pieces, dimension), each of length 1
    whole: Vectors  # (dimension,): the text's own vector, as embed_passages gives it


def unit(values: Any) -> Vectors:
    """Normalise rows to length 1; a model's own vectors are only approximately so long.

    Raises ModelError if a value is not finite.
    """
    rows: Vectors = np.asarray(values, dtype=np.float32)
    if not np.isfinite(rows).all():
        raise ModelError(
            "the embedding model gave values that are not finite",
            hint="the model's files may be damaged; install it again",
        )
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    result: Vectors = rows / np.maximum(lengths, _SHORTEST)
    return result
