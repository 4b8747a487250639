"""What was read -> a published generation: put together, embedded, written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from dataclasses import fields as fields_of
from pathlib import Path

from rag.build.article_texts import PassageTexts
from rag.build.assembling import Assembled
from rag.build.computed import Computed, KeyedVectors
from rag.build.embedding import Embedding, Table
from rag.build.gathering import make_contents
from rag.build.read_files import Corpus
from rag.build.reusable import Reusable, Rows
from rag.build.rules import tell_changes
from rag.index import publish
from rag.index.generation_parts import Contents, Generation
from rag.index.row_vectors import RowVectors
from rag.index.source import Source, Stage
from rag.index.storage.generation_folders import read_pointer
from rag.index.storage.lock import writing
from rag.index.stored_articles import StoredArticles, open_spans
from rag.memory import return_free_memory
from rag.models.embedder import Embedder
from rag.progress import Progress
from rag.records import Unread

Prepare = Callable[[Generation], Iterable[str]]

_AT_ONCE = 512  # up to so many texts are embedded before publishing; it takes seconds


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    articles: int  # each text once
    passages: int
    statements: int
    embedded: int  # texts whose vector was computed; those of the others were reused
    unchanged: bool  # the published generation is of this corpus already
    unread: Sequence[Unread]  # what is not in the index, and why
    missing: int = 0  # texts that have no vector yet
    read: int = 0  # files; the others are as they were
    cut: int = 0  # articles that were cut into passages
    attributed: int = 0  # articles whose statements were attributed
    again: str = ""  # why more was done than the changed articles need


def publish_corpus(  # noqa: PLR0913  # all that a generation is made of
    index: Path,
    read: Corpus,
    source: Source,
    files_digest: str,
    reusable: Reusable,
    embedder: Embedder,
    *,
    before: str,
    vectors: Iterable[KeyedVectors] = (),
    words_first: bool = False,
    prepare: Prepare | None = None,
    progress: Progress = lambda *_: None,
) -> BuildReport | None:
    """Publish what was read as the index's generation.

    `before` is what the index's pointer named when `reusable` was read. None if it names another
    generation now: then another build has ended meanwhile. `vectors` are those that were computed
    elsewhere; texts that are not among them are embedded here.
    """
    old = reusable.generation
    with writing(index):
        if read_pointer(index) != before:
            return None
        if old and old.source == source and old.files == read.files:
            publish.publish(old.name, index)
            return report_unchanged(old, read.unread)
        computed = Computed(index, embedder.fingerprint, embedder.dimension)
        _add_vectors(computed, vectors)
        report = _make(
            index,
            source,
            files_digest,
            read,
            reusable,
            embedder,
            computed,
            words_first,
            prepare,
            progress,
        )
        return replace(report, again=tell_changes(old.source.rules, source.rules) if old else "")


def _add_vectors(computed: Computed, vectors: Iterable[KeyedVectors]) -> None:
    """Add vectors whose keys are not there yet."""
    known = set(map(bytes, computed.keys))
    for batch in vectors:
        keys = list(map(bytes, batch.keys))
        new = [row for row, key in enumerate(keys) if key not in known]
        known.update(keys)
        computed.add(batch.keys[new], batch.vectors[new])


def _make(  # noqa: PLR0913  # all that a generation is made of
    index: Path,
    source: Source,
    files_digest: str,
    read: Corpus,
    reusable: Reusable,
    embedder: Embedder,
    computed: Computed,
    words_first: bool,
    prepare: Prepare | None,
    progress: Progress,
) -> BuildReport:
    """Make a generation and publish it.

    When articles and words are on the disk, they are no longer held in memory: vectors need room.
    """
    old = reusable.generation
    with publish.building(index, before=old.name if old else "") as folder:
        contents, assembled = make_contents(read, source, files_digest, reusable, embedder, folder)
        report = _report(contents, assembled, read)
        publish.write_contents(contents, folder)
        about = publish.describe(contents)
        if prepare is not None:
            publish.write_prepared(prepare(_drop_vectors(contents, folder)), folder)
        before = assembled.passages_before, assembled.statements_before
        days = [article.date for article in contents.articles.values()]
        del contents, assembled
        return_free_memory(len(days))
        tables = _make_tables(folder, before, reusable, embedder)
        embedding = Embedding(tables, days, embedder, computed)
        if not words_first or embedding.missing <= _AT_ONCE:
            embedding.embed(progress=progress)
        publish.write_vectors(embedding.collect, about, folder)
    if not embedding.missing:
        computed.remove()
    return replace(report, embedded=embedding.embedded, missing=embedding.missing)


def _drop_vectors(contents: Contents, folder: Path) -> Generation:
    """A generation that can be searched by words only."""
    dimension = contents.probes.shape[-1]
    return Generation(
        **{field.name: getattr(contents, field.name) for field in fields_of(Contents)},
        folder=folder,
        passage_vectors=RowVectors.none(len(contents.passages), dimension),
        statement_vectors=RowVectors.none(len(contents.statements), dimension),
    )


def _report(contents: Contents, assembled: Assembled, read: Corpus) -> BuildReport:
    return BuildReport(
        articles=len(contents.articles),
        passages=len(contents.passages),
        statements=len(contents.statements),
        embedded=0,
        unchanged=False,
        unread=read.unread,
        read=read.files_read,
        cut=assembled.cut,
        attributed=assembled.attributed,
    )


def report_unchanged(old: Generation, unread: Sequence[Unread]) -> BuildReport:
    """The report of a build whose generation is already published."""
    vectors = old.passage_vectors, old.statement_vectors
    return BuildReport(
        articles=len(old.articles),
        passages=len(old.passages),
        statements=len(old.statements),
        embedded=0,
        unchanged=True,
        unread=unread,
        missing=sum(len(table) - table.embedded for table in vectors),
    )


def _make_tables(
    folder: Path, before: tuple[Rows, Rows], reusable: Reusable, embedder: Embedder
) -> tuple[Table, Table]:
    """The passages and statements, with the vectors that the previous generation has of them.

    `before` has the number of each row in the previous generation, or NEW.
    """
    passages, statements = open_spans(folder)
    texts = PassageTexts(passages, StoredArticles(folder), embedder)
    old = reusable.generation
    if old is None or not reusable.takes_over(Stage.EMBED):
        return (
            Table(texts, passages.article_numbers),
            Table(statements, statements.article_numbers),
        )
    passages_before, statements_before = before
    return (
        Table(
            texts,
            passages.article_numbers,
            old.passage_vectors,
            passages_before,
            PassageTexts(old.passages, list(old.articles.values()), embedder),
        ),
        Table(
            statements,
            statements.article_numbers,
            old.statement_vectors,
            statements_before,
            old.statements,
        ),
    )
