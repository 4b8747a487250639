"""The count of each word in each row of text: counted, reused, written and read.

A word's postings stand together, by row; words are in the order of their code points. So postings
that were taken over from others are the same, byte for byte, as those counted anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.index.word_counts import PackedCounts, WordCounts

Numbers = NDArray[np.int32]
Rows = NDArray[np.int64]  # row numbers

_VOCABULARY = "vocabulary.txt"
_ARRAYS = ("starts", "rows", "counts", "lengths")
_PARTS = 128  # that are sorted at once
_NO_ROWS = np.empty(0, dtype=np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """Where words stand: those of `vocabulary[n]` from `starts[n]` to `starts[n + 1]`."""

    vocabulary: Sequence[str]  # each stands in a row at least
    starts: Rows
    rows: Numbers  # of one word, ascending
    counts: NDArray[np.unsignedinteger]  # in the row, at least 1
    lengths: Numbers  # words of each row


def join_counts(parts: Sequence[WordCounts | PackedCounts]) -> Postings:
    """The postings of the rows of all parts, in their order.

    Beside the result, only some parts at a time are held in numbers.
    """
    numbers: dict[str, int] = {}  # of a word, as they come
    totals = np.zeros(0, dtype=np.int64)
    lengths, most = [_NO_ROWS], 0
    for some in _unpack(parts):
        for part in some:
            for word in part.vocabulary:
                numbers.setdefault(word, len(numbers))
        totals = np.append(totals, np.zeros(len(numbers) - len(totals), dtype=np.int64))
        totals += np.bincount(_list_columns(some, numbers), minlength=len(numbers))
        lengths += [part.lengths.astype(np.int32) for part in some]
        most = max(most, *(int(part.counts.max(initial=0)) for part in some))
    vocabulary = sorted(word for word, number in numbers.items() if totals[number])
    in_order = np.array([numbers[word] for word in vocabulary], dtype=np.int64)
    starts = np.zeros(len(vocabulary) + 1, dtype=np.int64)
    np.cumsum(totals[in_order], out=starts[1:])
    rows = np.empty(starts[-1], dtype=np.int32)
    counts = np.empty(starts[-1], dtype=np.min_scalar_type(most))
    numbers |= {word: place for place, word in enumerate(vocabulary)}  # others stand in no row
    _fill(parts, numbers, starts, rows, counts)
    return Postings(vocabulary, starts, rows, counts, np.concatenate(lengths))


def _fill(
    parts: Sequence[WordCounts | PackedCounts],
    places_of: Mapping[str, int],  # of each word, in the vocabulary
    starts: Rows,
    rows: Numbers,
    counts: NDArray[np.unsignedinteger],
) -> None:
    """Write the postings of all parts to the places of their words."""
    free, first_row = starts[:-1].copy(), 0
    for some in _unpack(parts):
        columns = _list_columns(some, places_of)
        different = np.concatenate([part.different for part in some])
        row_of_entry = np.repeat(
            np.arange(first_row, first_row + len(different), dtype=np.int32), different
        )
        order = np.argsort(columns, kind="stable")  # the rows ascend already
        columns = columns[order]
        begins = np.flatnonzero(np.diff(columns, prepend=-1))
        per_column = np.diff(begins, append=len(columns))
        places = free[columns] + np.arange(len(columns)) - np.repeat(begins, per_column)
        rows[places] = row_of_entry[order]
        counts[places] = np.concatenate([part.counts for part in some])[order]
        free[columns[begins]] += per_column
        first_row += len(different)


def _unpack(parts: Sequence[WordCounts | PackedCounts]) -> Iterator[list[WordCounts]]:
    for first in range(0, len(parts), _PARTS):
        yield [part.unpack() for part in parts[first : first + _PARTS]]


def _list_columns(parts: Sequence[WordCounts], numbers: Mapping[str, int]) -> Numbers:
    """The numbers of the parts' words, as they stand in the rows."""
    return np.concatenate(
        [
            np.array([numbers[word] for word in part.vocabulary], dtype=np.int32)[part.columns]
            for part in parts
        ]
    )


