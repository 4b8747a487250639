"""Shards without a cluster: how a corpus is split, read from object storage, and put together."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import fsspec
import jsonschema  # type: ignore[import-untyped]
import numpy as np
import pyarrow
import pytest
import ray
import yaml  # type: ignore[import-untyped]
from pyarrow import parquet
from typer.testing import CliRunner

from rag.__main__ import app
from rag.build.build import build, digest_corpus
from rag.build.by_article.article_worker import Setup
from rag.build.rules import digest_rules
from rag.cluster.cluster_build import ClusterBuild, list_corpus
from rag.cluster.gathered import Gathered
from rag.cluster.inputs import Fetcher, list_inputs
from rag.cluster.node import NodeSetup, ShardActor, digest_program
from rag.cluster.ray_run import check_installed
from rag.cluster.shard_files import ShardFolder
from rag.cluster.shard_worker import ShardWorker
from rag.cluster.shards import Making, Shard, split
from rag.commands.build_cluster import as_place
from rag.errors import CorpusError, IndexDamaged, ModelError, SettingError
from rag.field_names import SAME_NAMES, FieldNames
from rag.index import generation
from rag.models.embedder import Embedder
from tests.cluster.invented import article, write_corpus
from tests.cluster.nodes import ROOT

TODAY = date(2026, 1, 1)


def _compute(
    corpus: str, shards: str, embedder: Embedder, names: FieldNames = SAME_NAMES
) -> Gathered:
    """The shards of a corpus, computed by this process."""
    inputs = list_inputs(corpus, Path("no-index"), names)
    making = Making(digest_rules(inputs.formats), 180, embedder.fingerprint)
    folder = ShardFolder(shards)
    folder.prepare()
    worker = ShardWorker(Setup(embedder.name, 180, TODAY, names), embedder, folder)
    done = [worker.compute(shard) for shard in split(inputs, making, 8, Fetcher())]
    worker.close()
    return Gathered(inputs, done, folder)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(folder, ROOT / "corpus")
    return folder


@pytest.fixture(scope="module")
def gathered(
    corpus: Path, tmp_path_factory: pytest.TempPathFactory, embedder: Embedder
) -> Gathered:
    return _compute(str(corpus), str(tmp_path_factory.mktemp("shards")), embedder)


@pytest.fixture
def storage() -> Iterator[fsspec.AbstractFileSystem]:
    """Object storage, in memory."""
    storage = fsspec.filesystem("memory")
    yield storage
    storage.store.clear()


def _split(corpus: Path, embedder: Embedder) -> list[Shard]:
    inputs = list_inputs(str(corpus), Path("no-index"), SAME_NAMES)
    making = Making(digest_rules(inputs.formats), 180, embedder.fingerprint)
    return split(inputs, making, 8, Fetcher())


def test_articles_come_once_in_the_order_of_the_index_with_their_rows(
    gathered: Gathered, corpus: Path, tmp_path: Path, embedder: Embedder
) -> None:
    build(corpus, tmp_path, embedder, passage_tokens=180)
    index = generation.read(tmp_path, embedder.fingerprint)
    for _ in range(2):  # it can be gone through again
        rows = list(gathered)
        assert [row.article for row in rows] == list(index.articles.values())
        spans = [row.processed.passages for row in rows]
        assert all(span is not None for span in spans)
        starts = np.concatenate([span[:, 1:] for span in spans if span is not None])
        assert (starts == index.passages.numbers[:, 1:]).all()
        for name, vectors in (
            ("passage_vectors", index.passage_vectors),
            ("statement_vectors", index.statement_vectors),
        ):
            ours = np.concatenate([getattr(row, name) for row in rows])
            theirs = vectors.vectors(np.arange(len(vectors)))
            assert float((ours * theirs).sum(axis=1).min()) > 0.9999
    read = gathered.corpus()
    assert digest_corpus(read.articles.values(), read.unread) == index.source.corpus


def test_a_shard_changes_only_with_its_own_files(tmp_path: Path, embedder: Embedder) -> None:
    for number in range(60):
        (tmp_path / f"{number:02}.txt").write_text(article(number)["text"])
    before = {shard.id for shard in _split(tmp_path, embedder)}
    (tmp_path / "31.txt").write_text("Something else happened in Porto on Monday.")
    changed = {shard.id for shard in _split(tmp_path, embedder)}
    assert len(before - changed) == len(changed - before) == 1
    (tmp_path / "00-more.txt").write_text("Nothing happened in Leeds on Monday.")
    added = {shard.id for shard in _split(tmp_path, embedder)}
    assert len(changed & added) >= len(added) / 2
    assert sum(shard.articles for shard in _split(tmp_path, embedder)) == 61


def test_lines_that_are_added_change_the_last_shard_of_a_file(
    tmp_path: Path, embedder: Embedder
) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(article(number)) + "\n" for number in range(30)))
    before = [shard.id for shard in _split(tmp_path, embedder)]
    with file.open("a") as more:
        more.write(json.dumps(article(30)) + "\n")
    after = [shard.id for shard in _split(tmp_path, embedder)]
    assert len(before) == 4
    assert after[:3] == before[:3]
    assert after[3] != before[3]


def test_tables_in_object_storage_are_read_as_json_lines_are(
    storage: fsspec.AbstractFileSystem, tmp_path: Path, embedder: Embedder
) -> None:
    rows = [{**article(n), "id": f"a-{n}", "meta": {"who": "Herald"}} for n in range(20)]
    rows[7]["text"] = ""
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    storage.pipe_file("/lines/rows.jsonl", lines.encode())
    for row in rows:
        row["published"] = date.fromisoformat(str(row["published"]))  # type: ignore[assignment]
    table = pyarrow.Table.from_pylist(rows)
    parquet.write_table(table, str(tmp_path / "rows.parquet"), row_group_size=3)
    storage.put_file(str(tmp_path / "rows.parquet"), "/tables/2024/rows.parquet")
    storage.pipe_file("/tables/no-table.parquet", b"PAR1")
    storage.pipe_file("/tables/README.md", b"About these tables.")
    names = {"outlet": "meta.who"}
    of_lines = _compute("memory://lines", "memory://shards-1", embedder, names).corpus()
    of_tables = _compute("memory://tables", "memory://shards-2", embedder, names).corpus()
    assert len(of_lines.articles) == 19
    assert of_tables.articles == of_lines.articles
    assert of_lines.articles["a-3"].outlet == "Herald"
    unread = {each.path: each.reason for each in of_tables.unread}
    assert unread.keys() == {"README.md", "no-table.parquet", "2024/rows.parquet:8"}
    assert "not a readable Parquet table" in unread["no-table.parquet"]


def test_what_is_done_is_not_done_again(
    gathered: Gathered, corpus: Path, embedder: Embedder
) -> None:
    (first, *_) = _split(corpus, embedder)
    folder = ShardFolder(gathered._folder.place)
    worker = ShardWorker(Setup(embedder.name, 180, TODAY, SAME_NAMES), embedder, folder)
    file = Path(folder.place) / gathered.done[0].file
    written = file.stat().st_mtime_ns
    assert worker.compute(first) == gathered.done[0]
    assert file.stat().st_mtime_ns == written
    worker.close()


@pytest.mark.parametrize("harm", ["mark cut short", "file cut short", "removed", "altered"])
def test_a_damaged_shard_is_not_taken_for_a_finished_one(
    harm: str, tmp_path: Path, embedder: Embedder
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text(article(1)["text"])
    gathered = _compute(str(tmp_path / "corpus"), str(tmp_path / "shards"), embedder)
    (done,) = gathered.done
    mark, file = (tmp_path / "shards" / name for name in (f"{done.shard}.done", done.file))
    folder = ShardFolder(str(tmp_path / "shards"))
    if harm == "mark cut short":
        mark.write_bytes(mark.read_bytes()[:-9])
    elif harm == "file cut short":
        file.write_bytes(file.read_bytes()[:-9])
    elif harm == "removed":
        file.unlink()
    else:
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
        with pytest.raises(IndexDamaged, match="damaged or removed"):
            gathered.corpus()
    assert folder.find_done([done.shard]) == {}


def test_a_file_that_a_node_does_not_see_as_listed_is_an_error(
    tmp_path: Path, embedder: Embedder
) -> None:
    (tmp_path / "corpus").mkdir()
    for name in ("a.txt", "rows.jsonl"):
        (tmp_path / "corpus" / name).write_text(json.dumps(article(1)))
    shards = _split(tmp_path / "corpus", embedder)
    folder = ShardFolder(str(tmp_path / "shards"))
    folder.prepare()
    worker = ShardWorker(Setup(embedder.name, 180, TODAY, SAME_NAMES), embedder, folder)
    (tmp_path / "corpus" / "a.txt").unlink()
    (tmp_path / "corpus" / "rows.jsonl").write_text(json.dumps(article(2)))
    for shard in shards:
        with pytest.raises(CorpusError, match="not as it was when the build listed it"):
            worker.compute(shard)
    worker.close()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"token": "another"}, "does not see this folder"), ({"rules": "other"}, "another version")],
)
def test_a_node_that_differs_says_so(
    wrong: dict[str, str], said: str, corpus: Path, tmp_path: Path, embedder: Embedder
) -> None:
    token = ShardFolder(str(tmp_path)).prepare()
    setup = {
        "setup": "{}", "cache": None, "shards": str(tmp_path), "token": token,
        "rules": digest_program(), "threads": 1, "device": "cpu", **wrong,
    }  # fmt: skip
    NodeSetup(**setup)  # type: ignore[arg-type]
    actor = ShardActor(json.dumps(setup))
    answer = json.loads(actor({"shard": [_split(corpus, embedder)[0].to_json()]})["told"][0])
    assert answer["error"] == "ClusterError"
    assert said in answer["message"]
    assert answer["hint"]


def test_shards_and_articles_have_a_folder_each(tmp_path: Path) -> None:
    build = ClusterBuild(
        corpus=str(tmp_path),
        index=tmp_path / "index",
        shards=str(tmp_path / "s"),
        passage_tokens=180,
        per_shard=8,
    )
    with pytest.raises(SettingError, match="lies in the corpus"):
        list_corpus(build)


def test_a_url_that_nothing_reads_is_an_error_with_advice() -> None:
    with pytest.raises(SettingError, match="nowhere") as caught:
        list_inputs("nowhere://bucket/articles", Path("index"), SAME_NAMES)
    assert "s3fs" in caught.value.hint
    with pytest.raises(CorpusError, match="nothing is there"):
        list_inputs("memory://nothing", Path("index"), SAME_NAMES)


def test_a_missing_package_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(SettingError, match="pyarrow") as caught:
        check_installed()
    assert "requirements-cluster.txt" in caught.value.hint


def test_a_device_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ModelError, match="no such device"):
        Embedder(device="cuda:99").warm_up()


def test_ray_takes_the_configuration_of_the_documentation() -> None:
    page = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
    snippets = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (config,) = [text for text in snippets if "setup_commands" in text]
    schema = Path(ray.__file__).parent / "autoscaler" / "ray-schema.json"
    jsonschema.validate(yaml.safe_load(config), json.loads(schema.read_text(encoding="utf-8")))


@pytest.mark.parametrize("other", ["--plan", "--watch", "--words-first"])
def test_a_cluster_is_not_asked_for_what_one_machine_does(other: str) -> None:
    done = CliRunner().invoke(app, ["build", "--cluster", other], catch_exceptions=False)
    assert done.exit_code == 2
    assert "give it without" in done.output


def test_a_url_stays_one_though_it_is_given_as_a_path() -> None:
    for place in ("s3://bucket/articles", "https://press.example/articles", "articles/2024"):
        assert as_place(Path(place)) == place
