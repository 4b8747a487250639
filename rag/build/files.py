"""A corpus -> its articles, each file read once: one that is as it was is not read again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rag.articles import versions
from rag.articles.corpus import CorpusFile, CorpusFiles, corpus_files, count_articles, file_id
from rag.articles.formats.limits import LIMITS
from rag.articles.reading import Reading
from rag.errors import CorpusError
from rag.field_names import FieldNames
from rag.index.folders import is_index
from rag.index.generation import ReadFile
from rag.progress import Progress
from rag.records import Article, Unread


@dataclass(frozen=True, slots=True)
class Listed:
    """The files of a corpus, and a digest of each."""

    files: CorpusFiles
    digests: Mapping[str, str]  # of the content and of what fields are called, by the file's id
    names: FieldNames

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


def listed(corpus: Path, index: Path, names: FieldNames) -> Listed:
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
    files = corpus_files(corpus, none_of_it=holds_index)
    digests = {file_id(one.path, files.folder): _digest(one, names) for one in files.readable}
    return Listed(files, digests, names)


def read(
    corpus: Listed, known: Sequence[ReadFile], before: Mapping[str, Article], progress: Progress
) -> Corpus:
    """The articles of a corpus; `before` holds those of the files that are known."""
    as_known = {one.id: one for one in known if one.digest and one.articles is not None}
    total = count_articles(corpus.files)
    unread = list(corpus.files.unread)
    found: list[Article] = []
    of_file: dict[str, list[Article] | None] = {}
    with Reading(date.today(), corpus.names, unread.append, LIMITS) as reading:
        for file in corpus.files.readable:
            own_id = file_id(file.path, corpus.files.folder)
            same = as_known.get(own_id)
            missed = len(unread)
            if same and same.articles is not None and same.digest == corpus.digests[own_id]:
                own = [_as_read(before[one]) for one in same.articles]
            else:
                own = list(reading.file(file.path, file.kind, own_id))
            found += own
            # what could not be read may have been too slow for its limits: it is tried again
            of_file[own_id] = own if len(unread) == missed else None
            progress("Reading articles", len(found), max(total, len(found)))
    merged = versions.merge(found)
    files = [ReadFile(one, corpus.digests[one], _kept(own, merged)) for one, own in of_file.items()]
    return Corpus(merged, unread, files)


def _kept(own: Sequence[Article] | None, merged: Mapping[str, Article]) -> tuple[str, ...] | None:
    """The ids of a file's articles where all of them are in the index as they were read."""
    if own is None or any(one.id not in merged or _as_read(merged[one.id]) != one for one in own):
        return None
    return tuple(one.id for one in own)


def _as_read(article: Article) -> Article:
    """An article without what is found out later."""
    return replace(article, also=(), versions=(), language=None)


def _digest(file: CorpusFile, names: FieldNames) -> str:
    called = repr((file.kind, sorted(names.items()))).encode()
    try:
        with file.path.open("rb") as opened:
            digest = hashlib.file_digest(opened, lambda: hashlib.blake2b(called, digest_size=16))
            return digest.hexdigest()
    except OSError:
        return ""
