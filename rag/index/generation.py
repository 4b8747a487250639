"""A generation's folder -> a generation. generation_folders.py finds it, publish.py writes it.

    index/
      CURRENT             the name of the generation to read; replaced last
      LOCK                held by the one program that may write here; LOCK.holder says which
      gen-.../            never changed once CURRENT has named it; the newest has the highest number
        MANIFEST.json     what it was built from and with; size and sha256 of every other file
        articles.jsonl    seals.npy         what was cut from each article is where it was
        passages.npy      statements.npy    speakers.jsonl
        passages_embedded.npy  statements_embedded.npy   which rows have a vector, if not all
        copies.jsonl      sketches.npy      groups of articles that are nearly the same
        files.jsonl       what was read from each file of the corpus
        prepared.jsonl    what an assistant need not compute when it starts, if a build made it
        unread.jsonl      files that are not in it, and why
        passages.faiss    statements.faiss  words/  article_words/
      building-.../       what a build that was cut short has left; the next one removes it

Row n of passages.npy, of passages.faiss and of words/ is one passage, and likewise for
statements, and for articles, their seals, sketches and article_words/. All files are hashed before
any is parsed: FAISS reads altered files without an error.

If CURRENT or the generation that it names is damaged, the newest intact one is read instead,
and `degraded` says so.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from rag.errors import REBUILD, IndexDamaged, IndexMismatch
from rag.index import span_table
from rag.index.generation_parts import Generation, count_rows
from rag.index.row_vectors import RowVectors
from rag.index.searched import IndexPlace, SearchedIndex
from rag.index.source import ReadFile, Source, parse_source
from rag.index.span_table import Passages, Statements
from rag.index.storage import json_lines, manifest
from rag.index.storage.generation_folders import find_published, list_generations, read_pointer
from rag.index.storage.json_lines import read_lines
from rag.index.storage.manifest import Manifest
from rag.index.words import WordIndex
from rag.models.model_files import ModelFingerprint
from rag.models.vectors import Vectors
from rag.records import Unread

LEAST_COSINE = 0.98  # between a probe's vector then and now: 8-bit and 32-bit numbers give .9976

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IndexFolder:
    """A folder in which an index is published."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)

    def published(self) -> str:
        """The name of the published generation; empty if it cannot be read."""
        return read_pointer(self.path)

    def read(self, model: ModelFingerprint, *, fall_back: bool = True) -> Generation:
        """The published generation, or with `fall_back` the newest one that is whole.

        Raises what `read` raises.
        """
        return read(self.path, model) if fall_back else read_published(self.path, model)


def as_place(index: Path | IndexPlace) -> IndexPlace:
    """The place of an index, of which a folder may be given by its path."""
    return IndexFolder(index) if isinstance(index, Path) else index


@dataclass(frozen=True, slots=True)
class Glance:
    """What a generation says of itself, its files verified but not read."""

    name: str
    source: Source
    window: int
    probes: Vectors
    files_digest: str
    counts: Mapping[str, int]
    unread: Sequence[Unread]
    missing: int  # passages and statements that have no vector yet


def read_source(index: Path) -> tuple[str, Source]:
    """The name and the source of the generation to read, by its manifest alone.

    Raises IndexMissing if nothing was built yet, IndexDamaged if the pointer or the
    manifest is unreadable, IndexMismatch if another version of the program wrote them.
    """
    try:
        return _name_and_source(find_published(index))
    except IndexDamaged:
        for folder in list_generations(index):
            with suppress(IndexDamaged, IndexMismatch):
                return _name_and_source(folder)
        raise


def read(index: Path, model: ModelFingerprint) -> Generation:
    """The published generation, verified file by file, or the newest one that is whole.

    Raises what `read_source` raises if none is, and IndexMismatch if the published one's vectors
    are another model's.
    """
    try:
        return read_published(index, model)
    except IndexDamaged as trouble:
        for folder in list_generations(index):
            with suppress(IndexDamaged, IndexMismatch):
                whole = read_folder(folder, model)
                _log.error("%s; reading %s instead", trouble.message, folder.name)
                return replace(whole, degraded=f"{trouble.message}; {folder.name} is read instead")
        raise


def read_published(index: Path, model: ModelFingerprint) -> Generation:
    """The published generation and no other, verified file by file. Raises what `read` raises."""
    while True:
        before = read_pointer(index)
        try:
            return read_folder(find_published(index), model)
        except IndexDamaged:
            # a build may have put another in its place while it was read
            if read_pointer(index) == before:
                raise


def glance(index: Path) -> Glance:
    """The published generation in short, verified file by file. Raises as `read_source` does."""
    folder = find_published(index)
    written = manifest.read(folder)
    manifest.verify(folder, written)
    return Glance(
        name=folder.name,
        source=parse_source(folder, written),
        window=written["embedding"]["window"],
        probes=np.array(written["embedding"]["probes"], dtype=np.float32),
        files_digest=written["files_digest"],
        counts={name: counts[0] for name, counts in written["counts"].items()},
        unread=[Unread(**fields) for fields in read_lines(folder / "unread.jsonl")],
        missing=count_missing(written),
    )


