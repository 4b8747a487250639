"""Pipes, devices and links where an index has files: refused at once, and never told of."""

from __future__ import annotations

import logging
import os
import shutil
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from rag import Assistant
from rag.build.build import build
from rag.errors import IndexDamaged, IndexNotWritten, RagError
from rag.index.transfer import export_index
from rag.live import Live
from rag.models.embedder import Embedder

Value = TypeVar("Value")
QUESTION = "What did Ann Lee say about rain?"
SECRET = "root:$6$a-secret-that-nobody-is-told"  # noqa: S105


def _corpus(folder: Path, amount: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.txt").write_text(f'A title\n\n"It will rain {amount}," Ann Lee said.\n')
    return folder


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """An index with two generations: Ann Lee said "little", and then "much"."""
    folder = tmp_path_factory.mktemp("plain")
    for amount in ("little", "much"):
        build(_corpus(folder / "corpus", amount), folder / "index", embedder, passage_tokens=180)
    return folder / "index"


@pytest.fixture
def index(two: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(two, tmp_path / "index"))


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _link_to_a_secret(path: Path) -> None:
    secret = path.parent / "elsewhere"
    secret.write_text(SECRET)
    path.symlink_to(secret)


def _link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def _link_to_its_own_content(path: Path) -> None:
    path.symlink_to(path.with_name(path.name + ".kept"))


def _device(path: Path) -> None:
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))  # /dev/zero has no end
    except PermissionError:
        pytest.skip("only root makes devices")


def _folder(path: Path) -> None:
    path.mkdir()


KINDS = [_pipe, _link_to_a_secret, _link_to_itself, _link_to_its_own_content, _device, _folder]
FILES = ["CURRENT", "MANIFEST.json", "articles.jsonl", "passages.faiss", "words/vocabulary.txt"]


def _replaced(index: Path, name: str, kind: Callable[[Path], None]) -> Path:
    """Put something else in the place of a file; the file is kept beside it."""
    generation = index / (index / "CURRENT").read_text().strip()
    path = index / name if name == "CURRENT" else generation / name
    path.rename(path.with_name(path.name + ".kept"))
    kind(path)
    return path


def _soon(work: Callable[[], Value]) -> Value:
    """What comes of some work, which must not wait for anybody."""
    came: list[Value | BaseException] = []

    def run() -> None:
        try:
            came.append(work())
        except BaseException as error:  # noqa: BLE001  # raised below
            came.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(120)
    assert came, "it waits"
    if isinstance(came[0], BaseException):
        raise came[0]
    return came[0]


def _said(assistant: Assistant) -> str:
    citations = assistant.ask(QUESTION).citations
    (found,) = {word for word in ("much", "little") for c in citations if word in c.text}
    return found


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__.strip("_"))
@pytest.mark.parametrize("name", FILES)
def test_it_is_refused_and_the_generation_before_answers(
    index: Path, name: str, kind: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    _replaced(index, name, kind)
    with caplog.at_level(logging.DEBUG):
        assistant = _soon(lambda: Assistant.load(index))
    assert _said(assistant) == ("much" if name == "CURRENT" else "little")
    assert assistant.degraded
    assert SECRET not in caplog.text + assistant.degraded


@pytest.mark.parametrize("kind", [_pipe, _link_to_a_secret], ids=["pipe", "link"])
@pytest.mark.parametrize("name", FILES)
def test_a_running_server_takes_the_restored_file_up(
    index: Path,
    name: str,
    kind: Callable[[Path], None],
    embedder: Embedder,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("rag.live._AGAIN_AFTER", 0.0)
    live = Live(Assistant.open(index, embedder), index)
    build(_corpus(index.parent / "corpus", "little"), index, embedder, passage_tokens=180)
    path = _replaced(index, name, kind)
    assert not _soon(live.look)
    assert live.warning
    assert SECRET not in caplog.text
    path.unlink()
    path.with_name(path.name + ".kept").rename(path)
    assert _soon(live.look)
    assert not live.warning
    assert _said(live.assistant) == "little"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__.strip("_"))
@pytest.mark.parametrize("name", ["CURRENT", "CURRENT.new", "LOCK.holder", "COMPUTED"])
def test_a_build_neither_waits_nor_writes_elsewhere(
    index: Path, name: str, kind: Callable[[Path], None], embedder: Embedder, tmp_path: Path
) -> None:
    (index / name).unlink(missing_ok=True)
    (index / f"{name}.kept").write_text(SECRET)
    kind(index / name)
    corpus = _corpus(tmp_path / "corpus", "little")
    told = ""
    try:
        _soon(lambda: build(corpus, index, embedder, passage_tokens=180))
    except IndexNotWritten as error:
        told = error.message
    assert SECRET not in told
    assert _said(Assistant.open(index, embedder)) == ("much" if told else "little")
    for kept in (f"{name}.kept", "elsewhere"):
        assert not (index / kept).exists() or (index / kept).read_text() == SECRET


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__.strip("_"))
@pytest.mark.parametrize("name", FILES)
def test_no_other_file_is_packed(
    index: Path, name: str, kind: Callable[[Path], None], tmp_path: Path
) -> None:
    _replaced(index, name, kind)
    with pytest.raises(RagError) as refused:
        _soon(lambda: export_index(index, tmp_path / "x", force=False, progress=lambda *_: None))
    assert isinstance(refused.value, IndexDamaged)
    assert SECRET not in refused.value.message
    assert not (tmp_path / "x").exists()
