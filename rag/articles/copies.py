"""Articles -> groups of near-duplicates, such as one wire report in several papers.

MinHash (Broder 1997): the probability that two texts have the same least hash equals the share of
their runs of words that they have in common. A sketch of many least hashes estimates this share.
Only texts whose sketches agree in a band are compared (Indyk & Motwani 1998).
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from hashlib import shake_256
from itertools import combinations
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_Shingles = NDArray[np.uint64]  # hashes of the runs of five words, each once, sorted
Sketch = NDArray[np.uint32]  # (128,)
Sketches = NDArray[np.uint32]  # (articles, 128)

_WORDS = 5
# The share of common shingles from which two texts are one report. Of 3,078 news articles, pairs
# above .6 are one article with small changes; pairs from .3 to .5 are series whose articles begin
# and end alike, and updates of a story.
_SAME = 0.6
_LEAST = 0.4  # by the sketches, whose error is .04; texts with a smaller share are not compared
_HASHES = 128
_BAND = 4  # hashes; of pairs that have .6 in common, one in 80 agrees in no band
_AT_ONCE = 2048  # shingles hashed at a time, with 128 functions
_NEARBY = 1024  # articles whose shingles are kept in memory while groups are found
_EMPTY = np.uint32(0xFFFFFFFF)  # each hash of a text of fewer than five words
# editors change marks and not words; on bytes this takes a twentieth of the time of str.translate
_ASCII_MARKS = string.punctuation.encode()
_OTHER_MARKS = [mark.encode() for mark in "“”‘’„«»–—…"]


def sketch(text: str) -> Sketch:
    """The 128 least hashes of a text's shingles."""
    least = np.full(_HASHES, _EMPTY, dtype=np.uint32)
    shingles = _shingles(text)
    factors, terms = _functions()
    for first in range(0, len(shingles), _AT_ONCE):
        some = shingles[first : first + _AT_ONCE]
        # the upper half of (a x + b) mod 2^64 (Dietzfelbinger 1996)
        hashed = (factors[:, None] * some + terms[:, None]) >> np.uint64(32)
        np.minimum(least, hashed.min(axis=1).astype(np.uint32), out=least)
    return least


def find_groups(
    ids: Sequence[str], sketches: Sketches, text: Callable[[int], str]
) -> list[tuple[str, ...]]:
    """Return groups of at least two articles whose texts are nearly the same, by their ids.

    `sketches` has a row for each id, and `text` gives the text of a row.
    """
    group = list(range(len(ids)))  # of each article, another article of its group

    @lru_cache(maxsize=_NEARBY)
    def shingles(row: int) -> _Shingles:
        return _shingles(text(row))

    for row, other in _candidates(sketches):
        if _root(group, row) == _root(group, other):
            continue
        alike = np.count_nonzero(sketches[row] == sketches[other]) / _HASHES
        if alike >= _LEAST and _share(shingles(row), shingles(other)) >= _SAME:
            _join(group, row, other)
    members: dict[int, list[str]] = {}
    for number, article_id in enumerate(ids):
        members.setdefault(_root(group, number), []).append(article_id)
    return [tuple(each) for each in members.values() if len(each) > 1]


@lru_cache(maxsize=1)
def _functions() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The odd factors and the terms of the hash functions."""
    # they must never change, because sketches are stored; generators of random numbers do
    numbers = np.frombuffer(shake_256(b"sketches").digest(2 * _HASHES * 8), dtype="<u8")
    return numbers[:_HASHES] | np.uint64(1), numbers[_HASHES:]


def _candidates(sketches: Sketches) -> Iterator[tuple[int, int]]:
    """Yield pairs of rows that agree in a band, the lower row first.

    Thousands of rows may be equal, such as those of one notice. Only the first of them is compared
    with other rows.
    """
    firsts: dict[bytes, int] = {}
    for row in np.flatnonzero((sketches != _EMPTY).any(axis=1)).tolist():
        first = firsts.setdefault(sketches[row].tobytes(), row)
        if first != row:
            yield first, row
    full = np.array([*firsts.values()], dtype=np.int64)
    if not len(full):
        return
    for start in range(0, _HASHES, _BAND):
        band = np.ascontiguousarray(sketches[full, start : start + _BAND]).view(np.uint64)
        order = np.lexsort((band[:, 1], band[:, 0]))
        same = (band[order[1:]] == band[order[:-1]]).all(axis=1)
        as_before, as_next = np.append(False, same), np.append(same, False)
        agree = as_before | as_next
        begin = np.flatnonzero(~as_before[agree])
        for alike in np.split(order[agree], begin[1:]):
            # the pairs ascend, because the sort is stable
            yield from combinations(full[alike].tolist(), 2)


def _shingles(text: str) -> _Shingles:
    plain = text.casefold().encode("utf-8", "replace")
    for mark in _OTHER_MARKS:
        plain = plain.replace(mark, b"")
    words = plain.translate(None, _ASCII_MARKS).split()
    # crc32, because Python's hash differs from run to run, and so would the groups
    hashes = np.fromiter(map(crc32, words), dtype=np.uint64, count=len(words))
    length = len(hashes) - _WORDS + 1
    if length < 1:
        return hashes[:0]
    mixed = np.zeros(length, dtype=np.uint64)
    for at in range(_WORDS):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + hashes[at : at + length]
        mixed ^= mixed >> np.uint64(29)
    return np.unique(mixed >> np.uint64(32))


def _share(shingles: _Shingles, others: _Shingles) -> float:
    """Jaccard's index: the share of all shingles of two texts that both have."""
    both = len(np.intersect1d(shingles, others, assume_unique=True))
    return both / (len(shingles) + len(others) - both)


def _root(group: Sequence[int], number: int) -> int:
    while group[number] != number:
        number = group[number]
    return number


def _join(group: list[int], number: int, other: int) -> None:
    first, second = sorted((_root(group, number), _root(group, other)))
    group[second] = first
