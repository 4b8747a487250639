"""The shards of a build -> its corpus, as if one machine had read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from rag.articles.reading import Problems
from rag.articles.versions import digest
from rag.build.article_texts import text_key
from rag.build.by_article.stages import Processed
from rag.build.computed import KeyedVectors
from rag.build.embedding import digest_texts
from rag.build.read_files import Corpus, FileRead, article_key, as_read, merge_files
from rag.cluster.article_rows import ArticleRows
from rag.cluster.embedded_texts import list_texts
from rag.cluster.inputs import Inputs
from rag.cluster.shard_files import Done, PartProblems, ShardFolder, ShardRow
from rag.models.embedder import Embedder
from rag.records import Unread, Version

_OPEN = 2  # shards in memory: a newer version of an article may be in another one


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an article's rows are."""

    shard: int
    row: int


@dataclass(frozen=True, slots=True)
class _Text:
    """What a version of an article tells of its text."""

    characters: int
    digest: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A corpus in which a digest stands for each text: the same for the same text."""

    corpus: Corpus
    places: Mapping[bytes, _Place]  # by the article's key
    texts: Mapping[str, _Text]  # by the digest of what stands for the text

    def real_version(self, version: Version) -> Version:
        """A version with the length and the digest of its text."""
        text = self.texts[version.digest]
        return replace(version, characters=text.characters, digest=text.digest)


class Gathered:
    """A build's finished shards, in the order of the corpus.

    While articles are taken, two shards are in memory, and of every article all but its text.
    """

    def __init__(self, inputs: Inputs, done: Sequence[Done], folder: ShardFolder) -> None:
        self.inputs = inputs
        self.done = done
        self._folder = folder
        self._read = lru_cache(maxsize=_OPEN)(self._read_shard)

    def corpus(self) -> Corpus:
        """All that the corpus holds, in memory. Raises IndexDamaged."""
        files = self._files()
        processed: dict[bytes, Processed] = {}
        for read in self._rows():
            article = as_read(read.rows.article)
            files[read.file_id].articles.append(article)
            processed[article_key(article)] = read.rows.processed.pack()
        return merge_files(list(files.values()), self.inputs.unread, processed, len(files))

    def vectors(self, embedder: Embedder) -> Iterator[KeyedVectors]:
        """The vectors of all texts, with their keys, a shard at a time."""
        for number in range(len(self.done)):
            texts: list[str] = []
            vectors = [np.empty((0, embedder.dimension), dtype=np.float32)]
            for row in self._read_shard(number, with_vectors=True):
                rows = row.rows
                own = list_texts(rows.article, rows.processed, embedder)
                texts += [*own.passages, *own.statements]
                vectors += [rows.passage_vectors, rows.statement_vectors]
            yield KeyedVectors(digest_texts(texts), np.concatenate(vectors))

    @cached_property
    def outline(self) -> Outline:
        """The corpus without its texts. Raises IndexDamaged."""
        files = self._files()
        places: dict[bytes, _Place] = {}
        texts: dict[str, _Text] = {}
        for number, done in enumerate(self.done):
            for row, read in enumerate(self._folder.read(done, with_vectors=False)):
                article = as_read(read.rows.article)
                standing = text_key(article.text).hex()
                texts[digest(standing)] = _Text(len(article.text), digest(article.text))
                outlined = replace(article, text=standing)
                files[read.file_id].articles.append(outlined)
                places[article_key(outlined)] = _Place(number, row)
        corpus = merge_files(list(files.values()), self.inputs.unread, {}, len(files))
        return Outline(corpus, places, texts)

    def __iter__(self) -> Iterator[ArticleRows]:
        return self.take()

    def take(
        self, numbers: Iterable[int] | None = None, *, with_vectors: bool = True
    ) -> Iterator[ArticleRows]:
        """Articles of the corpus with their rows: all in their order, or those of some numbers.

        Shards that have none of them are not read. Without vectors, there are none in the rows.
        """
        outline = self.outline
        articles = tuple(outline.corpus.articles.values())
        for number in range(len(articles)) if numbers is None else numbers:
            outlined = articles[number]
            place = outline.places[article_key(outlined)]
            rows = self._read(place.shard, with_vectors)[place.row].rows
            versions = tuple(outline.real_version(version) for version in outlined.versions)
            read = rows.article
            article = replace(outlined, text=read.text, language=read.language, versions=versions)
            yield replace(rows, article=article)

    def _files(self) -> dict[str, FileRead]:
        """The files of the corpus with what could not be read of them, and no articles yet."""
        unread = _list_problems(self.done)
        return {
            file.id: FileRead(file.id, file.digest, file.read_as.value, [], unread.get(file.id, []))
            for file in self.inputs.files
        }

    def _rows(self) -> Iterator[ShardRow]:
        for done in self.done:
            yield from self._folder.read(done, with_vectors=False)

    def _read_shard(self, number: int, with_vectors: bool) -> list[ShardRow]:
        return list(self._folder.read(self.done[number], with_vectors=with_vectors))


def _list_problems(done: Sequence[Done]) -> dict[str, list[Unread]]:
    """What could not be read, by file."""
    parts: dict[str, list[PartProblems]] = {}
    for shard in done:
        for of_part in shard.problems:
            parts.setdefault(of_part.file_id, []).append(of_part)
    listed = {}
    for file_id, of_file in parts.items():
        problems = of_file[0].problems
        if len(of_file) > 1:
            problems = Problems()
            for part in of_file:
                problems.add(part.problems)
        listed[file_id] = [*problems.rows, *problems.summary(file_id)]
    return listed
