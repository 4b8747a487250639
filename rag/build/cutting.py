"""Articles -> rows of passages and statements; an article that is as it was keeps its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rag.articles.passages import cut
from rag.index import spans
from rag.index.generation import Generation, Source
from rag.index.spans import Numbers, Passages, Seals, Statements
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
    articles_before: Rows
    passages_before: Rows
    statements_before: Rows


def cut_all(
    articles: Mapping[str, Article],
    source: Source,
    old: Generation | None,
    embedder: Embedder,
    progress: Progress,
) -> Cut:
    """Cut and attribute articles, as far as `old` does not hold them as they are."""
    known = _same(articles, source, old)
    names = _Names(old)
    passages, statements, seals = [], [], []
    for number, article in enumerate(articles.values()):
        before = known.get(article.id, NEW)
        if old is None or before == NEW:
            cut_here = cut(
                article,
                max_tokens=source.passage_tokens,
                window=embedder.window,
                pieces=embedder.pieces,
            )
            own = spans.as_numbers([(number, one.start, one.end) for one in cut_here], 3)
            said = names.rows(number, article)
            seals.append(spans.seal(article, own, said, names.speakers))
        else:
            own, said = _of(number, old.passages, before), _of(number, old.statements, before)
            seals.append(old.seals[before].tobytes())
        passages.append(own)
        statements.append(said)
        progress("Cutting and attributing", number + 1, len(articles))
    in_order = tuple(articles.values())
    numbers, speakers = spans.with_speakers(np.concatenate(statements), names.speakers)
    before_each = [known.get(article_id, NEW) for article_id in articles]
    return Cut(
        Passages(in_order, np.concatenate(passages)),
        Statements(in_order, numbers, speakers),
        spans.as_seals(seals),
        np.array(before_each, dtype=np.int64),
        _before(before_each, passages, old.passages if old else None),
        _before(before_each, statements, old.statements if old else None),
    )


def _same(
    articles: Mapping[str, Article], source: Source, old: Generation | None
) -> dict[str, int]:
    """The numbers that articles have in the generation before, where they are as they were."""
    if old is None or replace(old.source, corpus=source.corpus) != source:
        return {}
    return {
        article.id: number
        for number, article in enumerate(old.articles.values())
        if articles.get(article.id) == article
    }


class _Names:
    """Numbers of speakers' names, as they come: those of the generation before, and new ones."""

    def __init__(self, old: Generation | None) -> None:
        self.speakers = list(old.statements.speakers) if old else []
        self._numbers = {name: number for number, name in enumerate(self.speakers)}

    def rows(self, article_number: int, article: Article) -> Numbers:
        """The rows of an article's statements."""
        found = attribute(article)
        for one in found:
            if one.speaker is not None and one.speaker not in self._numbers:
                self._numbers[one.speaker] = len(self.speakers)
                self.speakers.append(one.speaker)
        rows = [spans.statement_numbers(article_number, one, self._numbers) for one in found]
        return spans.as_numbers(rows, len(spans.STATEMENT))


def _of(number: int, old: Passages | Statements, before: int) -> Numbers:
    """The rows that an article had, under its number now."""
    rows = old.numbers_of(before).copy()
    rows[:, 0] = number
    return rows


def _before(articles: list[int], rows: list[Numbers], old: Passages | Statements | None) -> Rows:
    """For each row its number before, or NEW."""
    found = [
        np.full(len(own), NEW) if old is None or before == NEW else np.array(old.rows_of(before))
        for before, own in zip(articles, rows, strict=True)
    ]
    return np.concatenate(found).astype(np.int64)
