"""LlamaIndex's default vector index: dense vectors alone, in memory.

`VectorStoreIndex.from_documents` with `HuggingFaceEmbedding`, as its starter example for local
models; the title is metadata, which it puts in front of every chunk. Its chunks of 1,024 tokens are
longer than the 256 word pieces that this model reads, so that most of a chunk is not seen: a number
after OUT cuts chunks of so many tokens, an overlap of a fifth, as its advice on chunk sizes has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from benchmarks.peer_systems.measured import (
    PASSAGES,
    Article,
    Ask,
    Build,
    Question,
    installed,
    measure,
)


def load(_: Path, model: Path, words: Sequence[str]) -> Build:
    """The system, with its model loaded."""
    embedding = HuggingFaceEmbedding(model_name=str(model))
    tokens = int(words[0]) if words else None
    cut = [SentenceSplitter(chunk_size=tokens, chunk_overlap=tokens // 5)] if tokens else None

    def build(articles: Sequence[Article]) -> Mapping[str, Ask]:
        documents = [
            Document(id_=article["id"], text=article["text"], metadata={"title": article["title"]})
            for article in articles
        ]
        index = VectorStoreIndex.from_documents(
            documents, embed_model=embedding, transformations=cut
        )
        retriever = index.as_retriever(similarity_top_k=PASSAGES)

        def ask(question: Question) -> Iterable[str]:
            return (hit.node.ref_doc_id for hit in retriever.retrieve(question["question"]))

        return {f"LlamaIndex, {tokens} tokens" if tokens else "LlamaIndex": ask}

    return build


if __name__ == "__main__":
    measure(load, installed("llama-index-core"))
