"""txtai's hybrid index: BM25 and dense vectors, half and half by its own normalised scores.

`Embeddings(hybrid=True, content=True)` over (article, text) rows, as its quick start on retrieval.
Articles are cut by its own `Segmentation` at paragraphs, one row each: cut at sections, as in the
quick start, an article would be one row, longer than this model reads. txtai has no field for a
title that is embedded, so it stands in front of every paragraph, as the other systems have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from txtai import Embeddings
from txtai.pipeline import Segmentation

from benchmarks.peer_systems.measured import (
    PASSAGES,
    Article,
    Ask,
    Build,
    Question,
    installed,
    measure,
)


def load(_: Path, model: Path, __: Sequence[str]) -> Build:
    """The system, with its model loaded."""
    embeddings = Embeddings(path=str(model), hybrid=True, content=True)
    paragraphs = Segmentation(paragraphs=True)

    def build(articles: Sequence[Article]) -> Mapping[str, Ask]:
        embeddings.index(
            (article["id"], f"{article['title']}\n{paragraph}")
            for article in articles
            for paragraph in paragraphs(article["text"])
        )
        return {"txtai": ask}

    def ask(question: Question) -> Iterable[str]:
        return (hit["id"] for hit in embeddings.search(question["question"], PASSAGES))

    return build


if __name__ == "__main__":
    measure(load, installed("txtai"))
