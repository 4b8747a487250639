"""The previous generation -> what a build can reuse of it, by article and stage."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from rag.build.by_article.stages import OF_ARTICLES
from rag.index.generation_parts import Generation
from rag.index.source import Source, Stage
from rag.records import Article

Rows = NDArray[np.int64]  # row numbers
NEW = -1  # instead of a row of the previous generation


class Reusable:
    """What the previous generation has of a build's articles."""

    def __init__(self, old: Generation | None, source: Source) -> None:
        """`source` is that of the new generation; its digest of the articles is not compared."""
        self.generation = old
        self._numbers = {article_id: n for n, article_id in enumerate(old.articles)} if old else {}
        self._same = {stage for stage in Stage if old and _is_same(stage, old.source, source)}
        if Stage.LANGUAGE not in self._same:
            self._same.discard(Stage.ATTRIBUTE)  # the rules depend on the language

    def takes_over(self, stage: Stage) -> bool:
        """Whether a stage would give the same result for the same article."""
        return stage in self._same

    def find(self, article: Article) -> Article | None:
        """The previous generation's article, if its title and text are unchanged."""
        old = self.generation.articles.get(article.id) if self.generation else None
        same = old is not None and (old.text, old.title) == (article.text, article.title)
        return old if same else None

    def number(self, article: Article, stage: Stage) -> int:
        """The previous number of an article whose result of a stage can be reused, else NEW."""
        if stage not in self._same or self.find(article) is None:
            return NEW
        return self._numbers[article.id]

    def numbers(self, articles: Collection[Article], stage: Stage) -> Rows:
        """`number` of several articles."""
        if stage not in self._same:
            return np.full(len(articles), NEW, dtype=np.int64)
        return np.array([self.number(article, stage) for article in articles], dtype=np.int64)

    def stages_to_do(self, article: Article) -> list[Stage]:
        """The stages that must run for an article."""
        return [stage for stage in OF_ARTICLES if self.number(article, stage) == NEW]


def _is_same(stage: Stage, old: Source, new: Source) -> bool:
    """Whether a stage works as in the previous build."""
    if not old.rules.same(stage, new.rules):
        return False
    if stage is Stage.CUT:  # another model has another window, and other pieces
        return old.passage_tokens == new.passage_tokens and old.model.matches(new.model)
    return True
