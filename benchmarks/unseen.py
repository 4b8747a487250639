"""Which titles of SQuAD trained weights have seen: on these they do not say how good they are.

Each file of weights has the titles that it was trained on. The reader in the project is trained on
all that there were, and others without some titles are kept in the folder of the runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from benchmarks.data import DataMissing
from rag.answer.fact.pairs import WEIGHTS as PAIRS
from rag.answer.fact.reader import WEIGHTS as READER
from rag.models.pair_model import TITLES

Row = TypeVar("Row", bound=Mapping[str, Any])


def titles_of(file: Path) -> frozenset[str]:
    """The titles that weights were trained on. Raises DataMissing where they do not say so."""
    with np.load(file, allow_pickle=False) as weights:
        if TITLES not in weights:
            raise DataMissing(
                f"MISSING: {file} does not say which titles it was trained on.",
                hint="delete it, or train it again",
            )
        return frozenset(map(str, weights[TITLES]))


def reader_folder(out: Path) -> Path:
    """Where the readers are kept that were trained without some titles."""
    return out / "reader"


def unseen_readers(out: Path, titles: Iterable[str]) -> dict[str, Path]:
    """For each title the weights of a reader that has not seen it, where there are any."""
    kept = [READER, *sorted(reader_folder(out).glob("*.npz"))]
    seen = {file: titles_of(file) for file in kept}
    readers: dict[str, Path] = {}
    for title in titles:
        file = next((path for path in kept if title not in seen[path]), None)
        if file is not None:
            readers[title] = file
    return readers


def pairs_folder(out: Path) -> Path:
    """Where what reads question and sentence together is kept, trained without some titles."""
    return out / "pairs"


def unseen_rows(rows: Sequence[Row], out: Path) -> tuple[list[Row], Path]:
    """The lines of SQuAD on titles that some weights have not seen, and these weights.

    They are of what reads question and sentence together: the project's own where there are such
    titles, else those kept under `out`. Raises DataMissing where there are none.
    """
    for file in (PAIRS, *sorted(pairs_folder(out).glob("*.npz"))):
        seen = titles_of(file)
        if left := [row for row in rows if row["title"] not in seen]:
            return left, file
    raise DataMissing(
        "MISSING: titles that no weights were trained on; nothing was measured.",
        hint="ask about others, or hold some out, with this --out: benchmarks.train_pairs",
    )
