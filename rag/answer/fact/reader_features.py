"""A question and a sentence -> the features of each word and of each span of words.

The reader's whole input: it reads no text itself. Numbers are float32. `dimension` is that of the
embedding model's vectors.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.answer.evidence import Span
from rag.answer.fact.reader_spans import Flags, Floats, compute_span_features
from rag.answer.fact.reader_words import CALENDAR, ENDINGS, PLACE_OF
from rag.language.english.number_words import NUMBER_WORDS
from rag.language.english.stop_words import STOP_WORDS
from rag.language.stems import stem
from rag.models.embedder import TokenVectors

_WORD = re.compile(r"[$€£]?\d+(?:[.,:/]\d+)*%?|[^\W\d_]+(?:['’&.\-‑–][^\W_]+)*|\w+|[^\w\s]")
_ASKING = frozenset("what which who whom whose when where why how".split())
# The kinds of questions; the first pattern that matches decides. A further kind is any question.
_KINDS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"how many",
        r"how much",
        r"how (?:long|old|far|large|big|high|tall|often|fast)",
        r"(?:what|which) (?:\w+ )?(?:percent|percentage|proportion|number|amount|fraction)",
        r"\bwhen\b|(?:what|which) (?:\w+ )?"
        r"(?:year|years|date|day|month|century|decade|time period)\b",
        r"\bwhere\b|(?:what|which) (?:\w+ )?"
        r"(?:country|city|state|place|region|area|countries|continent|location)\b",
        r"\bwho(?:m|se)?\b",
        r"\bwhy\b",
        r"\bhow\b",
        r"\bwhich\b",
        r"\bwhat\b(?:(?!\bwhat\b)[^?])* (?:do|does|did)\b",
        r"\bwhat\b (?:is|was|are|were)\b",
        r"\bwhat\b",
    )
)
KINDS = len(_KINDS) + 1
_FAR = 12  # words; larger distances are cut to it


@dataclass(frozen=True, slots=True)
class Features:
    """The reader's input for a question and a sentence of n words."""

    words: Sequence[Span]  # offsets in the sentence
    own: Floats  # (n, features of a word)
    vectors: Floats  # (n, dimension): of the words
    aligned: Floats  # (n, dimension): the question's words, weighted by closeness to each word
    asked: Floats  # (3, dimension): "which", the telling word after it, and the next one
    kind: int  # of the question, below KINDS
    spans: Floats  # (n, LONGEST, features of a span): by first word and length minus one


def compute_features(
    question: str, question_vectors: TokenVectors, sentence: str, vectors: TokenVectors
) -> Features | None:
    """The features of a question and a sentence; None if one of them has no words."""
    asked, words = _words(question), _words(sentence)
    if not asked or not words:
        return None
    asked_texts = [question[slice(*span)] for span in asked]
    texts = [sentence[slice(*span)] for span in words]
    of_asked = _word_vectors(asked, question_vectors)
    of_words = _word_vectors(words, vectors)
    similar = of_asked @ of_words.T
    tells = _content(asked_texts)
    roles = _asking_words(asked_texts, tells)
    stems = [stem(text.lower()) for text in texts]
    asked_stems = [stem(text.lower()) for text in asked_texts]
    repeated = _among(stems, {asked_stems[at] for at in np.flatnonzero(tells)})
    near = np.exp(similar * 8)
    near /= near.sum(0, keepdims=True)
    own = [
        *_agreement(similar, tells, roles),
        repeated,
        _among(stems, set(asked_stems)),
        of_words @ vectors.whole,
        of_words @ question_vectors.whole,
        *_nearness(repeated),
        *_nearness(repeated | (similar[tells].max(0) > 0.6)),
        np.arange(len(words)) / len(words),
        np.full(len(words), np.log(len(words) + 1) / 4),
        np.arange(len(words)) == 0,
    ]
    return Features(
        words=words,
        own=np.concatenate([np.stack(own, axis=1), _shapes(texts), _small(texts)], axis=1).astype(
            np.float32
        ),
        vectors=of_words,
        aligned=near.T @ of_asked,
        asked=of_asked[list(roles)],
        kind=_kind(question),
        spans=compute_span_features(texts, repeated, similar[roles[1]]),
    )


