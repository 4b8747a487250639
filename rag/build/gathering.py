"""Articles as they were read -> everything in a generation except vectors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from rag.articles import copies
from rag.articles.copies import Sketches
from rag.build.article_texts import PassageTexts, article_text
from rag.build.assembling import Assembled, assemble
from rag.build.by_article.stages import Processed
from rag.build.read_files import Corpus
from rag.build.reusable import NEW, Reusable
from rag.index import publish
from rag.index.generation_parts import Contents
from rag.index.source import Source, Stage
from rag.index.stored_articles import ArticlesById, StoredArticles
from rag.index.word_counts import Vocabulary
from rag.index.words import WordIndex
from rag.language.stems import stems
from rag.memory import return_free_memory
from rag.models.embedder import Embedder
from rag.records import Article


def make_contents(  # noqa: PLR0913  # all that a generation is made of
    read: Corpus,
    source: Source,
    files_digest: str,
    reusable: Reusable,
    embedder: Embedder,
    folder: Path,
) -> tuple[Contents, Assembled]:
    """Put together what was read and what can be reused; empties what was read.

    The articles are written into the folder at once. With the contents comes which of their rows
    the previous generation had.
    """
    articles, in_order = _store_articles(read, reusable, folder)
    processed = [read.processed[article_id] for article_id in articles]
    read.processed.clear()
    assembled = assemble(in_order, processed, reusable)
    sketches = _sketch(in_order, processed, reusable)
    words, article_words = _count_words(in_order, processed, reusable, assembled, embedder)
    del processed
    return_free_memory(len(in_order))
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


def _store_articles(
    read: Corpus, reusable: Reusable, folder: Path
) -> tuple[Mapping[str, Article], Sequence[Article]]:
    """Write the articles, with their languages, into a folder; returns them by id and in order.

    Those of a first build are read again as they are needed. Otherwise most are in memory anyway,
    as the previous generation's.
    """
    ids = tuple(read.articles)
    articles: Sequence[Article] = ()
    if reusable.generation is None:
        publish.write_articles(_add_languages(read, reusable), folder)
        articles = StoredArticles(folder)
    else:
        articles = tuple(_add_languages(read, reusable))
        publish.write_articles(articles, folder)
    read.articles.clear()
    return_free_memory(len(ids))
    return ArticlesById(ids, articles), articles


def _add_languages(read: Corpus, reusable: Reusable) -> Iterator[Article]:
    for article in read.articles.values():
        before = reusable.find(article) if reusable.takes_over(Stage.LANGUAGE) else None
        language = before.language if before else read.processed[article.id].language
        yield replace(article, language=language)


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
        processed[number].article_words
        or Vocabulary().count([stems(article_text(articles[number]))])
        for number in np.flatnonzero(before == NEW).tolist()
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
