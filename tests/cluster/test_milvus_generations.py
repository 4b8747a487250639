"""Generations in Milvus are loaded whole or not at all, and what is wrong with them is told."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from benchmarks.milvus_server import MilvusServer, milvus_running
from rag import Assistant
from rag.__main__ import app
from rag.cluster.article_rows import ArticleRows
from rag.errors import (
    CorpusError,
    IndexBusy,
    IndexDamaged,
    IndexMismatch,
    IndexMissing,
    IndexUnreachable,
    SettingError,
)
from rag.index import generation
from rag.index.generation_parts import Generation
from rag.live import Live
from rag.milvus import layout
from rag.milvus.assigned import WORD_TABLES, Assigned
from rag.milvus.connection import Row
from rag.milvus.layout import Table
from rag.milvus.loading import assigning, load
from rag.milvus.loading.counted import count
from rag.milvus.loading.load import Origin, load_generation
from rag.milvus.loading.local_rows import LocalRows, publish_generation
from rag.milvus.place import MilvusPlace
from rag.milvus.server_generation import read_description, read_names, read_vocabulary
from rag.models.embedder import Embedder
from rag.models.model_files import ModelFingerprint
from rag.web.desk import Desk
from rag.web.server import make_web_app
from tests.cluster.archive import Archive, make_row

QUESTION = "What did Ann Lee say about the harbour?"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusServer]:
    with milvus_running(tmp_path_factory.mktemp("milvus")) as server:
        yield server


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Generation:
    """An index in a folder, which is in Milvus too as soon as a test publishes it."""
    nowhere = MilvusPlace("http://127.0.0.1:1")
    archive = Archive(tmp_path_factory.mktemp("archive"), embedder, nowhere)
    with pytest.raises(IndexUnreachable):
        archive.publish([make_row(number) for number in range(6)])
    return generation.read(archive.index, embedder.fingerprint)


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Generation:
    """The same index when an article has changed, and one has taken another's place."""
    folder = tmp_path_factory.mktemp("later")
    archive = Archive(folder, embedder, MilvusPlace("http://127.0.0.1:1"))
    changed = make_row(0)["text"].replace("2 million", "77 million")
    rows = [make_row(0, text=changed), make_row(63), *map(make_row, (1, 2, 4, 5))]
    with pytest.raises(IndexUnreachable):
        archive.publish(rows)
    return generation.read(archive.index, embedder.fingerprint)


def _collections(place: MilvusPlace) -> set[str]:
    return {name for name in place.connection.list_collections() if name.startswith(place.name)}


def _content(place: MilvusPlace) -> dict[str, list[Row]]:
    """All that the published generation has, with numbers and names in place of keys."""
    kept = read_description(place.connection, place.name, place.published())
    assigned = Assigned.of_pages(kept)
    reading = _Names(kept, assigned)
    fields = {
        Table.PASSAGES: layout.passage_fields(1, half=False),
        Table.STATEMENTS: layout.statement_fields(1, half=False),
        Table.ARTICLES: layout.article_fields(),
    }
    content: dict[str, list[Row]] = {}
    for table, collection in layout.name_rows(place.name, assigned.rows).items():
        names = [field["field_name"] for field in fields[table]]
        rows = place.connection.query(collection, assigned.condition(table), names)
        in_order = sorted(rows, key=lambda row: (reading.article(row), row["row"]))
        content[table.value] = [reading.translate(table, row) for row in in_order]
    of_words = ("_columns", "_listed", "_starts")
    content["kept"] = [
        {name: page}
        for name, page in kept.items()
        if not name.startswith("assigned") and not name.endswith(of_words)
    ]
    return content


class _Names:
    """What the numbers and keys of a generation stand for."""

    def __init__(self, kept: Mapping[str, bytes], assigned: Assigned) -> None:
        articles = assigned.first_keys[Table.ARTICLES].tolist()
        self._articles = {key: number for number, key in enumerate(articles)}
        self._outlets = dict(
            zip(assigned.outlets.numbers.tolist(), read_names(kept, "outlets"), strict=True)
        )
        self._speakers = dict(
            zip(assigned.speakers.numbers.tolist(), read_names(kept, "speakers"), strict=True)
        )
        self._words = {
            table: dict(
                zip(
                    assigned.words[words].columns.numbers.tolist(),
                    read_vocabulary(kept, words),
                    strict=True,
                )
            )
            for words, table in WORD_TABLES.items()
        }

    def article(self, row: Row) -> int:
        """The number of the article that a row belongs to."""
        return self._articles[row.get("article", row["row"])]

    def translate(self, table: Table, row: Row) -> Row:
        """A row without keys."""
        told = {**row, "row": None, "article": self.article(row)}
        told["outlets"] = sorted(self._outlets[number] for number in row["outlets"])
        if "speakers" in row:
            told["speakers"] = sorted(self._speakers[number] for number in row["speakers"])
        if "speaker" in row:
            told["speaker"] = self._speakers.get(row["speaker"])
        if "words" in row:
            words = self._words[table]
            told["words"] = {words[column]: weight for column, weight in row["words"].items()}
        return told


