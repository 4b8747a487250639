"""Places that are hard on a program: for reading only, another user's, with an odd name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
QUESTION = "What did Lavrov say about peacekeepers?"
RAG = (sys.executable, "-m", "rag")
NOT_WRITTEN = 11


def run(command: Sequence[str], **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603  # our own program
        command,
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        check=False,
        timeout=300,
    )


@pytest.fixture
def copied(index: Path, tmp_path: Path) -> Path:
    """An index of its own, and a corpus with one more article beside it."""
    shutil.copytree(index, tmp_path / "index")
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    (tmp_path / "corpus" / "new.txt").write_text("New\n\nAnn Reed said it rained.\n")
    return tmp_path


def may(*command: str) -> bool:
    """Whether this machine lets a test do what a container's administrator does."""
    if not shutil.which(command[0]):
        return False
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # as given
    return done.returncode == 0


@pytest.mark.skipif(
    not may("unshare", "-m", "sh", "-c", "mount -o bind / / && mount -o remount,ro,bind /"),
    reason="no file system of its own can be mounted for reading only here",
)
def test_where_nothing_can_be_written_an_index_answers_and_a_build_ends(copied: Path) -> None:
    command = " ".join(RAG)
    script = f"""
        mount -o bind / / && mount -o remount,ro,bind / || exit 99
        touch {copied}/x 2>/dev/null && exit 98
        {command} ask --index {copied}/index '{QUESTION}' || exit 97
        {command} build --corpus {copied}/corpus --index {copied}/index
    """
    done = run(("unshare", "-m", "sh", "-c", script))
    assert b"Sergey Lavrov" in done.stdout
    assert done.returncode == NOT_WRITTEN, done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(
    not may("setpriv", "--bounding-set=-all", "true"), reason="no rights can be given up here"
)
def test_another_users_index_answers_and_is_not_written(copied: Path) -> None:
    for path in (copied / "index", *(copied / "index").rglob("*")):
        os.chown(path, 12345, 12345)
        path.chmod(0o755 if path.is_dir() else 0o644)
    # root without its rights is any user: it may read, and not write
    rights = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")
    asked = run((*rights, *RAG, "ask", "--index", str(copied / "index"), QUESTION))
    assert b"Sergey Lavrov" in asked.stdout, asked.stderr
    places = ("--corpus", str(copied / "corpus"), "--index", str(copied / "index"))
    built = run((*rights, *RAG, "build", *places))
    assert built.returncode == NOT_WRITTEN, built.stderr
    assert b"Traceback" not in built.stderr


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONUTF8": "0", "LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    ],
    ids=lambda environment: " ".join(environment.values()),
)
def test_a_path_with_an_umlaut_needs_no_setting(copied: Path, environment: dict[str, str]) -> None:
    place = copied / "Bär 東"
    place.mkdir()
    shutil.move(copied / "index", place / "index")
    places = ("--corpus", str(copied / "corpus"), "--index", str(place / "index"))
    built = run((*RAG, "build", *places), **environment)
    assert built.returncode == 0, built.stderr
    asked = run((*RAG, "ask", "--index", str(place / "index"), QUESTION), **environment)
    assert "Sergey Lavrov" in asked.stdout.decode(), asked.stderr