def take_over(old: Postings, before: Rows, new: Postings) -> Postings:
    """Postings whose row n is row `before[n]` of the old, or the next of the new where that is -1.

    No row of the old may be named twice.
    """
    taken, added = np.flatnonzero(before >= 0), np.flatnonzero(before < 0)
    kept, come = _renumber(old, before[taken], taken), _renumber(new, np.arange(len(added)), added)
    still = np.flatnonzero(np.bincount(kept.columns, minlength=len(old.vocabulary)))
    words = [old.vocabulary[column] for column in still.tolist()]
    vocabulary = sorted({*words, *new.vocabulary})
    places = {word: place for place, word in enumerate(vocabulary)}
    of_old = np.zeros(len(old.vocabulary), dtype=np.int32)
    of_old[still] = [places[word] for word in words]
    of_new = np.array([places[word] for word in new.vocabulary], dtype=np.int32)
    columns = np.concatenate([of_old[kept.columns], of_new[come.columns]])
    rows = np.concatenate([kept.rows, come.rows])
    # the kept postings are usually in order already, which makes a stable sort fast
    order = np.argsort(columns.astype(np.int64) * len(before) + rows, kind="stable")
    lengths = np.empty(len(before), dtype=np.int32)
    lengths[taken], lengths[added] = old.lengths[before[taken]], new.lengths
    return Postings(
        vocabulary,
        _starts(columns, len(vocabulary)),
        rows[order],
        _narrow(np.concatenate([kept.counts, come.counts])[order]),
        lengths,
    )


def write(postings: Postings, folder: Path) -> None:
    """Write postings as a few files into a folder, which is made."""
    folder.mkdir()
    (folder / _VOCABULARY).write_text("\n".join(postings.vocabulary), encoding="utf-8")
    for name in _ARRAYS:
        np.save(folder / f"{name}.npy", getattr(postings, name), allow_pickle=False)


def read(folder: Path) -> Postings:
    """Raises OSError, EOFError or ValueError if files are missing or do not agree."""
    vocabulary = (folder / _VOCABULARY).read_text(encoding="utf-8").split("\n")
    starts, rows, counts, lengths = (
        np.load(folder / f"{name}.npy", allow_pickle=False) for name in _ARRAYS
    )
    postings = Postings(vocabulary if vocabulary != [""] else [], starts, rows, counts, lengths)
    if not (len(postings.vocabulary) + 1 == len(starts) and len(rows) == len(counts) == starts[-1]):
        raise ValueError(
            f"{len(postings.vocabulary)} words, {len(starts)} starts, {len(rows)} rows"
        )
    return postings


@dataclass(frozen=True, slots=True, eq=False)
class _Moved:
    columns: Numbers  # the word of each posting, by its number
    rows: Numbers
    counts: NDArray[np.unsignedinteger]


def _renumber(postings: Postings, here: Rows, there: Rows) -> _Moved:
    """The postings of some rows, under the rows' other numbers."""
    to = np.full(len(postings.lengths), -1, dtype=np.int32)
    to[here] = there
    rows = to[postings.rows]
    stay = rows >= 0
    words = np.arange(len(postings.vocabulary), dtype=np.int32)
    columns = np.repeat(words, np.diff(postings.starts))
    return _Moved(columns[stay], rows[stay], postings.counts[stay])


def _starts(columns: Numbers, words: int) -> Rows:
    starts = np.zeros(words + 1, dtype=np.int64)
    np.cumsum(np.bincount(columns, minlength=words), out=starts[1:])
    return starts


def _narrow(counts: NDArray[np.integer]) -> NDArray[np.unsignedinteger]:
    """Counts in as few bytes as they need: mostly one."""
    return counts.astype(np.min_scalar_type(int(counts.max(initial=0))))
