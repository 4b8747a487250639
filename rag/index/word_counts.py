"""Texts -> how often which word stands in which, before they become a part of an index."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.unsignedinteger]


@dataclass(frozen=True, slots=True, eq=False)
class WordCounts:
    """The words of some rows of text, in numbers."""

    vocabulary: Sequence[str]  # in any order, each once; some may stand in no row
    different: Counts  # for each row how many words of the vocabulary stand in it
    columns: Counts  # their numbers in the vocabulary, row by row
    counts: Counts  # how often each stands there, at least once
    lengths: Counts  # for each row how many words it has in all

    def to_json(self) -> dict[str, Any]:
        """The same without the vocabulary, as it crosses to another process."""
        return {
            name: getattr(self, name).tolist()
            for name in ("different", "columns", "counts", "lengths")
        }

    @classmethod
    def of_json(cls, vocabulary: Sequence[str], fields: Mapping[str, Any]) -> WordCounts:
        """What `to_json` made."""
        return cls(vocabulary, **{name: narrow(numbers) for name, numbers in fields.items()})


class Vocabulary:
    """Numbers of words, as they come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    @property
    def words(self) -> list[str]:
        """The words, by number."""
        return list(self._numbers)

    def count(self, texts: Iterable[Sequence[str]]) -> WordCounts:
        """Count the words of texts, a row each, given as their words."""
        numbers = self._numbers
        columns, counts, lengths, different = array("i"), array("i"), array("i"), array("i")
        for text in texts:
            each = Counter(text)
            columns.extend([numbers.setdefault(word, len(numbers)) for word in each])
            counts.extend(each.values())
            lengths.append(len(text))
            different.append(len(each))
        return WordCounts(
            self.words, narrow(different), narrow(columns), narrow(counts), narrow(lengths)
        )


def narrow(numbers: Sequence[int] | NDArray[Any]) -> Counts:
    """Numbers in as few bytes as they need: most counts are below 256."""
    found = np.asarray(numbers, dtype=np.uint32)
    for kind in (np.uint8, np.uint16):
        if not len(found) or found.max() <= np.iinfo(kind).max:
            return found.astype(kind)
    return found
