"""How near a text comes to each word of a question, by the vectors of their word pieces (MaxSim).

Source: Khattab & Zaharia 2020, ColBERT, SIGIR; here with the vectors of a model that was not
trained for it, and over the words that tell, not over "what did".
"""

from __future__ import annotations

import re

import numpy as np

from rag.index.embedder import TokenVectors, Vectors
from rag.search.topic import ASKING_WORDS, STOP_WORDS

_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")


def telling_words(question: str, tokens: TokenVectors) -> list[list[int]]:
    """For each word of a question that tells what it is about, the rows of its pieces."""
    starts, ends = tokens.offsets[:, 0], tokens.offsets[:, 1]
    found = []
    for match in _WORD.finditer(question):
        word = match.group().lower().removesuffix("'s").removesuffix("’s")
        if len(word) < 2 or word in STOP_WORDS or word in ASKING_WORDS:
            continue
        rows = np.flatnonzero((starts < match.end()) & (ends > match.start())).tolist()
        if rows:
            found.append(rows)
    return found


def nearness(question: TokenVectors, telling: list[list[int]], text: TokenVectors) -> Vectors:
    """For each telling word, the cosine of the text's nearest pieces: shape (words,).

    A question without such words is compared piece by piece; a text without pieces is near none.
    """
    rows = telling or [[row] for row in range(len(question.vectors))]
    if not len(text.vectors):
        return np.zeros(len(rows), dtype=np.float32)
    best = (question.vectors @ text.vectors.T).max(axis=1)
    return np.array([best[one].mean() for one in rows], dtype=np.float32)


def closeness(question: TokenVectors, text: TokenVectors) -> float:
    """The mean, over all of a question's pieces, of the cosine of the text's nearest.

    "What did" tells as well: pieces are understood in their sentence, and what asks for a reason
    comes nearest to a reason. To rank the sentences of a paragraph this does better than the words
    that tell alone.
    """
    if not len(question.vectors) or not len(text.vectors):
        return 0.0
    return float((question.vectors @ text.vectors.T).max(axis=1).mean())