def _words(text: str) -> list[Span]:
    return [match.span() for match in _WORD.finditer(text)]


def _kind(question: str) -> int:
    fitting = (at for at, pattern in enumerate(_KINDS) if pattern.search(question))
    return next(fitting, len(_KINDS))


def _word_vectors(words: Sequence[Span], pieces: TokenVectors) -> Floats:
    """The mean of each word's pieces, of length 1; zeros after the model's window."""
    starts, ends = pieces.offsets[:, 0], pieces.offsets[:, 1]
    spans = np.array(words)
    inside = (starts[None] < spans[:, 1:]) & (ends[None] > spans[:, :1])
    sums = inside.astype(np.float32) @ pieces.vectors
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    result: Floats = sums / np.maximum(lengths, 1e-6)
    return result


def _content(texts: Sequence[str]) -> Flags:
    tells = np.array([text[0].isalnum() and text.lower() not in STOP_WORDS for text in texts])
    return tells if tells.any() else np.ones(len(texts), dtype=bool)


def _asking_words(texts: Sequence[str], tells: Flags) -> tuple[int, int, int]:
    """The positions of "which", the first telling word after it, and the next."""
    asking = next((at for at, text in enumerate(texts) if text.lower() in _ASKING), 0)
    behind = [at for at in np.flatnonzero(tells) if at > asking]
    focus = int(behind[0]) if behind else asking
    return asking, focus, int(behind[1]) if len(behind) > 1 else focus


def _agreement(similar: Floats, tells: Flags, roles: tuple[int, int, int]) -> list[Floats]:
    asking, focus, following = roles
    last = int(np.flatnonzero(tells)[-1])
    told = similar[tells]
    closest = [similar[at] == similar[at].max() for at in (following, focus, last)]
    return [
        told.max(0),
        told.mean(0),
        similar.max(0),
        similar.mean(0),
        similar[asking],
        similar[focus],
        *(flags.astype(np.float32) for flags in closest),
    ]


def _among(stems: Sequence[str], known: set[str]) -> Flags:
    return np.array([word_stem in known for word_stem in stems])


def _nearness(marked: Flags) -> list[Floats]:
    """How close the next marked word is on each side, and how many are nearby."""
    count = len(marked)
    left, right = np.empty(count, np.float32), np.empty(count, np.float32)
    for distances, order in ((left, range(count)), (right, range(count - 1, -1, -1))):
        away = _FAR
        for at in order:
            distances[at] = away
            away = 0 if marked[at] else min(_FAR, away + 1)
    total = np.concatenate([[0], np.cumsum(marked)])
    places = np.arange(count)
    around = [
        (total[np.minimum(count, places + reach + 1)] - total[np.maximum(0, places - reach)])
        / reach
        for reach in (3, 6)
    ]
    steps = [(side < limit).astype(np.float32) for side in (left, right) for limit in (1, 2)]
    return [np.exp(-left / 2), np.exp(-right / 2), *steps, *around]


def _shapes(texts: Sequence[str]) -> Floats:
    """Features of how the words are written."""
    rows = []
    for at, text in enumerate(texts):
        low, capital = text.lower(), text[0].isupper()
        rows.append(
            [
                capital,
                text.isupper() and len(text) > 1,
                capital and at > 0,
                any(letter.isdigit() for letter in text),
                len(text) == 4
                and text.isdigit()
                and text[:2] in {"15", "16", "17", "18", "19", "20"},
                low in CALENDAR,
                low in NUMBER_WORDS,
                not text[0].isalnum() and text[0] not in "$€£",
                text[0] in "$€£" or text[-1] == "%" or low in {"percent", "million", "billion"},
                *(len(low) > 3 and low.endswith(endings) for endings in ENDINGS),
            ]
        )
    return np.array(rows, dtype=np.float32)


def _small(texts: Sequence[str]) -> Floats:
    """One column for each small word and mark: 1 if the word is it."""
    flags = np.zeros((len(texts), len(PLACE_OF)), np.float32)
    for row, text in enumerate(texts):
        if (place := PLACE_OF.get(text.lower())) is not None:
            flags[row, place] = 1
    return flags
