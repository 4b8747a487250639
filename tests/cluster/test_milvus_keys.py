"""What needs no server: keys of rows, what may be kept of a generation, and half precision."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymilvus import DataType
from pymilvus.client.entity_helper import _convert_to_vector_bytes

from rag.milvus.loading.assigning import _NEW, _in_order
from rag.milvus.own_rows import FOREIGN, RowKeys
from rag.milvus.precision import datatype_of_vectors, decode, encode, has_half_precision
from rag.models.embedder import Embedder
from tests.cluster.archive import make_rows


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=12), st.randoms())
def test_rows_have_keys_of_their_own_and_others_are_foreign(
    articles: list[tuple[int, int]], chosen: object
) -> None:
    """Articles have some rows, and keys behind them that are not theirs; in any order."""
    counts = np.array([count for count, _ in articles], dtype=np.int64)
    room = np.array([count + gap for count, gap in articles], dtype=np.int64)
    order = np.arange(len(articles))
    chosen.shuffle(order)  # type: ignore[attr-defined]
    firsts = np.empty(len(articles), dtype=np.int64)
    firsts[order] = np.cumsum(room[order]) - room[order]
    keys = RowKeys(firsts, np.concatenate([[0], np.cumsum(counts)]))
    rows = np.arange(len(keys))
    own = keys.of(rows)
    assert len(set(own.tolist())) == len(rows)
    assert keys.rows(own).tolist() == rows.tolist()
    others = np.setdiff1d(np.arange(room.sum() + 5), own)
    assert (keys.rows(others) == FOREIGN).all()


@given(st.permutations(range(7)), st.sets(st.integers(0, 6)))
def test_as_few_articles_as_possible_are_taken_for_moved(numbers: list[int], new: set[int]) -> None:
    before = np.array([_NEW if n in new else n for n in numbers], dtype=np.int64)
    kept = [n for n in _in_order(before).tolist() if n != _NEW]
    assert kept == sorted(kept)
    same = before[before != _NEW].tolist()
    longest = [0] * len(same)
    for at, number in enumerate(same):
        longest[at] = 1 + max(
            (longest[other] for other in range(at) if same[other] < number), default=0
        )
    assert len(kept) == max(longest, default=0)


@pytest.mark.parametrize(
    ("version", "half"),
    [
        ("v3.0.0", True),
        ("2.4.0-rc.1", True),
        ("2.6.6", True),
        ("v2.3.21", False),
        ("milvus_lite-3.2.2", False),
        ("Zilliz Cloud Vector Database(Compatible with Milvus 2.5)", True),
        ("master-cebbe1e4da", False),
    ],
)
def test_half_precision_is_for_servers_that_have_it(version: str, half: bool) -> None:
    assert has_half_precision(version) is half


def test_half_precision_takes_half_the_bytes_and_hardly_changes_a_cosine(
    embedder: Embedder,
) -> None:
    vectors = embedder.embed_passages([row["text"][:300] for row in make_rows()])
    halves = encode(vectors, half=True)
    # what the client sends, and what it returns of a query
    sent = _convert_to_vector_bytes(halves[0], DataType[datatype_of_vectors(half=True)])
    assert sent == vectors[0].astype("<f2").tobytes()
    assert len(sent) == 2 * vectors.shape[1]
    assert np.array_equal(decode([sent], half=True), halves[0].astype(np.float32))
    stored = np.array([decode([row.tobytes()], half=True) for row in halves])
    assert np.abs(stored @ stored.T - vectors @ vectors.T).max() < 5e-4
    # without it, nothing is lost
    assert datatype_of_vectors(half=False) == "FLOAT_VECTOR"
    assert np.array_equal(decode(encode(vectors, half=False)[0].tolist(), half=False), vectors[0])
