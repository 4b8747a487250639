"""Counted articles, and what is published -> keys and numbers for a new generation.

If most articles are the same as in the published generation, their rows stay as they are on the
server, and only those of the other articles are sent. Else all rows go into new collections.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from rag.index.postings import Postings
from rag.index.searched import Rows
from rag.index.source import Source, Stage
from rag.index.storage.json_lines import to_line
from rag.milvus import layout
from rag.milvus.assigned import WORD_TABLES, Assigned, Digests, Numbered, Retired, Words
from rag.milvus.layout import Table
from rag.milvus.loading.counted import Counted
from rag.milvus.own_rows import Keys, RowKeys
from rag.milvus.server_generation import read_names, read_probes, read_source, read_vocabulary
from rag.milvus.server_words import NO_WORD
from rag.milvus.word_lists import make_segment
from rag.models.vectors import Vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST_SEGMENTS = 8  # more are merged: a question reads the lists of each
_MOST_RETIRED = 10_000  # articles: some searches name all of them
_DRIFT = 0.01  # of the average length: BM25 scores change by less than this share
_LAST_KEY = 2**31 - 1  # lists of rows have 4 bytes for a key
_SEAL = 16  # bytes
_NEW = -1


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Names or words, and the numbers that they have on the server."""

    names: Sequence[str]
    numbered: Numbered


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """What a new generation must know of the published one, to continue it."""

    assigned: Assigned
    source: Source
    probes: Vectors
    outlets: Names
    speakers: Names
    words: Mapping[str, Names]

    @classmethod
    def of(cls, name: str, kept: Mapping[str, bytes]) -> Published:
        """The record, from the pages of the generation."""
        assigned = Assigned.of_pages(kept)
        return cls(
            assigned,
            read_source(name, kept),
            read_probes(kept),
            Names(read_names(kept, "outlets"), assigned.outlets),
            Names(read_names(kept, "speakers"), assigned.speakers),
            {
                table: Names(read_vocabulary(kept, table), words.columns)
                for table, words in assigned.words.items()
            },
        )


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """The keys and numbers of a new generation, and what has to be sent for it."""

    assigned: Assigned
    added: Sequence[int]  # numbers of the articles whose rows are sent
    lists: Mapping[str, Keys]  # of the newest segment, by table of words; may be empty
    whole: str  # why all rows are sent; empty if they are not


def assign(  # noqa: PLR0913  # what is loaded, and where
    counted: Counted,
    source: Source,
    probes: Vectors,
    published: Published | None,
    unused: int,
    *,
    half: bool,
) -> Assignment:
    """Assign keys and numbers; as few as possible are new.

    `unused` is the number of the new collections, if all rows are sent. `half` says whether vectors
    are stored in half precision.
    """
    digests = _digest(counted)
    before = np.full(len(digests), _NEW)
    whole = _why_whole(counted, source, probes, published, half=half)
    if published is not None and not whole:
        before = _in_order(_match(digests, published.assigned.digests))
        whole = _why_changed(before, len(published.assigned.digests))
    if whole:
        before = np.full(len(digests), _NEW)
    old = None if whole else published
    numbering = _Numbering(counted, before, old)
    words, lists, merged = {}, {}, {}
    for table, found in counted.words.items():
        words[table], lists[table], merged[table] = numbering.words(table, found)
    assigned = Assigned(
        rows=unused if old is None else old.assigned.rows,
        half=half,
        graphs=_graphs(counted),
        digests=digests,
        first_keys=numbering.first_keys,
        next_keys=numbering.next_keys,
        outlets=_extend(counted.outlets, None if old is None else old.outlets),
        speakers=_extend(counted.speakers, None if old is None else old.speakers),
        words=words,
        retired=Retired(_retired(before, old), merged),
    )
    return Assignment(assigned, np.flatnonzero(before == _NEW).tolist(), lists, whole)


def _digest(counted: Counted) -> Digests:
    """A digest of each article and of its rows."""
    digests = bytearray()
    for article, seal in zip(counted.articles, counted.seals, strict=True):
        line = to_line(asdict(article))
        digest = hashlib.blake2b(seal.tobytes(), digest_size=_SEAL)
        digest.update(line.encode("utf-8", "surrogatepass"))
        digests += digest.digest()
    return np.frombuffer(digests, dtype=np.uint8).reshape(-1, _SEAL)


