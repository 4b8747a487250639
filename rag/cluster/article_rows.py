"""An article with all that a build computes from it alone: what one machine hands to another."""

from __future__ import annotations

from dataclasses import dataclass

from rag.build.by_article.stages import Processed
from rag.models.vectors import Vectors
from rag.records import Article


@dataclass(frozen=True, slots=True, eq=False)
class ArticleRows:
    """One article and its rows. The vectors are float32, of length 1."""

    article: Article  # with its language
    processed: Processed
    passage_vectors: Vectors  # (passages, dimension)
    statement_vectors: Vectors  # (statements, dimension)
