"""Haystack's hybrid retrieval: BM25 and dense vectors in its document store in memory, joined.

The pipeline of its tutorial on hybrid retrieval without the cross-encoder at its end, which would
be a second model: instead of handing it both lists, the joiner fuses them by reciprocal ranks.
DocumentSplitter as it comes (200 words, no overlap); the title is embedded with every piece
(`meta_fields_to_embed`), while its BM25 reads the text alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

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
    store = InMemoryDocumentStore()
    indexing, asking = _indexing(store, str(model)), _asking(store, str(model))
    indexing.warm_up()
    asking.warm_up()

    def build(articles: Sequence[Article]) -> Mapping[str, Ask]:
        documents = [
            Document(
                content=article["text"], meta={"title": article["title"], "article": article["id"]}
            )
            for article in articles
        ]
        indexing.run({"splitter": {"documents": documents}})
        return {"Haystack": ask}

    def ask(question: Question) -> Iterable[str]:
        words = question["question"]
        joined = asking.run({"text_embedder": {"text": words}, "bm25": {"query": words}})
        return (document.meta["article"] for document in joined["joiner"]["documents"])

    return build


def _indexing(store: InMemoryDocumentStore, model: str) -> Pipeline:
    pipeline = Pipeline()
    pipeline.add_component("splitter", DocumentSplitter())
    embedder = SentenceTransformersDocumentEmbedder(
        model=model, meta_fields_to_embed=["title"], local_files_only=True, progress_bar=False
    )
    pipeline.add_component("embedder", embedder)
    pipeline.add_component("writer", DocumentWriter(store))
    pipeline.connect("splitter", "embedder")
    pipeline.connect("embedder", "writer")
    return pipeline


def _asking(store: InMemoryDocumentStore, model: str) -> Pipeline:
    pipeline = Pipeline()
    embedder = SentenceTransformersTextEmbedder(
        model=model, local_files_only=True, progress_bar=False
    )
    pipeline.add_component("text_embedder", embedder)
    pipeline.add_component("dense", InMemoryEmbeddingRetriever(store, top_k=PASSAGES))
    pipeline.add_component("bm25", InMemoryBM25Retriever(store, top_k=PASSAGES))
    pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
    pipeline.connect("text_embedder.embedding", "dense.query_embedding")
    pipeline.connect("dense", "joiner")
    pipeline.connect("bm25", "joiner")
    return pipeline


if __name__ == "__main__":
    measure(load, installed("haystack-ai"))
