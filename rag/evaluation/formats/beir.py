"""A BEIR folder -> questions, and its articles as JSON lines that `build` reads.

corpus.jsonl     {"_id": "d1", "title": "...", "text": "..."}
queries.jsonl    {"_id": "q1", "text": "..."}
qrels/test.tsv   query-id  corpus-id  score
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.errors import QuestionError
from rag.evaluation.formats import qrels
from rag.evaluation.formats.lines import read_objects
from rag.evaluation.formats.question_fields import Placed, make_error, make_question


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a BEIR data set."""

    corpus: Path
    queries: Path
    judgements: Path  # of the split that is asked
    others: tuple[Path, ...]  # of the other splits


def find_files(folder: Path, judgements: Path | None) -> Folder:
    """Find the files of a folder; the split is test.tsv unless another one is given.

    Raises QuestionError if one is missing.
    """
    splits = sorted(folder.glob("qrels/*.tsv"))
    chosen = judgements or next((s for s in splits if s.name == "test.tsv"), None)
    if chosen is None and len(splits) == 1:
        chosen = splits[0]
    for name in ("corpus.jsonl", "queries.jsonl"):
        if not (folder / name).is_file():
            raise QuestionError(
                f"{folder}: no {name}",
                hint="a folder of questions must have BEIR's files: corpus.jsonl, queries.jsonl, "
                "qrels/",
            )
    if chosen is None:
        raise QuestionError(
            f"{folder}: {len(splits) or 'no'} files in qrels/, but no test.tsv",
            hint="name the split to ask: --qrels FOLDER/qrels/dev.tsv",
        )
    others = tuple(split for split in splits if split.resolve() != chosen.resolve())
    return Folder(folder / "corpus.jsonl", folder / "queries.jsonl", chosen, others)


def read(folder: Folder) -> Iterator[Placed]:
    """Yield the questions of the split, and those without judgements in any split.

    Raises QuestionError, which names file and line.
    """
    judgements = qrels.read(folder.judgements)
    elsewhere = {id_ for split in folder.others for id_ in qrels.read(split)} - set(judgements)
    queries = (placed for placed in _read_queries(folder) if placed.question.id not in elsewhere)
    yield from qrels.add_judgements(queries, judgements)


def write_corpus(corpus: Path, to: Path) -> int:
    """Write a BEIR corpus as JSON lines for `build`; returns the number of empty articles.

    Empty articles are left out. Raises QuestionError, which names the line.
    """
    empty = 0
    with to.open("w", encoding="utf-8") as file:
        for line in read_objects(corpus):
            title, text = line.fields.get("title") or "", line.fields.get("text")
            if not isinstance(text, str) or not isinstance(title, str):
                raise make_error(line.place, "text", text, "give every article a 'text'")
            if not text.strip():  # the title is all there is
                title, text = "", title
            empty += not text.strip()
            if text.strip():
                value = {"id": line.fields.get("_id"), "title": title, "text": text}
                file.write(json.dumps(value, ensure_ascii=False) + "\n")
    return empty


def _read_queries(folder: Folder) -> Iterator[Placed]:
    for line in read_objects(folder.queries):
        fields = {"id": line.fields.get("_id"), "question": line.fields.get("text")}
        yield Placed(line.place, make_question(fields, line.place, default_id=str(line.number)))