def count_missing(written: Manifest) -> int:
    """How many passages and statements of a generation have no vector yet."""
    return sum(
        kept["rows"] - kept.get("embedded", kept["rows"]) for kept in written["vectors"].values()
    )


def check_model(
    generation: SearchedIndex | Glance, probes: Vectors, window: int, name: str
) -> None:
    """Check that a model gives the vectors that a generation was built with.

    `probes` is what it gives now for the texts of `Generation.probes`. The hash of the weights says
    nothing of the tokenizer and of the settings that stand beside them. Raises IndexMismatch.
    """
    then = generation.probes
    if probes.shape != then.shape:
        what = f"vectors have {probes.shape[-1]} dimensions, the index's have {then.shape[-1]}"
    elif (cosine := float((probes * then).sum(axis=1).min())) < LEAST_COSINE:
        what = f"vector of a probe has a cosine of {cosine:.2f} to that in the index"
    elif window != generation.window:
        what = f"window is {window} word pieces, it was {generation.window}"
    else:
        return
    raise IndexMismatch(
        f"{generation.name}: built with {generation.source.model.name}, and {name} is not the "
        f"same model: its {what}",
        hint=f"restore the model's files, or {REBUILD}",
    )


def read_folder(folder: Path, model: ModelFingerprint, *, whole: bool = False) -> Generation:
    """The generation in a folder, verified; `whole`: its files were just now, and are not again.

    Raises IndexDamaged and IndexMismatch.
    """
    written = manifest.read(folder)
    source = parse_source(folder, written)
    if not source.model.matches(model):
        raise IndexMismatch(
            f"{folder.parent}: built with the model {source.model.name} "
            f"({source.model.weights_sha256[:12]}), but the model in use is {model.name} "
            f"({model.weights_sha256[:12]})",
            hint=f"set RAG_MODEL={source.model.name}, or {REBUILD}",
        )
    if not whole:
        manifest.verify(folder, written)
    try:
        generation = _read_files(folder, source, written)
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise IndexDamaged(f"{folder}: cannot be read: {error!r}", hint=REBUILD) from error
    _check_counts(folder, generation, written)
    _check_seals(folder, generation)
    return generation


def _read_files(folder: Path, source: Source, written: Manifest) -> Generation:
    articles = {
        fields["id"]: json_lines.read_article(fields)
        for fields in read_lines(folder / "articles.jsonl")
    }
    in_order = tuple(articles.values())
    speakers = tuple(read_lines(folder / "speakers.jsonl"))
    return Generation(
        folder=folder,
        source=source,
        window=written["embedding"]["window"],
        probes=np.array(written["embedding"]["probes"], dtype=np.float32),
        articles=articles,
        passages=Passages(in_order, _load_array(folder / "passages.npy")),
        statements=Statements(in_order, _load_array(folder / "statements.npy"), speakers),
        seals=_load_array(folder / "seals.npy"),
        passage_vectors=RowVectors.read(folder, "passages"),
        statement_vectors=RowVectors.read(folder, "statements"),
        words=WordIndex.read(folder / "words"),
        article_words=WordIndex.read(folder / "article_words"),
        sketches=_load_array(folder / "sketches.npy"),
        copies=[tuple(group) for group in read_lines(folder / "copies.jsonl")],
        files=[_read_file(**fields) for fields in read_lines(folder / "files.jsonl")],
        files_digest=written["files_digest"],
        unread=[Unread(**fields) for fields in read_lines(folder / "unread.jsonl")],
    )


def _load_array(path: Path) -> Any:
    return np.load(path, allow_pickle=False)


def _read_file(articles: list[str] | None, **fields: str) -> ReadFile:
    return ReadFile(articles=None if articles is None else tuple(articles), **fields)


def _check_counts(folder: Path, generation: Generation, written: Manifest) -> None:
    counts = count_rows(generation)
    counts["passages"].append(len(generation.passage_vectors))
    counts["statements"].append(len(generation.statement_vectors))
    if any(set(rows) != set(written["counts"][name]) for name, rows in counts.items()) or any(
        len(set(rows)) > 1 for rows in counts.values()
    ):
        raise IndexDamaged(
            f"{folder}: counts of articles, passages, statements, their vectors and words are "
            f"{counts}, and {written['counts']} were written: they should agree",
            hint=REBUILD,
        )


def _check_seals(folder: Path, generation: Generation) -> None:
    """Offsets that lead to other words than those indexed must never be quoted from."""
    articles = tuple(generation.articles.values())
    seals = span_table.seal_articles(articles, generation.passages, generation.statements)
    if not np.array_equal(seals, generation.seals):
        raise IndexDamaged(
            f"{folder}: a passage or statement is not where the index says", hint=REBUILD
        )


def _name_and_source(folder: Path) -> tuple[str, Source]:
    return folder.name, parse_source(folder, manifest.read(folder))
