"""The words of a sentence that answer a question, chosen by the pair model's scores."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.answer.evidence import Span
from rag.answer.fact.pairs import LONGEST, Floats, span_chances
from rag.models.pair_model import PairScores

_WORD = re.compile(r"[$€£]?\d+(?:[.,:/]\d+)*%?|[^\W\d_]+(?:['’&.\-‑–][^\W_]+)*|\w+|[^\w\s]")
_LIKELIEST = 40  # spans that are compared with each other
_NO_BRACKET = re.compile(r"[^()\[\]“”]")
_PAIR = re.compile(r"\(\)|\[\]|“”")


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """The words that answer, as offsets in a sentence, and their expected F1."""

    span: Span
    expected: float  # F1 of its words, by the model's probabilities: 0 to 1


def read_answer_span(sentence: str, scores: PairScores) -> AnswerSpan | None:
    """The words of a sentence that answer best; None if the model has read no words of it."""
    words = [match.span() for match in _WORD.finditer(sentence)]
    if not words or not len(scores.offsets):
        return None
    return choose_likeliest(span_chances(scores, words), sentence, words)


def choose_likeliest(probabilities: Floats, sentence: str, words: Sequence[Span]) -> AnswerSpan:
    """The span of a sentence with the highest expected F1 of words.

    `probabilities` are those of the spans: (words, LONGEST), by first word and length minus one.
    The span need not be the most probable one: if several spans overlap, their common words gain. A
    span with an open bracket or quotation mark is chosen only if there is no other. Source: the
    minimum Bayes risk of Kumar & Byrne 2004, NAACL, with SQuAD's F1 as gain, which ignores
    punctuation and articles.
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
    return AnswerSpan(spans[best], float(expected[best]))


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
