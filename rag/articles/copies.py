"""Articles -> groups of near-duplicates: one wire report in several papers, slightly edited.

The only module that knows of datasketch.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from rag.records import Article

_Shingles = NDArray[np.uint64]  # hashes of five words behind each other, each once, sorted

_WORDS = 5
# The share of shingles in common from which two texts are one report. Of 3,078 news articles the
# pairs above .6 are one article, with small changes; from .3 to .5 they are a series that begins
# and ends alike, and stories that go on.
_SAME = 0.6
_CANDIDATES = 0.45  # where the sketches are asked: below _SAME, so that none is missed
_PERMUTATIONS = 128
# editors change marks, not words; on bytes this takes a twentieth of str.translate's time
_ASCII_MARKS = string.punctuation.encode()
_OTHER_MARKS = [mark.encode() for mark in "“”‘’„«»–—…"]


def groups(articles: Iterable[Article]) -> list[tuple[str, ...]]:
    """Return the ids of articles whose texts are nearly the same; a group has at least two."""
    from datasketch import MinHash, MinHashLSH

    sketch = MinHash(num_perm=_PERMUTATIONS, hashfunc=int)
    nearby = MinHashLSH(threshold=_CANDIDATES, num_perm=_PERMUTATIONS)
    shingles: list[_Shingles] = []
    ids: list[str] = []
    group: list[int] = []  # the first article of each one's group
    for article in articles:
        own, number = _shingles(article.text), len(ids)
        ids.append(article.id)
        shingles.append(own)
        group.append(number)
        if not len(own):
            continue
        hashed = sketch.copy()
        hashed.update_batch(own.tolist())
        for other in nearby.query(hashed):
            if _in_common(own, shingles[other]) >= _SAME:
                _join(group, number, other)
        nearby.insert(number, hashed)
    members: dict[int, list[str]] = {}
    for number, article_id in enumerate(ids):
        members.setdefault(_root(group, number), []).append(article_id)
    return [tuple(each) for each in members.values() if len(each) > 1]


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
