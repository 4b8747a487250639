"""Whatever happens to a build or to its files: the old index, the new one, or a named error."""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from rag import Assistant
from rag.build.build import build
from rag.errors import IndexBusy, IndexDamaged, IndexMismatch, IndexNotWritten
from rag.index import generation, publish
from rag.index.generation_parts import Generation
from rag.index.storage import manifest
from rag.index.storage.lock import writing
from rag.models.embedder import Embedder
from rag.web.desk import Desk
from rag.web.server import make_web_app
from tests.faults import Failed, failing

QUESTION = "What did Ann Lee say about rain?"


def _corpus(folder: Path, *texts: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(f'A title {number}\n\n"{text}," Ann Lee said.\n')
    return folder


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """An index with two generations: Ann Lee said of rain "much", and before "little"."""
    folder = tmp_path_factory.mktemp("two")
    for amount in ("little", "much"):
        corpus = _corpus(folder / "corpus", f"It will rain {amount}")
        build(corpus, folder / "index", embedder, passage_tokens=180)
    return folder / "index"


@pytest.fixture
def copy(two: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(two, tmp_path / "index"))


def _said(index: Path) -> str:
    """What is answered: "much" or "little"."""
    citations = Assistant.load(index).ask(QUESTION).citations
    (found,) = {word for word in ("much", "little") for c in citations if word in c.text}
    return found


def _folders(index: Path) -> tuple[Path, Path]:
    """The folder that CURRENT names, and the other one."""
    new = index / (index / "CURRENT").read_text().strip()
    (old,) = (path for path in index.glob("gen-*") if path != new)
    return new, old


def _whole(index: Path, among: dict[str, Generation]) -> Generation:
    """The generation that is read, which must be one of these, wholly."""
    found = generation.read(index, next(iter(among.values())).source.model)
    expected = among[found.name]
    for part in ("source", "articles", "passages", "statements", "copies", "unread"):
        assert getattr(found, part) == getattr(expected, part)
    rows = np.arange(len(expected.passages))
    vectors = found.passage_vectors.vectors(rows)
    assert np.array_equal(vectors, expected.passage_vectors.vectors(rows))
    return found


@pytest.mark.parametrize("crash", [False, True], ids=["error", "crash"])
def test_each_operation_may_fail(
    two: Path, tmp_path: Path, embedder: Embedder, *, crash: bool
) -> None:
    before = generation.read(two, embedder.fingerprint)
    new = replace(before, folder=two / publish.new_name(two), copies=[("0.txt", "1.txt")])
    both = {before.name: before, new.name: new}
    failed: set[str] = set()
    number, succeeded = 0, False
    while not succeeded:
        number += 1
        index = Path(shutil.copytree(two, tmp_path / str(number)))
        with failing(number, crash=crash) as disk:
            try:
                publish.write(new, index, before=before.name)
            except (IndexNotWritten, Failed):
                failed.add(disk.failed)
            succeeded = not disk.failed
        found = _whole(index, both)
        assert not found.degraded
        if succeeded:
            assert found.name == new.name
        if number % 5 == 0:  # what has happened does not hinder the next build
            publish.write(replace(new, folder=index / publish.new_name(index)), index)
            assert not list(index.glob("building-*"))
        shutil.rmtree(index)
    assert failed == {"make_folder", "write", "sync", "let_write", "move", "put_over", "remove"}


def _empty(path: Path, _: Path) -> None:
    path.write_bytes(b"")


def _halve(path: Path, _: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flip_a_bit(path: Path, _: Path) -> None:
    content = bytearray(path.read_bytes() or b"\0")
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _zero_a_page(path: Path, _: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(bytes(min(4096, len(content))) + content[4096:])


def _append(path: Path, _: Path) -> None:
    with path.open("ab") as file:
        file.write(b"garbage")


def _delete(path: Path, _: Path) -> None:
    path.unlink()


def _swap(path: Path, other: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(other.read_bytes())
    other.write_bytes(content)


DAMAGES = [_empty, _halve, _flip_a_bit, _zero_a_page, _append, _delete, _swap]


@pytest.mark.parametrize("damage", DAMAGES)
def test_each_damaged_file_leads_to_the_generation_before(
    two: Path, tmp_path: Path, damage: Callable[[Path, Path], None], embedder: Embedder
) -> None:
    names = [p.relative_to(_folders(two)[0]) for p in _folders(two)[0].rglob("*") if p.is_file()]
    assert len(names) > 12
    fingerprint = embedder.fingerprint
    for number, name in enumerate(names):
        index = Path(shutil.copytree(two, tmp_path / str(number)))
        new, old = _folders(index)
        content, other = (new / name).read_bytes(), (old / name).read_bytes()
        damage(new / name, old / name)
        if (new / name).is_file() and (new / name).read_bytes() == content:
            continue  # the same in both, or empty
        if damage is _swap:
            assert content != other
            with pytest.raises(IndexDamaged, match=name.name):
                generation.read(index, fingerprint)
            continue
        found = generation.read(index, fingerprint)
        assert found.name == old.name
        assert name.name in found.degraded
        damage(old / name, new / name) if damage is not _delete else (old / name).unlink()
        with pytest.raises(IndexDamaged, match=name.name) as error:
            generation.read(index, fingerprint)
        assert "python -m rag build" in error.value.hint


def test_a_damaged_generation_is_told_and_answers_as_the_one_before(
    copy: Path, caplog: pytest.LogCaptureFixture
) -> None:
    new, old = _folders(copy)
    assert _said(copy) == "much"
    _flip_a_bit(new / "statements.faiss", new)
    with caplog.at_level(logging.ERROR):
        assistant = Assistant.load(copy)
    assert _said(copy) == "little"
    assert f"{old.name} is read instead" in assistant.degraded
    assert "statements.faiss: altered" in caplog.text


@pytest.mark.parametrize(
    "content", [None, b"", b"\n", b"gen-", b"\xff\xfe\x00", b"../x", b"gen-000009-12345678\n"]
)
def test_a_pointer_that_names_nothing_leads_to_the_newest(
    copy: Path, content: bytes | None
) -> None:
    if content is None:
        (copy / "CURRENT").unlink()
    else:
        (copy / "CURRENT").write_bytes(content)
    assert "CURRENT: names no generation" in Assistant.load(copy).degraded
    assert _said(copy) == "much"


def test_a_pointer_is_repaired_by_the_next_build(two: Path, copy: Path, embedder: Embedder) -> None:
    (copy / "CURRENT").write_bytes(b"")
    report = build(two.parent / "corpus", copy, embedder, passage_tokens=180)
    assert report.unchanged
    assert not generation.read(copy, embedder.fingerprint).degraded


def test_a_damaged_generation_is_replaced_by_the_next_build(
    two: Path, copy: Path, embedder: Embedder
) -> None:
    new, old = _folders(copy)
    _empty(new / "passages.npy", new)
    report = build(two.parent / "corpus", copy, embedder, passage_tokens=180)
    assert (report.unchanged, report.embedded) == (False, 2)
    assert not generation.read(copy, embedder.fingerprint).degraded
    assert new not in set(copy.glob("gen-*"))
    assert old in set(copy.glob("gen-*"))


def _altered(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change what a manifest says, and seal it again."""
    written = json.loads((folder / "MANIFEST.json").read_text())
    change(written)
    written["sha256"] = manifest.seal_manifest(written)
    (folder / "MANIFEST.json").write_text(json.dumps(written))


def test_other_vectors_of_the_same_length_are_refused(copy: Path, embedder: Embedder) -> None:
    def turned(written: dict[str, Any]) -> None:
        written["embedding"]["probes"] = np.roll(embedder.probes, 1, axis=1).tolist()

    _altered(_folders(copy)[0], turned)
    with pytest.raises(IndexMismatch, match=r"not the same model: its vector of a probe"):
        Assistant.load(copy)


def test_another_window_is_refused(copy: Path) -> None:
    _altered(_folders(copy)[0], lambda written: written["embedding"].update(window=128))
    with pytest.raises(IndexMismatch, match="window is 256 word pieces, it was 128"):
        Assistant.load(copy)


def test_files_of_a_newer_faiss_are_refused(copy: Path) -> None:
    _altered(_folders(copy)[0], lambda written: written["libraries"].update({"faiss-cpu": "9.0"}))
    with pytest.raises(IndexMismatch, match=r"faiss-cpu 9\.0, which is newer"):
        Assistant.load(copy)


def test_counts_that_do_not_agree_are_damage(copy: Path, embedder: Embedder) -> None:
    new, old = _folders(copy)
    _altered(new, lambda written: written["counts"].update(passages=[2, 2, 2]))
    found = generation.read(copy, embedder.fingerprint)
    assert (found.name, "counts" in found.degraded) == (old.name, True)


def test_a_full_disk_leaves_the_old_index(copy: Path) -> None:
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from rag.build.build import build\n"
        "from rag.models.embedder import Embedder\n"
        "embedder = Embedder()\n"
        "embedder.warm_up()\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4000, resource.RLIM_INFINITY))\n"
        "try:\n    build(Path(sys.argv[1]), Path(sys.argv[2]), embedder, passage_tokens=180)\n"
        "except Exception as error:\n    print(type(error).__name__, error)\n"
    )
    corpus = _corpus(copy.parent / "corpus", *(f"It will rain {n} hours" for n in range(20)))
    result = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", program, str(corpus), str(copy)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.stdout.startswith("IndexNotWritten"), result.stderr
    assert not list(copy.glob("building-*"))
    assert _said(copy) == "much"


@pytest.fixture
def read_only(copy: Path) -> Iterator[Path]:
    """The index where nothing can be made: for root too, whom a folder's mode does not stop."""
    shutil.rmtree(copy / "LOCK", ignore_errors=True)
    (copy / "LOCK").unlink(missing_ok=True)
    (copy / "LOCK").mkdir()  # what is to be a file is a folder
    copy.chmod(0o555)
    yield copy
    copy.chmod(0o755)


def test_a_folder_for_reading_only_is_read_and_not_written(
    two: Path, read_only: Path, embedder: Embedder, tmp_path: Path
) -> None:
    assert _said(read_only) == "much"
    unchanged = build(two.parent / "corpus", read_only, embedder, passage_tokens=180)
    assert unchanged.unchanged
    corpus = _corpus(tmp_path / "corpus", "It will rain for days")
    with pytest.raises(IndexNotWritten, match="cannot be written") as error:
        build(corpus, read_only, embedder, passage_tokens=180)
    assert "--index" in error.value.hint
    assert _said(read_only) == "much"


def test_a_second_builder_is_told_who_the_first_is(
    copy: Path, embedder: Embedder, tmp_path: Path
) -> None:
    corpus = _corpus(tmp_path / "corpus", "It will rain for days")
    holding, over = threading.Event(), threading.Event()

    def hold() -> None:
        with writing(copy):
            holding.set()
            over.wait()

    other = threading.Thread(target=hold)
    other.start()
    try:
        holding.wait()
        with pytest.raises(IndexBusy, match=r"being written by process \d+ on "):
            build(corpus, copy, embedder, passage_tokens=180)
    finally:
        over.set()
        other.join()
    assert not build(corpus, copy, embedder, passage_tokens=180).unchanged


def test_the_page_and_health_say_that_an_earlier_index_answers(copy: Path) -> None:
    _flip_a_bit(_folders(copy)[0] / "words" / "vocabulary.txt", copy)
    assistant = Assistant.load(copy)
    with TestClient(make_web_app(Desk(assistant)), base_url="http://127.0.0.1") as client:
        health = client.get("/healthz").json()
        page = client.get("/").text
    assert (health["status"], health["articles"]) == ("degraded", 1)
    assert "the newest index is damaged; an earlier one is in use" in page
    assert str(copy) not in json.dumps(health) + page
