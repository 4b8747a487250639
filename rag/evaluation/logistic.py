"""Signals of questions, and whether they have an answer -> the weights of a logistic regression."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.answer.fact.confidence import Weights

Numbers = NDArray[np.float64]

_STEPS = 50
_SMALL_STEP = 1e-9


def fit(
    signals: Sequence[Mapping[str, float]],
    answerable: Sequence[bool],
    *,
    ridge: float = 1.0,
) -> Weights:
    """The weights under which what is seen is likeliest; answerable and others count alike.

    Signals are brought to a mean of 0 and a deviation of 1 first, and `ridge` draws their weights
    to 0, as strongly as that many questions would. By Newton's method. Raises ValueError where all
    questions are answerable, or none.
    """
    names = list(signals[0])
    raw = np.array([[one[name] for name in names] for one in signals], dtype=np.float64)
    right = np.array(answerable, dtype=np.float64)
    if right.min() == right.max():
        raise ValueError("needs questions with an answer and questions without one")
    mean, deviation = raw.mean(axis=0), np.maximum(raw.std(axis=0), _SMALL_STEP)
    share = right.mean()
    counts = np.where(right > 0, 0.5 / share, 0.5 / (1 - share))
    found = _newton((raw - mean) / deviation, right, counts, ridge)
    weights = found[1:] / deviation
    bias = float(found[0] - weights @ mean)
    return Weights(bias, dict(zip(names, map(float, weights), strict=True)))


def _newton(columns: Numbers, right: Numbers, counts: Numbers, ridge: float) -> Numbers:
    """The bias, which nothing draws to 0, and a weight for each column."""
    with_one = np.column_stack([np.ones(len(columns)), columns])
    drawn = np.diag([0.0] + [ridge] * columns.shape[1])
    found = np.zeros(with_one.shape[1])
    for _ in range(_STEPS):
        expected = 1 / (1 + np.exp(-np.clip(with_one @ found, -30, 30)))
        slope = with_one.T @ (counts * (right - expected)) - drawn @ found
        curve = (with_one * (counts * expected * (1 - expected))[:, None]).T @ with_one + drawn
        step = np.linalg.solve(curve, slope)
        found += step
        if np.abs(step).max() < _SMALL_STEP:
            break
    return found
