"""Articles as they were read -> all that a generation holds but vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from rag.articles import copies
from rag.articles.copies import Sketches
from rag.build.assembling import Assembled, assemble
from rag.build.kept import NEW, Kept, Rows
from rag.build.process import Processed
from rag.build.read_files import Corpus
from rag.build.texts import PassageTexts, article_text
from rag.index.contents import Contents
from rag.index.source import Source, Stage
from rag.index.words import WordIndex
from rag.models.embedder import Embedder
from rag.records import Article


def make_contents(
    read: Corpus, source: Source, files_digest: str, kept: Kept, embedder: Embedder
) -> tuple[Contents, Assembled]:
    """Put together what was read and what can be taken over; words are counted.

    With the contents comes what of their rows the generation before had.
    """
    articles = _with_languages(read, kept)
    in_order = list(articles.values())
    processed = [read.processed[article.id] for article in in_order]
    assembled = assemble(in_order, processed, kept)
    sketches = _sketch(in_order, processed, kept)
    words, article_words = _count_words(
        in_order, kept, assembled, PassageTexts(assembled.passages, in_order, embedder)
    )
    contents = Contents(
        source=source,
        window=embedder.window,
        probes=embedder.probes,
        articles=articles,
        passages=assembled.passages,
        statements=assembled.statements,
        seals=assembled.seals,
        words=words,
        article_words=article_words,
        sketches=sketches,
        copies=copies.groups([*articles], sketches, lambda row: in_order[row].text),
        files=read.files,
        files_digest=files_digest,
        unread=read.unread,
    )
    return contents, assembled


def _with_languages(read: Corpus, kept: Kept) -> dict[str, Article]:
    told = {}
    for article in read.articles.values():
        before = kept.find(article) if kept.takes_over(Stage.LANGUAGE) else None
        language = before.language if before else read.processed[article.id].language
        told[article.id] = replace(article, language=language)
    return told


def _sketch(
    articles: Sequence[Article], processed: Sequence[Processed], kept: Kept
) -> Sketches:
    old, rows = kept.generation, kept.numbers(articles, Stage.COPIES)
    sketches = [
        new.sketch if old is None or row == NEW else old.sketches[row]
        for new, row in zip(processed, rows.tolist(), strict=True)
    ]
    return np.array(sketches, dtype=np.uint32)


def _count_words(
    articles: Sequence[Article], kept: Kept, assembled: Assembled, passages: PassageTexts
) -> tuple[WordIndex, WordIndex]:
    """The words of the passages, and of the articles."""
    old = kept.generation if kept.takes_over(Stage.WORDS) else None
    return (
        _with_rows(old.words if old else None, assembled.passages_before, passages.text),
        _with_rows(
            old.article_words if old else None,
            kept.numbers(articles, Stage.WORDS),
            lambda row: article_text(articles[row]),
        ),
    )


def _with_rows(old: WordIndex | None, before: Rows, text: Callable[[int], str]) -> WordIndex:
    if old is None:
        return WordIndex.of(text(row) for row in range(len(before)))
    return old.with_rows(before, (text(row) for row in np.flatnonzero(before == NEW).tolist()))
