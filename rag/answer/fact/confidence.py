"""What speaks for an answer -> the probability that the articles hold it.

A logistic regression over what signals there are. Its weights are in confidence.json, which
`benchmarks/fit_confidence.py` writes: they were learnt from questions on other texts.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rag.answer.fact.ranking import RankedSentence

SUPPORT, NEARNESS = "support", "nearness"  # signals: with and without a model that reads both
_ODDS = 0.12  # weight of log odds, beside two shares
_DOUBT = 0.3  # of each of a sentence's doubts
WEIGHTS = Path(__file__).with_name("confidence.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression: the weight of each signal, by its name, and what is added."""

    bias: float
    of: Mapping[str, float]

    def probability(self, signals: Mapping[str, float]) -> float:
        """From 0 to 1. Raises KeyError where a signal is missing."""
        return sigmoid(self.bias + sum(self.of[name] * signals[name] for name in self.of))


def signals(ranked: Sequence[RankedSentence]) -> dict[str, float]:
    """What a question's sentences say of whether one answers it; at least one.

    One number, of the sentence it is highest for: how near it comes to the question's words on
    average, how similar it is in meaning, and the odds that words of it answer, by a model that
    reads it with the question; less for each doubt. Where there is no such model the number has
    another name.
    """
    if any(one.odds is None for one in ranked):
        return {NEARNESS: max(_near(one) for one in ranked)}
    return {SUPPORT: max(_near(one) + _ODDS * (one.odds or 0.0) for one in ranked)}


def _near(one: RankedSentence) -> float:
    return sum(one.nearest) / len(one.nearest) + one.similarity - _DOUBT * one.doubts


def confidence(ranked: Sequence[RankedSentence]) -> float:
    """How likely one of the sentences answers; 0 for none."""
    if not ranked:
        return 0.0
    seen = signals(ranked)
    return shipped(frozenset(seen)).probability(seen)


@cache
def shipped(names: frozenset[str]) -> Weights:
    """The weights that come with the program, for signals of these names."""
    return next(weights for weights in read(WEIGHTS) if weights.of.keys() == names)


def read(path: Path) -> list[Weights]:
    """Weights as `benchmarks/fit_confidence.py` writes them: a set for each kind of signal."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return [
        Weights(float(one["bias"]), {name: float(w) for name, w in one["weights"].items()})
        for one in found["fitted"]
    ]


def sigmoid(value: float) -> float:
    """1 / (1 + e^-value), for any value."""
    return 1 / (1 + math.exp(-value)) if value >= 0 else 1 - 1 / (1 + math.exp(value))
