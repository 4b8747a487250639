"""A file or folder of test questions, whatever its format -> QuestionFile."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from rag.errors import QuestionError
from rag.evaluation.formats import azure, beir, csv_table, onyx, own_lines, qrels, trec
from rag.evaluation.formats.lines import read_objects, read_text
from rag.evaluation.formats.question_fields import FIELDS, Placed
from rag.evaluation.run_records import Evidence, Question, QuestionFile
from rag.records import Article

_HINT = "docs/evaluating.md shows each format: JSON lines, CSV, BEIR, TREC, Onyx, Azure"


@dataclass(frozen=True, slots=True)
class _Read:
    """What a format read, and from which files."""

    placed: Iterable[Placed]
    files: Sequence[Path]
    notes: Sequence[str] = ()
    corpus: Path | None = None


def read_questions(path: Path, judgements: Path | None = None) -> QuestionFile:
    """Read test questions; their content shows the format.

    `judgements` is a qrels file, for TREC topics and to choose a split of a BEIR folder. Raises
    QuestionError with file, line and reason for what cannot be read, and for an id that occurs
    twice.
    """
    read = _read_folder(path, judgements) if path.is_dir() else _read_file(path, judgements)
    placed = list(read.placed)
    if not placed:
        raise QuestionError(f"{path}: no questions", hint=_HINT)
    _check_ids(placed)
    notes = list(read.notes)
    if judgements is not None:
        known = {entry.question.id for entry in placed}
        notes += _note_unasked(judgements, known)
    return QuestionFile(
        path=str(path),
        sha256=_digest(read.files),
        questions=tuple(entry.question for entry in placed),
        places=tuple(entry.place for entry in placed),
        notes=tuple(notes),
        corpus=str(read.corpus) if read.corpus else None,
    )


def resolve(
    questions: Sequence[Question], articles: Iterable[Article]
) -> tuple[list[Question], list[str]]:
    """Give the questions the article ids of an index, and list names of articles it does not have.

    A relevant article may be named by its id, its address or its file name. One that is not in
    the index stays and counts as not found.
    """
    names = _names(articles)
    missing: dict[str, None] = {}

    def id_of(name: str) -> str:
        article_id = names.get(name) or names.get(_simplify_address(name)) or names.get(_stem(name))
        if not article_id:
            missing[name] = None
        return article_id or name

    resolved = [
        replace(
            question,
            relevant={id_of(name): grade for name, grade in question.relevant.items()},
            evidence=tuple(
                Evidence(evidence.article and id_of(evidence.article), evidence.text)
                for evidence in question.evidence
            ),
        )
        for question in questions
    ]
    return resolved, list(missing)


def _read_file(path: Path, judgements: Path | None) -> _Read:
    head = read_text(path).lstrip()
    if head[:5].lower() == "<top>" or ("<top>" in head.lower() and head.startswith("<")):
        if judgements is None:
            note = f"{path}: no judgements; give them with --qrels FILE to measure relevance"
            return _Read(trec.read(path), [path], [note])
        judged = qrels.add_judgements(trec.read(path), qrels.read(judgements))
        return _Read(judged, [path, judgements])
    if judgements is not None:
        raise QuestionError(
            f"{judgements}: judgements are for TREC topics or a BEIR folder, and {path} is neither",
            hint="omit --qrels; other formats contain their judgements",
        )
    if head.startswith("["):
        return _Read(onyx.read(path), [path])
    if head.startswith("{"):
        first = next(read_objects(path)).fields
        if "truth" in first and not {"relevant", "evidence"} & first.keys():
            return _Read(azure.read(path), [path])
        return _Read(own_lines.read(path), [path], _note_unread(path, _list_keys(path)))
    if "question" in csv_table.columns(path):
        return _Read(csv_table.read(path), [path], _note_unread(path, csv_table.columns(path)))
    raise QuestionError(
        f"{path}:1: unknown format of test questions: {head.splitlines()[:1]!r:.200}", hint=_HINT
    )


def _read_folder(path: Path, judgements: Path | None) -> _Read:
    files = beir.find_files(path, judgements)
    used = [files.corpus, files.queries, files.judgements]
    notes = [
        f"{files.judgements}: only this split is asked, not {split.name}" for split in files.others
    ]
    return _Read(beir.read(files), used, notes, files.corpus)


def _list_keys(path: Path) -> Iterator[str]:
    for line in read_objects(path):
        yield from line.fields


def _note_unread(path: Path, names: Iterable[str]) -> list[str]:
    unknown = sorted({name for name in names if name and name not in FIELDS})
    return [f"{path}: unknown fields were ignored: {', '.join(unknown)}"] if unknown else []


def _note_unasked(judgements: Path, asked: set[str]) -> list[str]:
    unknown = sorted(set(qrels.read(judgements)) - asked)
    few = ", ".join(unknown[:3])
    return [f"{judgements}: judges {len(unknown)} unknown questions: {few}"] if unknown else []


def _check_ids(placed: Sequence[Placed]) -> None:
    places: dict[str, str] = {}
    for entry in placed:
        if entry.question.id in places:
            raise QuestionError(
                f"{entry.place}: id {entry.question.id!r} is also at {places[entry.question.id]}",
                hint="give each question an id of its own, or none",
            )
        places[entry.question.id] = entry.place


def _digest(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _names(articles: Iterable[Article]) -> Mapping[str, str]:
    """A name of an article -> its id; ids win over addresses, and these over file names."""
    ids: dict[str, str] = {}
    addresses: dict[str, str] = {}
    stems: dict[str, list[str]] = {}
    for article in articles:
        ids[article.id] = article.id
        if article.url:
            addresses[_simplify_address(article.url)] = article.id
        stems.setdefault(_stem(article.id), []).append(article.id)
        for other in article.also:  # a text that stands in two files is stored once
            ids.setdefault(other.article_id, article.id)
            if other.url:
                addresses.setdefault(_simplify_address(other.url), article.id)
            stems.setdefault(_stem(other.article_id), []).append(article.id)
    # a file name that two folders share is ambiguous
    alone = {stem: same[0] for stem, same in stems.items() if len(same) == 1}
    return {**alone, **addresses, **ids}


def _simplify_address(url: str) -> str:
    """An address without the parts that vary: protocol, "www.", fragment, last slash."""
    bare = url.split("#", 1)[0].split("://", 1)[-1].removeprefix("www.").rstrip("/")
    return f"//{bare.casefold()}"


def _stem(name: str) -> str:
    """A file name without folder and suffix, because a page may have been converted to text."""
    return f"file {PurePosixPath(name).stem.casefold()}"
