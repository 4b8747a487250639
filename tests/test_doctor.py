"""The doctor says what is wrong with whatever it is shown, and what to do; nothing ends it."""

from __future__ import annotations

import json
import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import numpy as np
import pytest

from rag.build.build import build
from rag.doctor import network
from rag.doctor.examine import examine
from rag.doctor.findings import Finding, State, exit_code, worst
from rag.index.dense import DenseIndex
from rag.index.storage import manifest
from rag.index.storage.lock import writing
from rag.models.embedder import Embedder
from rag.settings import Settings
from tests.command_line import run_command

ROOT = Path(__file__).parent.parent


@pytest.fixture
def copy(index: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(index, tmp_path / "index"))


@pytest.fixture
def _no_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """The question that is asked at the end would take the time of all the rest."""
    monkeypatch.setattr(network, "_SECONDS", 0)


def _doctor(*arguments: str) -> CompletedProcess[str]:
    return run_command("doctor", *arguments)


def _examined(index: Path) -> dict[str, Finding]:
    """What is found, by subject; the generations' findings come under "generation"."""
    return {
        "generation" if one.subject.startswith("gen-") else one.subject: one
        for one in examine(index, Settings())
    }


def _generation(index: Path) -> Path:
    (folder,) = index.glob("gen-*")
    return folder


def _change(index: Path, **changes: Any) -> None:
    """Let the manifest say something else, sealed as if that were true."""
    path = _generation(index) / "MANIFEST.json"
    written = {**json.loads(path.read_text()), **changes}
    for name in written["files"]:
        written["files"][name] = manifest.seal_file(path.parent / name)
    path.write_text(json.dumps({**written, "sha256": manifest.seal_manifest(written)}))


def test_all_is_well(index: Path) -> None:
    told = _doctor("--index", str(index), "--json", "--strict")
    found = json.loads(told.stdout)
    assert (told.returncode, found["state"], told.stderr) == (0, "ok", "")
    states = {one["subject"]: one["state"] for one in found["findings"]}
    assert set(states.values()) == {"ok"}
    assert {
        "program", "libraries", "model", "CURRENT", "writing", "left over", "disk", "counts",
        "same model", "vectors", "unread", "copies", "network",
    } < set(states)  # fmt: skip
    messages = {one["subject"]: one["message"] for one in found["findings"]}
    assert "2 articles" in messages["counts"]
    assert "'What did Sergey Lavrov say?'" in messages["network"]


@pytest.mark.usefixtures("_no_question")
def test_each_file_is_hashed_once_and_read_once(index: Path) -> None:
    opened: Counter[str] = Counter()
    looking = True

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if looking and event == "open" and str(arguments[0]).startswith(str(index)):
            opened[Path(str(arguments[0])).name] += 1

    sys.addaudithook(hook)  # there is no taking it away
    found = _examined(index)
    looking = False
    assert found["counts"].state is State.OK
    for name in ("articles.jsonl", "seals.npy", "passages.faiss"):
        assert opened[name] == 2, name


def _no_current(index: Path) -> None:
    (index / "CURRENT").unlink()


def _garbled_current(index: Path) -> None:
    (index / "CURRENT").write_bytes(b"\xff\0../../etc\n" * 99)


def _altered(index: Path) -> None:
    path = _generation(index) / "articles.jsonl"
    path.write_bytes(path.read_bytes().replace(b"NATO", b"OTAN"))


def _no_manifest(index: Path) -> None:
    (_generation(index) / "MANIFEST.json").unlink()


def _older(index: Path) -> None:
    _change(index, format=3)


def _newer_library(index: Path) -> None:
    _change(index, libraries={"faiss-cpu": "99.1"})


def _other_model(index: Path) -> None:
    path = _generation(index) / "MANIFEST.json"
    source = json.loads(path.read_text())["source"]
    _change(index, source={**source, "model": {"name": "another", "weights_sha256": "0" * 64}})


