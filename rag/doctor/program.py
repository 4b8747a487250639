"""Checks of the program on this machine: Python, settings, libraries, model."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rag.doctor.findings import Finding, failed, ok, warning
from rag.errors import RagError
from rag.models.embedder import PACKAGED_WEIGHTS_SHA256, Embedder
from rag.models.reranker import read_reranker
from rag.settings import SECRET, Settings

_INSTALL = "pip install -r requirements.txt"


def machine(settings: Settings) -> Iterator[Finding]:
    """Report Python, processors, memory, and the settings that are set."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    yield ok(
        "program",
        f"Python {platform.python_version()}, {platform.platform(terse=True)} "
        f"{platform.machine()}, {os.cpu_count()} processors, {memory:.1f} GB of memory",
        [
            f"RAG_{name.upper()}={'***' if name in SECRET else getattr(settings, name)}"
            for name in sorted(settings.model_fields_set)
        ],
    )


def libraries(written: Mapping[str, str]) -> Iterator[Finding]:
    """Compare the installed libraries with those that the index was built with."""
    other, missing = [], []
    for name, then in sorted(written.items()):
        try:
            now = version(name)
        except PackageNotFoundError:
            missing.append(name)
            continue
        if now != then:
            other.append(f"{name} {now}; the index was built with {then}")
    if missing:
        error = RagError(f"not installed: {', '.join(missing)}", hint=_INSTALL)
        yield failed("libraries", error)
    elif other:
        yield warning(
            "libraries",
            "other versions than those the index was built with",
            f"if a check of the model or of vectors fails below: {_INSTALL}",
            other,
        )
    else:
        names = (f"{name} {then}" for name, then in sorted(written.items()))
        yield ok("libraries", "the versions the index was built with: " + ", ".join(names))


def model(embedder: Embedder) -> Iterator[Finding]:
    """Check the embedding model's files, and that it computes."""
    fingerprint = embedder.fingerprint
    original = fingerprint.weights_sha256 == PACKAGED_WEIGHTS_SHA256
    whose = ", as its authors published it" if original else ""
    yield ok(
        "model",
        f"{fingerprint.name}: sha256 {fingerprint.weights_sha256[:12]}{whose}; "
        f"{embedder.dimension} dimensions, {embedder.window} word pieces; {embedder.arithmetic}",
        [f"in {Path(embedder.files.folder)}"],
    )


def reranker(settings: Settings) -> Iterator[Finding]:
    """Load and try the cross-encoder, if one is set."""
    if cross_encoder := read_reranker(settings.reranker):
        mark = cross_encoder.fingerprint.weights_sha256[:12]
        yield ok("reranker", f"{cross_encoder.name}: {mark}", [f"in {settings.reranker}"])


def language_model(settings: Settings) -> Iterator[Finding]:
    """Ask the server of the language model, if one is set, and say where article text goes."""
    if not settings.llm_url:
        return
    from rag.writer.failures import NotWritten
    from rag.writer.writing import read_writer

    writer = read_writer(settings)
    if writer is None:
        return
    place = writer.server.place
    subject = "language model"
    try:
        writer.server.complete([{"role": "user", "content": "Write the word yes."}], most=5)
    except NotWritten as failure:
        yield warning(
            subject,
            f"{place.model} at {place.host}: {failure.notice}; answers are quotations only",
            "start the server, or check RAG_LLM_URL, RAG_LLM_MODEL and RAG_LLM_KEY",
        )
        return
    if place.local:
        yield ok(subject, f"{place.model} at {place.host} answers; nothing leaves this machine")
    else:
        yield warning(
            subject,
            f"{place.model} at {place.host} answers; questions and the quotations found for them "
            "leave this machine",
            "use a server on this machine if the articles must not leave it",
        )
