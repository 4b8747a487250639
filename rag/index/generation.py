"""A generation <-> its folder. The only module that knows the index's layout on disk.

    index/
      CURRENT             the name of the generation to read; replaced last
      gen-.../            never changed once CURRENT has named it
        MANIFEST.json     what it was built from and with; size and sha256 of every other file
        articles.jsonl    passages.jsonl    statements.jsonl
        copies.jsonl      groups of articles that are nearly the same
        unread.jsonl      files that are not in it, and why
        passages.faiss    statements.faiss  words/  article_words/

Row n of passages.jsonl, of passages.faiss and of words/ is one passage, and likewise for
statements, and for articles and article_words/. All files are hashed before any is parsed: FAISS
reads altered files without a word.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from rag.errors import IndexDamaged, IndexMismatch, IndexMissing
from rag.index.dense import DenseIndex
from rag.index.model_files import ModelFingerprint
from rag.index.words import WordIndex
from rag.records import Address, Article, Passage, Statement, StatementKind, Unread, Version

FORMAT = 4  # of the files; raised when older programs could not read them

REBUILD = "build the index again: python -m rag build"


@dataclass(frozen=True, slots=True)
class Source:
    """What a generation is made of and with: two equal ones give equal generations."""

    corpus: str  # digest of the articles
    rules: str  # digest of the code that reads, cuts and attributes
    passage_tokens: int
    model: ModelFingerprint


@dataclass(frozen=True, slots=True)
class Generation:
    """An index in memory; the rows of lists and indexes agree."""

    name: str
    source: Source
    articles: Mapping[str, Article]
    passages: Sequence[Passage]
    statements: Sequence[Statement]
    passage_vectors: DenseIndex
    statement_vectors: DenseIndex
    words: WordIndex  # of the passages
    article_words: WordIndex
    copies: Sequence[Sequence[str]]  # ids of articles that are nearly the same, a group each
    unread: Sequence[Unread]


def write(generation: Generation, index: Path) -> None:
    """Write a generation below `index` and publish it; all but the one before are removed.

    A crash at any point leaves CURRENT naming a whole generation, the old or the new one.
    """
    index.mkdir(parents=True, exist_ok=True)
    building = index / f"building-{uuid4().hex}"
    building.mkdir()
    try:
        _write_files(generation, building)
        _sync_tree(building)
        building.rename(index / generation.name)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    _sync(index)
    pointer = index / "CURRENT"
    before = pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else ""
    _replace(pointer, generation.name + "\n")
    for old in [*index.glob("gen-*"), *index.glob("building-*")]:
        if old.name not in {generation.name, before}:  # somebody may just be reading that
            shutil.rmtree(old, ignore_errors=True)


def current(index: Path) -> tuple[str, Source]:
    """The name and the source of the published generation, without reading all of it.

    Raises IndexMissing where nothing was built yet, IndexDamaged where the pointer or the
    manifest is unreadable, IndexMismatch where another version of the program wrote them.
    """
    folder = _current_folder(index)
    return folder.name, _source(folder, _manifest(folder))


def read(index: Path, model: ModelFingerprint) -> Generation:
    """The published generation, verified file by file.

    Raises what `current` raises, and IndexMismatch where its vectors are another model's.
    """
    folder = _current_folder(index)
    manifest = _manifest(folder)
    source = _source(folder, manifest)
    if not source.model.matches(model):
        raise IndexMismatch(
            f"{index}: built with the model {source.model.name} "
            f"({source.model.weights_sha256[:12]}), but the model in use is {model.name} "
            f"({model.weights_sha256[:12]})",
            hint=f"set RAG_MODEL={source.model.name}, or {REBUILD}",
        )
    _verify(folder, manifest)
    articles = {line["id"]: _article(line) for line in _lines(folder / "articles.jsonl")}
    generation = Generation(
        name=folder.name,
        source=source,
        articles=articles,
        passages=[_passage(line, articles) for line in _lines(folder / "passages.jsonl")],
        statements=[_statement(line, articles) for line in _lines(folder / "statements.jsonl")],
        passage_vectors=DenseIndex.read(folder / "passages.faiss"),
        statement_vectors=DenseIndex.read(folder / "statements.faiss"),
        words=WordIndex.read(folder / "words"),
        article_words=WordIndex.read(folder / "article_words"),
        copies=[tuple(line) for line in _lines(folder / "copies.jsonl")],
        unread=[Unread(**line) for line in _lines(folder / "unread.jsonl")],
    )
    _check_counts(folder, generation)
    return generation


def _write_files(generation: Generation, folder: Path) -> None:
    _write_lines(folder / "articles.jsonl", map(asdict, generation.articles.values()))
    passages = ((p.article_id, p.start, p.end, p.id) for p in generation.passages)
    _write_lines(folder / "passages.jsonl", passages)
    spoken = (
        {**asdict(one), "id": _statement_id(one, generation.articles)}
        for one in generation.statements
    )
    _write_lines(folder / "statements.jsonl", spoken)
    _write_lines(folder / "copies.jsonl", generation.copies)
    _write_lines(folder / "unread.jsonl", map(asdict, generation.unread))
    generation.passage_vectors.write(folder / "passages.faiss")
    generation.statement_vectors.write(folder / "statements.faiss")
    generation.words.write(folder / "words")
    generation.article_words.write(folder / "article_words")
    manifest = {
        "format": FORMAT,
        "source": asdict(generation.source),
        "vectors": {
            name: {"rows": len(index), "kept": index.kind, "recall": round(index.recall, 4)}
            for name, index in (
                ("passages", generation.passage_vectors),
                ("statements", generation.statement_vectors),
            )
        },
        "files": {
            path.relative_to(folder).as_posix(): _seal(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        },
    }
    (folder / "MANIFEST.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def _write_lines(path: Path, values: Iterable[Any]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for value in values:
            file.write(json.dumps(value, ensure_ascii=False, default=date.isoformat) + "\n")


def _lines(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _article(line: dict[str, Any]) -> Article:
    lists = {
        "authors": tuple(line["authors"]),
        "also": tuple(Address(**_days(one)) for one in line["also"]),
        "versions": tuple(Version(**_days(one)) for one in line["versions"]),
    }
    return Article(**{**_days(line), **lists})


def _days(line: dict[str, Any]) -> dict[str, Any]:
    """A record's fields, its days read from ISO 8601."""
    days = {
        name: date.fromisoformat(line[name])
        for name in ("published", "mentioned", "modified")
        if line.get(name)
    }
    return {**line, **days}


