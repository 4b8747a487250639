"""The rows to search among -> a condition that a Milvus server checks itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.index.searched import Selection
from rag.milvus.layout import UNDATED
from rag.records import Article, Filters

_EVERY_DAY = Filters().dates


class Conditions:
    """Writes conditions with the numbers of one generation's outlets, speakers and articles."""

    def __init__(
        self,
        articles: Mapping[str, Article],
        outlets: Sequence[str],
        speakers: Sequence[str],
    ) -> None:
        """`outlets` and `speakers` are in the order of their numbers."""
        self._outlets = {name: number for number, name in enumerate(outlets)}
        self._speakers = {name: number for number, name in enumerate(speakers)}
        self._articles = articles

    def of_passages(self, among: Selection) -> str | None:
        """The condition of passages; None if nothing fulfils it, empty if everything does."""
        return self._write(among, "array_contains_any(speakers, {})")

    def of_statements(self, among: Selection) -> str | None:
        """The condition of statements; None if nothing fulfils it, empty if everything does."""
        return self._write(among, "speaker in {}")

    def _write(self, among: Selection, by_speakers: str) -> str | None:
        if among.filters is None:
            rows = among.rows.tolist()
            return f"row in {rows}" if rows else None
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
            numbers = [
                number
                for number, article in enumerate(self._articles.values())
                if article.id in filters.articles
                or any(address.article_id in filters.articles for address in article.also)
            ]
            if not numbers:
                return None
            parts.append(f"article in {numbers}")
        return parts
