"""Changes of low rank: what their mean is, and that a model reads by it."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import nn

from benchmarks.low_rank import Changes, LowRank, averaged
from benchmarks.pair_examples import Pair, Sentence
from benchmarks.pair_reading import Reading
from rag.models.embedder import Embedder


def _change(seed: int, rank: int) -> Changes:
    draw = np.random.default_rng(seed)
    return {
        "m/up": draw.normal(size=(6, rank)).astype(np.float32),
        "m/down": draw.normal(size=(rank, 5)).astype(np.float32),
        "bias": draw.normal(size=6).astype(np.float32),
    }


def _whole(change: Changes) -> NDArray[np.float32]:
    found: NDArray[np.float32] = change["m/up"] @ change["m/down"]
    return found


def test_the_mean_of_changes_is_exact_where_its_rank_suffices() -> None:
    members = [_change(1, 2), _change(2, 2)]
    found = averaged(members, 4)
    assert found["m/up"].shape == (6, 4)
    assert np.allclose(_whole(found), (_whole(members[0]) + _whole(members[1])) / 2, atol=1e-5)
    assert np.allclose(found["bias"], (members[0]["bias"] + members[1]["bias"]) / 2)


def test_a_lower_rank_comes_as_near_as_any_can() -> None:
    members = [_change(1, 2), _change(2, 2)]
    mean = (_whole(members[0]) + _whole(members[1])) / 2
    left_out = np.linalg.svd(mean, compute_uv=False)[3:]
    missed = np.linalg.norm(_whole(averaged(members, 3)) - mean)
    assert missed == pytest.approx(np.sqrt((left_out**2).sum()), rel=1e-3)


def test_a_change_that_is_taken_is_added_to_the_matrix() -> None:
    plain = nn.Linear(5, 6)
    layer = LowRank(plain, 2, strength=2.0)
    vectors = torch.randn(3, 5)
    assert torch.equal(layer(vectors), plain(vectors))
    change = _change(3, 4)
    layer.take(change["m/up"], change["m/down"])
    expected = vectors.numpy() @ _whole(change).T
    assert np.allclose((layer(vectors) - plain(vectors)).detach().numpy(), expected, atol=1e-5)


def test_a_model_reads_by_the_mean_as_the_one_it_was_taken_from(embedder: Embedder) -> None:
    torch.manual_seed(4)
    learnt, other = Reading(embedder), Reading(embedder)
    with torch.no_grad():
        for one in learnt.parameters():
            if one.requires_grad:
                one.add_(torch.randn_like(one), alpha=0.02)
    pair = Pair("Who built the bridge?", Sentence("Blay & Sons built the bridge.", ()))
    (before,) = other.read([pair])
    other.take(averaged([learnt.changes(), learnt.changes()], 16))
    (expected,), (found,) = learnt.read([pair]), other.read([pair])
    assert not np.allclose(before.starts, expected.starts, atol=0.05)
    assert np.allclose(found.starts, expected.starts, atol=1e-3)
    assert found.nothing == pytest.approx(expected.nothing, abs=1e-3)
    kept = other.changes()
    assert kept.keys() == learnt.changes().keys()
