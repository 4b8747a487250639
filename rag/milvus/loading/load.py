"""Articles and their rows -> a generation in Milvus, which the alias then names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np

from rag.articles import copies
from rag.cluster.article_rows import ArticleRows
from rag.errors import IndexDamaged, IndexMismatch
from rag.index.searched import SearchedIndex
from rag.index.source import Source
from rag.milvus import layout
from rag.milvus.kept_pages import KeptPages
from rag.milvus.layout import Table
from rag.milvus.loading.assigning import Assignment, Published, assign
from rag.milvus.loading.counted import Counted
from rag.milvus.loading.entities import Entities
from rag.milvus.loading.publisher import Publisher
from rag.milvus.loading.tidying import tidy
from rag.milvus.own_rows import Keys, OwnRows, RowKeys
from rag.milvus.place import MilvusPlace
from rag.milvus.precision import has_half_precision
from rag.milvus.server_generation import (
    Described,
    read_description,
    read_generation,
    write_description,
)
from rag.milvus.stored_texts import StoredTexts
from rag.milvus.word_lists import write_pages
from rag.models.vectors import Vectors
from rag.progress import Progress
from rag.records import Unread

Prepare = Callable[[SearchedIndex], Iterable[str]]
_AT_ONCE = 500  # rows of a request: some megabytes


class RowSource(Protocol):
    """Articles with their rows, by number: in the order of the corpus, from 0."""

    def count(self) -> Counted:
        """What is known of all articles together."""

    def take(self, numbers: Sequence[int]) -> Iterator[ArticleRows]:
        """Some articles with their rows, by their numbers, which ascend."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Origin:
    """What a generation says of itself, beside its rows."""

    source: Source
    window: int  # word pieces that the model reads
    probes: Vectors  # the model's vectors of three texts, shape (3, dimension)
    files_digest: str = ""  # of all files of the corpus
    unread: Sequence[Unread] = ()
    copies: Sequence[Sequence[str]] | None = None  # None: they are found by the articles' sketches
    name: str = ""  # of the generation; empty: made of the source's digests


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading a generation did."""

    name: str
    articles: int
    passages: int
    statements: int
    unchanged: bool  # it was published already
    sent: int  # articles whose rows were sent; those of the others were there
    whole: str = ""  # why all rows were sent; empty if they were not


def load_generation(
    rows: RowSource,
    origin: Origin,
    place: MilvusPlace,
    *,
    prepare: Prepare | None = None,
    progress: Progress = lambda *_: None,
) -> LoadReport:
    """Load a generation and publish it; the one before it is kept until the next is loaded.

    `prepare` gives the lines of what a start need not compute again. Loading twice, or again after
    it was killed, gives the same generation. Raises IndexUnreachable if Milvus does not answer, and
    IndexBusy if another program begins to publish the index meanwhile.
    """
    name = origin.name or _make_name(origin)
    before = place.published()
    published = _read_published(place, before)
    if before == name and published is not None:
        there = read_generation(place.connection, place.name, name)
        numbers = len(there.articles), len(there.passages), len(there.statements)
        return LoadReport(name, *numbers, unchanged=True, sent=0)
    publisher = Publisher(place)
    if published is not None or not before:
        tidy(place, before, None if published is None else published.assigned, publisher)
    # else nobody knows what is in use: the next publish removes the rest
    used = place.connection.list_collections()
    unused = 1 + max(
        (layout.number_of_rows(place.name, collection) for collection in used), default=0
    )
    counted = rows.count()
    half = not place.float32 and has_half_precision(place.connection.version)
    assignment = assign(counted, origin.source, origin.probes, published, unused, half=half)
    loading = _Loading(place, name, origin, counted, assignment, publisher)
    if assignment.whole:
        publisher.check()
        loading.make_collections()
    loading.put_rows(rows, progress)
    loading.put_lists(assignment.lists)
    loading.describe(prepare)
    publisher.check()
    place.connection.set_alias(layout.alias_of(place.name), loading.kept)
    numbers = len(counted.articles), len(counted.passages), len(counted.statements)
    sent = len(assignment.added)
    return LoadReport(name, *numbers, unchanged=False, sent=sent, whole=assignment.whole)


def _read_published(place: MilvusPlace, name: str) -> Published | None:
    """What the next generation may continue; None if there is nothing, or it cannot be read."""
    if not name:
        return None
    try:
        return Published.of(name, read_description(place.connection, place.name, name))
    except (IndexDamaged, IndexMismatch, LookupError, ValueError, TypeError):
        return None


class _Loading:
    """A generation while it is loaded."""

    def __init__(  # noqa: PLR0913  # what load_generation has by then
        self,
        place: MilvusPlace,
        name: str,
        origin: Origin,
        counted: Counted,
        assignment: Assignment,
        publisher: Publisher,
    ) -> None:
        self._place = place
        self._publisher = publisher
        self._connection = place.connection
        self._name = name
        self._origin = origin
        self._counted = counted
        self._assigned = assignment.assigned
        self._added = assignment.added
        self._collections = layout.name_rows(place.name, self._assigned.rows)
        self._pages = KeptPages(
            self._connection, layout.name_pages(place.name, self._assigned.rows)
        )
        self.kept = layout.name_kept(place.name, name)

    def make_collections(self) -> None:
        """Make the collections of rows."""
        dimension, assigned = self._origin.probes.shape[1], self._assigned
        # milvus-lite has no indexes of arrays
        arrays = () if self._connection.lite else ("outlets", "speakers")
        self._connection.create(self._pages.collection, layout.kept_fields(), [layout.NO_INDEX])
        self._connection.create(
            self._collections[Table.PASSAGES],
            layout.passage_fields(dimension, half=assigned.half),
            [
                layout.index_of_vectors("vector", graph=assigned.graphs[Table.PASSAGES]),
                layout.INDEX_OF_WORDS,
                *layout.scalar_indexes(["day", "article", *arrays]),
            ],
        )
        self._connection.create(
            self._collections[Table.STATEMENTS],
            layout.statement_fields(dimension, half=assigned.half),
            [
                layout.index_of_vectors("vector", graph=assigned.graphs[Table.STATEMENTS]),
                *layout.scalar_indexes(["day", "article", "speaker", *arrays[:1]]),
            ],
        )
        self._connection.create(
            self._collections[Table.ARTICLES],
            layout.article_fields(),
            [layout.INDEX_OF_WORDS, *layout.scalar_indexes(["day", *arrays[:1]])],
        )

    def put_rows(self, rows: RowSource, progress: Progress) -> None:
        """Put the rows that are not there yet. Raises IndexDamaged if not all are there then."""
        entities = Entities(self._counted, self._assigned)
        waiting: dict[Table, list[dict[str, Any]]] = {table: [] for table in Table}
        done = 0
        for number, taken in zip(self._added, rows.take(self._added), strict=False):
            for table, found in entities.of(number, taken):
                waiting[table] += found
                self._put(table, waiting, _AT_ONCE)
            if further := entities.further_lines(number, taken):
                self._publisher.check()
                self._pages.put(further)
            done += 1
            progress("Loading articles", done, len(self._added))
        for table in Table:
            self._put(table, waiting, 1)
        expected = {
            Table.PASSAGES: len(self._counted.passages),
            Table.STATEMENTS: len(self._counted.statements),
            Table.ARTICLES: len(self._counted.articles),
        }
        for table, count in expected.items():
            collection = self._collections[table]
            there = self._connection.finish(collection, self._assigned.condition(table))
            if there != count or done != len(self._added):
                raise IndexDamaged(
                    f"{collection}: {there} rows are there, {count} were expected; "
                    f"{done} articles were read of {len(self._added)}",
                    hint="see that nothing else writes them, and publish the index again; if that "
                    "does not help, publish it under another RAG_INDEX_NAME",
                )

    def put_lists(self, lists: Mapping[str, Keys]) -> None:
        """Put the lists of the rows that have each word."""
        for table, keys in lists.items():
            if len(keys):
                self._publisher.check()
                number = self._assigned.words[table].segments[-1].number
                self._pages.put(write_pages(table, number, keys))
        self._connection.finish(self._pages.collection)

    def describe(self, prepare: Prepare | None) -> None:
        """Put what a process holds in memory."""
        origin, counted = self._origin, self._counted
        groups = origin.copies
        if groups is None:
            groups = self._find_copies()
        contents = write_description(
            Described(
                source=origin.source,
                window=origin.window,
                probes=origin.probes,
                files_digest=origin.files_digest,
                articles=counted.articles,
                passages=counted.passages,
                statements=counted.statements,
                seals=counted.seals,
                speakers=counted.speakers,
                outlets=counted.outlets,
                mentions=counted.mentions,
                words=counted.words,
                copies=groups,
                unread=origin.unread,
                assigned=self._assigned,
            )
        )
        self._publisher.check()
        self._connection.create(self.kept, layout.kept_fields(), [layout.NO_INDEX])
        kept = KeptPages(self._connection, self.kept)
        kept.write(contents)
        self._connection.finish(self.kept)
        if prepare is not None:
            made = read_generation(self._connection, self._place.name, self._name)
            lines = "".join(f"{line}\n" for line in prepare(made))
            self._publisher.check()
            kept.add({"prepared": lines.encode("utf-8")})
            self._connection.finish(self.kept)

    def _find_copies(self) -> Sequence[Sequence[str]]:
        counted = self._counted
        if counted.sketches is None:
            return ()
        ids = [article.id for article in counted.articles]
        keys = RowKeys(self._assigned.first_keys[Table.ARTICLES], np.arange(len(ids) + 1))
        condition = self._assigned.condition(Table.ARTICLES)
        rows = OwnRows(self._connection, self._collections[Table.ARTICLES], keys, condition)
        return copies.find_groups(ids, counted.sketches, StoredTexts(rows, self._pages).text)

    def _put(self, table: Table, waiting: dict[Table, list[dict[str, Any]]], least: int) -> None:
        while len(waiting[table]) >= least:
            some, waiting[table] = waiting[table][:_AT_ONCE], waiting[table][_AT_ONCE:]
            self._publisher.check()
            self._connection.upsert(self._collections[table], some)


def _make_name(origin: Origin) -> str:
    """A name that the same articles, rules and model always get."""
    written = json.dumps([asdict(origin.source), origin.files_digest], sort_keys=True)
    probes = np.ascontiguousarray(origin.probes.round(4), dtype="<f4").tobytes()
    digest = hashlib.blake2b(written.encode() + probes, digest_size=4).hexdigest()
    return f"gen-000000-{digest}"
