"""An article and its rows -> the texts whose vectors are computed."""

from __future__ import annotations

from dataclasses import dataclass

from rag.build.article_texts import PassageTexts
from rag.build.by_article.stages import Processed
from rag.index.span_table import Passages, Statements
from rag.models.embedder import Embedder
from rag.records import Article


@dataclass(frozen=True, slots=True)
class EmbeddedTexts:
    """The texts of an article, a text for each row."""

    passages: list[str]
    statements: list[str]


def list_texts(article: Article, processed: Processed, embedder: Embedder) -> EmbeddedTexts:
    """The texts of an article that went through all stages."""
    if processed.passages is None or processed.statements is None:
        raise ValueError(f"{article.id}: not cut, or not attributed")
    passages = PassageTexts(Passages((article,), processed.passages), [article], embedder)
    statements = Statements((article,), processed.statements, processed.speakers)
    return EmbeddedTexts(
        [passages.text(row) for row in range(len(passages))],
        [statements.text(row) for row in range(len(statements))],
    )
