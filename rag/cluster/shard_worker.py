"""A shard -> its file: read, cut, attributed and embedded, by one process of a node."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from rag.articles.formats import jsonl_file
from rag.articles.formats.file_kinds import Kind
from rag.articles.formats.limits import LIMITS
from rag.articles.reading import Problems, Reading, name_reason
from rag.articles.row_fields import Row
from rag.build.article_texts import text_key
from rag.build.by_article.article_worker import Setup
from rag.build.by_article.stages import OF_ARTICLES, Processed, Processor
from rag.cluster.article_rows import ArticleRows
from rag.cluster.embedded_texts import list_texts
from rag.cluster.inputs import PARQUET, Fetcher, InputFile, digest_now
from rag.cluster.line_ranges import LineRanges
from rag.cluster.shard_files import Done, PartProblems, ShardFolder, ShardRow
from rag.cluster.shards import END, LinesDigest, Part, Shard
from rag.cluster.table_rows import read_rows
from rag.errors import CorpusError
from rag.models.embedder import Embedder
from rag.models.vectors import Vectors
from rag.records import Article, Unread

_AT_ONCE = 32  # articles that are embedded and written together


class ShardWorker:
    """Computes one shard after the other, with one model."""

    def __init__(self, setup: Setup, embedder: Embedder, folder: ShardFolder) -> None:
        self._setup = setup
        self._embedder = embedder
        self._folder = folder
        self._processor = Processor(
            setup.passage_tokens, embedder.window, embedder.pieces, LIMITS.seconds
        )
        self._fetcher = Fetcher()
        self._ranges = LineRanges()
        self._unread: list[Unread] = []
        self._reading = Reading(setup.today, setup.names, self._unread.append, LIMITS)
        self._texts = 0  # embedded for the shard

    def compute(self, shard: Shard) -> Done:
        """Compute a shard, unless that is done. Raises CorpusError if a file is another here."""
        done = self._folder.read_mark(shard.id)
        if done is not None:
            return done
        began = time.monotonic()
        self._texts = 0
        problems = [PartProblems(part.file.id, Problems()) for part in shard.parts]
        rows = list(self._rows(shard, problems))
        return self._folder.write(shard.id, rows, problems, time.monotonic() - began, self._texts)

    def close(self) -> None:
        """End the process that parses files, and remove what was fetched."""
        self._reading.__exit__(None, None, None)
        self._fetcher.close()

    def _rows(self, shard: Shard, problems: Sequence[PartProblems]) -> Iterator[list[ShardRow]]:
        waiting: list[tuple[str, Article, Processed]] = []
        for part, of_part in zip(shard.parts, problems, strict=True):
            for article in self._articles(part, of_part.problems):
                try:
                    processed = self._processor.process(article, OF_ARTICLES)
                except CorpusError as error:
                    of_part.problems.take(name_reason(article.id, "", article.id, error))
                    continue
                waiting.append((part.file.id, article, processed))
                if len(waiting) == _AT_ONCE:
                    yield self._embedded(waiting)
                    waiting = []
        if waiting:
            yield self._embedded(waiting)

    def _articles(self, part: Part, problems: Problems) -> Iterator[Article]:
        """The articles of a part. Raises CorpusError if they are not those that were listed."""
        file, setup = part.file, self._setup
        if file.kind == Kind.LINES:
            yield from self._line_articles(part, problems)
            return
        if digest_now(file, setup.names) != file.digest:
            raise _another(file)
        if file.kind == PARQUET:
            for row in read_rows(file, part.first, part.last, setup.names, setup.today):
                article = problems.take(row)
                if article is not None:
                    yield article
            return
        self._unread.clear()
        try:
            path = self._fetcher.path(file)
        except OSError as error:
            raise _another(file) from error
        yield from self._reading.file(path, Kind(file.kind), file.id)
        for unread in self._unread:  # its problems are listed as the file's already
            problems.rows.append(unread)

    def _line_articles(self, part: Part, problems: Problems) -> Iterator[Article]:
        digest = LinesDigest()
        for line_part in self._lines(part, digest):
            article = problems.take(line_part)
            if article is not None:
                yield article
        if digest.told() != part.digest:
            raise _another(part.file)

    def _lines(self, part: Part, digest: LinesDigest) -> Iterator[Row | Unread]:
        file, setup = part.file, self._setup
        try:
            path: Path = self._fetcher.path(file)
            for line in self._ranges.read(path, file.digest, part.first, part.last):
                digest.add(line)
                try:
                    yield jsonl_file.read_line(
                        line, path, file.id, today=setup.today, names=setup.names
                    )
                except CorpusError as error:
                    yield name_reason(file.id, f":{line.number}", path, error)
        except CorpusError as error:
            if part.last == END:  # of several parts, the last one reports it
                yield name_reason(file.id, "", path, error)
        except OSError as error:
            yield Unread(file.id, f"can't be opened: {error.strerror or error}")

    def _embedded(self, waiting: Sequence[tuple[str, Article, Processed]]) -> list[ShardRow]:
        """Embed the texts of some articles, each text once."""
        texts: dict[bytes, str] = {}
        keys: list[tuple[list[bytes], list[bytes]]] = []  # of each article's rows
        for _, article, processed in waiting:
            own = list_texts(article, processed, self._embedder)
            passages = [_note(text, texts) for text in own.passages]
            keys.append((passages, [_note(text, texts) for text in own.statements]))
        vectors = dict(zip(texts, self._embedder.embed_passages(list(texts.values())), strict=True))
        self._texts += len(texts)
        dimension = self._embedder.dimension
        return [
            ShardRow(
                file_id,
                ArticleRows(
                    replace(article, language=processed.language),
                    processed,
                    _stack(passages, vectors, dimension),
                    _stack(statements, vectors, dimension),
                ),
            )
            for (file_id, article, processed), (passages, statements) in zip(
                waiting, keys, strict=True
            )
        ]


def _note(text: str, texts: dict[bytes, str]) -> bytes:
    key = text_key(text)
    texts.setdefault(key, text)
    return key


def _stack(keys: Sequence[bytes], vectors: dict[bytes, Vectors], dimension: int) -> Vectors:
    if not keys:
        return np.empty((0, dimension), dtype=np.float32)
    return np.stack([vectors[key] for key in keys])


def _another(file: InputFile) -> CorpusError:
    return CorpusError(
        f"{file.place}: not there, or not as it was when the build listed it",
        hint="every node must see the corpus at the same path: give a folder that they share, or "
        "a URL; if articles have changed meanwhile, run the same command again",
    )
