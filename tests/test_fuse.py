"""Fusing rankings by their scores."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.search.retrieve.fuse import Ranking, fuse

SCORES = st.dictionaries(
    st.integers(0, 30), st.floats(-1, 100, allow_nan=False, allow_subnormal=False)
)
RANKINGS = st.lists(st.builds(Ranking, st.floats(0.01, 1), SCORES), max_size=4)


@given(RANKINGS)
def test_every_row_comes_once_best_first_ties_by_number(rankings: list[Ranking]) -> None:
    fused = fuse(rankings)
    assert fused == sorted(fused, key=lambda item: (-item[1], item[0]))
    assert sorted(row for row, _ in fused) == sorted({r for one in rankings for r in one.scores})


@given(RANKINGS)
def test_a_score_is_between_0_and_the_sum_of_weights(rankings: list[Ranking]) -> None:
    most = sum(ranking.weight for ranking in rankings)
    assert all(-1e-9 <= score <= most + 1e-9 for _, score in fuse(rankings))


@given(SCORES, st.floats(0.1, 1000))
def test_the_scale_of_a_ranking_does_not_count(scores: dict[int, float], scale: float) -> None:
    scaled = {row: score * scale for row, score in scores.items()}
    first, second = dict(fuse([Ranking(1, scores)])), dict(fuse([Ranking(1, scaled)]))
    assert first == pytest.approx(second)


def test_the_best_of_both_wins() -> None:
    fused = fuse([Ranking(0.6, {1: 10, 2: 8}), Ranking(0.4, {2: 0.9, 3: 0.5})])
    assert [row for row, _ in fused] == [2, 1, 3]
    assert fused[0][1] == pytest.approx(0.6 * 0.8 + 0.4)


def test_nothing_is_fused_to_nothing() -> None:
    assert fuse([]) == fuse([Ranking(1, {})]) == []
