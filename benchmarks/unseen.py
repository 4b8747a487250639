"""Which titles trained weights have seen: on these they do not say how good they are.

Each file of weights has the titles that it was trained on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from benchmarks.data import DataMissing
from rag.answer.fact.pairs import WEIGHTS
from rag.models.pair_model import TITLES

Row = TypeVar("Row", bound=Mapping[str, Any])


def titles_of(file: Path) -> frozenset[str]:
    """The titles that weights were trained on. Raises DataMissing if they do not say so."""
    with np.load(file, allow_pickle=False) as weights:
        if TITLES not in weights:
            raise DataMissing(
                f"MISSING: {file} does not say which titles it was trained on.",
                hint="delete it, or train it again",
            )
        return frozenset(map(str, weights[TITLES]))


def unseen_rows(rows: Sequence[Row]) -> list[Row]:
    """The lines of a set on titles that the packaged pair reader has not seen.

    Raises DataMissing if there are none.
    """
    seen = titles_of(WEIGHTS)
    if unseen := [row for row in rows if row["title"] not in seen]:
        return unseen
    raise DataMissing(
        "MISSING: titles that the packaged weights were not trained on; nothing was measured.",
        hint="ask about others, or train without some titles: benchmarks.train_pairs",
    )
