"""A full disk ends a build with exit code 11 and says where, whoever wanted to write there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from rag import Assistant
from rag.build.build import build
from rag.models.embedder import Embedder

ROOT = Path(__file__).parent.parent
QUESTION = "What did Ann Lee say about rain?"


@pytest.fixture
def index(tmp_path: Path, embedder: Embedder) -> Path:
    _write(tmp_path / "corpus", "little")
    build(tmp_path / "corpus", tmp_path / "index", embedder, passage_tokens=180)
    _write(tmp_path / "corpus", "much")
    return tmp_path / "index"


def _write(folder: Path, amount: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "a.txt").write_text(f'A title\n\n"It will rain {amount}," Ann Lee said.\n' * 20)


def _build(before: str, index: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a build in a shell that has done something before."""
    corpus = index.parent / "corpus"
    command = f"exec {sys.executable} -m rag build --corpus {corpus} --index {index}"
    return subprocess.run(  # noqa: S603  # our own program
        ["/bin/sh", "-c", f"{before}\n{command}"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def _is_told(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 11, done.stderr
    assert "cannot be written" in done.stderr
    assert "How to fix it:" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("kilobytes", [0, 8192])  # none, and less than a temporary file takes
def test_files_that_may_not_grow_end_a_build(index: Path, kilobytes: int) -> None:
    _is_told(_build(f"ulimit -f {kilobytes}", index))
    assert "little" in Assistant.load(index).ask(QUESTION).citations[0].text
    assert not list(index.glob("building-*"))


def _run_on(
    small: Path, size: str, program: Sequence[object], **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a program that has a disk of this size mounted on a folder."""
    if not shutil.which("unshare"):
        pytest.skip("no unshare on this system")
    can = subprocess.run(  # noqa: S603  # nothing but our own folder is mounted
        ["unshare", "-m", "mount", "-t", "tmpfs", "x", str(small.parent)],  # noqa: S607
        check=False,
        capture_output=True,
    )
    if can.returncode:
        pytest.skip("this system lets nobody mount a small disk")
    small.mkdir()
    mounted = f'mount -t tmpfs -o size={size} x {small} && exec "$@"'
    return subprocess.run(  # noqa: S603  # our own program
        ["unshare", "-m", "sh", "-c", mounted, "sh", *map(str, program)],  # noqa: S607
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.mark.parametrize(("full", "size"), [("index", "64k"), ("TMPDIR", "64k"), ("TMPDIR", "8m")])
def test_a_small_disk_ends_a_build(index: Path, tmp_path: Path, full: str, size: str) -> None:
    small = tmp_path / "small"
    environment = {"TMPDIR": str(small)} if full == "TMPDIR" else {}
    at = small / "index" if full == "index" else index
    build = ["-m", "rag", "build", "--corpus", tmp_path / "corpus", "--index", at]
    _is_told(_run_on(small, size, [sys.executable, *build], **environment))


def test_a_small_disk_for_what_is_made_of_a_model_ends_nothing(tmp_path: Path) -> None:
    path = tmp_path / "small" / "model.graph"
    keep = (
        "from pathlib import Path; from rag.models.graphs import keep; "
        f"keep(bytes(2**20), Path({str(path)!r}))"
    )
    done = _run_on(path.parent, "64k", [sys.executable, "-c", keep])
    assert done.returncode == 0, done.stderr
    assert "RAG_CACHE" in done.stderr
