"""What of an index no generation uses any more -> removed, before the next one is loaded."""

from __future__ import annotations

from rag.milvus import layout
from rag.milvus.assigned import Assigned
from rag.milvus.kept_pages import KeptPages
from rag.milvus.layout import Table
from rag.milvus.loading.publisher import Publisher
from rag.milvus.place import MilvusPlace
from rag.milvus.stored_texts import line_key
from rag.milvus.word_lists import page_key

_AT_ONCE = 1_000  # articles of a request


def tidy(
    place: MilvusPlace, published: str, assigned: Assigned | None, publisher: Publisher
) -> None:
    """Remove what the published generation does not use; it may have been removed already.

    That is the generation before it, and what interrupted loads have left. `assigned` is None if
    nothing is published. Raises IndexBusy if another program has begun to publish.
    """
    kept = {layout.name_kept(place.name, published)}
    if assigned is not None:
        rows = assigned.rows
        kept |= {*layout.name_rows(place.name, rows).values(), layout.name_pages(place.name, rows)}
    for collection in place.connection.list_collections():
        if layout.belongs(place.name, collection) and collection not in kept:
            publisher.check()
            place.connection.drop(collection)
    if assigned is not None:
        _Tidying(place, assigned, publisher).run()


class _Tidying:
    """Removes rows and pages from the collections that generations share."""

    def __init__(self, place: MilvusPlace, assigned: Assigned, publisher: Publisher) -> None:
        self._connection = place.connection
        self._publisher = publisher
        self._assigned = assigned
        self._collections = layout.name_rows(place.name, assigned.rows)
        self._pages = KeptPages(place.connection, layout.name_pages(place.name, assigned.rows))

    def run(self) -> None:
        """Remove the rows and lists that the generation has retired, and those behind its own."""
        retired = self._assigned.retired
        for first in range(0, len(retired.articles), _AT_ONCE):
            some = retired.articles[first : first + _AT_ONCE].tolist()
            self._publisher.check()
            for table in (Table.PASSAGES, Table.STATEMENTS):
                self._connection.delete(self._collections[table], f"article in {some}")
            self._remove_articles(f"row in {some}")
        for words, segments in retired.segments.items():
            keys = [
                page_key(words, number, page) for number, count in segments for page in range(count)
            ]
            self._pages.remove(keys)
        self._publisher.check()
        for table, key in self._assigned.next_keys.items():
            if table is not Table.ARTICLES:
                self._connection.delete(self._collections[table], f"row >= {key}")
        self._remove_articles(f"row >= {self._assigned.next_keys[Table.ARTICLES]}")

    def _remove_articles(self, condition: str) -> None:
        """Remove articles with the pages of their texts; the pages first: rows tell of them."""
        articles = self._collections[Table.ARTICLES]
        while rows := self._connection.query(articles, condition, ["row", "parts"], newest=True):
            parts = {int(row["row"]): int(row["parts"]) for row in rows}
            self._pages.remove(
                [line_key(key, part) for key, count in parts.items() for part in range(1, count)]
            )
            self._connection.delete(articles, f"row in {[*parts]}")
