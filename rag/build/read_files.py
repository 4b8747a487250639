"""A corpus -> its articles; an unchanged file is not read again."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rag.articles import versions
from rag.articles.corpus import CorpusFiles, count_articles, file_id, find_files
from rag.articles.formats.file_kinds import Kind
from rag.articles.formats.limits import LIMITS
from rag.articles.reading import Reading
from rag.build.article_texts import text_key
from rag.build.by_article.article_worker import ArticlesTask, FileTask, Result, Task
from rag.build.by_article.stages import Processed
from rag.build.by_article.worker_pool import Workers
from rag.build.reusable import Reusable
from rag.errors import CorpusError
from rag.field_names import FieldNames
from rag.index.generation_parts import Generation
from rag.index.source import ReadFile, Rules, Stage
from rag.index.storage.generation_folders import is_index
from rag.plain_files import open_plain
from rag.progress import Progress
from rag.records import Article, Unread

_BATCH = 16  # articles of one task


@dataclass(frozen=True, slots=True)
class Listed:
    """The files of a corpus, and a digest of each."""

    files: CorpusFiles
    digests: Mapping[str, str]  # of the content and of what fields are called, by the file's id
    names: FieldNames

    @property
    def formats(self) -> set[Kind]:
        """The formats of the files."""
        return {file.kind for file in self.files.readable}

    @property
    def digest(self) -> str:
        """Of all that the articles are made of."""
        return digest_files(self.files.unread, self.digests)


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a corpus holds: each article once."""

    articles: dict[str, Article]  # large, and emptied when they are on the disk
    unread: Sequence[Unread]
    files: Sequence[ReadFile]
    processed: dict[str, Processed]  # by the article's id; large, and emptied by its only reader
    files_read: int  # the other files are unchanged


def list_files(corpus: Path, index: Path, names: FieldNames) -> Listed:
    """The files of a corpus, without those of indexes that lie in it.

    Raises CorpusError if there is none of that name, or if the corpus is an index itself.
    """

    def holds_index(folder: Path) -> bool:
        return folder.resolve() == index_folder or is_index(folder)

    index_folder = (
        index.resolve()
    )  # a killed first build may have left too little to recognise an index by
    if holds_index(corpus):
        raise CorpusError(
            f"{corpus}: the folder of an index, and not of articles",
            hint="give articles and index a folder each, with --corpus and --index; one may lie "
            "in the other",
        )
    files = find_files(corpus, skip=holds_index)
    digests = {
        file_id(file.path, files.folder): digest_file(file.path, file.kind, names)
        for file in files.readable
    }
    return Listed(files, digests, names)


def read_changed(  # noqa: PLR0913  # what is read, and how
    corpus: Listed,
    rules: Rules,
    reusable: Reusable,
    workers: Workers,
    progress: Progress,
    *,
    process: bool = True,
) -> Corpus:
    """The articles of a corpus, with what the stages give for those that are new or changed.

    An unchanged file whose format is read by the same rules is not read again. Without
    `process`, articles are read, and go through no stage.
    """
    reading = _CorpusReading(corpus, rules, reusable, progress, process=process)
    for result in workers.run(reading.tasks(), expected=reading.expected):
        reading.take(result)
    return reading.corpus()


@dataclass(slots=True)
class FileRead:
    """A file of the corpus and what was read from it so far."""

    id: str
    digest: str
    format: str
    articles: list[Article]
    unread: list[Unread]


