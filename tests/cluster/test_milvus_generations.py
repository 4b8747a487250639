"""Generations in Milvus are loaded whole or not at all, and what is wrong with them is told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from benchmarks.milvus_server import MilvusServer, milvus_running
from rag import Assistant
from rag.__main__ import app
from rag.cluster.article_rows import ArticleRows
from rag.errors import (
    CorpusError,
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
from rag.milvus.loading.load import Origin, load_generation
from rag.milvus.loading.local_rows import LocalRows, publish_generation
from rag.milvus.place import MilvusPlace
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


def _collections(place: MilvusPlace) -> set[str]:
    return {name for name in place.connection.list_collections() if name.startswith(place.name)}


def _content(place: MilvusPlace, name: str) -> dict[str, list[Any]]:
    """All that a generation's collections hold, without vectors."""
    fields = {
        "passages": ["row", "article", "day", "outlets", "speakers", "language"],
        "statements": ["row", "article", "day", "outlets", "speaker"],
        "articles": ["row", "id", "title", "day", "outlets", "line", "parts"],
        "kept": ["key", "page"],
    }
    return {
        kind: sorted(
            (
                sorted((field, str(value)) for field, value in row.items())
                for row in place.connection.query(
                    layout.name_collection(place.name, name, kind), "", fields[kind]
                )
            ),
        )
        for kind in layout.KINDS
    }


def _wait_until_reached(live: Live) -> None:
    """Look again until the server answers: its clients wait a little before they try again."""
    for _ in range(100):
        live.look()
        if not live.unreachable:
            return
        time.sleep(0.2)
    raise AssertionError(live.unreachable)


class Interrupted:
    """Rows of which the second reading ends after some articles, as if the program were killed."""

    def __init__(self, rows: LocalRows, after: int) -> None:
        self._rows, self._after, self._readings = rows, after, 0

    def __iter__(self) -> Iterator[ArticleRows]:
        self._readings += 1
        for number, row in enumerate(self._rows):
            if self._readings == 2 and number == self._after:
                raise KeyboardInterrupt
            yield row


def _origin(local: Generation) -> Origin:
    return Origin(source=local.source, window=local.window, probes=local.probes)


def test_a_load_that_was_killed_is_made_whole_by_the_next(
    server: MilvusServer, local: Generation, embedder: Embedder
) -> None:
    whole, killed = MilvusPlace(server.url, "whole"), MilvusPlace(server.url, "killed")
    rows, origin = LocalRows(local), _origin(local)
    load_generation(rows, origin, whole)
    with pytest.raises(KeyboardInterrupt):
        load_generation(Interrupted(rows, 4), origin, killed)
    with pytest.raises(IndexMissing, match="no index of this name"):
        Assistant.open(killed, embedder)
    report = load_generation(rows, origin, killed)
    assert (report.articles, report.unchanged) == (6, False)
    assert load_generation(rows, origin, killed) == replace(report, unchanged=True)
    assert _content(whole, report.name) == _content(killed, report.name)
    # copies are found again if nobody says which they are, and nothing else is missing
    here, there = Assistant(local, embedder), Assistant.open(killed, embedder)
    assert here.index.copies == there.index.copies
    assert str(here.ask(QUESTION).text) == str(there.ask(QUESTION).text)


def test_one_generation_is_kept_beside_the_published_one(
    server: MilvusServer, local: Generation
) -> None:
    place, other = MilvusPlace(server.url, "kept"), MilvusPlace(server.url, "kept_gen_000001")
    load_generation(LocalRows(local), _origin(local), other)
    for number in range(4):
        origin = replace(_origin(local), name=f"gen-{number:06d}-0123abcd")
        load_generation(LocalRows(local), origin, place)
        assert place.published() == origin.name
    kept = {name.split("_")[2] for name in _collections(place) if "0123abcd" in name}
    assert kept == {"000002", "000003"}
    assert other.published()  # an index whose name begins alike is not touched
    assert len(_collections(other)) == len(layout.KINDS)


def test_rows_that_are_not_all_there_are_not_published(
    server: MilvusServer, local: Generation
) -> None:
    place = MilvusPlace(server.url, "short")

    class Shorter:
        """Rows of which the second reading gives fewer."""

        def __init__(self) -> None:
            self.readings = 0

        def __iter__(self) -> Iterator[ArticleRows]:
            self.readings += 1
            yield from [*LocalRows(local)][: 6 if self.readings == 1 else 3]

    with pytest.raises(IndexDamaged, match="3 articles were read, 6 before"):
        load_generation(Shorter(), _origin(local), place)
    assert place.published() == ""

    class Nothing:
        def __iter__(self) -> Iterator[ArticleRows]:
            return iter(())

    with pytest.raises(CorpusError, match="no articles"):
        load_generation(Nothing(), _origin(local), place)


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
    articles = layout.name_collection(place.name, report.name, "articles")
    fields = [field["field_name"] for field in layout.article_fields()]
    (article,) = place.connection.query(articles, "row == 0", fields)
    doctored = str(article["line"]).replace("2 million euros", "9 million euros")
    assert doctored != article["line"]
    place.connection.upsert(articles, [{**article, "line": doctored}])
    with pytest.raises(IndexDamaged, match="is not as it was when the index was built"):
        open_before.ask(QUESTION)

    kept = layout.name_collection(place.name, report.name, "kept")
    (page,) = place.connection.query(kept, 'key == "speakers/000000"', ["key", "page"])
    place.connection.upsert(kept, [{"key": page["key"], "page": "x", "unused": [0.0, 1.0]}])
    with pytest.raises(IndexDamaged, match="speakers is missing or altered"):
        Assistant.open(place, embedder)


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
