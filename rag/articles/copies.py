"""Articles -> groups of near-duplicates: one wire report in several papers, slightly edited.

MinHash (Broder 1997): two texts have the same least hash of a kind with the probability that a run
of words of either is one of both. So a sketch of such least hashes tells how much texts have in
common, and texts that agree in a band of them are compared (Indyk & Motwani 1998).
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

_Shingles = NDArray[np.uint64]  # hashes of five words behind each other, each once, sorted
Sketch = NDArray[np.uint32]  # (128,)
Sketches = NDArray[np.uint32]  # (articles, 128)

_WORDS = 5
# The share of shingles in common from which two texts are one report. Of 3,078 news articles the
# pairs above .6 are one article, with small changes; from .3 to .5 they are a series that begins
# and ends alike, and stories that go on.
_SAME = 0.6
_LEAST = 0.4  # by the sketches, whose error is .04: two that have less in common are not read
_HASHES = 128
_BAND = 4  # hashes: of two texts that have .6 in common, one pair in 80 agrees in no band
_AT_ONCE = 2048  # shingles that are hashed at a time, 128 hashes each
_NEARBY = 1024  # articles whose shingles are kept while groups are looked for
_EMPTY = np.uint32(0xFFFFFFFF)  # each hash of a text that has no five words
# editors change marks, not words; on bytes this takes a twentieth of str.translate's time
_ASCII_MARKS = string.punctuation.encode()
_OTHER_MARKS = [mark.encode() for mark in "“”‘’„«»–—…"]


def sketch(text: str) -> Sketch:
    """The 128 least hashes of a text's shingles."""
    found = np.full(_HASHES, _EMPTY, dtype=np.uint32)
    shingles = _shingles(text)
    factors, terms = _functions()
    for first in range(0, len(shingles), _AT_ONCE):
        some = shingles[first : first + _AT_ONCE]
        # the upper half of (a x + b) mod 2^64 (Dietzfelbinger 1996)
        hashed = (factors[:, None] * some + terms[:, None]) >> np.uint64(32)
        np.minimum(found, hashed.min(axis=1).astype(np.uint32), out=found)
    return found


def groups(
    ids: Sequence[str], sketches: Sketches, text: Callable[[int], str]
) -> list[tuple[str, ...]]:
    """Return the ids of articles whose texts are nearly the same; a group has at least two.

    `sketches` has a row for each id, and `text` gives the text of a row.
    """
    group = list(range(len(ids)))  # the first article of each one's group

    @lru_cache(maxsize=_NEARBY)
    def shingles(row: int) -> _Shingles:
        return _shingles(text(row))

    for one, other in _candidates(sketches):
        if _root(group, one) == _root(group, other):
            continue
        alike = np.count_nonzero(sketches[one] == sketches[other]) / _HASHES
        if alike >= _LEAST and _in_common(shingles(one), shingles(other)) >= _SAME:
            _join(group, one, other)
    members: dict[int, list[str]] = {}
    for number, article_id in enumerate(ids):
        members.setdefault(_root(group, number), []).append(article_id)
    return [tuple(each) for each in members.values() if len(each) > 1]


@lru_cache(maxsize=1)
def _functions() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Factors, which are odd, and terms of the hash functions: always the same."""
    # no generator of random numbers gives the same in every version, and sketches are kept
    numbers = np.frombuffer(shake_256(b"sketches").digest(2 * _HASHES * 8), dtype="<u8")
    return numbers[:_HASHES] | np.uint64(1), numbers[_HASHES:]


def _candidates(sketches: Sketches) -> Iterator[tuple[int, int]]:
    """Pairs of rows that agree in a band, the lower one first.

    Of rows that agree in all, which may be thousands of one notice, only the first is paired on.
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
            # ascending, since the sort is stable
            yield from combinations(full[alike].tolist(), 2)


def _shingles(text: str) -> _Shingles:
    plain = text.casefold().encode("utf-8", "replace")
    for mark in _OTHER_MARKS:
        plain = plain.replace(mark, b"")
    words = plain.translate(None, _ASCII_MARKS).split()
    # crc32 and not Python's hash, which differs from run to run: so would what is found
    hashes = np.fromiter(map(crc32, words), dtype=np.uint64, count=len(words))
    length = len(hashes) - _WORDS + 1
    if length < 1:
        return hashes[:0]
    mixed = np.zeros(length, dtype=np.uint64)
    for at in range(_WORDS):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + hashes[at : at + length]
        mixed ^= mixed >> np.uint64(29)
    return np.unique(mixed >> np.uint64(32))


def _in_common(one: _Shingles, other: _Shingles) -> float:
    """Jaccard's index: shingles of both, of those of either."""
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / (len(one) + len(other) - both)


def _root(group: Sequence[int], number: int) -> int:
    while group[number] != number:
        number = group[number]
    return number


def _join(group: list[int], one: int, other: int) -> None:
    first, second = sorted((_root(group, one), _root(group, other)))
    group[second] = first
