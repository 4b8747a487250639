"""The parts of a generation in memory: everything except vectors, and the same with vectors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rag.articles.copies import Sketches
from rag.index.row_vectors import RowVectors
from rag.index.source import ReadFile, Source
from rag.index.span_table import Passages, Seals, Statements
from rag.index.stored_articles import StoredArticles
from rag.index.words import WordIndex
from rag.models.vectors import Vectors
from rag.records import Article, Unread

PREPARED = "prepared.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a build makes before it embeds; rows have the same numbers in lists and indexes."""

    source: Source
    window: int  # word pieces that the model reads
    probes: Vectors  # the model's vectors of three texts, shape (3, dimension)
    articles: Mapping[str, Article]
    passages: Passages
    statements: Statements
    seals: Seals  # of each article, made when it was cut
    words: WordIndex  # of the passages
    article_words: WordIndex
    sketches: Sketches  # of each article, by which copies are found
    copies: Sequence[Sequence[str]]  # ids of articles that are nearly the same, a group each
    files: Sequence[ReadFile]
    files_digest: str  # of all files of the corpus; with the same digest, none is read
    unread: Sequence[Unread]


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation(Contents):
    """A generation that can answer questions."""

    folder: Path  # where it was read from, or will be written to
    passage_vectors: RowVectors
    statement_vectors: RowVectors
    degraded: str = ""  # why it is read instead of the published generation; usually empty

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.folder.name

    @property
    def place(self) -> str:
        """Its folder, for messages."""
        return str(self.folder)

    @property
    def complete(self) -> bool:
        """Whether every passage and statement has a vector."""
        return self.passage_vectors.complete and self.statement_vectors.complete

    def bring_texts(self, articles: Iterable[int]) -> None:
        """Do nothing: all texts are in memory."""

    def open_articles(self) -> Callable[[int], Article]:
        """A function that reads an article again from the disk, by its number.

        Raises IndexDamaged if the file cannot be read.
        """
        return StoredArticles(self.folder).read

    def read_prepared(self) -> bytes:
        """What an assistant need not compute when it starts; empty if nothing is kept."""
        with suppress(OSError):
            return (self.folder / PREPARED).read_bytes()
        return b""


def count_rows(contents: Contents) -> dict[str, list[int]]:
    """The numbers of rows of each kind, in lists and indexes; they must agree."""
    return {
        "articles": [
            len(contents.articles),
            len(contents.article_words),
            len(contents.sketches),
        ],
        "passages": [len(contents.passages), len(contents.words)],
        "statements": [len(contents.statements)],
    }
