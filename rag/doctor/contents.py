"""Checks of a generation's contents: counts, vectors, unread files, copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from rag.build.article_texts import passage_text
from rag.doctor.findings import Finding, failed, ok, warning
from rag.errors import REBUILD, IndexDamaged
from rag.index import generation
from rag.index.generation import LEAST_COSINE
from rag.index.generation_parts import Generation, count_rows
from rag.index.searched import SearchedIndex, VectorSearch
from rag.models.embedder import Embedder

_SAMPLE = 32  # passages, and as many statements


def counts(index: Generation) -> Iterator[Finding]:
    """Report the counts, which reading the generation has compared with one another."""
    numbers = count_rows(index)
    yield ok(
        "counts",
        f"{numbers['articles'][0]:,} articles, {numbers['passages'][0]:,} passages, "
        f"{numbers['statements'][0]:,} statements, with as many vectors and word rows; each "
        "stands in its article at its offsets",
    )


def same_model(index: SearchedIndex, embedder: Embedder) -> Iterator[Finding]:
    """Check that the model gives the vectors of the index's three probe texts."""
    generation.check_model(index, embedder.probes, embedder.window, embedder.name)
    cosine = float((embedder.probes * index.probes).sum(axis=1).min())
    yield ok(
        "same model", f"the three probe texts have the same vectors: cosine {cosine:.4f} or more"
    )


def vectors(index: SearchedIndex, embedder: Embedder) -> Iterator[Finding]:
    """Check that the model gives a sample of passages and statements the same vectors."""
    titles = {article.id: article.title for article in index.articles.values()}

    def titled(row: int) -> str:
        passage = index.passages[row]
        title = titles[passage.article_id]
        return passage_text(title, passage.text, embedder.window, embedder.pieces)

    cosines = [
        *_compute_cosines(titled, index.passage_vectors, embedder),
        *_compute_cosines(index.statements.text, index.statement_vectors, embedder),
    ]
    least = min(cosines, default=1.0)
    message = f"{len(cosines)} texts embedded again: cosine {least:.4f} or more to their vectors"
    if least < LEAST_COSINE:
        far = sum(cosine < LEAST_COSINE for cosine in cosines)
        error = IndexDamaged(
            f"{far} of {len(cosines)} texts embedded again have other vectors: cosine {least:.4f}",
            hint=f"remove the index's folders gen-*, and {REBUILD}",
        )
        yield failed("vectors", error)
    elif not index.complete:
        both = index.passage_vectors, index.statement_vectors
        missing = sum(len(table) - table.embedded for table in both)
        yield warning(
            "vectors",
            f"{missing:,} of {sum(map(len, both)):,} texts have none yet, so that answers go by "
            f"words; {message}",
            "wait for the embedding that goes on, or finish it: python -m rag build",
        )
    else:
        yield ok("vectors", message)


def unread(index: SearchedIndex) -> Iterator[Finding]:
    """Report the files that are not in the index, and why."""
    missed = [f"{file.path}: {file.reason}" for file in index.unread if not file.expected]
    others = len(index.unread) - len(missed)
    passed = f"; {others:,} without articles were skipped" if others else ""
    if missed:
        yield warning(
            "unread",
            f"{len(missed):,} could not be read{passed}",
            "repair or remove them, and build again; docs/articles.md explains the reasons",
            missed,
        )
    else:
        yield ok("unread", f"all files were read{passed}")


def copies(index: SearchedIndex) -> Iterator[Finding]:
    """Report texts that stand at several addresses, and near copies."""
    filed = sum(len(article.also) for article in index.articles.values())
    older = sum(len(article.versions) for article in index.articles.values())
    alike = sum(len(group) for group in index.copies)
    yield ok(
        "copies",
        f"{filed:,} more addresses of the same texts, {older:,} older versions, {alike:,} articles "
        f"in {len(index.copies):,} groups of near copies",
    )


def _compute_cosines(
    text: Callable[[int], str], vectors: VectorSearch, embedder: Embedder
) -> list[float]:
    """The cosines of some rows' vectors to those that the model gives for their texts."""
    embedded = np.flatnonzero(vectors.have(np.arange(len(vectors))))
    rows = embedded[_spread(len(embedded))]
    if not len(rows):
        return []
    now = embedder.embed_passages([text(row) for row in rows.tolist()])
    cosines: list[float] = (now * vectors.vectors(rows)).sum(axis=1).tolist()
    return cosines


def _spread(rows: int) -> list[int]:
    """Row numbers spread over all rows, with the first and the last."""
    few = min(rows, _SAMPLE)
    return [number * (rows - 1) // max(1, few - 1) for number in range(few)]
