"""How near a text comes to each word of a question, by the vectors of their word pieces (MaxSim).

Source: Khattab & Zaharia 2020, ColBERT, SIGIR; here with the vectors of a model that was not
trained for it, and over the words that tell, not over "what did".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from rag.language.english.stop_words import ASKING_WORDS, STOP_WORDS
from rag.models.embedder import TokenVectors, Vectors
from rag.search.topic import keys

_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class TellingWord:
    """A word of a question that tells what it is about."""

    keys: frozenset[str]
    exact: bool  # a name or a number: another one, however near, is another thing
    rows: tuple[int, ...]  # of its pieces


def telling_words(question: str, tokens: TokenVectors) -> list[TellingWord]:
    """The telling words of a question, in its order."""
    starts, ends = tokens.offsets[:, 0], tokens.offsets[:, 1]
    found = []
    for match in _WORD.finditer(question):
        word = match.group().removesuffix("'s").removesuffix("’s")
        if len(word) < 2 or word.lower() in STOP_WORDS or word.lower() in ASKING_WORDS:
            continue
        rows = np.flatnonzero((starts < match.end()) & (ends > match.start())).tolist()
        if rows:
            exact = word[0].isupper() or word[0].isdigit()
            found.append(TellingWord(keys(word), exact, tuple(rows)))
    return found


def nearness(
    question: TokenVectors,
    telling: Sequence[TellingWord],
    text: TokenVectors,
    text_keys: Collection[str],
) -> Vectors:
    """For each telling word, how near a text with these keys comes to it: shape (words,), to 1.

    1 for a word that is among its keys, or else the cosine of its nearest pieces, halved for a name
    or a number. A question without telling words is compared piece by piece.
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


def closeness(question: TokenVectors, text: TokenVectors) -> float:
    """The mean, over all of a question's pieces, of the cosine of the text's nearest.

    "What did" tells as well: pieces are understood in their sentence, and what asks for a reason
    comes nearest to a reason. To rank the sentences of a paragraph this does better than the words
    that tell alone.
    """
    if not len(question.vectors) or not len(text.vectors):
        return 0.0
    return float((question.vectors @ text.vectors.T).max(axis=1).mean())
