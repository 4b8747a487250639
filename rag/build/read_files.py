"""A corpus -> its articles, each file read once: one that is as it was is not read again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rag.articles import versions
from rag.articles.corpus import CorpusFile, CorpusFiles, count_articles, file_id, find_files
from rag.articles.formats.kinds import Kind
from rag.articles.formats.limits import LIMITS
from rag.articles.reading import Reading
from rag.errors import CorpusError
from rag.field_names import FieldNames
from rag.index.generation import Generation
from rag.index.source import ReadFile, Rules
from rag.index.storage.generation_folders import is_index
from rag.plain_files import open_plain
from rag.progress import Progress
from rag.records import Article, Unread


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
        digest = hashlib.blake2b(digest_size=16)
        for part in (self.files.unread, sorted(self.digests.items())):
            digest.update(repr(part).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a corpus holds: each article once."""

    articles: Mapping[str, Article]
    unread: Sequence[Unread]
    files: Sequence[ReadFile]
    files_read: int = 0  # the others are as they were


def list_files(corpus: Path, index: Path, names: FieldNames) -> Listed:
    """The files of a corpus, without those of indexes that lie in it.

    Raises CorpusError where there is none of that name, and where the corpus is an index itself.
    """

    def holds_index(folder: Path) -> bool:
        return folder.resolve() == own or is_index(folder)

    own = index.resolve()  # a first build that was killed may have left less than tells an index
    if holds_index(corpus):
        raise CorpusError(
            f"{corpus}: the folder of an index, and not of articles",
            hint="give articles and index a folder each, with --corpus and --index; one may lie "
            "in the other",
        )
    files = find_files(corpus, skip=holds_index)
    digests = {file_id(one.path, files.folder): _digest(one, names) for one in files.readable}
    return Listed(files, digests, names)


def read_changed(
    corpus: Listed, rules: Rules, old: Generation | None, progress: Progress
) -> Corpus:
    """The articles of a corpus.

    A file that is as it was, and whose format is read by the same rules, is not read again.
    """
    known = _Known(old, rules)
    total = count_articles(corpus.files)
    unread = list(corpus.files.unread)
    files_read, articles = 0, list[Article]()
    of_file: dict[str, tuple[CorpusFile, list[Article] | None]] = {}
    with Reading(date.today(), corpus.names, unread.append, LIMITS) as reading:
        for file in corpus.files.readable:
            own_id = file_id(file.path, corpus.files.folder)
            unread_before = len(unread)
            own = known.articles(own_id, file.kind, corpus.digests[own_id])
            if own is None:
                files_read += 1
                own = list(reading.file(file.path, file.kind, own_id))
            articles += own
            # what could not be read may have been too slow for its limits: it is tried again
            of_file[own_id] = (file, own if len(unread) == unread_before else None)
            progress("Reading articles", len(articles), max(total, len(articles)))
    merged = versions.merge(articles)
    files = [
        ReadFile(own_id, corpus.digests[own_id], _kept(own, merged), file.kind.value)
        for own_id, (file, own) in of_file.items()
    ]
    return Corpus(merged, unread, files, files_read)


class _Known:
    """What the generation before has read of each file."""

    def __init__(self, old: Generation | None, rules: Rules) -> None:
        self._before = old.articles if old else {}
        self._old_rules = old.source.rules.reading if old else {}
        self._rules = rules.reading
        self._files = {file.id: file for file in old.files} if old else {}

    def articles(self, own_id: str, kind: Kind, digest: str) -> list[Article] | None:
        """The articles of a file as they were read; None where it has to be read again."""
        file = self._files.get(own_id)
        if file is None or not file.digest or file.articles is None:
            return None
        if (file.digest, file.format) != (digest, kind.value):
            return None
        if self._old_rules.get(kind.value) != self._rules[kind.value]:
            return None
        return [_as_read(self._before[article_id]) for article_id in file.articles]


def _kept(own: Sequence[Article] | None, merged: Mapping[str, Article]) -> tuple[str, ...] | None:
    """The ids of a file's articles where all of them are in the index as they were read."""
    if own is None or any(
        article.id not in merged or _as_read(merged[article.id]) != article for article in own
    ):
        return None
    return tuple(article.id for article in own)


def _as_read(article: Article) -> Article:
    """An article without what is found out later."""
    return replace(article, also=(), versions=(), language=None)


def _digest(file: CorpusFile, names: FieldNames) -> str:
    called = repr((file.kind, sorted(names.items()))).encode()
    try:
        with open_plain(file.path) as opened:
            digest = hashlib.file_digest(opened, lambda: hashlib.blake2b(called, digest_size=16))
            return digest.hexdigest()
    except OSError:
        return ""
