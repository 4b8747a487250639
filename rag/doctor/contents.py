"""A generation's contents: counts, vectors computed again, files that were not read, copies."""

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
    """How many there are; reading the generation has held each to the others."""
    numbers = generation.count_rows(found)
    yield ok(
        "counts",
        f"{numbers['articles'][0]:,} articles, {numbers['passages'][0]:,} passages, "
        f"{numbers['statements'][0]:,} statements, and as many vectors and rows of words; each "
        "stands in its article where the index says",
    )


def same_model(found: Generation, embedder: Embedder) -> Iterator[Finding]:
    """Whether the model gives the vectors of the three texts by which the index knows it."""
    generation.check_model(found, embedder.probes, embedder.window, embedder.name)
    cosine = float((embedder.probes * found.probes).sum(axis=1).min())
    yield ok("same model", f"three texts have the vectors they had: cosine {cosine:.4f} or more")


def sample(found: Generation, embedder: Embedder) -> Iterator[Finding]:
    """Whether passages and statements have the vectors that the model gives them now."""
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
        hint=f"remove the index's folders gen-*, and {REBUILD}",
    )
    yield failed("vectors", error)


def unread(found: Generation) -> Iterator[Finding]:
    """The files that are not in the index, and why."""
    missed = [f"{one.path}: {one.reason}" for one in found.unread if not one.expected]
    others = len(found.unread) - len(missed)
    passed = f"; {others:,} that hold no articles were passed over" if others else ""
    if missed:
        yield warning(
            "unread",
            f"{len(missed):,} could not be read{passed}",
            "repair them or take them away, and build again: docs/articles.md has the reasons",
            missed,
        )
    else:
        yield ok("unread", f"all files were read{passed}")


def copies(found: Generation) -> Iterator[Finding]:
    """The same text at several addresses, and nearly the same."""
    filed = sum(len(article.also) for article in found.articles.values())
    older = sum(len(article.versions) for article in found.articles.values())
    alike = sum(len(group) for group in found.copies)
    yield ok(
        "copies",
        f"{filed:,} more addresses of the same texts, {older:,} older versions, {alike:,} articles "
        f"in {len(found.copies):,} groups that are nearly the same",
    )


def _spread(rows: int) -> list[int]:
    """Row numbers spread over all of them, the first and the last among them."""
    few = min(rows, _SAMPLE)
    return [number * (rows - 1) // max(1, few - 1) for number in range(few)]


def _cosines(texts: list[str], index: DenseIndex, embedder: Embedder) -> list[float]:
    if not texts:
        return []
    now, then = embedder.embed_passages(texts), index.vectors(np.array(_spread(len(index))))
    return [float(cosine) for cosine in (now * then).sum(axis=1)]
