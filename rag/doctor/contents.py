"""Checks of a generation's contents: counts, vectors, unread files, copies."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rag.build.texts import passage_text
from rag.doctor.findings import Finding, failed, ok, warning
from rag.errors import REBUILD, IndexDamaged
from rag.index import generation
from rag.index.dense import DenseIndex
from rag.index.generation import LEAST_COSINE, Generation
from rag.models.embedder import Embedder

_SAMPLE = 32  # passages, and as many statements


def counts(found: Generation) -> Iterator[Finding]:
    """Report the counts, which reading the generation has compared with one another."""
    numbers = generation.count_rows(found)
    yield ok(
        "counts",
        f"{numbers['articles'][0]:,} articles, {numbers['passages'][0]:,} passages, "
        f"{numbers['statements'][0]:,} statements, with as many vectors and word rows; each "
        "stands in its article at its offsets",
    )


def same_model(found: Generation, embedder: Embedder) -> Iterator[Finding]:
    """Check that the model gives the vectors of the index's three probe texts."""
    generation.check_model(found, embedder.probes, embedder.window, embedder.name)
    cosine = float((embedder.probes * found.probes).sum(axis=1).min())
    yield ok(
        "same model", f"the three probe texts have the same vectors: cosine {cosine:.4f} or more"
    )


def sample(found: Generation, embedder: Embedder) -> Iterator[Finding]:
    """Check that the model gives a sample of passages and statements the same vectors."""
    passages = [
        passage_text(
            found.articles[one.article_id].title, one.text, embedder.window, embedder.pieces
        )
        for one in (found.passages[row] for row in _spread(len(found.passages)))
    ]
    statements = [
        found.articles[one.article_id].text[one.start : one.end]
        for one in (found.statements[row] for row in _spread(len(found.statements)))
    ]
    cosines = [
        *_cosines(passages, found.passage_vectors, embedder),
        *_cosines(statements, found.statement_vectors, embedder),
    ]
    least = min(cosines, default=1.0)
    message = f"{len(cosines)} texts embedded again: cosine {least:.4f} or more to their vectors"
    if least >= LEAST_COSINE:
        yield ok("vectors", message)
        return
    far = sum(cosine < LEAST_COSINE for cosine in cosines)
    error = IndexDamaged(
        f"{far} of {len(cosines)} texts embedded again have other vectors: cosine {least:.4f}",
        hint=f"remove the folders gen-* of the index, then {REBUILD}",
    )
    yield failed("vectors", error)


def unread(found: Generation) -> Iterator[Finding]:
    """Report the files that are not in the index, and why."""
    missed = [f"{one.path}: {one.reason}" for one in found.unread if not one.expected]
    others = len(found.unread) - len(missed)
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


def copies(found: Generation) -> Iterator[Finding]:
    """Report texts that stand at several addresses, and near copies."""
    filed = sum(len(article.also) for article in found.articles.values())
    older = sum(len(article.versions) for article in found.articles.values())
    alike = sum(len(group) for group in found.copies)
    yield ok(
        "copies",
        f"{filed:,} more addresses of the same texts, {older:,} older versions, {alike:,} articles "
        f"in {len(found.copies):,} groups of near copies",
    )


def _spread(rows: int) -> list[int]:
    """Row numbers spread over all rows, with the first and the last."""
    few = min(rows, _SAMPLE)
    return [number * (rows - 1) // max(1, few - 1) for number in range(few)]


def _cosines(texts: list[str], index: DenseIndex, embedder: Embedder) -> list[float]:
    if not texts:
        return []
    now, then = embedder.embed_passages(texts), index.vectors(np.array(_spread(len(index))))
    return [float(cosine) for cosine in (now * then).sum(axis=1)]
