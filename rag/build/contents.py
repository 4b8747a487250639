"""Articles as they were read -> all that a generation holds but vectors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rag.articles import copies
from rag.articles.copies import Sketches
from rag.build.cutting import NEW, Before, Cut, Rows, cut_all, find_before
from rag.build.read_files import Corpus
from rag.build.texts import PassageTexts, article_text
from rag.index.contents import Contents, Generation
from rag.index.source import Source, Stage
from rag.index.words import WordIndex
from rag.language.detection import language_of
from rag.models.embedder import Embedder
from rag.progress import Progress
from rag.records import Article


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """The contents of a generation, and what of it the generation before had."""

    contents: Contents
    cut: Cut


def make_contents(  # noqa: PLR0913  # all that it is made of
    read: Corpus,
    source: Source,
    files_digest: str,
    old: Generation | None,
    embedder: Embedder,
    progress: Progress,
) -> Made:
    """Cut, attribute and count words, as far as `old` cannot be taken over."""
    articles = _with_languages(read.articles, source, old)
    before = find_before(articles, source, old)
    cut = cut_all(articles, before, embedder, progress)
    in_order = list(articles.values())
    sketches = _sketch(in_order, before)
    words, article_words = _count_words(
        in_order, before, cut, PassageTexts(cut.passages, in_order, embedder)
    )
    contents = Contents(
        source=source,
        window=embedder.window,
        probes=embedder.probes,
        articles=articles,
        passages=cut.passages,
        statements=cut.statements,
        seals=cut.seals,
        words=words,
        article_words=article_words,
        sketches=sketches,
        copies=copies.groups([*articles], sketches, lambda row: in_order[row].text),
        files=read.files,
        files_digest=files_digest,
        unread=read.unread,
    )
    return Made(contents, cut)


def _with_languages(
    articles: Mapping[str, Article], source: Source, old: Generation | None
) -> dict[str, Article]:
    same = old is not None and old.source.rules.same(Stage.LANGUAGE, source.rules)
    known = old.articles if old and same else {}
    told = {}
    for article in articles.values():
        before = known.get(article.id)
        unaltered = before is not None and before.text == article.text
        language = before.language if before and unaltered else language_of(article.text)
        told[article.id] = replace(article, language=language)
    return told


def _sketch(articles: Sequence[Article], before: Before) -> Sketches:
    old, rows = before.generation, before.rows(articles, Stage.COPIES)
    sketches = [
        copies.sketch(article.text) if old is None or row == NEW else old.sketches[row]
        for article, row in zip(articles, rows.tolist(), strict=True)
    ]
    return np.array(sketches, dtype=np.uint32)


def _count_words(
    articles: Sequence[Article], before: Before, cut: Cut, passages: PassageTexts
) -> tuple[WordIndex, WordIndex]:
    """The words of the passages, and of the articles."""
    old, source = before.generation, before.source
    if old is not None and not old.source.rules.same(Stage.WORDS, source.rules):
        old = None
    return (
        _with_rows(old.words if old else None, cut.passages_before, passages.text),
        _with_rows(
            old.article_words if old else None,
            before.rows(articles, Stage.WORDS),
            lambda row: article_text(articles[row]),
        ),
    )


def _with_rows(old: WordIndex | None, before: Rows, text: Callable[[int], str]) -> WordIndex:
    if old is None:
        return WordIndex.of(text(row) for row in range(len(before)))
    return old.with_rows(before, (text(row) for row in np.flatnonzero(before == NEW).tolist()))
