"""An index -> findings about it, the program and the model, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from rag.doctor import contents, network, program, stored
from rag.doctor.findings import Finding, check, skipped
from rag.errors import RagError
from rag.index import generation
from rag.index.generation_parts import Generation
from rag.index.searched import IndexPlace
from rag.index.storage import manifest
from rag.index.storage.manifest import Manifest
from rag.milvus.place import MilvusPlace
from rag.models.embedder import Embedder
from rag.settings import Settings

_OF_CONTENTS = ("counts", "same model", "vectors", "unread", "copies")


def examine(index: Path | IndexPlace, settings: Settings) -> Iterator[Finding]:
    """Check everything, the cheapest first; damage does not end the examination."""
    if isinstance(index, MilvusPlace):
        yield from _examine_served(index, settings)
    elif isinstance(index, Path):
        yield from _examine_folder(index, settings)


def _examine_served(place: MilvusPlace, settings: Settings) -> Iterator[Finding]:
    from rag.doctor.served import examine_served

    models: list[Embedder] = []
    yield from check("program", partial(program.machine, settings))
    yield from check("model", partial(_check_model, settings, models))
    yield from check("reranker", partial(program.reranker, settings))
    yield from check("language model", partial(program.language_model, settings))
    if models:
        yield from examine_served(place, models[0])


def _examine_folder(index: Path, settings: Settings) -> Iterator[Finding]:
    yield from check("program", partial(program.machine, settings))
    damages = stored.damages()
    folder = stored.find_usable(index, damages)
    written = _read_manifest(folder)
    if written:
        yield from check("libraries", partial(program.libraries, written["libraries"]))
    models: list[Embedder] = []
    yield from check("model", partial(_check_model, settings, models))
    yield from check("reranker", partial(program.reranker, settings))
    yield from check("language model", partial(program.language_model, settings))
    for subject, run in (
        ("CURRENT", partial(stored.pointer, index, damages)),
        ("generations", partial(stored.generations, index, damages)),
        ("writing", partial(stored.left_over, index)),
        ("disk", partial(stored.room, index, written)),
    ):
        yield from check(subject, run)
    if folder is None or not models:
        why = "there is no model" if folder else "there is no intact generation"
        yield from (skipped(subject, why) for subject in (*_OF_CONTENTS, "network"))
        return
    yield from _check_contents(folder, models[0])
    yield from check("network", partial(network.question, index, models[0], settings.cache))


def _check_model(settings: Settings, models: list[Embedder]) -> Iterator[Finding]:
    """Check the model, and add it to the list if it can be used."""
    embedder = Embedder(settings.model, settings.cache)
    yield from program.model(embedder)
    models.append(embedder)


def _check_contents(folder: Path, embedder: Embedder) -> Iterator[Finding]:
    read: list[Generation] = []

    def counts() -> Iterable[Finding]:
        read.append(generation.read_folder(folder, embedder.fingerprint, whole=True))
        return contents.counts(read[0])

    yield from check("counts", counts)
    if not read:
        why = f"{folder.name} cannot be read"
        yield from (skipped(subject, why) for subject in _OF_CONTENTS[1:])
        return
    checks: dict[str, Callable[[], Iterable[Finding]]] = {
        "same model": partial(contents.same_model, read[0], embedder),
        "vectors": partial(contents.vectors, read[0], embedder),
        "unread": partial(contents.unread, read[0]),
        "copies": partial(contents.copies, read[0]),
    }
    for subject, run in checks.items():
        yield from check(subject, run)


def _read_manifest(folder: Path | None) -> Manifest | None:
    with suppress(RagError):
        return manifest.read(folder) if folder else None
    return None
