"""A build by a real Ray cluster of two nodes, one of which is killed."""

from __future__ import annotations

import json
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
from typer.testing import CliRunner

from benchmarks.milvus_server import milvus_running
from rag import Assistant
from rag.__main__ import app
from rag.build.build import build
from rag.cluster.shard_files import Done, ShardFolder
from rag.field_names import SAME_NAMES
from rag.index import generation
from rag.milvus.place import MilvusPlace
from rag.models.embedder import Embedder
from tests.cluster.comparing import assert_same, assert_same_answers
from tests.cluster.invented import write_corpus
from tests.cluster.nodes import ROOT, Nodes, running

_LONGEST = 600.0  # seconds


@dataclass(frozen=True, slots=True)
class Built:
    """An index that the cluster has built while one of its two nodes was killed."""

    corpus: Path
    index: Path
    alone: Path  # the index that this process has built
    report: dict[str, Any]
    progress: str
    before: int  # shards that were finished when the node was killed


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    with running() as nodes:
        yield nodes


@pytest.fixture(scope="module")
def built(nodes: Nodes, tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Built:
    corpus, index, alone = (tmp_path_factory.mktemp(name) for name in ("corpus", "index", "alone"))
    write_corpus(corpus, ROOT / "corpus")
    second = nodes.add()
    running_build = nodes.build(corpus, index)
    before = _wait_for_marks(index, 3, running_build)
    nodes.kill(second)
    report, progress = _finished(running_build)
    build(
        corpus,
        alone,
        embedder,
        passage_tokens=180,
        names=SAME_NAMES,
        prepare=lambda made: Assistant(made, embedder).prepare(),
    )
    return Built(corpus, index, alone, report, progress, before)


def test_a_build_ends_though_a_node_is_killed(built: Built) -> None:
    assert 0 < built.before < len(_marks(built.index))
    assert built.report["articles"] == 59
    assert "2 nodes, 2 actors:" in built.progress
    assert " left" in built.progress


def test_what_many_machines_build_is_what_one_builds(built: Built, embedder: Embedder) -> None:
    assert_same(built.index, built.alone, embedder)


def test_questions_get_the_same_answers(built: Built) -> None:
    assert_same_answers(built.index, built.alone)


def test_nothing_is_lost_and_nothing_is_there_twice(built: Built) -> None:
    folder = ShardFolder(str(built.index / "shards"))
    marks = _marks(built.index)
    files = {path.name for path in (built.index / "shards").glob("*.parquet")}
    assert files == {mark.file for mark in marks}
    rows = [row for mark in marks for row in folder.read(mark)]
    seen = Counter(row.rows.article.id for row in rows)
    assert {name for name, times in seen.items() if times > 1} == {"row-40", "row-42"}  # versions
    assert sum(seen.values()) == 61


def test_what_cannot_be_read_is_told_with_its_reason(built: Built) -> None:
    unread = {each["path"]: each["reason"] for each in built.report["unread"]}
    assert unread.keys() == {"damaged.pdf", "rows.jsonl:6", "rows.jsonl", "README.md"}
    assert "no 'text'" in unread["rows.jsonl:6"]
    assert "a date not read" in unread["rows.jsonl"]


def test_the_same_again_is_up_to_date_without_a_cluster(built: Built, nodes: Nodes) -> None:
    assert _finished(nodes.build(built.corpus, built.index))[0]["unchanged"]


def test_finished_shards_are_loaded_into_milvus_and_answer_as_the_folder_does(
    built: Built, tmp_path: Path
) -> None:
    command = ["build", "--json", "--cluster", "--corpus", str(built.corpus), "--per-shard", "6"]
    with milvus_running(tmp_path) as server:
        done = CliRunner().invoke(
            app,
            [*command, "--shards", str(built.index / "shards")],
            env={"RAG_INDEX_URL": server.url},
            catch_exceptions=False,
        )
        report = json.loads(done.stdout)
        assert (report["articles"], report["embedded"]) == (59, 0)
        place = MilvusPlace(server.url)
        assert_same_answers(built.alone, place)
        published = place.read(Embedder().fingerprint)
        local = generation.read(built.alone, Embedder().fingerprint)
        assert published.source == local.source
        assert published.copies == local.copies


def test_a_changed_file_makes_its_own_shard_anew(
    built: Built, nodes: Nodes, tmp_path: Path
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    shutil.copytree(built.corpus, corpus)
    shutil.copytree(built.index, index)
    with (corpus / "2/02.txt").open("a") as file:
        file.write("\n“We were wrong,” Eva Lindqvist said.\n")
    before = {mark.shard for mark in _marks(index)}
    report, _ = _finished(nodes.build(corpus, index))
    after = {mark.shard for mark in _marks(index)}
    assert len(after - before) == len(before - after) == 1
    assert report["cut"] == 1
    assert 0 < report["embedded"] < 100
    said = Assistant.load(index).ask("What did Eva Lindqvist say?")
    assert any("We were wrong" in citation.text for citation in said.citations)


def test_a_build_that_is_killed_goes_on_at_the_shards_that_are_missing(
    built: Built, nodes: Nodes, tmp_path: Path, embedder: Embedder
) -> None:
    first = nodes.build(built.corpus, tmp_path)
    _wait_for_marks(tmp_path, 3, first)
    first.kill()
    first.communicate()
    at_first = {path.name: path.stat().st_mtime_ns for path in _mark_files(tmp_path)}
    stopped = nodes.build(built.corpus, tmp_path)
    _wait_for_marks(tmp_path, len(at_first) + 1, stopped)
    stopped.send_signal(signal.SIGINT)
    _, said = stopped.communicate(timeout=_LONGEST)
    assert stopped.returncode == 130
    assert "The finished shards stay" in said
    report, _ = _finished(nodes.build(built.corpus, tmp_path))
    assert report["embedded"] < built.report["embedded"]
    times = {path.name: path.stat().st_mtime_ns for path in _mark_files(tmp_path)}
    assert {name: times[name] for name in at_first} == at_first
    assert_same(tmp_path, built.alone, embedder)


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_computed(
    built: Built, nodes: Nodes, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    failed = nodes.build(built.corpus, tmp_path / "index", "--shards", str(tmp_path / "file"))
    _, said = failed.communicate(timeout=_LONGEST)
    assert failed.returncode == 11
    assert "give --shards a folder" in said


def test_a_cluster_that_does_not_answer_is_an_error_at_once(built: Built, tmp_path: Path) -> None:
    nowhere = Nodes("127.0.0.1:9", Popen(["true"]))  # noqa: S607  # no node
    failed = nowhere.build(built.corpus, tmp_path)
    _, said = failed.communicate(timeout=_LONGEST)
    assert failed.returncode == 14
    assert "no Ray cluster answers" in said
    assert "ray start --head" in said


def _finished(process: Popen[str]) -> tuple[dict[str, Any], str]:
    """The report of a build that ends well, and what it wrote meanwhile."""
    out, said = process.communicate(timeout=_LONGEST)
    assert process.returncode == 0, said
    return json.loads(out), said


def _mark_files(index: Path) -> list[Path]:
    return sorted((index / "shards").glob("*.done"))


def _marks(index: Path) -> list[Done]:
    return [Done.of_json(path.read_bytes()) for path in _mark_files(index)]


def _wait_for_marks(index: Path, count: int, process: Popen[str]) -> int:
    """Wait until so many shards are finished; returns how many are."""
    end = time.monotonic() + _LONGEST
    while len(_mark_files(index)) < count:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.05)
    return len(_mark_files(index))
