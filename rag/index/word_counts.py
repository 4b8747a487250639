"""Texts -> the counts of their words, before they become part of an index."""

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
    """The counts of words in some rows of text."""

    vocabulary: Sequence[str]  # each once, in any order; some may be in no row
    different: Counts  # of each row: its number of different words
    columns: Counts  # the numbers of these words in the vocabulary, row by row
    counts: Counts  # how often each occurs there, at least once
    lengths: Counts  # of each row: its number of words in all

    def to_json(self) -> dict[str, Any]:
        """The record without its vocabulary as JSON, for another process."""
        return {
            name: getattr(self, name).tolist()
            for name in ("different", "columns", "counts", "lengths")
        }

    @classmethod
    def of_json(cls, vocabulary: Sequence[str], fields: Mapping[str, Any]) -> WordCounts:
        """The record of `to_json`."""
        return cls(vocabulary, **{name: narrow(numbers) for name, numbers in fields.items()})


class Vocabulary:
    """Numbers words in the order of their appearance."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    @property
    def words(self) -> list[str]:
        """The words, by number."""
        return list(self._numbers)

    def count(self, texts: Iterable[Sequence[str]]) -> WordCounts:
        """Count the words of texts, one row each; a text is given as its words."""
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
    """Numbers in as few bytes as possible; most counts are below 256."""
    found = np.asarray(numbers, dtype=np.uint32)
    for kind in (np.uint8, np.uint16):
        if not len(found) or found.max() <= np.iinfo(kind).max:
            return found.astype(kind)
    return found