def _wait_until_reached(live: Live) -> None:
    """Look again until the server answers: its clients wait a little before they try again."""
    for _ in range(100):
        live.look()
        if not live.unreachable:
            return
        time.sleep(0.2)
    raise AssertionError(live.unreachable)


class Interrupted(LocalRows):
    """Rows that end after one article, as if the program were killed."""

    def take(self, numbers: Sequence[int]) -> Iterator[ArticleRows]:
        yield from super().take(numbers[:1])
        raise KeyboardInterrupt


def _origin(local: Generation) -> Origin:
    return Origin(source=local.source, window=local.window, probes=local.probes)


def test_a_load_that_was_killed_is_made_whole_by_the_next(
    server: MilvusServer, local: Generation, embedder: Embedder
) -> None:
    whole, killed = MilvusPlace(server.url, "whole"), MilvusPlace(server.url, "killed")
    rows, origin = LocalRows(local), _origin(local)
    load_generation(rows, origin, whole)
    with pytest.raises(KeyboardInterrupt):
        load_generation(Interrupted(local), origin, killed)
    with pytest.raises(IndexMissing, match="no index of this name"):
        Assistant.open(killed, embedder)
    report = load_generation(rows, origin, killed)
    assert (report.articles, report.sent, report.unchanged) == (6, 6, False)
    again = load_generation(rows, origin, killed)
    assert (again.name, again.sent, again.unchanged) == (report.name, 0, True)
    assert _content(whole) == _content(killed)
    # copies are found again if nobody says which they are, and nothing else is missing
    here, there = Assistant(local, embedder), Assistant.open(killed, embedder)
    assert here.index.copies == there.index.copies
    assert str(here.ask(QUESTION).text) == str(there.ask(QUESTION).text)


