"""Checks of an index in Milvus: its server, its generation, and that a question is answered."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rag.assistant import Assistant
from rag.doctor import contents
from rag.doctor.findings import Finding, check, ok, skipped
from rag.live import probe
from rag.milvus.place import MilvusPlace
from rag.milvus.server_generation import ServerGeneration
from rag.models.embedder import Embedder

_OF_CONTENTS = ("same model", "vectors", "unread", "copies", "question")


def examine_served(place: MilvusPlace, embedder: Embedder) -> Iterator[Finding]:
    """Check the published generation of an index in Milvus."""
    read: list[ServerGeneration] = []
    yield from check("server", partial(_check_server, place, embedder, read))
    if not read:
        yield from (skipped(subject, "the index cannot be read") for subject in _OF_CONTENTS)
        return
    for subject, run in (
        ("same model", partial(contents.same_model, read[0], embedder)),
        ("vectors", partial(contents.vectors, read[0], embedder)),
        ("unread", partial(contents.unread, read[0])),
        ("copies", partial(contents.copies, read[0])),
        ("question", partial(_check_question, read[0], embedder)),
    ):
        yield from check(subject, run)


def _check_server(
    place: MilvusPlace, embedder: Embedder, read: list[ServerGeneration]
) -> Iterator[Finding]:
    """Read the published generation, and add it to the list."""
    index = place.read(embedder.fingerprint)
    read.append(index)
    yield ok(
        "server",
        f"{place} has published {index.name}: {len(index.articles):,} articles, "
        f"{len(index.passages):,} passages, {len(index.statements):,} statements; what is held in "
        "memory has the recorded sha256",
    )


def _check_question(index: ServerGeneration, embedder: Embedder) -> Iterator[Finding]:
    """Ask the questions that a server asks a new index."""
    probe(Assistant(index, embedder))
    yield ok("question", "a search within an article and a question were answered")
