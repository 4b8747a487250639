"""The shards of a build -> its corpus, as if one machine had read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from rag.articles.reading import Problems
from rag.build.by_article.stages import Processed
from rag.build.computed import KeyedVectors
from rag.build.embedding import digest_texts
from rag.build.read_files import Corpus, FileRead, article_key, as_read, merge_files
from rag.cluster.article_rows import ArticleRows
from rag.cluster.embedded_texts import list_texts
from rag.cluster.inputs import Inputs
from rag.cluster.shard_files import Done, PartProblems, ShardFolder, ShardRow
from rag.models.embedder import Embedder
from rag.records import Unread

_OPEN = 2  # shards in memory: a newer version of an article may be in another one


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an article's rows are."""

    shard: int
    row: int


class Gathered:
    """A build's finished shards, in the order of the corpus.

    Iterating gives each article that the corpus holds, once, with its rows; any number of times.
    """

    def __init__(self, inputs: Inputs, done: Sequence[Done], folder: ShardFolder) -> None:
        self.inputs = inputs
        self.done = done
        self._folder = folder
        self._read = lru_cache(maxsize=_OPEN)(self._read_shard)

    def corpus(self, *, with_rows: bool = True) -> Corpus:
        """What the corpus holds. Without rows, it takes less memory. Raises IndexDamaged."""
        return self._gather(with_rows=with_rows).corpus

    def vectors(self, embedder: Embedder) -> Iterator[KeyedVectors]:
        """The vectors of all texts, with their keys, a shard at a time."""
        for number in range(len(self.done)):
            texts: list[str] = []
            vectors = [np.empty((0, embedder.dimension), dtype=np.float32)]
            for row in self._read_shard(number):
                rows = row.rows
                own = list_texts(rows.article, rows.processed, embedder)
                texts += [*own.passages, *own.statements]
                vectors += [rows.passage_vectors, rows.statement_vectors]
            yield KeyedVectors(digest_texts(texts), np.concatenate(vectors))

    def __iter__(self) -> Iterator[ArticleRows]:
        gathered = self._gather(with_rows=False)
        for article in gathered.corpus.articles.values():
            place = gathered.places[article_key(article)]
            rows = self._read(place.shard)[place.row].rows
            yield replace(rows, article=replace(article, language=rows.article.language))

    def _gather(self, *, with_rows: bool) -> _AllRows:
        files = {
            file.id: FileRead(file.id, file.digest, file.read_as.value, [], [])
            for file in self.inputs.files
        }
        processed: dict[bytes, Processed] = {}
        places: dict[bytes, _Place] = {}
        for number, done in enumerate(self.done):
            for row, read in enumerate(self._folder.read(done, with_vectors=False)):
                article = as_read(read.rows.article)
                files[read.file_id].articles.append(article)
                key = article_key(article)
                places[key] = _Place(number, row)
                if with_rows:
                    processed[key] = read.rows.processed
        for file_id, unread in _list_problems(self.done).items():
            files[file_id].unread += unread
        in_order = list(files.values())
        corpus = merge_files(in_order, self.inputs.unread, processed, len(in_order))
        return _AllRows(corpus, places)

    def _read_shard(self, number: int) -> list[ShardRow]:
        return list(self._folder.read(self.done[number]))


@dataclass(frozen=True, slots=True)
class _AllRows:
    corpus: Corpus
    places: Mapping[bytes, _Place]  # by the article's key


def _list_problems(done: Sequence[Done]) -> dict[str, list[Unread]]:
    """What could not be read, by file."""
    parts: dict[str, list[PartProblems]] = {}
    for each in (problems for one in done for problems in one.problems):
        parts.setdefault(each.file_id, []).append(each)
    listed = {}
    for file_id, each_part in parts.items():
        problems = each_part[0].problems
        if len(each_part) > 1:
            problems = Problems()
            for part in each_part:
                problems.add(part.problems)
        listed[file_id] = [*problems.rows, *problems.summary(file_id)]
    return listed