def test_what_changed_alone_is_sent_and_gives_the_same_rows(
    server: MilvusServer,
    local: Generation,
    later: Generation,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place, whole = MilvusPlace(server.url, "grown"), MilvusPlace(server.url, "anew")
    publish_generation(local, place, [])
    with pytest.raises(KeyboardInterrupt):
        load_generation(Interrupted(later), _origin(later), place)
    # who answers meanwhile does not see the rows that are there already
    before = Assistant.open(place, embedder)
    assert str(before.ask(QUESTION).text) == str(Assistant(local, embedder).ask(QUESTION).text)

    report = publish_generation(later, place, [])
    assert (report.whole, report.sent) == ("", 2)
    assert publish_generation(later, whole, []).sent == 6
    assert _content(place) == _content(whole)
    # nor what has come for the generation after it
    assert str(before.ask(QUESTION).text) == str(Assistant(local, embedder).ask(QUESTION).text)

    # back again: what was retired is removed, and lists of rows are merged
    monkeypatch.setattr(assigning, "_MOST_SEGMENTS", 2)
    origin = replace(_origin(local), name="gen-000003-0123abcd", copies=local.copies)
    assert load_generation(LocalRows(local), origin, place).sent == 2
    publish_generation(later, place, [])
    assert _content(place) == _content(whole)
    collections = layout.name_rows(place.name, 1)
    there = place.connection.query(collections[Table.ARTICLES], "row >= 0", ["id"], newest=True)
    assert len(there) == 6 + 2  # those of the generation before are still there


def test_of_two_that_publish_at_once_the_last_one_wins(
    server: MilvusServer,
    local: Generation,
    later: Generation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place, alone = MilvusPlace(server.url, "two"), MilvusPlace(server.url, "alone")
    monkeypatch.setattr(load, "_AT_ONCE", 1)  # rows are sent while others are read
    publish_generation(local, place, [])
    publish_generation(later, alone, [])

    class Overtaken(LocalRows):
        """Rows between which another program publishes the index."""

        def take(self, numbers: Sequence[int]) -> Iterator[ArticleRows]:
            taken = super().take(numbers)
            yield next(taken)
            publish_generation(later, place, [])
            yield from taken

    origin = replace(_origin(later), name="gen-000009-0123abcd")
    with pytest.raises(IndexBusy, match="another program has begun to publish"):
        load_generation(Overtaken(later), origin, place)
    assert place.published() == alone.published()
    assert _content(place) == _content(alone)


def test_one_generation_is_kept_beside_the_published_one(
    server: MilvusServer, local: Generation
) -> None:
    place, other = MilvusPlace(server.url, "kept"), MilvusPlace(server.url, "kept_gen_000001")
    load_generation(LocalRows(local), _origin(local), other)
    for number in range(4):
        origin = replace(_origin(local), name=f"gen-{number:06d}-0123abcd")
        report = load_generation(LocalRows(local), origin, place)
        assert report.sent == (0 if number else 6)
        assert place.published() == origin.name
    kept = {name.split("_")[2] for name in _collections(place) if "0123abcd" in name}
    assert kept == {"000002", "000003"}
    assert other.published()  # an index whose name begins alike is not touched
    assert len(_collections(other)) == 1 + len(Table) + 1 + 1


def test_rows_that_are_not_all_there_are_not_published(
    server: MilvusServer, local: Generation
) -> None:
    place = MilvusPlace(server.url, "short")

    class Shorter(LocalRows):
        """Rows of which some are missing when they are sent."""

        def take(self, numbers: Sequence[int]) -> Iterator[ArticleRows]:
            return super().take(numbers[:3])

    with pytest.raises(IndexDamaged, match="3 articles were read of 6"):
        load_generation(Shorter(local), _origin(local), place)
    assert place.published() == ""
    with pytest.raises(CorpusError, match="no articles"):
        count(iter(()))


def test_another_model_is_refused(server: MilvusServer, local: Generation) -> None:
    place = MilvusPlace(server.url, "model")
    load_generation(LocalRows(local), _origin(local), place)
    with pytest.raises(IndexMismatch, match="built with the model all-MiniLM-L6-v2") as error:
        place.read(ModelFingerprint("another", "0" * 64))
    assert "RAG_MODEL" in error.value.hint


def test_altered_pages_and_articles_are_noticed(
    server: MilvusServer, local: Generation, embedder: Embedder
) -> None:
    place = MilvusPlace(server.url, "altered")
    report = publish_generation(local, place, Assistant(local, embedder).prepare())
    open_before = Assistant.open(place, embedder)
    articles = layout.name_rows(place.name, 1)[Table.ARTICLES]
    fields = [field["field_name"] for field in layout.article_fields()]
    (article,) = place.connection.query(articles, "row == 0", fields)
    doctored = str(article["line"]).replace("2 million euros", "9 million euros")
    assert doctored != article["line"]
    place.connection.upsert(articles, [{**article, "line": doctored}])
    with pytest.raises(IndexDamaged, match="is not as it was when the index was built"):
        open_before.ask(QUESTION)

    kept = layout.name_kept(place.name, report.name)
    (page,) = place.connection.query(kept, 'key == "speakers/000000"', ["key", "page"])
    place.connection.upsert(kept, [{"key": page["key"], "page": "x", "unused": [0.0, 1.0]}])
    with pytest.raises(IndexDamaged, match="speakers is missing or altered"):
        Assistant.open(place, embedder)
    assert publish_generation(local, place, []).sent == 6
    assert str(Assistant.open(place, embedder).ask(QUESTION).text) == str(
        Assistant(local, embedder).ask(QUESTION).text
    )


def test_a_name_that_milvus_does_not_take_is_refused() -> None:
    with pytest.raises(SettingError, match="RAG_INDEX_NAME=my-index"):
        MilvusPlace("http://127.0.0.1:19530", "my-index")


def test_the_token_is_not_shown() -> None:
    assert "hunter2" not in repr(MilvusPlace("http://127.0.0.1:19530", token="root:hunter2"))  # noqa: S106


def test_a_web_server_needs_no_folder_and_is_not_ready_without_milvus(
    server: MilvusServer,
    local: Generation,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("RAG_INDEX_URL", server.url)
    monkeypatch.setenv("RAG_INDEX_NAME", "served")
    monkeypatch.chdir(tmp_path)  # where no index is
    run = CliRunner().invoke
    assert isinstance(run(app, ["ask", QUESTION]).exception, IndexMissing)
    published = run(app, ["publish", "--index", str(local.folder.parent)])
    assert "Published at http://127.0.0.1" in published.stdout
    assert "Already published" in run(app, ["publish", "--index", str(local.folder.parent)]).stdout
    assert "2 million euros" in run(app, ["ask", QUESTION]).stdout
    checked = run(app, ["doctor"])
    assert checked.exit_code == 0
    assert "has published" in checked.stdout

    place = MilvusPlace(server.url, "served")
    live = Live(Assistant.open(place, embedder), place)
    live.assistant.ask(QUESTION)  # loads the model
    client = TestClient(make_web_app(Desk(live)), base_url="http://127.0.0.1")
    assert client.get("/readyz").json() == {"status": "ready", "generation": local.name}
    server.stop()
    try:
        assert not live.look()
        stopped = client.get("/readyz")
        assert stopped.status_code == 503
        assert stopped.json() == {"status": "the server of the index does not answer"}
        asked = client.post("/api/v1/ask", json={"question": "What did Boris Falk say?"})
        assert asked.status_code == 503
        assert "Milvus does not answer" in asked.json()["detail"]
    finally:
        server.start()
    _wait_until_reached(live)
    assert client.get("/readyz").status_code == 200
    asked = client.post("/api/v1/ask", json={"question": "What did Boris Falk say?"})
    assert asked.status_code == 200, asked.text
