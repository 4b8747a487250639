"""Annotated questions of four sets -> lines of one form; which titles no weights learn from.

A line has `title`, `context`, `question`, `answers` and `starts` (offsets in the context), as
SQuAD's lines do; no answers: the context holds none.

squad     questions on paragraphs of an encyclopedia, half of them without an answer
natural   questions typed into a search engine, in lower case, each with a paragraph
selqa     questions on sections; an answer is a whole sentence. `paraphrase`: the question was
          reworded so as to share few words with it
qamr      short questions on single sentences, half of them of news; a line's context is the
          sentence with those beside it, and its title is empty

A quarter of SQuAD's titles and a third of the others' are held out: weights that are measured have
not learnt from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.data import find, lines
from benchmarks.paragraphs import held_out

Row = Mapping[str, Any]

SQUAD, NATURAL, SELQA, QAMR = "squad", "natural", "selqa", "qamr"
SETS = (SQUAD, NATURAL, SELQA, QAMR)
_HELD_OUT_SHARE = 3  # one title of so many
# "it" answers nothing for somebody who has not read the sentence
_PRONOUNS = frozenset(
    "it he she they them him her this that these those who which we i you".split()
)


def read_set(name: str, data: Path) -> list[Row]:
    """The lines of a set. Raises DataMissing where its file is not in the folder."""
    (path,) = find(data, "reading", f"{name}.jsonl.gz")
    rows = lines(path)
    if name == SELQA:
        return list(map(_with_offsets, rows))
    return _with_neighbours(list(rows)) if name == QAMR else list(rows)


def unseen_titles(name: str, rows: Iterable[Row]) -> frozenset[str]:
    """The titles of a set that are held out."""
    titles = frozenset(row["title"] for row in rows) - {""}
    return held_out(titles) if name == SQUAD else frozenset(filter(_is_held_out, titles))


def _is_held_out(title: str) -> bool:
    """By the title alone, so that one that two sets share is held out in both."""
    return sha256(title.encode()).digest()[0] % _HELD_OUT_SHARE == 0


def _with_offsets(row: Row) -> Row:
    """A line of SelQA with its sentences as one text."""
    starts, text = [], ""
    for sentence in row["sentences"]:
        bare = sentence.strip()
        text = f"{text} {bare}".strip()
        starts.append(len(text) - len(bare))
    answers = [row["sentences"][at].strip() for at in row["answers"]]
    return {
        **{key: row[key] for key in ("id", "title", "question", "paraphrase")},
        "context": text,
        "answers": answers,
        "starts": [starts[at] for at in row["answers"]],
    }


def _with_neighbours(rows: list[Row]) -> list[Row]:
    """QAMR's lines whose annotators agree, each with the sentences right before and behind."""
    texts = {_place(row["id"]): row["context"] for row in rows}
    runs: dict[_Place, tuple[str, int]] = {}  # the text around a sentence, and where it starts
    for document, paragraph, number in sorted(texts):
        if (document, paragraph, number) in runs:
            continue
        count = 1
        while (document, paragraph, number + count) in texts:
            count += 1
        places = [(document, paragraph, number + at) for at in range(count)]
        run = " ".join(texts[place] for place in places)
        start = 0
        for place in places:
            runs[place] = run, start
            start += len(texts[place]) + 1
    joined: list[Row] = []
    for row in rows:
        text, start = runs[_place(row["id"])]
        if _agrees(row["answers"]):
            starts = [start + at for at in row["starts"]]
            joined.append({**row, "title": "", "context": text, "starts": starts})
    return joined


_Place = tuple[str, int, int]  # a document, one of its paragraphs, and a sentence of this


def _place(name: str) -> _Place:
    _, source, document, paragraph, sentence, _ = name.split(":")
    return f"{source}:{document}", int(paragraph), int(sentence)


def _agrees(answers: list[str]) -> bool:
    """Whether the annotators share a word that is no pronoun."""
    words = [set(answer.lower().split()) - _PRONOUNS for answer in answers]
    return bool(set.intersection(*words))
