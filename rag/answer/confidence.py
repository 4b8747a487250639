"""What speaks for an answer -> the probability that the articles hold it.

A logistic regression over a few signals. Its weights are in confidence.json, which
`benchmarks/fit_confidence.py` writes: they were learnt from questions on other texts.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rag.answer.ranking import RankedSentence

WEIGHTS = Path(__file__).with_name("confidence.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression: the weight of each signal, by its name, and what is added."""

    bias: float
    of: Mapping[str, float]

    @property
    def digest(self) -> str:
        """12 hexadecimal digits that differ where the weights do."""
        whole = repr((self.bias, sorted(self.of.items())))
        return hashlib.sha256(whole.encode()).hexdigest()[:12]

    def probability(self, signals: Mapping[str, float]) -> float:
        """From 0 to 1. Raises KeyError where a signal is missing."""
        return sigmoid(self.bias + sum(self.of[name] * signals[name] for name in self.of))


def signals(ranked: Sequence[RankedSentence]) -> dict[str, float]:
    """What a question's sentences say of whether one answers it; at least one, best first.

    nearest     how near one of them comes to the words of the question, on average
    farthest    how near that one comes to the word it is farthest from
    similarity  of the first to the question, by meaning
    """
    closest = max(ranked, key=lambda one: _mean(one.nearest))
    return {
        "nearest": _mean(closest.nearest),
        "farthest": min(closest.nearest),
        "similarity": ranked[0].similarity,
    }


def confidence(ranked: Sequence[RankedSentence], own: Weights | None = None) -> float:
    """How likely one of the sentences answers; 0 for none.

    `own` are weights fitted on the articles that are asked; of other signals than these, they are
    left aside.
    """
    if not ranked:
        return 0.0
    seen = signals(ranked)
    weights = own if own is not None and own.of.keys() == seen.keys() else shipped()
    return weights.probability(seen)


@cache
def shipped() -> Weights:
    """The weights that come with the program."""
    return read(WEIGHTS)


def read(path: Path) -> Weights:
    """Weights as `benchmarks/fit_confidence.py` writes them."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return Weights(float(found["bias"]), {name: float(w) for name, w in found["weights"].items()})


def sigmoid(value: float) -> float:
    """1 / (1 + e^-value), for any value."""
    return 1 / (1 + math.exp(-value)) if value >= 0 else 1 - 1 / (1 + math.exp(value))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
