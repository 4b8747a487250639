"""A corpus -> a published generation. Nothing is computed again that is already there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from dataclasses import fields as fields_of
from datetime import date
from pathlib import Path

from rag.build import read_files
from rag.build.article_texts import PassageTexts
from rag.build.assembling import Assembled
from rag.build.by_article.article_worker import Setup
from rag.build.by_article.worker_pool import Workers
from rag.build.computed import Computed
from rag.build.embedding import Embedding, Table
from rag.build.finishing import finish
from rag.build.gathering import make_contents
from rag.build.read_files import Corpus
from rag.build.reusable import Reusable
from rag.build.rules import digest_rules, tell_changes
from rag.errors import CorpusError, IndexDamaged, IndexMismatch, IndexMissing
from rag.field_names import SAME_NAMES, FieldNames
from rag.index import generation, publish
from rag.index.generation_parts import Contents, Generation
from rag.index.row_vectors import RowVectors
from rag.index.source import Rules, Source, Stage
from rag.index.storage.generation_folders import read_pointer
from rag.index.storage.lock import reporting_full_disk, writing
from rag.models.embedder import Embedder
from rag.progress import Progress
from rag.records import Article, Unread

Prepare = Callable[[Generation], Iterable[str]]

_AT_ONCE = 512  # so few texts are embedded before anything is published; it takes seconds


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
    again: str = ""  # why more was done than the changed articles ask for


@reporting_full_disk()
def build(  # noqa: PLR0913  # an administrator may set each
    corpus: Path,
    index: Path,
    embedder: Embedder,
    *,
    passage_tokens: int,
    names: FieldNames = SAME_NAMES,
    strict: bool = False,
    words_first: bool = False,
    prepare: Prepare | None = None,
    progress: Progress = lambda *_: None,
) -> BuildReport:
    """Read, cut, attribute and embed a corpus, and publish it as the index's generation.

    A file that cannot be read is left out, and reported; with `strict`, it is a CorpusError.
    `names` says what fields are called. With `words_first`, texts without a vector are published
    without it, unless embedding them takes only seconds; `finish` embeds them. `prepare` gives the
    lines of what a start need not compute again. Raises CorpusError where there is no article at
    all, IndexBusy while another program builds, and IndexNotWritten, also where a library finds no
    room for files of its own.
    """
    listed = read_files.list_files(corpus, index, names)
    rules, model = digest_rules(listed.formats), embedder.fingerprint
    up_to_date = find_up_to_date(index, listed.digest, rules, passage_tokens, embedder)
    if up_to_date is not None:
        return up_to_date if words_first else _finish(up_to_date, index, embedder, progress)
    before = read_pointer(index)
    old = read_usable(index, embedder)
    source = Source("", rules, passage_tokens, model)
    reusable = Reusable(old, source)
    setup = Setup(embedder.name, passage_tokens, date.today(), names)
    with Workers(setup) as workers:
        read = read_files.read_changed(listed, rules, reusable, workers, progress)
    check(read, corpus, strict=strict)
    source = replace(source, corpus=_digest([*read.articles.values(), *read.unread]))
    if old and old.source == source and old.files == read.files and not old.degraded:
        # without the lock, if nothing is missing: the folder may be read-only
        unchanged = _report_unchanged(old, read.unread)
        return unchanged if words_first else _finish(unchanged, index, embedder, progress)
    with writing(index):
        if read_pointer(index) == before:
            if old and old.source == source and old.files == read.files:
                publish.publish(old.name, index)
                return _report_unchanged(old, read.unread)
            report = _make(
                index,
                source,
                listed.digest,
                read,
                reusable,
                embedder,
                words_first,
                prepare,
                progress,
            )
            return replace(report, again=tell_changes(old.source.rules, rules) if old else "")
    return build(  # another build has ended meanwhile; its results are reused
        corpus,
        index,
        embedder,
        passage_tokens=passage_tokens,
        names=names,
        strict=strict,
        words_first=words_first,
        prepare=prepare,
        progress=progress,
    )


def _make(  # noqa: PLR0913  # all that a generation is made of
    index: Path,
    source: Source,
    files_digest: str,
    read: Corpus,
    reusable: Reusable,
    embedder: Embedder,
    words_first: bool,
    prepare: Prepare | None,
    progress: Progress,
) -> BuildReport:
    """Make a generation and publish it."""
    computed = Computed(index, embedder.fingerprint, embedder.dimension)
    old = reusable.generation
    with publish.building(index, before=old.name if old else "") as folder:
        contents, assembled = make_contents(read, source, files_digest, reusable, embedder)
        read.processed.clear()
        report = _report(contents, assembled, read)
        publish.write_contents(contents, folder)
        about = publish.describe(contents)
        embedding = Embedding(
            _tables(contents, assembled, reusable, embedder),
            [article.date for article in contents.articles.values()],
            embedder,
            computed,
        )
        if prepare is not None:
            publish.write_prepared(prepare(_without_vectors(contents, folder)), folder)
        if not words_first or embedding.missing <= _AT_ONCE:
            embedding.embed(progress=progress)
        publish.write_vectors(embedding.collect, about, folder)
    if not embedding.missing:
        computed.remove()
    return replace(report, embedded=embedding.embedded, missing=embedding.missing)


def _without_vectors(contents: Contents, folder: Path) -> Generation:
    """A generation that can be searched by words only."""
    dimension = contents.probes.shape[-1]
    return Generation(
        **{field.name: getattr(contents, field.name) for field in fields_of(Contents)},
        folder=folder,
        passage_vectors=RowVectors.none(len(contents.passages), dimension),
        statement_vectors=RowVectors.none(len(contents.statements), dimension),
    )


def check(read: Corpus, corpus: Path, *, strict: bool) -> None:
    """Raises CorpusError where there is no article, or, if `strict`, where one can't be read."""
    missed = [unread for unread in read.unread if not unread.expected]
    if missed and (strict or not read.articles):
        raise CorpusError(
            f"{corpus}: {len(missed):,} could not be read, the first being {missed[0].path}: "
            f"{missed[0].reason}",
            hint="repair them or take them away" + (", or build without --strict" * strict),
        )
    if not read.articles:
        raise CorpusError(
            f"{corpus}: no articles", hint="put articles there: .txt, .html, .pdf, .jsonl, ..."
        )


