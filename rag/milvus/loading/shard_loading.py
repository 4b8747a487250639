"""The shards of a cluster -> a generation in Milvus, without an index on a disk between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.build.build import digest_corpus
from rag.cluster.article_rows import ArticleRows
from rag.cluster.cluster_build import Shards
from rag.cluster.gathered import Gathered
from rag.milvus.loading.counted import Counted, count
from rag.milvus.loading.load import LoadReport, Origin, Prepare, load_generation
from rag.milvus.place import MilvusPlace
from rag.models.embedder import Embedder
from rag.progress import Progress


class GatheredRows:
    """The articles of shards with their rows."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered

    def count(self) -> Counted:
        """What is known of all articles together."""
        return count(self._gathered.take(with_vectors=False))

    def take(self, numbers: Sequence[int]) -> Iterator[ArticleRows]:
        """Some articles with their rows, by their numbers; other shards are not read."""
        return self._gathered.take(numbers)


def load_shards(
    shards: Shards,
    place: MilvusPlace,
    embedder: Embedder,
    *,
    prepare: Prepare | None = None,
    progress: Progress = lambda *_: None,
) -> LoadReport:
    """Load the articles of shards, and publish them. Raises what `load_generation` raises.

    Texts and vectors pass through shard by shard; they are never in memory together.
    """
    gathered = shards.gathered
    unread = gathered.outline.corpus.unread
    as_read = (replace(rows.article, language=None) for rows in gathered.take(with_vectors=False))
    origin = Origin(
        source=replace(shards.source, corpus=digest_corpus(as_read, unread)),
        window=embedder.window,
        probes=embedder.probes,
        files_digest=gathered.inputs.digest,
        unread=unread,
    )
    return load_generation(
        GatheredRows(gathered), origin, place, prepare=prepare, progress=progress
    )
