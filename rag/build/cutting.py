"""Articles -> rows of passages and statements; an article that is as it was keeps its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.articles.passages import cut
from rag.index import span_table
from rag.index.contents import Generation
from rag.index.source import Source, Stage
from rag.index.span_table import Numbers, Passages, Seals, Statements
from rag.models.embedder import Embedder
from rag.progress import Progress
from rag.records import Article
from rag.speech.statements import attribute

Rows = NDArray[np.int64]  # row numbers
NEW = -1  # no row of the generation before


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """The rows of a generation, and for each its row in the generation before, or NEW."""

    passages: Passages
    statements: Statements
    seals: Seals
    passages_before: Rows
    statements_before: Rows
    cut: int  # articles; the others are taken over
    attributed: int


@dataclass(frozen=True, slots=True)
class Before:
    """The numbers that articles have in the generation before, where they are as they were."""

    generation: Generation | None
    numbers: Mapping[str, int]  # by id
    source: Source

    def number(self, article: Article, stage: Stage) -> int:
        """The number of an article to which a stage did the same; NEW where it did not."""
        old = self.generation
        if old is None or not old.source.rules.same(stage, self.source.rules):
            return NEW
        if stage is Stage.CUT and not _cut_alike(old.source, self.source):
            return NEW
        return self.numbers.get(article.id, NEW)

    def rows(self, articles: Iterable[Article], stage: Stage) -> Rows:
        """The numbers of articles as `number` gives them."""
        return np.array([self.number(article, stage) for article in articles], dtype=np.int64)


def find_before(articles: Mapping[str, Article], source: Source, old: Generation | None) -> Before:
    """Find the articles that the generation before holds as they are now."""
    kept = enumerate(old.articles.values()) if old else ()
    numbers = {
        article.id: number for number, article in kept if articles.get(article.id) == article
    }
    return Before(old, numbers, source)


def cut_all(
    articles: Mapping[str, Article], before: Before, embedder: Embedder, progress: Progress
) -> Cut:
    """Cut and attribute articles, as far as the generation before cannot be taken over."""
    old = before.generation
    names = _Names(old)
    passages, statements, seals = [], [], []
    for number, article in enumerate(articles.values()):
        as_cut = before.number(article, Stage.CUT)
        as_attributed = before.number(article, Stage.ATTRIBUTE)
        own = (
            _cut_one(number, article, before.source, embedder)
            if old is None or as_cut == NEW
            else _take_over(number, old.passages, as_cut)
        )
        said = (
            names.attribute(number, article)
            if old is None or as_attributed == NEW
            else _take_over(number, old.statements, as_attributed)
        )
        passages.append(own)
        statements.append(said)
        seals.append(
            span_table.seal_article(article, own, said, names.speakers)
            if old is None or NEW in {as_cut, as_attributed}
            else old.seals[as_cut].tobytes()
        )
        progress("Cutting and attributing", number + 1, len(articles))
    in_order = tuple(articles.values())
    cut_before, attributed_before = (
        before.rows(in_order, stage) for stage in (Stage.CUT, Stage.ATTRIBUTE)
    )
    numbers, speakers = span_table.with_speakers(np.concatenate(statements), names.speakers)
    return Cut(
        Passages(in_order, np.concatenate(passages)),
        Statements(in_order, numbers, speakers),
        span_table.as_seals(seals),
        _find_rows(cut_before, passages, old.passages if old else None),
        _find_rows(attributed_before, statements, old.statements if old else None),
        cut=int(np.count_nonzero(cut_before == NEW)),
        attributed=int(np.count_nonzero(attributed_before == NEW)),
    )


def _cut_alike(one: Source, other: Source) -> bool:
    """Whether passages have the same length; another model has another window and other pieces."""
    return one.passage_tokens == other.passage_tokens and one.model.matches(other.model)


def _cut_one(number: int, article: Article, source: Source, embedder: Embedder) -> Numbers:
    passages = cut(
        article,
        max_tokens=source.passage_tokens,
        window=embedder.window,
        pieces=embedder.pieces,
    )
    rows = [(number, passage.start, passage.end) for passage in passages]
    return span_table.as_numbers(rows, len(span_table.PASSAGE))


class _Names:
    """Numbers of speakers' names, as they come: those of the generation before, and new ones."""

    def __init__(self, old: Generation | None) -> None:
        self.speakers = list(old.statements.speakers) if old else []
        self._numbers = {name: number for number, name in enumerate(self.speakers)}

    def attribute(self, number: int, article: Article) -> Numbers:
        """The rows of an article's statements."""
        statements = attribute(article)
        for statement in statements:
            if statement.speaker is not None and statement.speaker not in self._numbers:
                self._numbers[statement.speaker] = len(self.speakers)
                self.speakers.append(statement.speaker)
        rows = [
            span_table.statement_numbers(number, statement, self._numbers)
            for statement in statements
        ]
        return span_table.as_numbers(rows, len(span_table.STATEMENT))


def _take_over(number: int, old: Passages | Statements, before: int) -> Numbers:
    """The rows that an article had, under its number now."""
    rows = old.numbers_of(before).copy()
    rows[:, 0] = number
    return rows


def _find_rows(articles: Rows, rows: list[Numbers], old: Passages | Statements | None) -> Rows:
    """For each row its number in the generation before, or NEW."""
    numbers = [
        np.full(len(own), NEW) if old is None or before == NEW else np.array(old.rows_of(before))
        for before, own in zip(articles.tolist(), rows, strict=True)
    ]
    return np.concatenate(numbers).astype(np.int64)
