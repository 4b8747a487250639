"""The program on this machine: Python, its settings, its libraries, its model."""

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
    """Python, processors, memory, and which settings are set."""
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
    """What is installed of the libraries that an index was built with."""
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
            "not those that the index was built with",
            f"if a check of the model or of vectors fails below: {_INSTALL}",
            other,
        )
    else:
        names = (f"{name} {then}" for name, then in sorted(written.items()))
        yield ok("libraries", "those that the index was built with: " + ", ".join(names))


def model(embedder: Embedder) -> Iterator[Finding]:
    """The embedding model's files, and whether it computes."""
    found = embedder.fingerprint
    whose = (
        ", as its authors published it" if found.weights_sha256 == PACKAGED_WEIGHTS_SHA256 else ""
    )
    yield ok(
        "model",
        f"{found.name}: sha256 {found.weights_sha256[:12]}{whose}; {embedder.dimension} "
        f"dimensions, {embedder.window} word pieces",
        [f"in {Path(embedder.files.folder)}"],
    )


def reranker(settings: Settings) -> Iterator[Finding]:
    """The cross-encoder that is set, if one is, loaded and tried."""
    if found := read_reranker(settings.reranker):
        mark = found.fingerprint.weights_sha256[:12]
        yield ok("reranker", f"{found.name}: {mark}", [f"in {settings.reranker}"])