def _passage(line: list[Any], articles: Mapping[str, Article]) -> Passage:
    article_id, start, end, passage_id = line
    passage = Passage(article_id, start, end, articles[article_id].text[start:end])
    _check_words(passage.id, passage_id, article_id)
    return passage


def _statement(line: dict[str, Any], articles: Mapping[str, Article]) -> Statement:
    offsets = {
        name: tuple(line[name]) if line[name] is not None else None for name in ("mention", "cue")
    }
    fields = {**line, **offsets, "kind": StatementKind(line["kind"])}
    statement_id = fields.pop("id")
    statement = Statement(**fields)
    _check_words(_statement_id(statement, articles), statement_id, statement.article_id)
    return statement


def _statement_id(statement: Statement, articles: Mapping[str, Article]) -> str:
    """Made of the article's id, the offsets and the words, as a passage's id is."""
    start, end = statement.start, statement.end
    text = articles[statement.article_id].text[start:end]
    return Passage(statement.article_id, start, end, text).id


def _check_words(found: str, written: str, article_id: str) -> None:
    """Offsets that lead to other words than those indexed must never be quoted from."""
    if found != written:
        raise IndexDamaged(
            f"{article_id}: a passage or statement is not where the index says", hint=REBUILD
        )


def _current_folder(index: Path) -> Path:
    pointer = index / "CURRENT"
    if not pointer.is_file():
        raise IndexMissing(
            f"{index}: no index here", hint="build one from your articles: python -m rag build"
        )
    name = pointer.read_text(encoding="utf-8", errors="replace").strip()
    if not name.startswith("gen-") or "/" in name or not (index / name).is_dir():
        raise IndexDamaged(f"{pointer}: names no generation: {name[:80]!r}", hint=REBUILD)
    return index / name


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / "MANIFEST.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        written = manifest["format"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise IndexDamaged(f"{path}: missing or unreadable", hint=REBUILD) from error
    if written != FORMAT:
        raise IndexMismatch(
            f"{path}: format {written}, but this version reads format {FORMAT}", hint=REBUILD
        )
    return dict(manifest)


def _source(folder: Path, manifest: dict[str, Any]) -> Source:
    try:
        fields = manifest["source"]
        return Source(**{**fields, "model": ModelFingerprint(**fields["model"])})
    except (LookupError, TypeError) as error:
        raise IndexDamaged(
            f"{folder / 'MANIFEST.json'}: no readable 'source'", hint=REBUILD
        ) from error


def _verify(folder: Path, manifest: dict[str, Any]) -> None:
    """Raises IndexDamaged, naming the first file that is not as it was written."""
    for name, seal in manifest["files"].items():
        path = folder / name
        if not path.is_file():
            raise IndexDamaged(f"{path}: missing", hint=REBUILD)
        if path.stat().st_size != seal["size"]:
            raise IndexDamaged(
                f"{path}: {path.stat().st_size} bytes, {seal['size']} were written", hint=REBUILD
            )
        if _seal(path) != seal:
            raise IndexDamaged(f"{path}: altered since it was written", hint=REBUILD)


def _check_counts(folder: Path, generation: Generation) -> None:
    rows = (len(generation.passages), len(generation.passage_vectors), len(generation.words))
    statements = (len(generation.statements), len(generation.statement_vectors))
    articles = (len(generation.articles), len(generation.article_words))
    if any(len(set(counts)) > 1 for counts in (rows, statements, articles)):
        raise IndexDamaged(
            f"{folder}: passages, vectors and words are {rows}, statements and vectors "
            f"{statements}, articles and words {articles}: they should agree",
            hint=REBUILD,
        )


def _seal(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"size": path.stat().st_size, "sha256": digest}


def _replace(path: Path, text: str) -> None:
    """Write a small file so that a reader sees the old or the new content, never a part."""
    new = path.with_name(path.name + ".new")
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    _sync(path.parent)


def _sync_tree(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        _sync(path)


def _sync(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
