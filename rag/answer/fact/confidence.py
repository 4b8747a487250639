"""The signals of an answer -> the probability that the articles have one.

A logistic regression over the available signals. Its weights are in confidence.json, which
`benchmarks/fit_confidence.py` writes. They were fitted on questions about other texts.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rag.answer.fact.ranking import RankedSentence

SUPPORT, NEARNESS = "support", "nearness"  # signals: with a pair model, and without
_ODDS = 0.12  # weight of the log odds; the two shares have the weight 1
_DOUBT = 0.3  # penalty for each of a sentence's doubts
# Penalty for a sentence that is less near to the act asked about, if its article lacks it:
# "Why did Roe resign?" has no answer if Roe was elected.
_NO_ACT, _ACT = 0.8, 0.4
WEIGHTS = Path(__file__).with_name("confidence.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression: the weight of each signal, by its name, and the bias."""

    bias: float
    of: Mapping[str, float]

    def probability(self, signals: Mapping[str, float]) -> float:
        """The probability for signals. Raises KeyError if a signal is missing."""
        return sigmoid(self.bias + sum(self.of[name] * signals[name] for name in self.of))


def measure_signals(ranked: Sequence[RankedSentence]) -> dict[str, float]:
    """The signals of at least one sentence: the highest support among them, by its name.

    The support of a sentence is the sum of its mean nearness to the question's words, its
    similarity in meaning, and the weighted log odds of the pair model. Each doubt and a missing act
    are subtracted. Without a pair model the sum has another name.
    """
    if any(sentence.odds is None for sentence in ranked):
        return {NEARNESS: max(_near(sentence) for sentence in ranked)}
    return {SUPPORT: max(_near(sentence) + _ODDS * (sentence.odds or 0.0) for sentence in ranked)}


def _near(sentence: RankedSentence) -> float:
    return (
        sum(sentence.nearest) / len(sentence.nearest)
        + sentence.similarity
        - _DOUBT * sentence.doubts
        - (_NO_ACT * (1 - sentence.act) if sentence.act < _ACT else 0.0)
    )


def confidence(ranked: Sequence[RankedSentence]) -> float:
    """The probability that one of the sentences answers; 0 without sentences."""
    if not ranked:
        return 0.0
    measured = measure_signals(ranked)
    return find_weights(frozenset(measured)).probability(measured)


@cache
def find_weights(names: frozenset[str]) -> Weights:
    """The weights in confidence.json for signals of these names."""
    return next(weights for weights in read_weights(WEIGHTS) if weights.of.keys() == names)


def read_weights(path: Path) -> list[Weights]:
    """The weights that `benchmarks/fit_confidence.py` writes, a set for each kind of signal."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return [
        Weights(float(fitted["bias"]), {name: float(w) for name, w in fitted["weights"].items()})
        for fitted in content["fitted"]
    ]


def sigmoid(value: float) -> float:
    """1 / (1 + e^-value), for any value."""
    return 1 / (1 + math.exp(-value)) if value >= 0 else 1 - 1 / (1 + math.exp(value))
