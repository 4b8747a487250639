"""What a build would do, with its time and disk space; nothing is written.

The files are read as a build reads them, so that what cannot be read is known. What is new is cut
and embedded in a sample, whose times and numbers stand for all of it.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from rag.articles.passages import cut
from rag.build import build, read_files
from rag.build.article_texts import KEY, PassageTexts, passage_text, text_key
from rag.build.by_article.article_worker import Setup
from rag.build.by_article.worker_pool import Workers
from rag.build.computed import Computed
from rag.build.read_files import Listed
from rag.build.reusable import NEW, Reusable
from rag.build.rules import digest_rules, tell_changes
from rag.field_names import SAME_NAMES, FieldNames
from rag.index.dense import Kind, choose_kind
from rag.index.generation_parts import Generation
from rag.index.row_vectors import RowVectors
from rag.index.source import Rules, Source, Stage
from rag.index.span_table import Passages, Statements
from rag.index.storage.generation_folders import list_generations
from rag.models.embedder import Embedder
from rag.progress import Progress
from rag.records import Article, Unread
from rag.speech.statements import attribute

_SAMPLE = 48  # articles that are cut
_TIMED = 64  # texts that are embedded to see how long one takes
# Beside the vectors: an article's text, its words, and what was cut from it. 3,076 news articles of
# 25.5 million characters take 3.8 bytes a character.
_BYTES_A_CHARACTER = 4
_WRITTEN_A_SECOND = 30e6  # bytes, with the words counted and all brought to the disk
_NUMBER, _HALF_NUMBER = 4, 2  # bytes


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a corpus against those of the published generation; ids, sorted."""

    added: Sequence[str]
    changed: Sequence[str]
    moved: Sequence[tuple[str, str]]  # old and new id
    deleted: Sequence[str]
    unchanged: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build would do."""

    files: Files
    unchanged: bool = False  # the published generation is of this corpus already
    anew: str = ""  # why nothing, or only vectors, can be taken over
    unread: Sequence[Unread] = ()
    articles: int = 0  # that the index will hold
    new_articles: int = 0  # that are cut and attributed, those of changed files included
    embedded: int = 0  # texts, passages and statements, that are embedded
    exact: bool = True  # False: estimated from a sample
    resumed: int = 0  # vectors left by an interrupted build
    seconds: float = 0.0
    disk_needed: int = 0  # bytes, beside the existing index
    disk_free: int = 0


@dataclass(frozen=True, slots=True)
class _Sample:
    """The measurements of a sample of the new articles."""

    share: float  # of all new articles' characters, 0 to 1
    characters: int
    texts: int
    missing: Mapping[bytes, str]  # texts without a vector, each once, by their keys
    cut_seconds: float
    text_seconds: float  # that embedding one text takes


def plan(  # noqa: PLR0913  # what a build is given
    corpus: Path,
    index: Path,
    embedder: Embedder,
    *,
    passage_tokens: int,
    names: FieldNames = SAME_NAMES,
    progress: Progress = lambda *_: None,
) -> Plan:
    """Look at what `build` would do with the same arguments. Raises CorpusError as it does."""
    listed = read_files.list_files(corpus, index, names)
    rules = digest_rules(listed.formats)
    same = build.find_up_to_date(index, listed.digest, rules, passage_tokens, embedder)
    if same is not None and not same.missing:
        there = Files((), (), (), (), len(listed.digests))
        return Plan(there, unchanged=True, unread=same.unread, articles=same.articles)
    began = time.perf_counter()
    old = build.read_usable(index, embedder)
    reusable = Reusable(old, Source("", rules, passage_tokens, embedder.fingerprint))
    setup = Setup(embedder.name, passage_tokens, date.today(), names)
    with Workers(setup) as workers:
        read = read_files.read_changed(listed, rules, reusable, workers, progress, process=False)
    build.check(read, corpus, strict=False)
    seconds = time.perf_counter() - began
    new = [article for article in read.articles.values() if not _keeps_rows(article, reusable)]
    stored = Computed(index, embedder.fingerprint, embedder.dimension)
    computed = {key.tobytes() for key in stored.keys}
    with_vectors = old if reusable.takes_over(Stage.EMBED) else None
    sample = _sample(new, with_vectors, computed, embedder, passage_tokens)
    needed = _estimate_bytes(read.articles.values(), old, sample, embedder.dimension)
    embedded = round(len(sample.missing) / sample.share) + _count_left(
        with_vectors, computed, embedder
    )
    return Plan(
        _compare_files(listed, old),
        anew=_explain(index, old, rules, passage_tokens),
        unread=read.unread,
        articles=len(read.articles),
        new_articles=len(new),
        embedded=embedded,
        exact=sample.share == 1,
        resumed=len(computed),
        seconds=seconds
        + sample.cut_seconds / sample.share
        + sample.text_seconds * embedded
        + needed / _WRITTEN_A_SECOND,
        # vectors are kept beside the index until all are there
        disk_needed=needed + embedded * (embedder.dimension * _NUMBER + KEY),
        disk_free=shutil.disk_usage(_find_existing(index)).free,
    )


def _compare_files(listed: Listed, old: Generation | None) -> Files:
    now = listed.digests
    then = {file.id: file.digest for file in old.files} if old else {}
    added = [file for file in now if file not in then]
    gone = {file: digest for file, digest in then.items() if file not in now}
    by_digest = {digest: file for file, digest in gone.items() if digest}
    moved = [
        (before, file)
        for file in sorted(added)
        if (before := by_digest.pop(now[file], None)) is not None
    ]
    to, away = {new for _, new in moved}, {old for old, _ in moved}
    changed = [file for file, digest in now.items() if file in then and then[file] != digest]
    return Files(
        added=sorted(set(added) - to),
        changed=sorted(changed),
        moved=moved,
        deleted=sorted(gone.keys() - away),
        unchanged=len(now) - len(added) - len(changed),
    )


def _keeps_rows(article: Article, reusable: Reusable) -> bool:
    """Whether an article keeps its passages and statements."""
    stages = (Stage.CUT, Stage.ATTRIBUTE, Stage.EMBED)
    return all(reusable.number(article, stage) != NEW for stage in stages)


def _explain(index: Path, old: Generation | None, rules: Rules, passage_tokens: int) -> str:
    """Explain why more is done again than the changed articles need."""
    if old is None:
        there = bool(list_generations(index))
        return "the index that is there cannot be taken over" if there else "there is no index"
    if old.source.passage_tokens != passage_tokens:
        return "passages have another length"
    return tell_changes(old.source.rules, rules)


def _sample(
    new: Sequence[Article],
    old: Generation | None,
    computed: Container[bytes],
    embedder: Embedder,
    passage_tokens: int,
) -> _Sample:
    """Cut some of the new articles, and embed some of their texts that have no vector yet."""
    few = new[:: max(1, -(-len(new) // _SAMPLE))]
    total = sum(_measure_length(added) for added in new)
    before = _Before(old, embedder)
    missing: dict[bytes, str] = {}
    texts = 0
    # loading happens once, so it must not be extrapolated
    embedder.warm_up()
    for article in few[:1]:
        _list_texts(article, embedder, passage_tokens)
    began = time.perf_counter()
    for article in few:
        known = before.keys(article)
        for text in _list_texts(article, embedder, passage_tokens):
            texts += 1
            if (key := text_key(text)) not in known and key not in computed:
                missing[key] = text
    cut_seconds = time.perf_counter() - began
    timed = [*missing.values()][:: max(1, len(missing) // _TIMED)]
    began = time.perf_counter()
    embedder.embed_passages(timed)
    embedding = time.perf_counter() - began
    characters = sum(_measure_length(sampled) for sampled in few)
    return _Sample(
        share=characters / total if total else 1.0,
        characters=characters,
        texts=texts,
        missing=missing,
        cut_seconds=cut_seconds,
        text_seconds=embedding / max(1, len(timed)),
    )


class _Before:
    """What the published generation has of an article: by its id, or by its text where it moved."""

    def __init__(self, old: Generation | None, embedder: Embedder) -> None:
        self._old = old
        self._embedder = embedder
        articles = old.articles.values() if old else ()
        self._by_text = {_join_texts(article): article.id for article in articles}
        self._passages = _group_spans(old.passages, old.passage_vectors) if old else {}
        self._statements = _group_spans(old.statements, old.statement_vectors) if old else {}

    def keys(self, article: Article) -> Container[bytes]:
        """The keys of the texts that have a vector."""
        before = self._by_text.get(_join_texts(article), article.id)
        if self._old is None or before not in self._old.articles:
            return ()
        there = self._old.articles[before]
        passages = [there.text[start:end] for start, end in self._passages.get(before, ())]
        spoken = [there.text[start:end] for start, end in self._statements.get(before, ())]
        titled = [_add_title(there.title, text, self._embedder) for text in passages]
        return {text_key(text) for text in (*titled, *spoken)}


def _group_spans(
    spans: Passages | Statements, vectors: RowVectors
) -> dict[str, list[tuple[int, int]]]:
    """The places of rows that have a vector, by the ids of their articles."""
    places: dict[str, list[tuple[int, int]]] = {}
    for row in np.flatnonzero(vectors.have(np.arange(len(vectors)))).tolist():
        span = spans[row]
        places.setdefault(span.article_id, []).append((span.start, span.end))
    return places


def _count_left(old: Generation | None, computed: Container[bytes], embedder: Embedder) -> int:
    """How many texts of the published generation have no vector yet."""
    if old is None or old.complete:
        return 0
    passages = PassageTexts(old.passages, list(old.articles.values()), embedder)
    return sum(
        text_key(texts.text(row)) not in computed
        for texts, vectors in (
            (passages, old.passage_vectors),
            (old.statements, old.statement_vectors),
        )
        for row in np.flatnonzero(~vectors.have(np.arange(len(vectors)))).tolist()
    )


def _list_texts(article: Article, embedder: Embedder, passage_tokens: int) -> list[str]:
    """What is embedded of an article."""
    passages = cut(
        article, max_tokens=passage_tokens, window=embedder.window, pieces=embedder.pieces
    )
    spoken = [article.text[statement.start : statement.end] for statement in attribute(article)]
    return [_add_title(article.title, passage.text, embedder) for passage in passages] + spoken


def _add_title(title: str, text: str, embedder: Embedder) -> str:
    return passage_text(title, text, embedder.window, embedder.pieces)


def _estimate_bytes(
    articles: Iterable[Article], old: Generation | None, sample: _Sample, dimension: int
) -> int:
    """Estimate the size of the next generation on disk."""
    characters = sum(_measure_length(article) for article in articles)
    if old:
        texts = len(old.passages) + len(old.statements)
        rate = texts / max(1, sum(_measure_length(article) for article in old.articles.values()))
    else:
        rate = sample.texts / max(1, sample.characters)
    vectors = round(rate * characters)
    exact = choose_kind(vectors // 2) is Kind.EXACT  # passages are about as many as statements
    return characters * _BYTES_A_CHARACTER + vectors * dimension * (
        _NUMBER if exact else _HALF_NUMBER
    )


def _join_texts(article: Article) -> bytes:
    return text_key(f"{article.title}\n{article.text}")


def _measure_length(article: Article) -> int:
    return len(article.title) + len(article.text)


def _find_existing(index: Path) -> Path:
    """The folder, or the closest parent that exists."""
    return next(path for path in (index, *index.absolute().parents) if path.exists())