def _all_garbage(index: Path) -> None:
    numbers = random.Random(1)  # noqa: S311  # no secret
    for path in index.rglob("*"):
        if path.is_file() and path.name != "CURRENT":
            path.write_bytes(numbers.randbytes(3000))


def _nonsense(index: Path) -> None:
    """What is said is believed, and makes no sense."""
    _change(index, counts=7, libraries={"faiss-cpu": "1.0"}, embedding=[], files_digest=None)


def _files_for_folders(index: Path) -> None:
    for path in index.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        path.write_text("a file")


def _folders_for_files(index: Path) -> None:
    for path in [*index.rglob("*")]:
        if path.is_file():
            path.unlink()
            path.mkdir()


def _gone(index: Path) -> None:
    shutil.rmtree(index)


def _a_file(index: Path) -> None:
    shutil.rmtree(index)
    index.write_text("no folder")


@pytest.mark.parametrize(
    ("damage", "code", "subject"),
    [
        (_no_current, 5, "CURRENT"),
        (_garbled_current, 5, "CURRENT"),
        (_altered, 5, "generation"),
        (_no_manifest, 5, "generation"),
        (_older, 6, "generation"),
        (_newer_library, 6, "generation"),
        (_other_model, 6, "counts"),
        (_all_garbage, 5, "generation"),
        (_nonsense, 5, "counts"),
        (_files_for_folders, 5, "CURRENT"),
        (_folders_for_files, 5, "CURRENT"),
        (_gone, 4, "CURRENT"),
        (_a_file, 4, "CURRENT"),
    ],
)
@pytest.mark.usefixtures("_no_question")
def test_what_is_wrong_is_named_with_what_to_do(
    copy: Path, damage: Callable[[Path], None], code: int, subject: str
) -> None:
    damage(copy)
    found = _examined(copy)
    assert found[subject].state is State.FAILED, found
    assert exit_code([*found.values()]) == code, found
    for one in found.values():
        assert one.hint or one.state in {State.OK, State.SKIPPED}
        assert "could not be examined" not in one.message
    assert found["model"].state is State.OK  # what is whole is said to be


def test_what_the_command_says_of_a_damaged_index(copy: Path) -> None:
    _altered(copy)
    told = _doctor("--index", str(copy))
    assert (told.returncode, told.stderr) == (5, "")
    assert "articles.jsonl: altered since it was written" in told.stdout
    assert "How to fix it: build the index again: python -m rag build" in told.stdout
    assert "skip  network" in told.stdout


@pytest.mark.usefixtures("_no_question")
def test_the_published_generation_is_told_from_the_one_that_is_read_instead(
    copy: Path, tmp_path: Path, embedder: Embedder
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "1.txt").write_text('A title\n\n"It will rain," Ann Lee said.\n')
    before = _generation(copy)
    build(tmp_path / "corpus", copy, embedder, passage_tokens=180)
    published = copy / (copy / "CURRENT").read_text().strip()
    (published / "unread.jsonl").write_text("more\n")
    found = {one.subject: one for one in examine(copy, Settings())}
    assert (found[published.name].state, found[before.name].state) == (State.FAILED, State.OK)
    assert "2 articles" in found["counts"].message
    (published / "unread.jsonl").write_text("")
    (before / "unread.jsonl").write_text("more\n")
    found = {one.subject: one for one in examine(copy, Settings())}
    assert (found[published.name].state, found[before.name].state) == (State.OK, State.WARNING)
    assert "1 articles" in found["counts"].message
    assert exit_code([*found.values()]) == 0


def test_files_that_were_not_read_are_listed(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "1.txt").write_text('A title\n\n"It will rain," Ann Lee said.\n')
    (corpus / "2.txt").write_text('A title\n\n"It will rain," Ann Lee said.\n')
    (corpus / "bad.pdf").write_bytes(b"%PDF-1.7 and no more")
    build(corpus, tmp_path / "index", embedder, passage_tokens=180)
    told = _doctor("--index", str(tmp_path / "index"), "--strict")
    assert told.returncode == 12
    assert "1 could not be read" in told.stdout
    assert "bad.pdf: " in told.stdout
    assert "copies: 1 more addresses" in told.stdout
    monkeypatch.setattr(network, "_SECONDS", 0)
    assert _doctor("--index", str(tmp_path / "index")).returncode == 0


