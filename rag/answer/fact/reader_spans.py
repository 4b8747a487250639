"""The features of a span of words as a whole: whether it cuts a name, ends in "of", and more."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.answer.fact.reader_words import (
    CONJUNCTIONS,
    DETERMINERS,
    PLACE_OF,
    PREPOSITIONS,
    VERBS,
)
from rag.language.english.number_words import NUMBER_WORDS

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

LONGEST = 20  # words in an answer; one annotated answer in a hundred is longer


def compute_span_features(texts: Sequence[str], repeated: Flags, to_focus: Floats) -> Floats:
    """The features of each span; a span beyond the sentence's end is cut at the end."""
    count = len(texts)
    lows = [text.lower() for text in texts]
    names = _names(texts)
    inner = np.array([at > 0 and names[at] == names[at - 1] >= 0 for at in range(count)])
    inner_end = np.array([*inner[1:], False])  # the name goes on behind this word
    word = np.array([text[0].isalnum() for text in texts])
    plain = word & ~np.array([low in PLACE_OF for low in lows])
    first = np.repeat(np.arange(count)[:, None], LONGEST, axis=1)
    last = np.minimum(first + np.arange(LONGEST), count - 1)
    before, behind = np.maximum(first - 1, 0), np.minimum(last + 1, count - 1)

    def among(known: Collection[str]) -> Flags:
        return np.array([low in known for low in lows])

    def inside(flags: Flags) -> Floats:
        total = np.concatenate([[0], np.cumsum(flags)])
        result: Floats = (total[last + 1] - total[first]).astype(np.float32)
        return result

    prepositions, verbs = among(PREPOSITIONS), among(VERBS)
    joining, determiners = among(CONJUNCTIONS), among(DETERMINERS)
    opening, closing = inside(among(["("])), inside(among([")"]))
    marks = inside(among(['"'])) % 2
    curly = inside(among(["“"])) != inside(among(["”"]))
    highest = np.full((count, LONGEST), -1, np.float32)
    best = to_focus.astype(np.float32)
    for length in range(LONGEST):
        best = np.maximum(best, to_focus[last[:, length]])
        highest[:, length] = best
    numbers = among(NUMBER_WORDS) | np.array([any(c.isdigit() for c in t) for t in texts])
    capital = np.array([text[0].isupper() for text in texts])
    columns = [
        inner[first],
        inner_end[last],
        inside(among([","])) > 0,
        inside(among([","])) > 1,
        (opening != closing) | (marks > 0) | curly,
        inside(among([".", ";", ":", "?", "!"])) > 0,
        np.minimum(inside(repeated), 3),
        inside(repeated) / (last - first + 1),
        repeated[first],
        repeated[last],
        prepositions[last] | joining[last] | determiners[last] | verbs[last],
        prepositions[first],
        joining[first] | verbs[first],
        determiners[first],
        ~word[last],
        ~word[first],
        inside(verbs) > 0,
        inside(prepositions) > 0,
        inside(among(["and", "or"])) > 0,
        plain[last] & plain[behind] & (behind > last),
        plain[first] & plain[before] & (before < first),
        plain[last] & prepositions[behind],
        determiners[before] & (before < first),
        prepositions[before] & (before < first),
        inside(numbers) > 0,
        inside(capital) > 0,
        inside(capital) == inside(word),
        numbers[before] & (before < first) & plain[first],
        numbers[last] & plain[behind] & (behind > last),
        highest,
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=2)


def _names(texts: Sequence[str]) -> list[int]:
    """The number of the name that each word belongs to, or -1, by capital letters."""
    numbers = [-1] * len(texts)
    number = -1
    for at, text in enumerate(texts):
        if not text[0].isupper():
            continue
        joined = at > 0 and numbers[at - 1] >= 0
        for gap in (1, 2):
            between = [word.lower() for word in texts[at - gap : at]] if at > gap else []
            small = between and all(
                word in {"of", "the", "de", "van", "von", "en"} for word in between
            )
            if not joined and small and numbers[at - gap - 1] >= 0:
                numbers[at - gap : at] = [numbers[at - gap - 1]] * gap
                joined = True
        if not joined:
            number += 1
        numbers[at] = numbers[at - 1] if joined else number
    return numbers
