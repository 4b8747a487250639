"""Articles and their rows -> a generation in Milvus, which the alias then names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.cluster.article_rows import ArticleRows
from rag.index.searched import SearchedIndex
from rag.index.source import Source
from rag.milvus.place import MilvusPlace
from rag.models.vectors import Vectors
from rag.progress import Progress
from rag.records import Unread

Prepare = Callable[[SearchedIndex], Iterable[str]]


class RowSource(Protocol):
    """Articles with their rows, always in the same order. It is gone through twice.

    Their order is that of the rows of the generation: give that of the corpus.
    """

    def __iter__(self) -> Iterator[ArticleRows]: ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Origin:
    """What a generation says of itself, beside its rows."""

    source: Source
    window: int  # word pieces that the model reads
    probes: Vectors  # the model's vectors of three texts, shape (3, dimension)
    files_digest: str = ""  # of all files of the corpus
    unread: Sequence[Unread] = ()
    copies: Sequence[Sequence[str]] | None = None  # None: they are found by the articles' sketches
    name: str = ""  # of the generation; empty: made of the source's digests


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading a generation did."""

    name: str
    articles: int
    passages: int
    statements: int
    unchanged: bool  # it was published already


def load_generation(
    rows: RowSource,
    origin: Origin,
    place: MilvusPlace,
    *,
    prepare: Prepare | None = None,
    progress: Progress = lambda *_: None,
) -> LoadReport:
    """Load a generation and publish it; the one before it is kept, older ones are dropped.

    `prepare` gives the lines of what a start need not compute again. Loading twice, or again after
    it was killed, gives the same generation. Raises IndexUnreachable if Milvus does not answer.
    """
    raise NotImplementedError
