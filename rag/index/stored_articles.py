"""A generation's file of articles -> one article, read again from the disk.

Quotations are checked against this text, not against the copy in memory that they were taken from.
"""

from __future__ import annotations

import json
import os
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, overload

import numpy as np

from rag.errors import REBUILD, IndexDamaged
from rag.index.span_table import Passages, Statements
from rag.index.storage.json_lines import read_article, read_lines
from rag.records import Article

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAME = "articles.jsonl"
_BLOCK = 1 << 22  # bytes that are searched for line ends at once
_LINE_END = 10
_KEPT = 32  # articles


class StoredArticles(Sequence[Article]):
    """The articles of one generation, by number. Safe to use from several threads.

    The file stays open: a later build may remove it while answers still need it.
    """

    def __init__(self, folder: Path) -> None:
        """Open a generation's folder. Raises IndexDamaged if the file cannot be read."""
        self._path = folder / NAME
        try:
            self._file = self._path.open("rb")
            self._ends = _find_line_ends(self._file.fileno())
        except OSError as error:
            raise self._make_damaged(f"cannot be read: {error.strerror or error}") from error
        self._kept: OrderedDict[int, Article] = OrderedDict()
        self._keeping = threading.Lock()

    def __len__(self) -> int:
        return len(self._ends)

    def __iter__(self) -> Iterator[Article]:
        return map(self.read, range(len(self)))

    @overload
    def __getitem__(self, number: int) -> Article: ...
    @overload
    def __getitem__(self, number: slice) -> list[Article]: ...
    def __getitem__(self, number: int | slice) -> Article | list[Article]:
        """An article as `read` gives it; the last few are kept."""
        if isinstance(number, slice):
            return [self[place] for place in range(len(self))[number]]
        with self._keeping:
            article = self._kept.pop(number, None) or self.read(range(len(self))[number])
            self._kept[number] = article
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return article

    def read(self, number: int) -> Article:
        """The article on a line, counted from 0. Raises IndexDamaged if no article is there."""
        start = int(self._ends[number - 1]) + 1 if number else 0
        try:
            line = os.pread(self._file.fileno(), int(self._ends[number]) - start, start)
            return read_article(json.loads(line))
        except OSError as error:
            raise self._make_damaged(f"cannot be read: {error.strerror or error}") from error
        except (ValueError, LookupError, TypeError) as error:
            raise self._make_damaged(f"line {number + 1} holds no article") from error

    def _make_damaged(self, what: str) -> IndexDamaged:
        return IndexDamaged(f"{self._path}: {what}", hint=REBUILD)


class ArticlesById(Mapping[str, Article]):
    """Articles by id, in the order of their numbers; each is read when it is asked for."""

    def __init__(self, ids: Iterable[str], articles: Sequence[Article]) -> None:
        self._numbers = {article_id: number for number, article_id in enumerate(ids)}
        self._articles = articles

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __getitem__(self, article_id: str) -> Article:
        return self._articles[self._numbers[article_id]]


def open_spans(folder: Path) -> tuple[Passages, Statements]:
    """The passages and statements of a generation's folder, whose texts are read as needed.

    Raises OSError, ValueError and IndexDamaged if a file cannot be read.
    """
    articles = StoredArticles(folder)
    passages, statements = (
        np.load(folder / f"{name}.npy", allow_pickle=False) for name in ("passages", "statements")
    )
    speakers = tuple(read_lines(folder / "speakers.jsonl"))
    return Passages(articles, passages), Statements(articles, statements, speakers)


def _find_line_ends(file: int) -> NDArray[np.int64]:
    """Where each line ends."""
    ends, start = [np.empty(0, dtype=np.int64)], 0
    while block := os.pread(file, _BLOCK, start):
        ends.append(np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == _LINE_END) + start)
        start += len(block)
    return np.concatenate(ends)
