"""How well marked words agree with annotated answers, as SQuAD counts it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")


def word_f1(marked: Sequence[str], right: Sequence[str]) -> float:
    """The F1 of the words of what is marked and of a right answer, the best of the answers.

    Source: Rajpurkar et al. 2016, EMNLP; words in lower case, without punctuation and articles.
    """
    mine = Counter(_words(" ".join(marked)))
    best = 0.0
    for answer in right:
        theirs = Counter(_words(answer))
        shared = (mine & theirs).total()
        if shared:
            best = max(best, 2 * shared / (mine.total() + theirs.total()))
    return best


def word_recall(marked: Sequence[str], right: str) -> float:
    """The share of a right answer's words that are marked, compared as in `word_f1`."""
    wanted = Counter(_words(right))
    return (wanted & Counter(_words(" ".join(marked)))).total() / max(1, wanted.total())


def _words(text: str) -> list[str]:
    bare = "".join(letter for letter in text.lower() if letter.isalnum() or letter.isspace())
    return _ARTICLES.sub(" ", bare).split()
