"""Which trained weights may measure on a title: only those that have not seen it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.data import DataMissing
from benchmarks.unseen import pairs_folder, reader_folder, titles_of, unseen_readers, unseen_rows
from rag.answer.fact.pairs import WEIGHTS as PAIRS
from rag.answer.fact.reader import WEIGHTS as READER
from rag.models.pair_model import TITLES


def _keep(path: Path, titles: list[str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **{TITLES: np.array(titles, str)})  # type: ignore[arg-type]
    return path


def test_only_what_the_pairs_were_not_trained_on_is_asked(tmp_path: Path) -> None:
    known, *others = sorted(titles_of(PAIRS))
    seen = [{"title": title, "n": 1} for title in titles_of(PAIRS)]
    new = {"title": "Penmouth", "n": 2}
    assert unseen_rows([*seen, new], tmp_path) == ([new], PAIRS)
    with pytest.raises(DataMissing, match="no weights were trained on") as caught:
        unseen_rows(seen, tmp_path)
    assert "benchmarks.train_pairs" in caught.value.hint
    file = _keep(pairs_folder(tmp_path) / "0.npz", others)
    assert unseen_rows(seen, tmp_path) == ([{"title": known, "n": 1}], file)


def test_a_title_is_marked_by_a_reader_that_has_not_seen_it(tmp_path: Path) -> None:
    assert unseen_readers(tmp_path, ["Penmouth"]) == {"Penmouth": READER}
    one, other, third, *_ = titles_of(READER)
    zero = _keep(reader_folder(tmp_path) / "0.npz", [one])
    last = _keep(reader_folder(tmp_path) / "1.npz", [other])
    found = unseen_readers(tmp_path, [one, other, third, "Penmouth"])
    assert found == {one: last, other: zero, third: zero, "Penmouth": READER}
    assert unseen_readers(tmp_path / "none", [one]) == {}


def test_weights_that_do_not_say_what_they_have_seen_measure_nothing(tmp_path: Path) -> None:
    np.savez(tmp_path / "old.npz", model_sha256=np.array("0" * 64))
    with pytest.raises(DataMissing, match="does not say"):
        titles_of(tmp_path / "old.npz")
