"""A small trained reader, in numpy: it finds the words of a sentence that answer a question.

It scores every span of up to 20 words from the vectors of both texts' word pieces and from
`reader_features`, by two convolutions over the sentence. `python -m benchmarks.train_reader` makes
its weights for one embedding model. With another model there is no reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from rag.answer.evidence import Span
from rag.answer.fact.pairs import span_chances
from rag.answer.fact.reader_features import Features, compute_features
from rag.answer.fact.reader_spans import LONGEST, Floats
from rag.models.embedder import ModelFingerprint, TokenVectors
from rag.models.pair_model import PairScores

WEIGHTS = Path(__file__).with_name("reader.npz")
MODEL = "model_sha256"  # the weights' key for the embedding model they were trained with
SPREAD = 19.6  # √384: brings the values of vectors of length 1 to about 1
DAMPING = 8.0  # keeps products of such values small
REACH = 2  # words on each side that one convolution sees
_TOGETHER = 0.6  # weight of the pair model; see docs/decisions
_LIKELIEST = 40  # spans that are compared with each other


@dataclass(frozen=True, slots=True)
class Reading:
    """The words that answer, as offsets in a sentence, and their expected F1."""

    span: Span
    expected: float  # F1 of its words, by the reader's probabilities: 0 to 1


class Reader:
    """An ensemble: the probabilities of its members are averaged. Thread-safe."""

    def __init__(self, members: Sequence[Mapping[str, Floats]]) -> None:
        self._members = members

    @classmethod
    def load(cls, path: Path, model: ModelFingerprint) -> Reader | None:
        """The reader of a file; None if it was trained with another embedding model."""
        with np.load(path, allow_pickle=False) as file:
            if str(file[MODEL]) != model.weights_sha256:
                return None
            members: dict[str, dict[str, Floats]] = {}
            for key in file:
                number, _, name = key.partition("/")
                if name:
                    members.setdefault(number, {})[name] = file[key].astype(np.float32)
            return cls(list(members.values()))

    def read(
        self,
        question: str,
        asked: TokenVectors,
        sentence: str,
        vectors: TokenVectors,
        together: PairScores | None = None,
    ) -> Reading | None:
        """The words of a sentence that answer best; None if one of the texts has no words.

        `together` are the pair model's scores, if there are any. The two models make different
        errors, and therefore their probabilities are averaged.
        """
        known = compute_features(question, asked, sentence, vectors)
        if known is None:
            return None
        chances = self.probabilities(known)
        if together is not None and len(together.offsets):
            chances = (1 - _TOGETHER) * chances + _TOGETHER * span_chances(together, known.words)
        return choose_likeliest(chances, sentence, known.words)

    def probabilities(self, seen: Features) -> Floats:
        """Of each span: (n, LONGEST), by its first word and its length minus one; the sum is 1."""
        averaged: Floats = np.mean(
            [_softmax(_scores(member, seen)) for member in self._members], axis=0
        )
        return averaged


def choose_likeliest(probabilities: Floats, sentence: str, words: Sequence[Span]) -> Reading:
    """The span of a sentence with the highest expected F1 of words.

    It need not be the most probable span: if several spans overlap, their common words gain. A span
    with an open bracket or quotation mark is chosen only if there is no other. Source: the minimum
    Bayes risk of Kumar & Byrne 2004, NAACL, with SQuAD's F1 as gain, which ignores punctuation and
    articles.
    """
    flat = probabilities.ravel()
    places = np.argsort(-flat, kind="stable")[:_LIKELIEST]
    first, length = np.divmod(places, LONGEST)
    last = np.minimum(first + length, len(words) - 1)
    counted = np.cumsum([0, *(_counts(sentence[slice(*word)]) for word in words)])
    begin, end = counted[first], counted[last + 1]
    shared = np.minimum(end[:, None], end) - np.maximum(begin[:, None], begin)
    sizes = end - begin
    f1 = 2 * np.maximum(shared, 0) / np.maximum(sizes[:, None] + sizes, 1)
    expected = f1 @ flat[places]
    spans = [(words[a][0], words[b][1]) for a, b in zip(first, last, strict=True)]
    closed = np.array([_is_closed(sentence, span) for span in spans])
    best = int(np.argmax(expected + closed))
    return Reading(spans[best], float(expected[best]))


def _counts(word: str) -> bool:
    return any(map(str.isalnum, word)) and word.lower() not in {"a", "an", "the"}


def _is_closed(sentence: str, span: Span) -> bool:
    """Whether every bracket and quotation mark of a span is closed in it; "T" of "T(n)" is not."""
    before, own, behind = sentence[: span[0]], sentence[slice(*span)], sentence[span[1] :]
    brackets = _NO_BRACKET.sub("", own)
    while _PAIR.search(brackets):
        brackets = _PAIR.sub("", brackets)
    marks, outer = own.count('"'), before.count('"')
    even = marks % 2 == 0 and (outer % 2 == 0 or not marks)
    return even and not brackets and not behind.startswith("(")


_NO_BRACKET = re.compile(r"[^()\[\]“”]")
_PAIR = re.compile(r"\(\)|\[\]|“”")


def _softmax(scores: Floats) -> Floats:
    result: Floats = np.exp(scores - scores.max())
    result /= result.sum()
    return result


def _scores(weights: Mapping[str, Floats], seen: Features) -> Floats:
    count = len(seen.words)
    kind = weights["kinds"][seen.kind]
    gate = 2 / (1 + np.exp(-(weights["gate"] @ kind + weights["gate_bias"])))
    words = seen.vectors @ (weights["words"].T * SPREAD) + weights["words_bias"]
    asking, focus, _ = seen.asked @ (weights["asked"].T * SPREAD)
    aligned = seen.aligned @ (weights["aligned"].T * SPREAD) + weights["aligned_bias"]
    sides = [
        seen.own * gate,
        np.maximum(words, 0),
        words * focus / DAMPING,
        words * asking / DAMPING,
        words * aligned / DAMPING,
        aligned,
        np.repeat(kind[None], count, axis=0),
    ]
    near = _convolved(np.concatenate(sides, axis=1), weights["near"], weights["near_bias"])
    far = _convolved(near, weights["far"], weights["far_bias"])
    ends = np.concatenate([near, far], axis=1) @ weights["ends"].T + weights["ends_bias"]
    last = np.arange(count)[:, None] + np.arange(LONGEST)
    behind = np.where(last < count, ends[np.minimum(last, count - 1), 1], -np.inf)
    whole = seen.spans @ (weights["spans"] @ kind + weights["spans_bias"])
    result: Floats = ends[:, :1] + behind + whole + weights["lengths"][seen.kind]
    return result


def _convolved(rows: Floats, weights: Floats, bias: Floats) -> Floats:
    """Rows (n, in), convolved by weights (out, in, 2 * REACH + 1), with negative values set to 0.

    Rows beyond the ends are zeros.
    """
    count = len(rows)
    padded = np.pad(rows, ((REACH, REACH), (0, 0)))
    summed = np.repeat(bias[None], count, axis=0)
    for offset in range(2 * REACH + 1):
        summed = summed + padded[offset : offset + count] @ weights[:, :, offset].T
    result: Floats = np.maximum(summed, 0)
    return result


@cache
def load_packaged_reader(model: ModelFingerprint) -> Reader | None:
    """The reader of this package; None for a model that it was not trained with."""
    return Reader.load(WEIGHTS, model)
