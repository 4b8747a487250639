"""Articles as they were read -> everything in a generation except vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rag.articles import copies
from rag.articles.copies import Sketches
from rag.build.article_texts import PassageTexts, article_text
from rag.build.assembling import Assembled, assemble
from rag.build.by_article.stages import Processed
from rag.build.read_files import Corpus
from rag.build.reusable import NEW, Reusable
from rag.index.generation_parts import Contents
from rag.index.source import Source, Stage
from rag.index.word_counts import Vocabulary
from rag.index.words import WordIndex
from rag.language.stems import stems
from rag.models.embedder import Embedder
from rag.records import Article


def make_contents(
    read: Corpus, source: Source, files_digest: str, reusable: Reusable, embedder: Embedder
) -> tuple[Contents, Assembled]:
    """Put together what was read and what can be reused.

    With the contents comes which of their rows the previous generation had.
    """
    articles = _add_languages(read, reusable)
    in_order = list(articles.values())
    processed = [read.processed[article.id] for article in in_order]
    assembled = assemble(in_order, processed, reusable)
    sketches = _sketch(in_order, processed, reusable)
    words, article_words = _count_words(in_order, processed, reusable, assembled, embedder)
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
        copies=copies.find_groups([*articles], sketches, lambda row: in_order[row].text),
        files=read.files,
        files_digest=files_digest,
        unread=read.unread,
    )
    return contents, assembled


def _add_languages(read: Corpus, reusable: Reusable) -> dict[str, Article]:
    articles = {}
    for article in read.articles.values():
        before = reusable.find(article) if reusable.takes_over(Stage.LANGUAGE) else None
        language = before.language if before else read.processed[article.id].language
        articles[article.id] = replace(article, language=language)
    return articles


def _sketch(
    articles: Sequence[Article], processed: Sequence[Processed], reusable: Reusable
) -> Sketches:
    old, rows = reusable.generation, reusable.numbers(articles, Stage.COPIES)
    sketches = [
        new.sketch if old is None or row == NEW else old.sketches[row]
        for new, row in zip(processed, rows.tolist(), strict=True)
    ]
    return np.array(sketches, dtype=np.uint32)


def _count_words(
    articles: Sequence[Article],
    processed: Sequence[Processed],
    reusable: Reusable,
    assembled: Assembled,
    embedder: Embedder,
) -> tuple[WordIndex, WordIndex]:
    """The words of the passages and of the articles."""
    old = reusable.generation if reusable.takes_over(Stage.WORDS) else None
    before = reusable.numbers(articles, Stage.WORDS)
    new_articles = [
        new.article_words or Vocabulary().count([stems(article_text(article))])
        for article, new, row in zip(articles, processed, before.tolist(), strict=True)
        if row == NEW
    ]
    texts = PassageTexts(assembled.passages, articles, embedder)
    passages_before = assembled.passages_before if old else np.full(len(texts), NEW)
    new_passages = []
    for number, new in enumerate(processed):
        rows = assembled.passages.rows_of(number)
        if rows and passages_before[rows.start] == NEW:
            counted = new.passage_words
            new_passages.append(counted or Vocabulary().count(stems(texts.text(n)) for n in rows))
    if old is None:
        return WordIndex.joined(new_passages), WordIndex.joined(new_articles)
    return (
        old.words.with_rows(passages_before, new_passages),
        old.article_words.with_rows(before, new_articles),
    )
