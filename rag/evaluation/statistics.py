"""How sure a mean over questions is, and a difference between two runs. Drawn with one seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.evaluation.records import Estimate

Numbers = NDArray[np.float64]

RESAMPLES = 2000  # of the questions; ten times as many move an end by less than it is printed to
PERMUTATIONS = 10_000  # the smallest p-value is 1 of these
_SEED = 20220128  # fixed: the same run has the same intervals
_AT_ONCE = 2_000_000  # weights drawn at once, 16 MB


def bootstrap(scores: Sequence[float] | Numbers) -> Estimate:
    """The mean with its 95 % interval: percentiles of the means of resampled questions.

    Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 13; for retrieval
    Sakai 2006, SIGIR. Raises ValueError without a score.
    """
    if not len(scores):
        raise ValueError("no scores")
    values = np.asarray(scores, dtype=np.float64)
    means = resampled_sums(values[:, None])[:, 0] / len(values)
    low, high = np.percentile(means, [2.5, 97.5])
    return Estimate(float(values.mean()), float(low), float(high), len(values))


def bootstrap_ratio(numerator: Numbers, denominator: Numbers) -> Estimate:
    """A ratio of two sums over the same questions with its 95 % interval, as `bootstrap` has it.

    Where nothing is in the denominator the ratio is 0. The count is that of the questions.
    """
    pairs = np.stack([numerator, denominator], axis=1)
    sums = resampled_sums(pairs)
    low, high = np.percentile(_ratio(sums), [2.5, 97.5])
    (mean,) = _ratio(pairs.sum(axis=0)[None, :])
    return Estimate(float(mean), float(low), float(high), len(pairs))


def randomization_test(differences: Sequence[float] | Numbers) -> float:
    """How often the mean of paired differences would be as large if the runs were alike, 0 to 1.

    Two-sided: each question's two scores are exchanged, in every way where there are few of them
    and else at random. Source: Smucker, Allan & Carterette 2007, CIKM.
    """
    values = np.asarray(differences, dtype=np.float64)
    # sums of the same numbers in another order may differ in their last digits
    observed = abs(values.sum()) - 1e-9
    sums = np.concatenate([(1 - 2 * some) @ values for some in exchanges(len(values))])
    return float((np.abs(sums) >= observed).mean())


def exchanges(count: int) -> Iterator[Numbers]:
    """Ways to exchange the scores of some of `count` questions: (ways, count), 1 where exchanged.

    All ways where there are no more than PERMUTATIONS, else so many at random. Exchanging none is
    among them, so that no p-value is 0 (Phipson & Smyth 2010).
    """
    if 2**count <= PERMUTATIONS:
        bits = np.arange(2**count)[:, None] >> np.arange(count)
        yield (bits & 1).astype(np.float64)
        return
    yield np.zeros((1, count))
    generator = np.random.default_rng(_SEED)
    for size in _portions(PERMUTATIONS - 1, count):
        # a bit an exchange: ten times as fast as a random integer each
        drawn = np.frombuffer(generator.bytes(-(-size * count // 8)), dtype=np.uint8)
        coins = np.unpackbits(drawn, count=size * count)
        yield coins.reshape(size, count).astype(np.float64)


def resampled_sums(values: Numbers) -> Numbers:
    """Sums of questions drawn with replacement, (RESAMPLES, columns), of (questions, columns)."""
    count = len(values)
    generator = np.random.default_rng(_SEED)
    shares = np.full(count, 1 / count)
    return np.concatenate(
        [
            generator.multinomial(count, shares, size=size) @ values
            for size in _portions(RESAMPLES, count)
        ]
    )


def _portions(total: int, width: int) -> list[int]:
    """How many rows of a width to draw at a time, so that memory stays small."""
    portion = max(1, min(total, _AT_ONCE // width))
    whole, rest = divmod(total, portion)
    return [portion] * whole + [rest] * bool(rest)


def _ratio(sums: Numbers) -> Numbers:
    below = sums[:, 1]
    return np.divide(sums[:, 0], below, out=np.zeros(len(sums)), where=below > 0)
