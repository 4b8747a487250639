"""Texts -> the counts of their words, before they become part of an index."""

from __future__ import annotations

import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.unsignedinteger]

_NUMBERS = ("different", "columns", "counts", "lengths")
_SIZE = 4  # bytes of a number in packed counts
_FASTEST = 1  # of zlib's levels; the slower ones save few bytes more


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
        return {name: getattr(self, name).tolist() for name in _NUMBERS}

    @classmethod
    def of_json(cls, vocabulary: Sequence[str], fields: Mapping[str, Any]) -> WordCounts:
        """The record of `to_json`."""
        return cls(vocabulary, **{name: narrow(numbers) for name, numbers in fields.items()})

    def unpack(self) -> WordCounts:
        """These counts: they are not packed."""
        return self

    def pack(self) -> PackedCounts:
        """The counts in a quarter of the memory."""
        parts = [np.asarray(getattr(self, name), dtype="<u4") for name in _NUMBERS]
        sizes = np.array([len(part) for part in parts], dtype="<u4")
        words = "\n".join(self.vocabulary).encode("utf-8", "surrogatepass")
        return PackedCounts(
            zlib.compress(np.concatenate([sizes, *parts]).tobytes() + words, _FASTEST)
        )


@dataclass(frozen=True, slots=True, eq=False)
class PackedCounts:
    """The counts of words in some rows of text, compressed while they wait for those of others."""

    content: bytes

    def unpack(self) -> WordCounts:
        """The counts."""
        content = zlib.decompress(self.content)
        sizes = np.frombuffer(content, dtype="<u4", count=len(_NUMBERS))
        ends = (len(_NUMBERS) + np.cumsum(sizes, dtype=np.int64)).tolist()
        numbers = np.frombuffer(content, dtype="<u4", count=ends[-1])
        parts = np.split(numbers, [len(_NUMBERS), *ends[:-1]])[1:]
        words = content[ends[-1] * _SIZE :].decode("utf-8", "surrogatepass")
        return WordCounts(words.split("\n") if words else [], *parts)


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
