"""A corpus -> a published generation. Nothing is computed again that is already there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from rag.articles import copies
from rag.articles.copies import Sketches
from rag.build import read_files
from rag.build.computed import Computed
from rag.build.cutting import NEW, Before, Cut, Rows, cut_all, find_before
from rag.build.embedding import Embedding
from rag.build.read_files import Corpus
from rag.build.rules import digest_rules, tell_changes
from rag.build.texts import PassageTexts, article_text
from rag.errors import CorpusError, IndexDamaged, IndexMismatch, IndexMissing
from rag.field_names import SAME_NAMES, FieldNames
from rag.index import generation, publish
from rag.index.dense import DenseIndex
from rag.index.generation import Generation
from rag.index.source import Rules, Source, Stage
from rag.index.storage.generation_folders import read_pointer
from rag.index.storage.lock import reporting_full_disk, writing
from rag.index.words import WordIndex
from rag.language.detection import language_of
from rag.models.embedder import Embedder
from rag.progress import Progress
from rag.records import Article, Unread


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    articles: int  # each text once
    passages: int
    statements: int
    embedded: int  # texts whose vector was computed; the others were taken over
    unchanged: bool  # the published generation is of this corpus already
    unread: Sequence[Unread]  # what is not in the index, and why
    read: int = 0  # files; the others are as they were
    cut: int = 0  # articles that were cut into passages
    attributed: int = 0  # articles whose statements were attributed
    again: str = ""  # why more was done than the changed articles ask for


def build(  # noqa: PLR0913  # an administrator may set each
    corpus: Path,
    index: Path,
    embedder: Embedder,
    *,
    passage_tokens: int,
    names: FieldNames = SAME_NAMES,
    strict: bool = False,
    progress: Progress = lambda *_: None,
) -> BuildReport:
    """Read, cut, attribute and embed a corpus, and publish it as the index's generation.

    A file that cannot be read is left out, and reported; with `strict`, it is a CorpusError.
    `names` says what fields are called. Raises CorpusError where there is no article at all,
    IndexBusy while another program builds, and IndexNotWritten, also where a library finds no room
    for files of its own.
    """
    with reporting_full_disk():
        return _build(
            corpus,
            index,
            embedder,
            passage_tokens=passage_tokens,
            names=names,
            strict=strict,
            progress=progress,
        )


def _build(  # noqa: PLR0913  # each is set by who builds
    corpus: Path,
    index: Path,
    embedder: Embedder,
    *,
    passage_tokens: int,
    names: FieldNames,
    strict: bool,
    progress: Progress,
) -> BuildReport:
    listed = read_files.list_files(corpus, index, names)
    rules, model = digest_rules(listed.formats), embedder.fingerprint
    up_to_date = find_up_to_date(index, listed.digest, rules, passage_tokens, embedder)
    if up_to_date is not None:
        return up_to_date
    before = read_pointer(index)
    old = read_usable(index, embedder)
    read = read_files.read_changed(listed, rules, old, progress)
    check(read, corpus, strict=strict)
    source = Source(_digest([*read.articles.values(), *read.unread]), rules, passage_tokens, model)
    if old and old.source == source and old.files == read.files and not old.degraded:
        return _unchanged(old, read.unread)  # without the lock: the folder may be read-only
    with writing(index):
        if read_pointer(index) != before:
            old = read_usable(index, embedder)  # another build has just ended
        if old and old.source == source and old.files == read.files:
            publish.publish(old.name, index)
            return _unchanged(old, read.unread)
        read = replace(read, articles=_with_languages(read.articles, source, old))
        made = _Made(index / publish.new_name(index), source, listed.digest, read)
        computed = Computed(index, model)
        before_each = find_before(read.articles, source, old)
        cut = cut_all(read.articles, before_each, embedder, progress)
        new, embedded = _make_generation(made, before_each, cut, embedder, computed, progress)
        publish.write(new, index, before=old.name if old else "")
        computed.remove()
    return BuildReport(
        articles=len(new.articles),
        passages=len(new.passages),
        statements=len(new.statements),
        embedded=embedded,
        unchanged=False,
        unread=read.unread,
        read=read.files_read,
        cut=cut.cut,
        attributed=cut.attributed,
        again=tell_changes(old.source.rules, rules) if old else "",
    )


@dataclass(frozen=True, slots=True)
class _Made:
    """What a generation is made of."""

    folder: Path
    source: Source
    files_digest: str
    read: Corpus


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
        return BuildReport(articles, passages, statements, 0, True, glance.unread)
    return None


def _unchanged(old: Generation, unread: Sequence[Unread]) -> BuildReport:
    passages, statements = len(old.passages), len(old.statements)
    return BuildReport(len(old.articles), passages, statements, 0, True, unread)


def _with_languages(
    articles: Mapping[str, Article], source: Source, old: Generation | None
) -> dict[str, Article]:
    same = old is not None and old.source.rules.same(Stage.LANGUAGE, source.rules)
    known = old.articles if old and same else {}
    told = {}
    for article in articles.values():
        before = known.get(article.id)
        unaltered = before is not None and before.text == article.text
        language = before.language if before and unaltered else language_of(article.text)
        told[article.id] = replace(article, language=language)
    return told


def _make_generation(  # noqa: PLR0913  # all that it is made of
    made: _Made,
    before: Before,
    cut: Cut,
    embedder: Embedder,
    computed: Computed,
    progress: Progress,
) -> tuple[Generation, int]:
    articles, source, old = made.read.articles, made.source, before.generation
    passages = PassageTexts(cut.passages, articles, embedder)
    embedding = Embedding(embedder, computed, len(passages) + len(cut.statements), progress)
    passage_vectors, statement_vectors = _embed(cut, passages, embedding, source, old, embedder)
    in_order = list(articles.values())
    sketches = _sketch(in_order, before.rows(in_order, Stage.COPIES), old)
    count_anew = old is None or not old.source.rules.same(Stage.WORDS, source.rules)
    new = Generation(
        folder=made.folder,
        source=source,
        window=embedder.window,
        probes=embedder.probes,
        articles=articles,
        passages=cut.passages,
        statements=cut.statements,
        seals=cut.seals,
        passage_vectors=passage_vectors,
        statement_vectors=statement_vectors,
        words=_count_words(
            None if old is None or count_anew else old.words, cut.passages_before, passages.text
        ),
        article_words=_count_words(
            None if old is None or count_anew else old.article_words,
            before.rows(in_order, Stage.WORDS),
            lambda row: article_text(in_order[row]),
        ),
        sketches=sketches,
        copies=copies.find_groups([*articles], sketches, lambda row: in_order[row].text),
        files=made.read.files,
        files_digest=made.files_digest,
        unread=made.read.unread,
    )
    return new, embedding.embedded


def _embed(  # noqa: PLR0913  # all of it decides what can be taken over
    cut: Cut,
    passages: PassageTexts,
    embedding: Embedding,
    source: Source,
    old: Generation | None,
    embedder: Embedder,
) -> tuple[DenseIndex, DenseIndex]:
    """The vectors of passages and of statements."""
    if old is None or not old.source.rules.same(Stage.EMBED, source.rules):
        return (
            embedding.index(np.full(len(passages), NEW), passages.text, None),
            embedding.index(np.full(len(cut.statements), NEW), cut.statements.text, None),
        )
    # what is new may be in an article that was moved, or cut by older rules
    before = PassageTexts(old.passages, old.articles, embedder)
    gone = _find_gone(len(before), cut.passages_before)
    embedding.knows(((row, before.text(row)) for row in gone), old.passage_vectors)
    gone = _find_gone(len(old.statements), cut.statements_before)
    embedding.knows(((row, old.statements.text(row)) for row in gone), old.statement_vectors)
    return (
        embedding.index(cut.passages_before, passages.text, old.passage_vectors),
        embedding.index(cut.statements_before, cut.statements.text, old.statement_vectors),
    )


def _find_gone(rows: int, before: Rows) -> list[int]:
    """The rows of the generation before that no row has taken over."""
    there = np.ones(rows, dtype=bool)
    there[before[before >= 0]] = False
    return np.flatnonzero(there).tolist()


def _count_words(old: WordIndex | None, before: Rows, text: Callable[[int], str]) -> WordIndex:
    if old is None:
        return WordIndex.of(text(row) for row in range(len(before)))
    return old.with_rows(before, (text(row) for row in np.flatnonzero(before == NEW).tolist()))


def _sketch(articles: Sequence[Article], before: Rows, old: Generation | None) -> Sketches:
    known = [
        copies.sketch(article.text) if old is None or row == NEW else old.sketches[row]
        for article, row in zip(articles, before.tolist(), strict=True)
    ]
    return np.array(known, dtype=np.uint32)


def read_usable(index: Path, embedder: Embedder) -> Generation | None:
    """The published generation where it can be read and taken over."""
    with suppress(IndexMissing, IndexDamaged, IndexMismatch):
        found = generation.read(index, embedder.fingerprint)
        generation.check_model(found, embedder.probes, embedder.window, embedder.name)
        return found
    return None


def _digest(records: Iterable[Article | Unread]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for record in records:
        digest.update(repr(record).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
