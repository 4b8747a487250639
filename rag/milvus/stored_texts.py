"""Articles as they are stored in Milvus: described in memory, their texts fetched when read."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any

from rag.errors import IndexDamaged
from rag.index.storage.json_lines import read_article
from rag.milvus.kept_pages import KeptPages
from rag.milvus.own_rows import OwnRows
from rag.records import Article

_KEPT = 4_096  # articles: some 20 MB
_AT_ONCE = 256  # articles of a request: about a megabyte
LINE = 15_000  # characters of an article's line in a field: at most 60,000 bytes


def line_key(key: int, part: int) -> str:
    """The page of a part of an article's line, by its row's key; the row has the first part."""
    return f"line/{key}/{part}"


class StoredTexts:
    """The texts of a generation's articles, by number. Safe to use from several threads."""

    def __init__(self, rows: OwnRows, pages: KeptPages) -> None:
        self._rows = rows
        self._pages = pages
        self._kept: OrderedDict[int, str] = OrderedDict()
        self._keeping = threading.Lock()
        self._last = -1  # article that was missing last: who reads all is given several at once

    def text(self, number: int) -> str:
        """The text of an article. Raises IndexUnreachable and IndexDamaged."""
        with self._keeping:
            text = self._kept.get(number)
            if text is not None:
                self._kept.move_to_end(number)
                return text
            in_order = number == self._last + 1
        last = min(number + _AT_ONCE, len(self._rows)) if in_order else number + 1
        self._last = last - 1
        return self._bring(range(number, last))[number]

    def bring(self, numbers: Iterable[int]) -> None:
        """Fetch the texts of some articles together."""
        with self._keeping:
            missing = sorted(set(numbers).difference(self._kept))
        for first in range(0, len(missing), _AT_ONCE):
            self._bring(missing[first : first + _AT_ONCE])

    def read(self, number: int) -> Article:
        """An article as it is stored now. Raises IndexUnreachable and IndexDamaged."""
        return self._read([number])[number]

    def _bring(self, numbers: Iterable[int]) -> dict[int, str]:
        texts = {number: article.text for number, article in self._read([*numbers]).items()}
        with self._keeping:
            self._kept |= texts
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return texts

    def _read(self, numbers: list[int]) -> dict[int, Article]:
        rows = self._rows.query(numbers, ["line", "parts"])
        lines = {number: [str(row["line"])] for number, row in rows.items()}
        more = {
            line_key(int(row["row"]), part): number
            for number, row in rows.items()
            for part in range(1, int(row["parts"]))
        }
        pages = self._pages.get([*more])
        try:
            for key, number in more.items():
                lines[number].append(pages[key])
            return {number: _parse(lines[number]) for number in numbers}
        except (LookupError, ValueError, TypeError) as error:
            raise IndexDamaged(
                f"{self._rows.collection}: an article is missing or altered: {error!r}",
                hint="publish the index again: python -m rag publish",
            ) from error


def _parse(parts: list[str]) -> Article:
    return read_article(json.loads("".join(parts)))


class StoredArticle(Article):
    """An article whose text is fetched when it is read."""

    __slots__ = ("_number", "_texts")

    _number: int
    _texts: StoredTexts

    def __init__(self, fields: Mapping[str, Any], texts: StoredTexts, number: int) -> None:
        """`fields` are those of the line of the article, without its text."""
        described = read_article({**fields, "text": ""})
        for name in Article.__slots__:
            if name != "text":
                object.__setattr__(self, name, getattr(described, name))
        object.__setattr__(self, "_texts", texts)
        object.__setattr__(self, "_number", number)

    @property
    def text(self) -> str:
        """The cleaned text. Raises IndexUnreachable and IndexDamaged."""
        return self._texts.text(self._number)
