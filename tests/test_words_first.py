"""An index answers by words while it is being embedded; then it is as if built at once."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import numpy as np
import pytest

from rag import Assistant
from rag.build import finishing
from rag.build.article_texts import text_key
from rag.build.background import finishing as finishing_beside
from rag.build.build import build
from rag.build.computed import Computed
from rag.build.finishing import finish
from rag.build.publishing import BuildReport
from rag.errors import IndexBusy
from rag.index import generation
from rag.index.embedding_status import NAME, EmbeddingStatus, read_status
from rag.index.generation_parts import Generation
from rag.index.storage.lock import find_writer, writing
from rag.live import Live
from rag.models.embedder import Embedder
from rag.records import Status
from rag.translation.texts import Texts
from tests.browser.serving import ROOT, free_port, serving
from tests.command_line import run_command

SAID, FACT = "What did Ann Lee say about the harbour?", "How many boats did the ferry company sell?"
# Of a passage and nine statements each: more texts than are embedded at once, in fewer articles
# than a build starts processes for.
ARTICLES = 60


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    rows = [
        {
            "id": f"{number:03}",
            "title": f"Notice {number}",
            "text": " ".join(
                f'"Road {road} in ward {number} is closed," Bo Berg said.' for road in range(9)
            ),
            "published": f"2020-{number % 12 + 1:02}-11",
        }
        for number in range(ARTICLES)
    ]
    rows[7] |= {"text": '"The harbour opens on Monday," Ann Lee said.', "published": "2024-05-01"}
    rows[8] |= {"text": "The ferry company has sold 14 boats to Norway, it was learnt."}
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


@pytest.fixture(scope="module")
def whole(corpus: Path, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """What a build makes that waits for all vectors."""
    index = tmp_path_factory.mktemp("whole")
    report = build(corpus, index, embedder, passage_tokens=180)
    assert report.missing == 0
    return generation.read(index, embedder.fingerprint)


@pytest.fixture(scope="module")
def words_only(
    corpus: Path, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, BuildReport]:
    """An index of words only, which tests copy."""
    index = tmp_path_factory.mktemp("words")
    return index, build(corpus, index, embedder, passage_tokens=180, words_first=True)


@pytest.fixture
def first(words_only: tuple[Path, BuildReport], tmp_path: Path) -> tuple[Path, BuildReport]:
    """An index of words only."""
    built, report = words_only
    return shutil.copytree(built, tmp_path / "index"), report


def _read(index: Path, embedder: Embedder) -> Generation:
    return generation.read(index, embedder.fingerprint)


def _same(found: Generation, expected: Generation) -> None:
    for part in ("source", "articles", "passages", "statements", "copies"):
        assert getattr(found, part) == getattr(expected, part)
    for part in ("passage_vectors", "statement_vectors"):
        now, then = getattr(found, part), getattr(expected, part)
        rows = np.arange(len(then))
        assert now.complete
        assert np.array_equal(now.vectors(rows), then.vectors(rows))


def test_words_are_published_before_anything_is_embedded(
    first: tuple[Path, BuildReport], whole: Generation, embedder: Embedder
) -> None:
    index, report = first
    texts = len(whole.passages) + len(whole.statements)
    assert (report.embedded, report.missing) == (0, texts)
    read = _read(index, embedder)
    assert not read.complete
    assert (read.passage_vectors.embedded, len(read.passage_vectors)) == (0, len(whole.passages))
    assert read.articles == whole.articles


def test_what_was_said_and_facts_are_found_by_words(
    first: tuple[Path, BuildReport], embedder: Embedder
) -> None:
    assistant = Assistant.open(first[0], embedder)
    (said,) = assistant.ask(SAID).citations
    assert (said.speaker, "opens on Monday" in said.text) == ("Ann Lee", True)
    assert "14 boats" in assistant.ask(FACT).citations[0].text
    assert assistant.search(FACT)[0].passage.article_id == "008"
    nothing = assistant.ask("What did Ann Lee say about dentistry in Peru?")
    assert nothing.status is not Status.ANSWERED


def test_what_is_finished_is_as_if_built_at_once(
    first: tuple[Path, BuildReport], whole: Generation, embedder: Embedder
) -> None:
    index, report = first
    assert finish(index, embedder) == report.missing
    _same(_read(index, embedder), whole)
    assert not (index / "COMPUTED").exists()
    assert read_status(index) is None
    assert finish(index, embedder) == 0


def test_a_build_that_waits_finishes_what_another_has_left(
    first: tuple[Path, BuildReport], corpus: Path, whole: Generation, embedder: Embedder
) -> None:
    index, report = first
    again = build(corpus, index, embedder, passage_tokens=180)
    assert (again.embedded, again.missing, again.read) == (report.missing, 0, 0)
    _same(_read(index, embedder), whole)
    assert build(corpus, index, embedder, passage_tokens=180).unchanged


def test_a_new_article_waits_for_nothing(
    first: tuple[Path, BuildReport], corpus: Path, tmp_path: Path, embedder: Embedder
) -> None:
    index, report = first
    more = tmp_path / "more"
    more.mkdir()
    (more / "a.jsonl").write_bytes((corpus / "a.jsonl").read_bytes())
    (more / "b.txt").write_text('A title\n\n"It rained a lot," Cy Dahl said.\n')
    added = build(more, index, embedder, passage_tokens=180, words_first=True)
    assert added.missing == report.missing + 2
    assistant = Assistant.open(index, embedder)
    assert assistant.ask("What did Cy Dahl say about rain?").citations


class _Stopped(Exception):
    pass


def _finish_some(index: Path, embedder: Embedder, texts: int) -> None:
    """Embed until so many texts are done, as a program does that is killed then."""

    def progress(stage: str, done: int, total: int) -> None:  # noqa: ARG001
        if done >= texts:
            raise _Stopped

    with pytest.raises(_Stopped):
        finish(index, embedder, progress=progress)


def test_the_newest_articles_are_embedded_first_and_a_killed_finish_is_gone_on_with(
    first: tuple[Path, BuildReport], whole: Generation, embedder: Embedder
) -> None:
    index, report = first
    _finish_some(index, embedder, 300)
    keys = Computed(index, embedder.fingerprint, embedder.dimension).keys
    known = {key.tobytes() for key in keys}
    assert 0 < len(known) < report.missing
    days = {
        embedded: [
            whole.articles[one.article_id].date
            for row, one in enumerate(whole.statements)
            if (text_key(whole.statements.text(row)) in known) is embedded
        ]
        for embedded in (True, False)
    }
    assert min(map(str, days[True])) >= max(map(str, days[False]))
    assert finish(index, embedder) == report.missing - len(known)
    _same(_read(index, embedder), whole)


def test_parts_are_published_and_taken_by_a_server_that_runs(
    first: tuple[Path, BuildReport],
    whole: Generation,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index, report = first
    monkeypatch.setattr(finishing, "_FEWEST", 100)
    live = Live(Assistant.open(index, embedder), index)
    assert str(live.notice) == "indexing 0 %: until then, search compares only words"
    seen: list[tuple[int, str]] = []
    said = set()

    def progress(stage: str, done: int, total: int) -> None:  # noqa: ARG001
        if live.look():
            vectors = live.assistant.index.passage_vectors, live.assistant.index.statement_vectors
            seen.append((sum(each.embedded for each in vectors), str(live.notice)))
        said.add(tuple(one.text for one in live.assistant.ask(SAID).citations))

    finish(index, embedder, progress=progress)
    assert [embedded for embedded, _ in seen] == sorted({embedded for embedded, _ in seen})
    assert 0 < seen[0][0] < seen[-1][0] < report.missing
    assert all(notice.startswith("indexing ") for _, notice in seen)
    assert said == {('"The harbour opens on Monday," Ann Lee said.',)}
    assert live.look()
    assert (live.notice, live.embedding) == ("", None)
    _same(_read(index, embedder), whole)


def test_how_far_it_is_is_told_in_both_languages(
    first: tuple[Path, BuildReport], embedder: Embedder
) -> None:
    index, _ = first
    live = Live(Assistant.open(index, embedder), index)
    status = EmbeddingStatus(204, 600, 700.0, running=True)
    (index / NAME).write_text(json.dumps({"done": 204, "total": 600, "seconds_left": 700.0,
                                          "running": True}))  # fmt: skip
    assert live.embedding == status
    assert live.notice == "indexing 34 %, 12 minutes left: until then, search compares only words"
    assert Texts("ru").translate(live.notice) == (
        "индекс готов на 34 %, осталось: 12\u00a0минут; пока поиск сравнивает только слова"
    )
    (index / NAME).write_text("no JSON")
    assert str(live.notice) == "indexing 0 %: until then, search compares only words"


def test_who_writes_the_index_meanwhile_is_told(
    first: tuple[Path, BuildReport], embedder: Embedder
) -> None:
    index, _ = first
    with writing(index), pytest.raises(IndexBusy):
        finish(index, embedder)


def _wait(until: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)


def test_a_process_beside_embeds_and_ends_with_its_server(
    first: tuple[Path, BuildReport], whole: Generation, embedder: Embedder
) -> None:
    index, _ = first
    with finishing_beside(index, embedder):
        _wait((index / "COMPUTED").exists)
    assert not _read(index, embedder).complete  # it was stopped half-way
    with writing(index):  # and holds the index no more
        assert len(Computed(index, embedder.fingerprint, embedder.dimension))
    with finishing_beside(index, embedder):
        _wait(lambda: not (index / "COMPUTED").exists())
    _same(_read(index, embedder), whole)


def test_the_process_beside_ends_by_itself_when_all_is_embedded(
    first: tuple[Path, BuildReport], embedder: Embedder
) -> None:
    index, _ = first
    process = subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-m", "rag.build.background", str(index), embedder.name, ""],
        cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    assert (process.stderr.read(), process.wait()) == (b"", 0)
    assert _read(index, embedder).complete


def test_the_command_publishes_words_first_if_asked_to(corpus: Path, tmp_path: Path) -> None:
    arguments = ["--words-first", "--corpus", corpus, "--index", tmp_path / "index"]
    result = run_command("build", *arguments)
    assert result.returncode == 0, result.stderr
    assert f"{ARTICLES} articles can be asked now, by their words" in result.stderr
    assert "583 texts embedded" in result.stdout


def test_a_killed_server_leaves_its_work_to_the_next_which_answers_meanwhile(
    corpus: Path, tmp_path: Path, whole: Generation, embedder: Embedder
) -> None:
    index = tmp_path / "index"
    process = subprocess.Popen(  # noqa: S603  # our own program
        [
            sys.executable, "app.py", "--corpus", str(corpus), "--index", str(index),
            "--port", str(free_port()),
        ],
        cwd=ROOT, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    _wait((index / "COMPUTED").exists)  # what it began with was an index of words
    process.kill()
    process.wait()
    _wait(lambda: not find_writer(index))  # what embedded has ended as well
    assert not _read(index, embedder).complete
    assert len(Computed(index, embedder.fingerprint, embedder.dimension))
    with serving(index, corpus) as address, httpx.Client(base_url=address, timeout=60) as client:
        page = client.get("/", params={"lang": "en"}).text
        said = client.post("/api/v1/ask", json={"question": SAID}).json()["citations"]
        assert "opens on Monday" in said[0]["text"]
        health = client.get("/healthz").json()
        if "to_embed" in health:  # a fast machine may have finished
            assert health["status"] == "ok"
            assert "until then, search compares only words" in page
        _wait(lambda: "to_embed" not in client.get("/healthz").json())
        assert "search compares only words" not in client.get("/").text
        assert client.post("/api/v1/ask", json={"question": SAID}).json()["citations"] == said
    _same(_read(index, embedder), whole)
