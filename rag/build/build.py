"""A corpus -> a published generation. What exists already is not computed again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

from rag.build import read_files
from rag.build.by_article.article_worker import Setup
from rag.build.by_article.worker_pool import Workers
from rag.build.finishing import finish
from rag.build.publishing import BuildReport, Prepare, publish_corpus, report_unchanged
from rag.build.read_files import Corpus
from rag.build.reusable import Reusable
from rag.build.rules import digest_rules
from rag.errors import CorpusError, IndexDamaged, IndexMismatch, IndexMissing
from rag.field_names import SAME_NAMES, FieldNames
from rag.index import generation
from rag.index.generation_parts import Generation
from rag.index.source import Rules, Source
from rag.index.storage.generation_folders import read_pointer
from rag.index.storage.lock import reporting_full_disk
from rag.models.embedder import Embedder
from rag.progress import Progress
from rag.records import Article, Unread


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
    lines of what a start need not compute again. Raises CorpusError if there is no article at
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
    source = replace(source, corpus=digest_corpus(read.articles.values(), read.unread))
    if old and old.source == source and old.files == read.files and not old.degraded:
        # without the lock, if nothing is missing: the folder may be read-only
        unchanged = report_unchanged(old, read.unread)
        return unchanged if words_first else _finish(unchanged, index, embedder, progress)
    report = publish_corpus(
        index,
        read,
        source,
        listed.digest,
        reusable,
        embedder,
        before=before,
        words_first=words_first,
        prepare=prepare,
        progress=progress,
    )
    if report is not None:
        return report
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


def check(read: Corpus, corpus: Path | str, *, strict: bool) -> None:
    """Raises CorpusError if there is no article, or, if `strict`, if one can't be read."""
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
    """The published generation; None if it cannot be read or reused."""
    with suppress(IndexMissing, IndexDamaged, IndexMismatch):
        published = generation.read(index, embedder.fingerprint)
        generation.check_model(published, embedder.probes, embedder.window, embedder.name)
        return published
    return None


def _finish(
    report: BuildReport, index: Path, embedder: Embedder, progress: Progress
) -> BuildReport:
    """Embed what an earlier build has left, if anything."""
    if not report.missing:
        return report
    embedded = finish(index, embedder, progress=progress)
    return replace(report, embedded=embedded, unchanged=False, missing=0)


def digest_corpus(articles: Iterable[Article], unread: Iterable[Unread]) -> str:
    """The digest of a corpus's articles as they were read, and of what cannot be read."""
    digest = hashlib.blake2b(digest_size=16)
    for record in chain(articles, unread):
        digest.update(repr(record).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
