"""How similar a text is to each word of a question, by the vectors of their word pieces (MaxSim).

Source: Khattab & Zaharia 2020, ColBERT, SIGIR. Here the vectors are those of a model that was not
trained for it, and stop words such as "what did" are left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from rag.answer.fact.asked_act import Act, as_term
from rag.language.english.stop_words import ASKING_WORDS, STOP_WORDS
from rag.models.embedder import TokenVectors, Vectors
from rag.search.topic import find_keys

_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class TellingWord:
    """A word of a question that carries its topic."""

    keys: frozenset[str]
    exact: bool  # a name or a number: a similar one means another thing
    rows: tuple[int, ...]  # of its word pieces


def find_telling_words(question: str, tokens: TokenVectors) -> list[TellingWord]:
    """The words of a question that carry its topic, in its order."""
    starts, ends = tokens.offsets[:, 0], tokens.offsets[:, 1]
    telling = []
    for match in _WORD.finditer(question):
        word = match.group().removesuffix("'s").removesuffix("’s")
        if len(word) < 2 or word.lower() in STOP_WORDS or word.lower() in ASKING_WORDS:
            continue
        rows = np.flatnonzero((starts < match.end()) & (ends > match.start())).tolist()
        if rows:
            exact = word[0].isupper() or word[0].isdigit()
            telling.append(TellingWord(find_keys(word), exact, tuple(rows)))
    return telling


def nearness(
    question: TokenVectors,
    telling: Sequence[TellingWord],
    text: TokenVectors,
    text_keys: Collection[str],
) -> Vectors:
    """The similarity of a text to each telling word, at most 1: shape (words,).

    It is 1 for a word among the text's keys, else the mean cosine of its nearest pieces, which is
    halved for a name or a number. A question without telling words is compared piece by piece.
    """
    if len(text.vectors) and len(question.vectors):
        best = (question.vectors @ text.vectors.T).max(axis=1)
    else:
        best = np.zeros(max(len(question.vectors), 1), dtype=np.float32)
    if not telling:
        return np.asarray(best, dtype=np.float32)
    near = (_near(word, best[list(word.rows)].mean(), text_keys) for word in telling)
    return np.array(list(near), dtype=np.float32)


def _near(word: TellingWord, cosine: float, text_keys: Collection[str]) -> float:
    if not word.keys.isdisjoint(text_keys):
        return 1.0
    return cosine * _OTHER_NAME if word.exact else cosine


_OTHER_NAME = 0.5


def act_nearness(
    acts: Sequence[Act],
    question: TokenVectors,
    telling: Sequence[TellingWord],
    sentence: str,
    text: TokenVectors,
) -> float:
    """The cosine of the act that a question asks about to the nearest piece of a sentence.

    The sentence is of an article that does not report the act. Pieces of the question's own words
    are left out: the vectors of "resign" and "Roe" are similar in "Why did Roe resign?". It is 1 if
    nothing can be compared.
    """
    if not acts or len(question.vectors) < 2:  # a model without vectors of pieces
        return 1.0
    asked = as_term(acts).keys.union(*(word.keys for word in telling))
    free = _free_pieces(asked, sentence, text)
    if not len(free):
        return 0.0
    return max(_nearest_piece(act, question, free) for act in acts)


def _free_pieces(asked: Collection[str], sentence: str, text: TokenVectors) -> Vectors:
    """The vectors of a sentence's pieces, without those of stop words and the question's words."""
    free = np.zeros(len(text.vectors), dtype=bool)
    for match in _WORD.finditer(sentence):
        word = match.group()
        if word.lower() in STOP_WORDS or not find_keys(word).isdisjoint(asked):
            continue
        free |= (text.offsets[:, 0] < match.end()) & (text.offsets[:, 1] > match.start())
    return text.vectors[free]


def _nearest_piece(act: Act, question: TokenVectors, free: Vectors) -> float:
    rows = (question.offsets[:, 0] < act.end) & (question.offsets[:, 1] > act.start)
    if not rows.any():
        return 1.0  # the question is longer than the model's window
    return float((question.vectors[rows] @ free.T).max(axis=1).mean())


def closeness(question: TokenVectors, text: TokenVectors) -> float:
    """The mean cosine of each piece of a question to the nearest piece of a text.

    Stop words are included, because a piece's vector depends on its sentence: the pieces of a
    question for a reason are near to a reason. This ranks the sentences of a paragraph better than
    the telling words alone.
    """
    if not len(question.vectors) or not len(text.vectors):
        return 0.0
    return float((question.vectors @ text.vectors.T).max(axis=1).mean())
