"""A small archive that changes: some invented articles, read from a folder or from Milvus."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rag import Assistant
from rag.build.build import build
from rag.index import generation
from rag.index.generation import IndexFolder
from rag.index.searched import IndexPlace
from rag.milvus.loading.load import LoadReport
from rag.milvus.loading.local_rows import publish_generation
from rag.milvus.place import MilvusPlace
from rag.models.embedder import Embedder

PEOPLE = ("Ann Lee", "Boris Falk", "Carla Mendes")
PLACES = ("Bergen", "Porto", "Gdansk", "Leeds")
THINGS = ("the harbour", "the new bridge", "the ferry line", "the school budget", "the tram depot")


def make_row(number: int, **changed: str) -> dict[str, Any]:
    """An article, the same for the same number."""
    person, other = PEOPLE[number % 3], PEOPLE[(number + 1) % 3]
    place, thing = PLACES[number % 4], THINGS[number % 5]
    text = (
        f"{place} will reopen {thing} in {number + 3} days, the council decided on Monday.\n\n"
        f'"{thing.capitalize()} cost us {number + 2} million euros, and nobody has answered for '
        f'it," {person} said. {other} told reporters that it came {number} weeks too late.\n\n'
        f"A fisherman said {place} had waited for {thing} since {1950 + number}."
    )
    row = {
        "id": f"article-{number:02}",
        "title": f"{place} reopens {thing}, part {number}",
        "text": text,
        "published": f"2024-{1 + number % 12:02}-{1 + number % 28:02}",
        "outlet": ("Gazette", "Herald", 'Courier\'s "Post"')[number % 3],
    }
    return row | changed


def make_rows() -> list[dict[str, Any]]:
    """Articles of several outlets and days, and some that are unlike the others."""
    rows = [make_row(number) for number in range(30)]
    del rows[7]["published"], rows[7]["outlet"]
    rows.append(make_row(0, id="elsewhere", outlet="Herald"))  # the same text at another place
    rows.append(make_row(2, id="nearly", title="Almost the same", published="2024-03-04"))
    rows[-1]["text"] += "\n\nThis article was corrected after it was printed."
    rows.append(  # a line that no field of Milvus holds, with letters of four bytes
        make_row(40, id="long", text="\n\n".join(make_row(n)["text"] + " 😀" for n in range(90)))
    )
    rows.append(
        {
            "id": "german",
            "title": "Der Hafen öffnet wieder",
            "text": "Der Hafen von Bergen öffnet am Montag wieder, sagte der Bürgermeister. Die "
            "Fähre fährt nach einer langen Pause wieder jeden Tag in die Stadt zurück.",
        }
    )
    return rows


def make_rows_before() -> list[dict[str, Any]]:
    """The archive before some articles came, changed, moved and went; rows are as long as now.

    So the average length stays the same, and with it the weight of every word.
    """
    rows = make_rows()
    rows[3] = make_row(63)  # it went, and article 3 came in its place
    rows[10] = make_row(10, text=rows[10]["text"].replace("12 million", "19 million"))
    rows[20], rows[21] = rows[21], rows[20]
    (long,) = (row for row in rows if row["id"] == "long")
    long["text"] = long["text"].replace("Boris Falk", "Dora Falk")
    return rows


class Archive:
    """A corpus, its index in a folder, and the same index in Milvus."""

    def __init__(self, folder: Path, embedder: Embedder, milvus: MilvusPlace) -> None:
        self.corpus, self.index = folder / "corpus", folder / "index"
        self.embedder, self.milvus = embedder, milvus
        self.corpus.mkdir()

    def publish(self, rows: list[dict[str, Any]]) -> LoadReport:
        """Build the index of some articles, and publish it in Milvus."""
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (self.corpus / "rows.jsonl").write_text(lines, encoding="utf-8")
        build(self.corpus, self.index, self.embedder, passage_tokens=60)
        local = generation.read(self.index, self.embedder.fingerprint)
        prepared = Assistant(local, self.embedder).prepare()
        return publish_generation(local, self.milvus, prepared)

    def place(self, kind: str) -> IndexPlace:
        """Where the index is: "folder" or "milvus"."""
        return IndexFolder(self.index) if kind == "folder" else self.milvus
