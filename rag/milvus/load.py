"""Articles and their rows -> a generation in Milvus, which the alias then names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np

from rag.articles import copies
from rag.cluster.article_rows import ArticleRows
from rag.errors import IndexDamaged
from rag.index.postings import Postings
from rag.index.searched import SearchedIndex
from rag.index.source import Source
from rag.milvus import layout
from rag.milvus.counted import Counted, count
from rag.milvus.entities import Entities, Table
from rag.milvus.kept_pages import KeptPages
from rag.milvus.layout import KINDS, name_collection, name_generation
from rag.milvus.place import MilvusPlace
from rag.milvus.server_generation import Described, read_generation, write_description
from rag.milvus.server_words import NUMBERS, page_key, write_page
from rag.milvus.stored_texts import StoredTexts
from rag.models.vectors import Vectors
from rag.progress import Progress
from rag.records import Unread

Prepare = Callable[[SearchedIndex], Iterable[str]]
_AT_ONCE = 500  # rows of a request: some megabytes


class RowSource(Protocol):
    """Articles with their rows, always in the same order. It is gone through twice.

    Their order is that of the rows of the generation: give that of the corpus.
    """

    def __iter__(self) -> Iterator[ArticleRows]: ...


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


def load_generation(
    rows: RowSource,
    origin: Origin,
    place: MilvusPlace,
    *,
    prepare: Prepare | None = None,
    progress: Progress = lambda *_: None,
) -> LoadReport:
    """Load a generation and publish it; the one before it is kept, older ones are dropped.

    `prepare` gives the lines of what a start need not compute again. Loading twice, or again after
    it was killed, gives the same generation. Raises IndexUnreachable if Milvus does not answer.
    """
    name = origin.name or _name(origin)
    before = place.published()
    if before == name:
        there = read_generation(place.connection, place.name, name)
        numbers = len(there.articles), len(there.passages), len(there.statements)
        return LoadReport(name, *numbers, unchanged=True)
    counted = count(rows)
    loading = _Loading(place, name, origin)
    loading.make_collections(counted)
    loading.put_rows(rows, counted, progress)
    loading.put_words("words", counted.words)
    loading.put_words("article_words", counted.article_words)
    loading.describe(counted, prepare)
    place.connection.set_alias(layout.alias_of(place.name), loading.collections["kept"])
    _drop_others(place, keep={name, before})
    numbers = len(counted.articles), len(counted.passages), len(counted.statements)
    return LoadReport(name, *numbers, unchanged=False)


def _drop_others(place: MilvusPlace, keep: set[str]) -> None:
    """Drop the generations of an index except some, and what interrupted loads have left."""
    for collection in place.connection.list_collections():
        name = name_generation(place.name, collection)
        if name and name not in keep:
            # `kept` comes last: as long as it is there, the others are found by it
            for kind in KINDS:
                place.connection.drop(name_collection(place.name, name, kind))


class _Loading:
    """The collections of one generation while they are filled."""

    def __init__(self, place: MilvusPlace, name: str, origin: Origin) -> None:
        self._place = place
        self._connection = place.connection
        self._name = name
        self._origin = origin
        self.collections = {kind: name_collection(place.name, name, kind) for kind in KINDS}
        self._pages = KeptPages(self._connection, self.collections["kept"])

    def make_collections(self, counted: Counted) -> None:
        """Make the collections that are not there yet."""
        dimension = self._origin.probes.shape[1]
        # milvus-lite has no indexes of arrays
        arrays = () if self._connection.lite else ("outlets", "speakers")
        passages, statements, articles, kept = (self.collections[kind] for kind in KINDS)
        # the first one made and the last one dropped: by it, the others are found
        self._connection.create(kept, layout.kept_fields(), [
            {"field_name": "unused", "index_type": "FLAT", "metric_type": "IP"}
        ])  # fmt: skip
        self._connection.create(
            passages,
            layout.passage_fields(dimension),
            [
                layout.index_of_vectors("vector", len(counted.passages)),
                layout.INDEX_OF_WORDS,
                *layout.scalar_indexes(["day", "article", *arrays]),
            ],
        )
        self._connection.create(
            statements,
            layout.statement_fields(dimension),
            [
                layout.index_of_vectors("vector", len(counted.statements)),
                *layout.scalar_indexes(["day", "article", "speaker", *arrays[:1]]),
            ],
        )
        self._connection.create(
            articles,
            layout.article_fields(),
            [layout.INDEX_OF_WORDS, *layout.scalar_indexes(["day", *arrays[:1]])],
        )

    def put_rows(self, rows: RowSource, counted: Counted, progress: Progress) -> None:
        """Put all rows into the collections. Raises IndexDamaged if they are not all there."""
        entities = Entities(counted)
        waiting: dict[Table, list[dict[str, Any]]] = {table: [] for table in Table}
        total, done = len(counted.articles), 0
        for number, one in enumerate(rows):
            for table, found in entities.of(number, one):
                waiting[table] += found
                self._put(table, waiting, _AT_ONCE)
            self._pages.put(entities.further_lines(number, one))
            done += 1
            progress("Loading articles", done, total)
        for table in Table:
            self._put(table, waiting, 1)
        expected = {
            Table.PASSAGES: len(counted.passages),
            Table.STATEMENTS: len(counted.statements),
            Table.ARTICLES: total,
        }
        for table, count_expected in expected.items():
            collection = self.collections[table.value]
            there = self._connection.finish(collection)
            if there != count_expected or done != total:
                raise IndexDamaged(
                    f"{collection}: {there} rows are there, {count_expected} were expected; "
                    f"{done} articles were read, {total} before",
                    hint="see that nothing else writes them, and publish the index again",
                )

    def put_words(self, table: str, found: Postings) -> None:
        """Put the numbers of the rows that have each word."""
        starts = range(0, len(found.rows), NUMBERS)
        self._pages.put(
            (page_key(table, number), write_page(found.rows[start : start + NUMBERS]))
            for number, start in enumerate(starts)
        )

    def describe(self, counted: Counted, prepare: Prepare | None) -> None:
        """Put what a process holds in memory."""
        self._connection.load(self.collections["kept"])
        groups = self._origin.copies
        if groups is None:
            groups = self._find_copies(counted)
        pages = write_description(
            Described(
                source=self._origin.source,
                window=self._origin.window,
                probes=self._origin.probes,
                files_digest=self._origin.files_digest,
                articles=counted.articles,
                passages=counted.passages,
                statements=counted.statements,
                seals=counted.seals,
                speakers=counted.speakers,
                outlets=counted.outlets,
                mentions=counted.mentions,
                words=counted.words,
                article_words=counted.article_words,
                copies=groups,
                unread=self._origin.unread,
            )
        )
        self._pages.write(pages)
        self._connection.finish(self.collections["kept"])
        if prepare is not None:
            made = read_generation(self._connection, self._place.name, self._name)
            lines = "".join(f"{line}\n" for line in prepare(made))
            self._pages.write(pages | {"prepared": lines.encode("utf-8")})
            self._connection.finish(self.collections["kept"])

    def _find_copies(self, counted: Counted) -> Sequence[Sequence[str]]:
        if counted.sketches is None:
            return ()
        ids = [article.id for article in counted.articles]
        texts = StoredTexts(
            self._connection, self.collections["articles"], self._pages, len(counted.articles)
        )
        return copies.find_groups(ids, counted.sketches, texts.text)

    def _put(self, table: Table, waiting: dict[Table, list[dict[str, Any]]], least: int) -> None:
        while len(waiting[table]) >= least:
            some, waiting[table] = waiting[table][:_AT_ONCE], waiting[table][_AT_ONCE:]
            self._connection.upsert(self.collections[table.value], some)


def _name(origin: Origin) -> str:
    """A name that the same articles, rules and model always get."""
    written = json.dumps([asdict(origin.source), origin.files_digest], sort_keys=True)
    probes = np.ascontiguousarray(origin.probes.round(4), dtype="<f4").tobytes()
    digest = hashlib.blake2b(written.encode() + probes, digest_size=4).hexdigest()
    return f"gen-000000-{digest}"
