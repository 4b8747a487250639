"""The keys and numbers that a generation's rows, names and words have on the server.

They are written with a generation, and the next one goes on from them: what it has in common with
this one stays as it is, and the rest gets keys and numbers that were never used.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.milvus.layout import Table
from rag.milvus.own_rows import Keys
from rag.milvus.word_lists import Segment

WORD_TABLES = {"words": Table.PASSAGES, "article_words": Table.ARTICLES}
_SEAL = 16  # bytes

Digests = NDArray[np.uint8]  # (articles, 16)
Places = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """The numbers that names or words have on the server, in the order of the generation."""

    numbers: Places
    next: int  # number that was never used


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of a table: their columns in its sparse vectors, and the lists of its rows."""

    columns: Numbered
    segments: Sequence[Segment]
    average: float  # words of a row, by which the weights were computed


@dataclass(frozen=True, slots=True, eq=False)
class Retired:
    """What the generation before has and this one has not; it is removed with that one."""

    articles: Keys
    segments: Mapping[str, Sequence[tuple[int, int]]]  # numbers and pages, by table of words


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Assigned:
    """The keys and numbers of one generation."""

    rows: int  # number of the collections of rows
    half: bool  # vectors are in half precision
    graphs: Mapping[Table, bool]  # whether vectors are searched by a graph
    digests: Digests  # of each article with its rows
    first_keys: Mapping[Table, Keys]  # of each article's rows
    next_keys: Mapping[Table, int]  # that were never used
    outlets: Numbered
    speakers: Numbered
    words: Mapping[str, Words]  # by the names of WORD_TABLES
    retired: Retired

    def condition(self, table: Table) -> str:
        """What all rows of this generation fulfil, and no row of another one that is there."""
        parts = [f"row < {self.next_keys[table]}"]
        if len(self.retired.articles):
            field = "row" if table is Table.ARTICLES else "article"
            parts.append(f"{field} not in {self.retired.articles.tolist()}")
        return " and ".join(parts)

    def to_pages(self) -> dict[str, bytes]:
        """The record as pages by name."""
        scalars = {
            "rows": self.rows,
            "half": self.half,
            "graphs": self.graphs,
            "next_keys": self.next_keys,
            "next_outlet": self.outlets.next,
            "next_speaker": self.speakers.next,
            "next_columns": {name: words.columns.next for name, words in self.words.items()},
            "averages": {name: words.average for name, words in self.words.items()},
            "segments": {
                name: [[segment.number, len(segment.columns)] for segment in words.segments]
                for name, words in self.words.items()
            },
            "retired_segments": self.retired.segments,
        }
        pages = {
            "assigned": json.dumps(scalars).encode(),
            "assigned_digests": self.digests.tobytes(),
            "assigned_outlets": self.outlets.numbers.astype("<i4").tobytes(),
            "assigned_speakers": self.speakers.numbers.astype("<i4").tobytes(),
            "assigned_retired": self.retired.articles.astype("<i8").tobytes(),
        }
        for table in Table:
            pages[f"assigned_{table.value}"] = self.first_keys[table].astype("<i8").tobytes()
        for name, words in self.words.items():
            pages[f"{name}_columns"] = words.columns.numbers.astype("<i4").tobytes()
            pages[f"{name}_listed"] = b"".join(
                each.columns.astype("<i4").tobytes() for each in words.segments
            )
            pages[f"{name}_starts"] = b"".join(
                each.starts.astype("<i8").tobytes() for each in words.segments
            )
        return pages

    @classmethod
    def of_pages(cls, pages: Mapping[str, bytes]) -> Assigned:
        """The record of `to_pages`. Raises LookupError, ValueError or TypeError."""
        scalars: dict[str, Any] = json.loads(pages["assigned"])
        retired = {
            name: [(number, count) for number, count in segments]
            for name, segments in scalars["retired_segments"].items()
        }
        return cls(
            rows=scalars["rows"],
            half=scalars["half"],
            graphs={Table(name): graph for name, graph in scalars["graphs"].items()},
            digests=np.frombuffer(pages["assigned_digests"], dtype=np.uint8).reshape(-1, _SEAL),
            first_keys={table: _wide(pages[f"assigned_{table.value}"]) for table in Table},
            next_keys={Table(name): key for name, key in scalars["next_keys"].items()},
            outlets=Numbered(_narrow(pages["assigned_outlets"]), scalars["next_outlet"]),
            speakers=Numbered(_narrow(pages["assigned_speakers"]), scalars["next_speaker"]),
            words={
                name: Words(
                    Numbered(_narrow(pages[f"{name}_columns"]), scalars["next_columns"][name]),
                    _segments(scalars["segments"][name], pages, name),
                    scalars["averages"][name],
                )
                for name in WORD_TABLES
            },
            retired=Retired(_wide(pages["assigned_retired"]), retired),
        )


def _segments(
    sizes: Sequence[tuple[int, int]], pages: Mapping[str, bytes], name: str
) -> list[Segment]:
    columns, starts = _narrow(pages[f"{name}_listed"]), _wide(pages[f"{name}_starts"])
    segments, first, first_start = [], 0, 0
    for number, words in sizes:
        segments.append(
            Segment(
                number,
                columns[first : first + words],
                starts[first_start : first_start + words + 1],
            )
        )
        first, first_start = first + words, first_start + words + 1
    return segments


def _narrow(content: bytes) -> Places:
    return np.frombuffer(content, dtype="<i4")


def _wide(content: bytes) -> Keys:
    return np.frombuffer(content, dtype="<i8")