def _why_whole(
    counted: Counted, source: Source, probes: Vectors, published: Published | None, *, half: bool
) -> str:
    """Why no row of the published generation can be kept; empty if they may be."""
    if published is None:
        return "no published index can be continued"
    assigned, rules = published.assigned, published.source.rules
    averages = {table: _average(found) for table, found in counted.words.items()}
    drifts = [abs(averages[table] / words.average - 1) for table, words in assigned.words.items()]
    reasons = {
        "the model is another one": not source.model.matches(published.source.model)
        or not np.allclose(probes, published.probes, atol=1e-3),
        "the rules for words or vectors are others": not all(
            rules.same(stage, source.rules) for stage in (Stage.EMBED, Stage.WORDS)
        ),
        "vectors are stored in another precision": assigned.half != half,
        "vectors are searched in another way": assigned.graphs != _graphs(counted),
        "the average length has changed": max(drifts) > _DRIFT,
        "keys are used up": max(assigned.next_keys.values())
        + max(len(counted.passages), len(counted.statements))
        > _LAST_KEY,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _why_changed(before: Rows, articles_before: int) -> str:
    """Why an index of other articles is better loaded whole; empty if it is not."""
    same = int(np.count_nonzero(before != _NEW))
    added, retired = len(before) - same, articles_before - same
    if added + retired > same:
        return "most articles have changed"
    return "too many articles have changed" if retired > _MOST_RETIRED else ""


def _match(digests: Digests, old: Digests) -> Rows:
    """For each article its number among the old ones, or _NEW."""
    here, there = (np.ascontiguousarray(each).view("<u8")[:, 0] for each in (digests, old))
    order = np.argsort(there)
    place = np.minimum(np.searchsorted(there, here, sorter=order), len(old) - 1)
    nearest = order[place]
    return np.where((old[nearest] == digests).all(axis=1), nearest, _NEW)


def _in_order(before: Rows) -> Rows:
    """The same without articles that have moved: as few as possible, so that the rest ascends."""
    same = np.flatnonzero(before != _NEW)
    numbers = before[same]
    if (np.diff(numbers) > 0).all():
        return before
    # the longest ascending subsequence: `ends` are its last numbers by its length
    ends: list[int] = []
    lengths = np.empty(len(numbers), dtype=np.int64)
    for at, number in enumerate(numbers.tolist()):
        lengths[at] = bisect_left(ends, number)
        ends[lengths[at] : lengths[at] + 1] = [number]
    wanted, last = len(ends) - 1, len(before) + int(numbers.max())
    kept = np.full(len(before), _NEW)
    for at in reversed(range(len(numbers))):
        if lengths[at] == wanted and numbers[at] < last:
            kept[same[at]] = last = numbers[at]
            wanted -= 1
    return kept


class _Numbering:
    """Continues the keys of the published generation, or begins anew with all rows."""

    def __init__(self, counted: Counted, before: Rows, old: Published | None) -> None:
        articles = np.arange(len(before) + 1)
        self._added = before == _NEW
        self._old = old
        first_rows: dict[Table, Rows] = {
            Table.PASSAGES: np.searchsorted(counted.passages[:, 0], articles),
            Table.STATEMENTS: np.searchsorted(counted.statements[:, 0], articles),
            Table.ARTICLES: articles,
        }
        self.first_keys: dict[Table, Keys] = {}
        self.next_keys: dict[Table, int] = {}
        for table, first in first_rows.items():
            counts = np.where(self._added, np.diff(first), 0)
            next_key = 0 if old is None else old.assigned.next_keys[table]
            keys = next_key + np.cumsum(counts) - counts
            if old is not None:
                keys[~self._added] = old.assigned.first_keys[table][before[~self._added]]
            self.first_keys[table] = keys.astype(np.int64)
            self.next_keys[table] = next_key + int(counts.sum())
        self._keys = {
            table: RowKeys(self.first_keys[table], first) for table, first in first_rows.items()
        }
        self._of_added = {
            table: np.repeat(self._added, np.diff(first)) for table, first in first_rows.items()
        }

    def words(self, table: str, found: Postings) -> tuple[Words, Keys, Sequence[tuple[int, int]]]:
        """The words of a table, the lists that are sent, and the segments that these replace.

        A segment is given by its number and the count of its pages.
        """
        old = None if self._old is None else self._old.assigned.words[table]
        known = None if self._old is None else self._old.words[table]
        columns = _extend(found.vocabulary, known, first=NO_WORD + 1)
        segments = [] if old is None else [*old.segments]
        number = segments[-1].number + 1 if segments else 0
        rows, merged = self._of_added[WORD_TABLES[table]], []
        if len(segments) == _MOST_SEGMENTS:
            merged = [(segment.number, segment.pages) for segment in segments]
            segments, rows = [], np.ones_like(rows)
        keys = self._keys[WORD_TABLES[table]]
        segment, lists = make_segment(number, found, columns.numbers, keys, rows)
        if len(lists):
            segments.append(segment)
        average = _average(found) if old is None else old.average
        return Words(columns, segments, average), lists, merged


def _retired(before: Rows, old: Published | None) -> Keys:
    """The keys of the articles that only the published generation has."""
    if old is None:
        return np.empty(0, dtype=np.int64)
    gone = np.ones(len(old.assigned.digests), dtype=bool)
    gone[before[before != _NEW]] = False
    return old.assigned.first_keys[Table.ARTICLES][gone]


def _extend(names: Sequence[str], old: Names | None, *, first: int = 0) -> Numbered:
    """The numbers of names: old names keep theirs, new ones get numbers that were never used.

    `first` is the lowest number, if there are no old names.
    """
    if old is None:
        numbers = np.arange(first, first + len(names), dtype=np.int32)
        return Numbered(numbers, first + len(names))
    known = dict(zip(old.names, old.numbered.numbers.tolist(), strict=True))
    next_number = old.numbered.next
    extended: NDArray[np.int32] = np.empty(len(names), dtype=np.int32)
    for place, name in enumerate(names):
        number = known.get(name)
        if number is None:
            number, next_number = next_number, next_number + 1
        extended[place] = number
    return Numbered(extended, next_number)


def _graphs(counted: Counted) -> dict[Table, bool]:
    return {
        Table.PASSAGES: layout.takes_graph(len(counted.passages)),
        Table.STATEMENTS: layout.takes_graph(len(counted.statements)),
    }


def _average(found: Postings) -> float:
    return float(found.lengths.mean()) if found.lengths.any() else 1.0
