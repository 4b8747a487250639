"""The scores of a question and a sentence read as one text: which words answer, and if any do.

`python -m benchmarks.train_pairs` makes pairs.npz, the changes to the embedding model.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.answer.evidence import Span
from rag.models.pair_model import PairScores
from rag.search.topic import Term

Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).with_name("pairs.npz")
LONGEST = 20  # words in an answer; one annotated answer in a hundred is longer
LONGEST_PIECES = 30  # word pieces in an answer
_MOST_NAMES = 6  # before a sentence; more would leave no room for its own words
_MOST_OF_TITLE, _MOST_BEFORE = 80, 120  # characters of a sentence's context
_NEVER = -1e4


def introduce(names: Sequence[Term], own: Collection[str], near: Collection[str]) -> str:
    """The names of a question that a title or the text before has and the sentence does not have.

    At most six. `own` are the keys of the sentence, `near` those of the text before it.
    """
    missing = [name.text for name in names if not name.matches(own) and name.matches(near)]
    return " ".join(missing[:_MOST_NAMES])


def shorten_context(title: str, before: str) -> str:
    """What a sentence may depend on: its title and the beginning of the sentence before it."""
    parts = _shorten(title, _MOST_OF_TITLE), _shorten(before, _MOST_BEFORE)
    return ". ".join(part.rstrip(".") for part in parts if part)


def _shorten(text: str, most: int) -> str:
    """The first words of a text, with at most so many characters unless one word has more."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most + 1].rsplit(" ", 1)[0]


def odds(scores: PairScores) -> float:
    """The log odds that words of the sentence answer; 0 is a probability of one half."""
    if not len(scores.offsets):
        return _NEVER
    return float(_log_sum(_spans(scores))) - scores.nothing


def find_best_span(scores: PairScores) -> Span:
    """The most likely words, as offsets in the sentence; (0, 0) for a sentence without words."""
    if not len(scores.offsets):
        return 0, 0
    first, last = divmod(int(_spans(scores).argmax()), len(scores.offsets))
    return int(scores.offsets[first, 0]), int(scores.offsets[last, 1])


def _spans(scores: PairScores) -> Floats:
    """The score of each span, by its first and its last piece; impossible spans have a low one."""
    count = len(scores.offsets)
    length = np.arange(count) - np.arange(count)[:, None]
    possible = (length >= 0) & (length < LONGEST_PIECES)
    scores_of_spans: Floats = np.where(possible, scores.starts[:, None] + scores.ends, _NEVER)
    return scores_of_spans


def span_chances(scores: PairScores, words: Sequence[Span]) -> Floats:
    """The probability of each span, if any answers: (words, LONGEST).

    A span is given by its first word and its length minus one; the sum is 1. A word starts with its
    first piece and ends with its last. A word after the window has neither.
    """
    starts, ends = np.full((2, len(words)), _NEVER, np.float32)
    for at, (start, end) in enumerate(words):
        inside = np.flatnonzero((scores.offsets[:, 0] < end) & (scores.offsets[:, 1] > start))
        if len(inside):
            starts[at], ends[at] = scores.starts[inside[0]], scores.ends[inside[-1]]
    last = np.arange(len(words))[:, None] + np.arange(LONGEST)
    behind = np.where(last < len(words), ends[np.minimum(last, len(words) - 1)], _NEVER)
    spans = starts[:, None] + behind
    chances: Floats = np.exp(spans - _log_sum(spans)).astype(np.float32)
    return chances


def _log_sum(values: Floats) -> Floats:
    highest = values.max()
    result: Floats = highest + np.log(np.exp(values - highest).sum())
    return result
