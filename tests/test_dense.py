"""FAISS against numpy: the same rows, the same scores, equal scores in a fixed order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rag.errors import IndexDamaged
from rag.index.dense import DenseIndex, Kind, Recall, choose_kind


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
    with pytest.raises(OSError, match="No such file or directory"):
        DenseIndex.of(_unit(2, 1)).write(tmp_path / "no" / "such" / "v.faiss")


def _spread(rows: int) -> NDArray[np.float32]:
    values = np.random.default_rng(3).normal(size=(rows, 24)).astype(np.float32)
    unit: NDArray[np.float32] = values / np.linalg.norm(values, axis=1, keepdims=True)
    return unit


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_finds_the_nearest_and_keeps_what_it_is(kind: Kind, tmp_path: Path) -> None:
    vectors = _spread(3000)
    index, recall = DenseIndex.empty(24, kind), Recall()
    for first in range(0, 3000, 700):
        index.add(vectors[first : first + 700])
        recall.add(vectors[first : first + 700])
    assert recall.measure(index) > 0.97
    index.write(tmp_path / "v.faiss")
    read = DenseIndex.read(tmp_path / "v.faiss")
    assert read.kind is kind
    assert np.allclose(read.vectors(np.array([2999, 5])), vectors[[2999, 5]], atol=1e-3)
    question, some = vectors[17], np.arange(0, 3000, 3)
    nearest = sorted(some, key=lambda row: -(vectors[row] @ question))[:10]
    assert [row for row, _ in read.search(question, 10, among=some)] == nearest


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("other", Kind)
def test_rows_of_another_index_are_taken_over(kind: Kind, other: Kind) -> None:
    vectors, rows = _spread(50), np.array([40, 3, 17])
    here, there = DenseIndex.empty(24, kind), DenseIndex.empty(24, other)
    here.add(vectors[:2])
    there.add(vectors)
    here.add_from(there, rows)
    assert len(here) == 5
    taken = here.vectors(np.arange(2, 5))
    assert np.allclose(taken, vectors[rows], atol=1e-3)
    if kind is other:  # to the bit
        assert np.array_equal(taken, there.vectors(rows))


def test_a_graph_can_be_searched_among_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.index.dense._FEW", 100)
    vectors = _spread(3000)
    index = DenseIndex.empty(24, Kind.GRAPH)
    index.add(vectors)
    some = np.arange(1, 3000, 2)
    nearest = some[np.argsort(-(vectors[some] @ vectors[8]))[:10]]
    found = {row for row, _ in index.search(vectors[8], 10, among=some)}
    assert len(found & set(nearest.tolist())) >= 9


def test_recall_is_the_share_of_the_ten_nearest() -> None:
    vectors = _spread(200)
    whole, half, recall = DenseIndex.of(vectors), DenseIndex.of(vectors[:100]), Recall()
    recall.add(vectors)
    assert recall.measure(whole) == 1
    scores = vectors[:64] @ vectors.T
    nearest = np.argsort(-scores, axis=1)[:, :10]
    assert recall.measure(half) == pytest.approx((nearest < 100).mean())


def test_more_vectors_are_kept_in_less() -> None:
    assert [choose_kind(rows) for rows in (2, 100_000, 2_000_000)] == list(Kind)
