"""Articles and their rows, gone through once -> what is known only of all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from rag.articles.copies import Sketches
from rag.build.by_article.stages import Processed
from rag.cluster.article_rows import ArticleRows
from rag.errors import CorpusError
from rag.index import postings, span_table
from rag.index.postings import Postings
from rag.index.span_table import STATEMENT, Numbers, Seals
from rag.index.word_counts import WordCounts
from rag.records import Article

_SPEAKER, _MENTION = STATEMENT.index("speaker"), STATEMENT.index("mention start")
_NONE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """An article's results of all stages."""

    passages: Numbers
    statements: Numbers
    article_words: WordCounts
    passage_words: WordCounts


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """All articles without their texts, their rows and their words."""

    articles: list[Article]
    passages: Numbers
    statements: Numbers  # with the numbers of `speakers`
    speakers: list[str]
    outlets: list[str]
    seals: Seals
    sketches: Sketches | None  # None if an article has none
    mentions: dict[str, list[int]]  # rows of statements by the words for a nameless speaker
    words: Mapping[str, Postings]  # "words" are those of passages, and "article_words"


def whole(number: int, processed: Processed) -> Whole:
    """An article's results. Raises CorpusError if one is missing."""
    if (
        processed.passages is None
        or processed.statements is None
        or processed.article_words is None
        or processed.passage_words is None
    ):
        raise CorpusError(
            f"article {number} was not processed", hint="report this, with what was built from"
        )
    return Whole(
        processed.passages,
        processed.statements,
        processed.article_words.unpack(),
        processed.passage_words.unpack(),
    )


def count(rows: Iterable[ArticleRows]) -> Counted:
    """Go through articles and their rows, and count them."""
    articles, passages, statements, seals = [], [], [], []
    sketches, passage_words, article_words = [], [], []
    names: dict[str, int] = {}
    mentions: dict[str, list[int]] = {}
    said = 0  # statements of the articles before
    for number, result in enumerate(rows):
        own_rows = whole(number, result.processed)
        articles.append(replace(result.article, text=""))
        passages.append(_number_rows(number, own_rows.passages))
        here = [names.setdefault(name, len(names)) for name in result.processed.speakers]
        numbered = _number_rows(number, own_rows.statements)
        # -1, nobody, is the last of these
        numbered[:, _SPEAKER] = np.array([*here, _NONE])[own_rows.statements[:, _SPEAKER]]
        statements.append(numbered)
        seals.append(
            span_table.seal_article(
                result.article, own_rows.passages, own_rows.statements, result.processed.speakers
            )
        )
        unnamed = (numbered[:, _SPEAKER] == _NONE) & (numbered[:, _MENTION] != _NONE)
        for row in np.flatnonzero(unnamed).tolist():
            start, end = numbered[row, _MENTION : _MENTION + 2].tolist()
            mentions.setdefault(result.article.text[start:end], []).append(said + row)
        said += len(numbered)
        sketches.append(result.processed.sketch)
        passage_words.append(own_rows.passage_words.pack())
        article_words.append(own_rows.article_words.pack())
    if not articles:
        raise CorpusError("no articles to load", hint="build an index of some: python -m rag build")
    renumbered, speakers = span_table.with_speakers(np.concatenate(statements), [*names])
    return Counted(
        articles,
        np.concatenate(passages),
        renumbered,
        speakers,
        list_outlets(articles),
        span_table.as_seals(seals),
        None if any(each is None for each in sketches) else np.array(sketches, dtype=np.uint32),
        mentions,
        {
            "words": postings.join_counts(passage_words),
            "article_words": postings.join_counts(article_words),
        },
    )


def list_outlets(articles: Iterable[Article]) -> list[str]:
    """The outlets of all articles, in order."""
    return sorted({outlet for article in articles for outlet in outlets_of(article)})


def outlets_of(article: Article) -> set[str]:
    """The outlets that an article's text appeared in."""
    outlets = {article.outlet, *(address.outlet for address in article.also)}
    return {outlet for outlet in outlets if outlet}


def _number_rows(number: int, rows: Numbers) -> Numbers:
    """The rows of an article, with its number in the corpus as their first column."""
    numbered = rows.copy()
    numbered[:, 0] = number
    return numbered