def find_up_to_date(
    index: Path, digest: str, rules: Rules, passage_tokens: int, embedder: Embedder
) -> BuildReport | None:
    """The report if the published generation is of these files; nothing is read for it.

    A file that could not be read is tried again.
    """
    with suppress(IndexMissing, IndexDamaged, IndexMismatch):
        glance = generation.glance(index)
        made = (glance.files_digest, glance.source.rules, glance.source.passage_tokens)
        if (
            made != (digest, rules, passage_tokens)
            or glance.source.model != embedder.fingerprint
            or any(not unread.expected for unread in glance.unread)
        ):
            return None
        generation.check_model(glance, embedder.probes, embedder.window, embedder.name)
        articles, passages, statements = (
            glance.counts[name] for name in ("articles", "passages", "statements")
        )
        return BuildReport(
            articles, passages, statements, 0, True, glance.unread, missing=glance.missing
        )
    return None


def read_usable(index: Path, embedder: Embedder) -> Generation | None:
    """The published generation where it can be read and taken over."""
    with suppress(IndexMissing, IndexDamaged, IndexMismatch):
        found = generation.read(index, embedder.fingerprint)
        generation.check_model(found, embedder.probes, embedder.window, embedder.name)
        return found
    return None


def _finish(
    report: BuildReport, index: Path, embedder: Embedder, progress: Progress
) -> BuildReport:
    """Embed what an earlier build has left, if anything."""
    if not report.missing:
        return report
    embedded = finish(index, embedder, progress=progress)
    return replace(report, embedded=embedded, unchanged=False, missing=0)


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


def _report_unchanged(old: Generation, unread: Sequence[Unread]) -> BuildReport:
    vectors = old.passage_vectors, old.statement_vectors
    return BuildReport(
        articles=len(old.articles),
        passages=len(old.passages),
        statements=len(old.statements),
        embedded=0,
        unchanged=True,
        unread=unread,
        missing=sum(len(each) - each.embedded for each in vectors),
    )


def _tables(
    contents: Contents, assembled: Assembled, reusable: Reusable, embedder: Embedder
) -> tuple[Table, Table]:
    """The passages and statements, with the vectors that the previous generation has of them."""
    old = reusable.generation
    passages = PassageTexts(contents.passages, list(contents.articles.values()), embedder)
    if old is None or not reusable.takes_over(Stage.EMBED):
        return (
            Table(passages, contents.passages.article_numbers),
            Table(contents.statements, contents.statements.article_numbers),
        )
    return (
        Table(
            passages,
            contents.passages.article_numbers,
            old.passage_vectors,
            assembled.passages_before,
            PassageTexts(old.passages, list(old.articles.values()), embedder),
        ),
        Table(
            contents.statements,
            contents.statements.article_numbers,
            old.statement_vectors,
            assembled.statements_before,
            old.statements,
        ),
    )


def _digest(records: Iterable[Article | Unread]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for record in records:
        digest.update(repr(record).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
