"""A generation without all vectors -> generations with more of them, the last with all.

The newest articles are embedded first. The index can be asked and reloaded meanwhile. A program
that is killed leaves the computed vectors for the next one.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from rag.build.article_texts import PassageTexts
from rag.build.computed import Computed
from rag.build.embedding import Embedding, Table
from rag.index import publish
from rag.index.embedding_status import reporting_status
from rag.index.row_vectors import RowVectors
from rag.index.storage import manifest
from rag.index.storage.generation_folders import find_published
from rag.index.storage.lock import writing
from rag.index.stored_articles import StoredArticles, open_spans
from rag.models.embedder import Embedder
from rag.progress import Progress

_PORTIONS = 4  # generations; the last has all vectors
_FEWEST = 4096  # texts of a portion, because running servers load each generation


def finish(index: Path, embedder: Embedder, *, progress: Progress = lambda *_: None) -> int:
    """Embed the texts of the published generation that have no vector; returns their number.

    Raises IndexMissing, IndexDamaged, IndexBusy and IndexNotWritten.
    """
    with writing(index):
        folder = find_published(index)
        written = manifest.read(folder)
        manifest.verify(folder, written)
        computed = Computed(index, embedder.fingerprint, embedder.dimension)
        embedding = _open_embedding(folder, embedder, computed)
        portion = max(_FEWEST, -(-embedding.missing // _PORTIONS))
        with reporting_status(index, embedding.missing) as report:

            def note(stage: str, done: int, total: int) -> None:
                report(done)
                progress(stage, done, total)

            while embedding.missing:
                embedding.embed(portion, note)
                with publish.building(index, before=folder.name) as new:
                    publish.link_contents(folder, new)
                    publish.write_vectors(embedding.collect, publish.describe_again(written), new)
                folder = index / new.name
        computed.remove()
        return embedding.embedded


def _open_embedding(folder: Path, embedder: Embedder, computed: Computed) -> Embedding:
    """The embedding of a generation's rows without a vector; texts are read from disk as needed."""
    articles = StoredArticles(folder)
    passages, statements = open_spans(folder)
    return Embedding(
        [
            Table(
                PassageTexts(passages, articles, embedder),
                passages.article_numbers,
                RowVectors.read(folder, "passages"),
                np.arange(len(passages)),
            ),
            Table(
                statements,
                statements.article_numbers,
                RowVectors.read(folder, "statements"),
                np.arange(len(statements)),
            ),
        ],
        [article.date for article in articles],
        embedder,
        computed,
    )
