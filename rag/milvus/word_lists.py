"""Which rows have a word: lists of row keys, kept on the server in pages.

A list page holds the keys of all words, one word after the other. A publish that adds articles
writes the lists of their rows alone, as a further segment; some segments are merged into one before
a question has to read many.
"""

from __future__ import annotations

import base64
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from rag.errors import IndexDamaged
from rag.index.postings import Postings
from rag.index.searched import Mask, Rows
from rag.milvus.kept_pages import KeptPages
from rag.milvus.layout import PAGE
from rag.milvus.own_rows import FOREIGN, Keys, RowKeys

if TYPE_CHECKING:
    from numpy.typing import NDArray

KEYS = PAGE // 5  # keys of 4 bytes in a page, of which each takes 5 characters
_KEPT = 256  # pages: 12 MB


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """The lists of the rows that one publish added."""

    number: int
    columns: NDArray[np.int32]  # of the words that it has, ascending
    starts: Rows  # where each word's keys begin among all, and where the last ones end

    @property
    def pages(self) -> int:
        """The number of its pages."""
        return ceil(int(self.starts[-1]) / KEYS)

    def span(self, column: int) -> tuple[int, int]:
        """Where the keys of a word begin and end."""
        place = int(np.searchsorted(self.columns, column))
        if place == len(self.columns) or self.columns[place] != column:
            return 0, 0
        return int(self.starts[place]), int(self.starts[place + 1])


def page_key(table: str, segment: int, page: int) -> str:
    """The key of a page of row keys."""
    return f"rows/{table}/{segment:06d}/{page:08d}"


def make_segment(
    number: int, found: Postings, columns: NDArray[np.int32], keys: RowKeys, rows: Mask
) -> tuple[Segment, Keys]:
    """The lists of some rows, and all their keys; `columns` are those of the words."""
    places = np.flatnonzero(rows[found.rows])
    words = np.searchsorted(found.starts, places, side="right") - 1
    own_columns = columns[words]
    order = np.argsort(own_columns, kind="stable")  # keys of one word stay in the order of rows
    own_columns = own_columns[order]
    begins = np.flatnonzero(np.diff(own_columns, prepend=-1))
    return (
        Segment(number, own_columns[begins], np.append(begins, len(own_columns)).astype(np.int64)),
        keys.of(found.rows[places[order]].astype(np.int64)),
    )


def write_pages(table: str, number: int, keys: Keys) -> Iterator[tuple[str, str]]:
    """The pages of a segment by their keys."""
    for page, first in enumerate(range(0, len(keys), KEYS)):
        content = keys[first : first + KEYS].astype("<i4").tobytes()
        yield page_key(table, number, page), base64.b85encode(content).decode("ascii")


class WordLists:
    """The lists of a generation's rows. Safe to use from several threads."""

    def __init__(
        self, pages: KeptPages, table: str, segments: Sequence[Segment], keys: RowKeys
    ) -> None:
        self._pages = pages
        self._table = table
        self._segments = segments
        self._keys = keys
        self._kept: OrderedDict[tuple[int, int], Keys] = OrderedDict()
        self._keeping = threading.Lock()

    def rows(self, column: int, most: int | None = None) -> Rows:
        """The numbers of the rows that have a word, ascending; the first `most` of them."""
        spans = [(segment, *segment.span(column)) for segment in self._segments]
        lists = [
            self._keys.rows(self._read(segment.number, first, end))
            if most is None
            else self._read_first(segment.number, first, end, most)
            for segment, first, end in spans
            if first < end
        ]
        rows = np.concatenate([np.empty(0, dtype=np.int64), *lists])
        return np.sort(rows[rows != FOREIGN])[:most]

    def _read_first(self, segment: int, first: int, end: int, most: int) -> Rows:
        """The rows of a part of a list that holds its first `most`.

        A segment's keys ascend with the rows: an article that has moved is given new keys.
        """
        here = first
        rows = np.empty(0, dtype=np.int64)
        while here < end and np.count_nonzero(rows != FOREIGN) < most:
            upto = min(end, (here // KEYS + 1) * KEYS)
            rows = np.append(rows, self._keys.rows(self._read(segment, here, upto)))
            here = upto
        return rows

    def _read(self, segment: int, first: int, end: int) -> Keys:
        """The keys from one place of a segment to another."""
        wanted = range(first // KEYS, (end - 1) // KEYS + 1)
        keys = np.concatenate(self._fetch(segment, wanted)).astype(np.int64)
        start = first - wanted.start * KEYS
        return keys[start : start + end - first]

    def _fetch(self, segment: int, wanted: range) -> list[Keys]:
        """Pages of keys, from memory or from the server."""
        with self._keeping:
            pages = {
                page: self._kept[segment, page] for page in wanted if (segment, page) in self._kept
            }
        if missing := [page for page in wanted if page not in pages]:
            fetched = self._pages.get([page_key(self._table, segment, page) for page in missing])
            try:
                for page in missing:
                    content = base64.b85decode(fetched[page_key(self._table, segment, page)])
                    pages[page] = np.frombuffer(content, dtype="<i4")
            except (LookupError, ValueError) as error:
                raise IndexDamaged(
                    f"{self._pages.collection}: lists of rows are missing or altered",
                    hint="publish the index again: python -m rag publish",
                ) from error
        with self._keeping:
            for page, keys in pages.items():
                self._kept[segment, page] = keys
                self._kept.move_to_end((segment, page))
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return [pages[page] for page in wanted]