def digest_files(unread: Sequence[Unread], digests: Mapping[str, str]) -> str:
    """The digest of a corpus: what cannot be read, and the digest of each file by its id."""
    digest = hashlib.blake2b(digest_size=16)
    for part in (tuple(unread), sorted(digests.items())):
        digest.update(repr(part).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def merge_files(
    files: Sequence[FileRead],
    unread: Sequence[Unread],
    processed: Mapping[bytes, Processed],
    files_read: int,
) -> Corpus:
    """Put together what was read from files, in the order of the corpus.

    `unread` are the files that nothing was read from. `processed` has what the stages gave for an
    article under its `article_key`.
    """
    merged = versions.merge(article for file in files for article in file.articles)
    return Corpus(
        merged,
        [*unread, *(failed for file in files for failed in file.unread)],
        [
            ReadFile(
                file.id,
                file.digest,
                # what could not be read may have been too slow for its limits: it is tried again
                None if file.unread else _list_kept(file.articles, merged),
                file.format,
            )
            for file in files
        ],
        {
            article.id: processed.get(article_key(article), Processed())
            for article in merged.values()
        },
        files_read,
    )


class _CorpusReading:
    """Makes tasks of the changed files, and puts their results together."""

    def __init__(
        self, corpus: Listed, rules: Rules, reusable: Reusable, progress: Progress, *, process: bool
    ) -> None:
        self._corpus = corpus
        self._known = _Known(reusable.generation, rules)
        self._reusable = reusable
        self._process = process
        self._progress = progress
        self._total = count_articles(corpus.files)
        self.expected = self._total  # articles
        self._files: list[FileRead] = []
        # of each task the file that it reads, or the files that its articles are from
        self._tasks: deque[FileRead | tuple[FileRead, ...]] = deque()
        self._batch: list[tuple[FileRead, Article, list[Stage]]] = []
        self._processed: dict[bytes, Processed] = {}
        self._files_read = 0
        self._done = 0

    def tasks(self) -> Iterator[Task]:
        """The tasks to do, in the order of the files."""
        folder, digests = self._corpus.files.folder, self._corpus.digests
        for file in self._corpus.files.readable:
            own_id = file_id(file.path, folder)
            file_read = FileRead(own_id, digests[own_id], file.kind.value, [], [])
            self._files.append(file_read)
            known = self._known.articles(own_id, file.kind, digests[own_id])
            if known is not None:
                file_read.articles = known
                yield from self._add(file_read, known)
                continue
            self._files_read += 1
            if file.kind is not Kind.LINES:
                yield from self._flush()
                self._tasks.append(file_read)
                yield FileTask(str(file.path), file.kind, own_id, self._process)
                continue
            # one file may hold the whole corpus: it is read here, and cut by the others
            with Reading(
                date.today(), self._corpus.names, file_read.unread.append, LIMITS
            ) as reading:
                for article in reading.file(file.path, file.kind, own_id):
                    file_read.articles.append(article)
                    yield from self._add(file_read, [article])
        yield from self._flush()

    def take(self, result: Result) -> None:
        """Take a result; they come in the order of the tasks."""
        files = self._tasks.popleft()
        if isinstance(files, FileRead):
            files.articles = [as_read(article) for article in result.articles]
            files.unread += result.unread
            files = (files,) * len(result.articles)
        for file_read, article, processed in zip(
            files, result.articles, result.processed, strict=True
        ):
            if isinstance(processed, Unread):
                file_read.articles.remove(as_read(article))
                file_read.unread.append(processed)
            else:
                self._processed[article_key(article)] = processed.pack()
        self._note(len(result.articles))

    def corpus(self) -> Corpus:
        """All that was read."""
        unread = self._corpus.files.unread
        return merge_files(self._files, unread, self._processed, self._files_read)

    def _add(self, file_read: FileRead, articles: Sequence[Article]) -> Iterator[Task]:
        """Put articles into the next batch, as far as there is something to do with them."""
        done = 0
        for article in articles:
            stages = self._reusable.stages_to_do(article) if self._process else []
            before = self._reusable.find(article)
            if not stages:
                done += 1
                continue
            if before is not None and Stage.LANGUAGE not in stages:
                article = replace(article, language=before.language)  # noqa: PLW2901
            self._batch.append((file_read, article, stages))
            if len(self._batch) == _BATCH:
                yield from self._flush()
        self._note(done)

    def _flush(self) -> Iterator[Task]:
        if self._batch:
            files, articles, stages = zip(*self._batch, strict=True)
            self._batch = []
            self._tasks.append(files)
            yield ArticlesTask(articles, stages)

    def _note(self, count: int) -> None:
        if count:
            self._done += count
            self._progress("Reading and attributing", self._done, max(self._total, self._done))


class _Known:
    """What the previous generation read from each file."""

    def __init__(self, old: Generation | None, rules: Rules) -> None:
        self._before = old.articles if old else {}
        self._old_rules = old.source.rules.reading if old else {}
        self._rules = rules.reading
        self._files = {file.id: file for file in old.files} if old else {}

    def articles(self, own_id: str, kind: Kind, digest: str) -> list[Article] | None:
        """The articles of a file as they were read; None if it has to be read again."""
        file = self._files.get(own_id)
        if file is None or not file.digest or file.articles is None:
            return None
        if (file.digest, file.format) != (digest, kind.value):
            return None
        if self._old_rules.get(kind.value) != self._rules[kind.value]:
            return None
        return [as_read(self._before[article_id]) for article_id in file.articles]


def _list_kept(
    articles: Sequence[Article], merged: Mapping[str, Article]
) -> tuple[str, ...] | None:
    """The ids of a file's articles where all of them are in the index as they were read."""
    if any(
        article.id not in merged or as_read(merged[article.id]) != article for article in articles
    ):
        return None
    return tuple(article.id for article in articles)


def as_read(article: Article) -> Article:
    """An article without what later stages add to it."""
    return replace(article, also=(), versions=(), language=None)


def article_key(article: Article) -> bytes:
    """The key of an article's text among the texts of all its versions."""
    return text_key(f"{article.id}\0{article.title}\0{article.text}")


def digest_file(path: Path, kind: str, names: FieldNames) -> str:
    """The digest of a file's content and of how it is read; empty if it cannot be opened."""
    called = repr((kind, sorted(names.items()))).encode()
    try:
        with open_plain(path) as opened:
            digest = hashlib.file_digest(opened, lambda: hashlib.blake2b(called, digest_size=16))
            return digest.hexdigest()
    except OSError:
        return ""
