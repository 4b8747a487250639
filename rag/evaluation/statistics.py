"""Intervals of means over questions and p-values of differences, from one fixed seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.evaluation.run_records import Estimate

Numbers = NDArray[np.float64]
Statistic = Callable[..., Numbers]  # takes columns and an axis: mean(scores, axis=-1)

RESAMPLES = 2000  # ten times as many would not change the digits that are printed
PERMUTATIONS = 10_000  # the smallest p-value is 1 / 10,000
_NORMAL = 1.959964  # standard deviations, between which 95 % of a normal distribution lie
_SEED = 20220128  # fixed, so that the same run has the same intervals
_AT_ONCE = 2_000_000  # numbers drawn at once, 16 MB


def bootstrap(scores: Sequence[float] | Numbers) -> Estimate:
    """The mean with its 95 % interval, by percentiles of the means of resampled questions.

    If all scores are 0 or all are 1, resampling cannot show what other questions would give; the
    interval is then Wilson's for as many right or wrong answers. Source: Efron & Tibshirani 1993,
    An Introduction to the Bootstrap, chapter 13; for retrieval Sakai 2006, SIGIR; Wilson 1927,
    JASA 22. Raises ValueError without a score.
    """
    if not len(scores):
        raise ValueError("no scores")
    values = np.asarray(scores, dtype=np.float64)
    if (values == 0).all() or (values == 1).all():
        return _estimate_of_equal(float(values[0]), len(values), len(values))
    low, high = interval(mean, values)
    return Estimate(float(values.mean()), float(low), float(high), len(values))


def bootstrap_ratio(numerator: Numbers, denominator: Numbers) -> Estimate:
    """A ratio of two sums over the same questions with its 95 % interval.

    The ratio is 0 if the denominator is. The count is that of the questions. The interval is that
    of `bootstrap`, also if all questions agree.
    """
    whole = float(ratio(numerator, denominator, axis=-1))
    counting = int(np.count_nonzero(denominator))
    if counting and whole in {0.0, 1.0}:
        return _estimate_of_equal(whole, counting, len(numerator))
    low, high = interval(ratio, numerator, denominator)
    return Estimate(whole, float(low), float(high), len(numerator))


def _estimate_of_equal(value: float, counting: int, count: int) -> Estimate:
    """The estimate if `counting` of `count` questions have a value and all have the same, 0 or 1.

    Wilson's interval for a share p of n has its centre at (p + z² / 2n) / (1 + z² / n); if p is 0
    or 1, one end is p.
    """
    far = counting / (counting + _NORMAL**2)
    return Estimate(value, far if value else 0.0, 1.0 if value else 1 - far, count)


def interval(statistic: Statistic, *columns: Numbers) -> tuple[Numbers, Numbers]:
    """The ends of a statistic's 95 % interval; every column is resampled with the same questions.

    Questions are the last axis of each column; a column of several rows gives an end for each.
    """
    from scipy.stats import bootstrap as resample

    count = columns[0].shape[-1]
    if count == 1:  # scipy refuses a single observation
        only = np.asarray(statistic(*columns, axis=-1))
        return only, only
    result = resample(
        columns,
        statistic,
        n_resamples=RESAMPLES,
        batch=max(1, _AT_ONCE // sum(column.size for column in columns)),
        axis=-1,
        paired=True,
        vectorized=True,
        method="percentile",
        rng=np.random.default_rng(_SEED),
    )
    return result.confidence_interval.low, result.confidence_interval.high


def mean(scores: Numbers, *, axis: int) -> Numbers:
    """The mean over questions."""
    return np.asarray(scores.mean(axis=axis))


def ratio(numerator: Numbers, denominator: Numbers, *, axis: int) -> Numbers:
    """A sum over questions divided by another; 0 if the other is 0."""
    above, below = numerator.sum(axis=axis), denominator.sum(axis=axis)
    return np.asarray(np.divide(above, below, out=np.zeros_like(above), where=below > 0))


def randomization_test(differences: Sequence[float] | Numbers) -> float:
    """The p-value of a mean of paired differences, 0 to 1.

    The test is two-sided. It exchanges the two scores of questions, in every way if there are few
    and else at random. Source: Smucker, Allan & Carterette 2007, CIKM. scipy's permutation_test
    gives the same in 4 to 11 times the time (24 measures of 1,000 and 5,000 questions).
    """
    values = np.asarray(differences, dtype=np.float64)
    # sums of the same numbers in another order may differ in their last digits
    observed = abs(values.sum()) - 1e-9
    sums = np.concatenate([(1 - 2 * some) @ values for some in exchanges(len(values))])
    return float((np.abs(sums) >= observed).mean())


def exchanges(count: int) -> Iterator[Numbers]:
    """Yield ways to exchange the scores of `count` questions: (ways, count), 1 for exchanged.

    These are all ways if there are no more than PERMUTATIONS, else that many at random. Exchanging
    none is among them, so that no p-value is 0 (Phipson & Smyth 2010).
    """
    if 2**count <= PERMUTATIONS:
        bits = np.arange(2**count)[:, None] >> np.arange(count)
        yield (bits & 1).astype(np.float64)
        return
    yield np.zeros((1, count))
    generator = np.random.default_rng(_SEED)
    for size in _split(PERMUTATIONS - 1, count):
        # one random bit per exchange is ten times as fast as one random integer
        drawn = np.frombuffer(generator.bytes(-(-size * count // 8)), dtype=np.uint8)
        coins = np.unpackbits(drawn, count=size * count)
        yield coins.reshape(size, count).astype(np.float64)


def _split(total: int, width: int) -> list[int]:
    """How many rows of a width to draw at a time to keep memory small."""
    portion = max(1, min(total, _AT_ONCE // width))
    whole, rest = divmod(total, portion)
    return [portion] * whole + [rest] * bool(rest)