@pytest.mark.usefixtures("_no_question")
def test_what_builds_have_left_and_who_writes(copy: Path) -> None:
    (copy / "building-1").mkdir()
    (copy / "building-1" / "part").write_bytes(bytes(999))
    (copy / "COMPUTED").write_bytes(bytes(99))
    found = [one for one in examine(copy, Settings()) if one.subject == "left over"]
    assert [one.state for one in found] == [State.WARNING, State.WARNING]
    assert "999 bytes" in found[0].message
    with writing(copy):
        written = _examined(copy)
        assert "is writing the index" in written["writing"].message
        assert "left over" not in written  # it is not: somebody is at work
    assert (copy / "building-1").exists()


@pytest.mark.usefixtures("_no_question")
def test_vectors_of_other_texts_are_found(copy: Path) -> None:
    path = _generation(copy) / "passages.faiss"
    vectors = DenseIndex.read(path)
    DenseIndex.of(vectors.vectors(np.arange(len(vectors))[::-1].copy())).write(path)
    _change(copy)
    found = _examined(copy)
    assert found["vectors"].state is State.FAILED
    assert "texts embedded again have other vectors" in found["vectors"].message
    assert (found["same model"].state, found["counts"].state) == (State.OK, State.OK)


@pytest.mark.usefixtures("_no_question")
def test_other_libraries_are_told(copy: Path) -> None:
    _change(copy, libraries={"faiss-cpu": "1.2.3", "numpy": "1.0", "nosuchlibrary": "1"})
    found = _examined(copy)
    assert "nosuchlibrary" in found["libraries"].message
    _change(copy, libraries={"faiss-cpu": "1.2.3", "numpy": "1.0"})
    found = _examined(copy)
    assert found["libraries"].state is State.WARNING
    assert any("the index was built with 1.2.3" in one for one in found["libraries"].details)
    assert worst([*found.values()]) is State.WARNING


LEAKS = {
    "Python": """
import socket, subprocess
try:
    socket.create_connection(("192.0.2.1", 80), 1)
except OSError:
    pass
try:
    socket.getaddrinfo("record.invalid", 80)
except OSError:
    pass
try:
    subprocess.run(["a-program"])
except OSError:
    pass
""",
    "another language": """
import ctypes
libc = ctypes.CDLL(None)
address = bytes([2, 0, 0, 80, 192, 0, 2, 1]) + bytes(8)
libc.connect(libc.socket(2, 1, 0), address, len(address))
""",
}


@pytest.mark.parametrize(
    ("leak", "named"),
    [
        ("Python", ["192.0.2.1", "record.invalid", "a-program"]),
        ("another language", ["packets from native libraries"]),
    ],
)
def test_a_question_that_leaves_the_machine_is_caught(
    index: Path,
    tmp_path: Path,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    leak: str,
    named: list[str],
) -> None:
    # Python runs this file at its start: the program that asks is one that leaks
    (tmp_path / "sitecustomize.py").write_text(
        "import rag.assistant\n"
        "asks = rag.assistant.Assistant.ask\n"
        "def ask(*arguments):\n"
        + "".join(f"    {line}\n" for line in LEAKS[leak].strip().splitlines())
        + "    return asks(*arguments)\n"
        "rag.assistant.Assistant.ask = ask\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    (found,) = network.question(index, embedder, None)
    if leak == "another language" and "were not watched" in found.message:
        pytest.skip("this system gives a program no network of its own")
    assert found.state is State.FAILED, found
    for name in named:
        assert any(name in detail for detail in found.details), name
