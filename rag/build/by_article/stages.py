"""An article -> what depends on it alone: language, passages, statements, sketch, words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rag.articles import copies
from rag.articles.copies import Sketch
from rag.articles.passages import cut
from rag.articles.time_limit import limit_time
from rag.build.article_texts import article_text, fit_title, join_title
from rag.index import span_table
from rag.index.source import Stage
from rag.index.span_table import Numbers
from rag.index.word_counts import PackedCounts, Vocabulary, WordCounts
from rag.language.detection import language_of
from rag.language.stems import stems
from rag.records import Article, Passage
from rag.speech.statements import attribute

OF_ARTICLES = (Stage.LANGUAGE, Stage.CUT, Stage.ATTRIBUTE, Stage.COPIES)  # in this order


@dataclass(frozen=True, slots=True, eq=False)
class Processed:
    """The results of the stages for one article; None for a stage that did not run."""

    language: str | None = None  # None also if it cannot be told
    passages: Numbers | None = None  # (rows, PASSAGE), of article 0
    statements: Numbers | None = None  # (rows, STATEMENT), of article 0, speakers as below
    speakers: tuple[str, ...] = ()
    sketch: Sketch | None = None
    # of the article, one row, and of its passages; counted if it is cut
    article_words: WordCounts | PackedCounts | None = None
    passage_words: WordCounts | PackedCounts | None = None

    def pack(self) -> Processed:
        """The same in less memory, until the results of all articles are put together."""
        article_words, passage_words = (
            words and words.unpack().pack() for words in (self.article_words, self.passage_words)
        )
        return replace(self, article_words=article_words, passage_words=passage_words)

    def to_json(self) -> dict[str, Any]:
        """The record as JSON, for another process."""
        article_words, passage_words = (
            words and words.unpack() for words in (self.article_words, self.passage_words)
        )
        return {
            "language": self.language,
            "passages": None if self.passages is None else self.passages.tolist(),
            "statements": None if self.statements is None else self.statements.tolist(),
            "speakers": self.speakers,
            "sketch": None if self.sketch is None else self.sketch.tolist(),
            "vocabulary": passage_words.vocabulary if passage_words else [],
            "article_words": article_words.to_json() if article_words else None,
            "passage_words": passage_words.to_json() if passage_words else None,
        }

    @classmethod
    def of_json(cls, fields: Mapping[str, Any]) -> Processed:
        """The record of `to_json`."""
        passages, statements, sketch = (
            fields[name] for name in ("passages", "statements", "sketch")
        )
        return cls(
            language=fields["language"],
            passages=None
            if passages is None
            else span_table.as_numbers(passages, len(span_table.PASSAGE)),
            statements=None
            if statements is None
            else span_table.as_numbers(statements, len(span_table.STATEMENT)),
            speakers=tuple(fields["speakers"]),
            sketch=None if sketch is None else np.array(sketch, dtype=np.uint32),
            **{
                name: WordCounts.of_json(fields["vocabulary"], fields[name])
                for name in ("article_words", "passage_words")
                if fields[name]
            },
        )


@dataclass(frozen=True, slots=True)
class Processor:
    """Runs the stages for one article after the other."""

    passage_tokens: int
    window: int  # word pieces that the model reads
    pieces: Callable[[str], int]  # how many word pieces a text takes
    seconds: float  # of processor time for an article

    def process(self, article: Article, stages: Collection[Stage]) -> Processed:
        """Run some stages. Without Stage.LANGUAGE, the article must have its language.

        Raises CorpusError if the article takes too long.
        """
        with limit_time(article.id, self.seconds):
            return self._run(article, stages)

    def _run(self, article: Article, stages: Collection[Stage]) -> Processed:
        if Stage.LANGUAGE in stages:
            article = replace(article, language=language_of(article.text))
        passages = self._cut(article) if Stage.CUT in stages else None
        statements, speakers = _attribute(article) if Stage.ATTRIBUTE in stages else (None, ())
        vocabulary = Vocabulary()
        words = None if passages is None else vocabulary.count([stems(article_text(article))])
        return Processed(
            language=article.language,
            passages=None if passages is None else _number(passages),
            statements=statements,
            speakers=speakers,
            sketch=copies.sketch(article.text) if Stage.COPIES in stages else None,
            article_words=words,
            passage_words=None
            if passages is None
            else vocabulary.count(map(stems, self._add_titles(article, passages))),
        )

    def _cut(self, article: Article) -> list[Passage]:
        return cut(article, max_tokens=self.passage_tokens, window=self.window, pieces=self.pieces)

    def _add_titles(self, article: Article, passages: Sequence[Passage]) -> list[str]:
        title = fit_title(article.title, self.window, self.pieces)
        return [join_title(title, passage.text) for passage in passages]


def _number(passages: Sequence[Passage]) -> Numbers:
    rows = [(0, passage.start, passage.end) for passage in passages]
    return span_table.as_numbers(rows, len(span_table.PASSAGE))


def _attribute(article: Article) -> tuple[Numbers, tuple[str, ...]]:
    statements = attribute(article)
    speakers = dict.fromkeys(
        statement.speaker for statement in statements if statement.speaker is not None
    )
    numbers = {name: number for number, name in enumerate(speakers)}
    rows = [span_table.statement_numbers(0, statement, numbers) for statement in statements]
    return span_table.as_numbers(rows, len(span_table.STATEMENT)), tuple(speakers)
