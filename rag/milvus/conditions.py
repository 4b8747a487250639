"""The rows to search among -> a condition that a Milvus server checks itself."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rag.index.searched import Selection
from rag.milvus.layout import UNDATED, Table
from rag.milvus.own_rows import RowKeys
from rag.records import Article, Filters

_EVERY_DAY = Filters().dates


class Conditions:
    """Writes conditions with the numbers of one generation's outlets and speakers, and its keys."""

    def __init__(
        self,
        articles: Mapping[str, Article],
        outlets: Mapping[str, int],
        speakers: Mapping[str, int],
        keys: Mapping[Table, RowKeys],
    ) -> None:
        """`outlets` and `speakers` are the numbers that they have on the server, by name."""
        self._articles = articles
        self._outlets = outlets
        self._speakers = speakers
        self._keys = keys

    def of_passages(self, among: Selection) -> str | None:
        """The condition of passages; None if nothing fulfils it, empty if everything does."""
        return self._write(Table.PASSAGES, among, "array_contains_any(speakers, {})")

    def of_statements(self, among: Selection) -> str | None:
        """The condition of statements; None if nothing fulfils it, empty if everything does."""
        return self._write(Table.STATEMENTS, among, "speaker in {}")

    def of_articles(self, among: Selection) -> str | None:
        """The condition of articles, by their keys; None if there is none."""
        return self._of_rows(Table.ARTICLES, among)

    def _write(self, table: Table, among: Selection, by_speakers: str) -> str | None:
        if among.filters is None:
            return self._of_rows(table, among)
        parts = self._of_articles(among.filters)
        if parts is None:
            return None
        if among.speakers is not None:
            numbers = sorted(
                self._speakers[name] for name in among.speakers if name in self._speakers
            )
            if not numbers:
                return None
            parts.append(by_speakers.format(numbers))
        return " and ".join(parts)

    def _of_rows(self, table: Table, among: Selection) -> str | None:
        keys = self._keys[table].of(among.rows).tolist()
        return f"row in {keys}" if keys else None

    def _of_articles(self, filters: Filters) -> list[str] | None:
        parts = []
        if filters.dates != _EVERY_DAY:
            parts.append(f"day > {UNDATED}")
            if filters.dates.first:
                parts.append(f"day >= {filters.dates.first.toordinal()}")
            if filters.dates.last:
                parts.append(f"day <= {filters.dates.last.toordinal()}")
        if filters.outlet is not None:
            if filters.outlet not in self._outlets:
                return None
            parts.append(f"array_contains(outlets, {self._outlets[filters.outlet]})")
        if filters.articles:
            rows = [
                row
                for row, article in enumerate(self._articles.values())
                if article.id in filters.articles
                or any(address.article_id in filters.articles for address in article.also)
            ]
            if not rows:
                return None
            keys = self._keys[Table.ARTICLES].of(np.array(rows, dtype=np.int64))
            parts.append(f"article in {keys.tolist()}")
        return parts
