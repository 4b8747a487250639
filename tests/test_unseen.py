"""Which trained weights may measure on a title: only those that have not seen it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.data import DataMissing
from benchmarks.unseen import titles_of, unseen_rows
from rag.answer.fact.pairs import WEIGHTS as PAIRS


def test_only_what_the_pairs_were_not_trained_on_is_asked() -> None:
    seen = [{"title": title, "n": 1} for title in titles_of(PAIRS)]
    new = {"title": "Penmouth", "n": 2}
    assert unseen_rows([*seen, new]) == [new]
    with pytest.raises(DataMissing, match="were not trained on") as caught:
        unseen_rows(seen)
    assert "benchmarks.train_pairs" in caught.value.hint


def test_weights_that_do_not_say_what_they_have_seen_measure_nothing(tmp_path: Path) -> None:
    np.savez(tmp_path / "old.npz", model_sha256=np.array("0" * 64))
    with pytest.raises(DataMissing, match="does not say"):
        titles_of(tmp_path / "old.npz")
