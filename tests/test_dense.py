"""FAISS against numpy: the same rows, the same scores, equal scores in a fixed order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rag.errors import IndexDamaged
from rag.index.dense import DenseIndex


def _unit(rows: int, seed: int) -> NDArray[np.float32]:
    # few distinct values, so that equal scores are common
    values = np.random.default_rng(seed).integers(-1, 2, (rows, 4)).astype(np.float32) + 0.5
    unit: NDArray[np.float32] = values / np.linalg.norm(values, axis=1, keepdims=True)
    return unit


@given(rows=st.integers(1, 40), seed=st.integers(0, 999), k=st.integers(1, 50), data=st.data())
def test_search_is_an_exact_cosine_ranking(
    rows: int, seed: int, k: int, data: st.DataObject
) -> None:
    vectors, question = _unit(rows, seed), _unit(1, seed + 1)[0]
    among = data.draw(st.none() | st.sets(st.integers(0, rows - 1)))
    allowed = None if among is None else np.array(sorted(among), dtype=np.int64)
    found = DenseIndex.of(vectors).search(question, k, among=allowed)
    scores = vectors @ question
    expected = sorted(range(rows) if among is None else among, key=lambda row: -scores[row])[:k]
    assert len(found) == len(expected)
    assert [score for _, score in found] == pytest.approx([scores[r] for r in expected], abs=1e-6)
    assert found == sorted(found, key=lambda hit: (-hit[1], hit[0]))
    assert among is None or {row for row, _ in found} <= among


def test_it_reads_what_it_wrote(tmp_path: Path) -> None:
    vectors = _unit(7, 1)
    DenseIndex.of(vectors).write(tmp_path / "v.faiss")
    read = DenseIndex.read(tmp_path / "v.faiss")
    assert (len(read), read.dimension) == (7, 4)
    assert np.array_equal(read.vectors(np.array([6, 0])), vectors[[6, 0]])


@pytest.mark.parametrize("size", [0, 10, 100])
def test_a_short_file_is_an_error_with_a_hint(tmp_path: Path, size: int) -> None:
    DenseIndex.of(_unit(20, 1)).write(tmp_path / "v.faiss")
    (tmp_path / "v.faiss").write_bytes((tmp_path / "v.faiss").read_bytes()[:size])
    with pytest.raises(IndexDamaged, match="FAISS cannot read it"):
        DenseIndex.read(tmp_path / "v.faiss")


def test_an_unwritable_place_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="FAISS could not write"):
        DenseIndex.of(_unit(2, 1)).write(tmp_path / "no" / "such" / "v.faiss")
