"""Whether two indexes on the disk are the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from rag import Assistant
from rag.index import generation
from rag.index.row_vectors import RowVectors
from rag.index.searched import IndexPlace
from rag.index.storage.generation_folders import find_published
from rag.models.embedder import Embedder
from rag.models.vectors import Vectors

_MADE_OF_VECTORS = {"MANIFEST.json", "passages.faiss", "statements.faiss"}
QUESTIONS = (
    "What did Lavrov say about peacekeepers?",
    "What did Ann Lee say about the harbour?",
    "How many million euros did the tram depot cost?",
    "What did Macron say about the ferry line?",
)


def assert_same(index: Path, other: Path, embedder: Embedder) -> None:
    """Every file but those of vectors has the same bytes; vectors point the same way."""
    folders = find_published(index), find_published(other)
    files = [
        {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name not in _MADE_OF_VECTORS
        }
        for folder in folders
    ]
    assert files[0].keys() == files[1].keys()
    for name, content in files[0].items():
        assert content == files[1][name], name
    read = [generation.read(each, embedder.fingerprint) for each in (index, other)]
    assert read[0].source == read[1].source
    assert read[0].files_digest == read[1].files_digest
    for name in ("passage_vectors", "statement_vectors"):
        vectors, others = (_all(getattr(one, name)) for one in read)
        assert vectors.shape == others.shape
        assert float((vectors * others).sum(axis=1).min()) > 0.9999


def assert_same_answers(index: Path, other: Path | IndexPlace) -> None:
    """Questions get the same answers."""
    first, second = Assistant.load(index), Assistant.load(other)
    for question in QUESTIONS:
        one, two = first.ask(question), second.ask(question)
        assert (one.text, one.status, one.citations) == (two.text, two.status, two.citations)


def _all(vectors: RowVectors) -> Vectors:
    return vectors.vectors(np.arange(len(vectors)))
