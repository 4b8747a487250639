"""`build --watch` as it is run: a process, a folder that changes, Ctrl-C."""

from __future__ import annotations

import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rag.index import generation
from rag.index.storage.lock import writing
from rag.models.embedder import Embedder

ROOT = Path(__file__).parent.parent
WITHIN = 60  # seconds: other programs may have the processor


class Watching:
    """A process that builds whenever its corpus changes; its lines, one behind the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process, self.lines = process, queue.SimpleQueue[str]()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)

    def tells(self, pattern: str) -> list[str]:
        """The lines up to one that has the pattern."""
        told: list[str] = []
        while not told or not re.search(pattern, told[-1]):
            try:
                told.append(self.lines.get(timeout=WITHIN))
            except queue.Empty:
                raise AssertionError(f"no {pattern!r} in {told}") from None
        return told

    def ends(self, by: signal.Signals) -> str:
        self.process.send_signal(by)
        assert self.process.wait(WITHIN) == 0
        return "".join(self.tells("Stopped"))


@contextmanager
def _watching(corpus: Path, index: Path) -> Iterator[Watching]:
    process = subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-m", "rag", "build", "--watch", "--corpus", corpus, "--index", index],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "200", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # ignored where the tests run in the background of a shell
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    try:
        yield Watching(process)
    finally:
        process.kill()
        process.communicate()


def _write(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'A title\n\n"{words}," Ann Lee said.\n')


def test_whatever_changes_is_built_and_no_error_ends_it(tmp_path: Path, embedder: Embedder) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"

    def said() -> set[str]:
        articles = generation.read(index, embedder.fingerprint).articles.values()
        return {word for one in articles for word in re.findall("rain|snow|hail|wind", one.text)}

    _write(corpus / "a.txt", "It will rain")
    with _watching(corpus, index) as program:
        program.tells("Watching .*; Ctrl-C stops")
        program.tells(r"Built .*: 1 articles")
        assert said() == {"rain"}

        for number in range(5):  # of one build
            _write(corpus / "sub" / f"{number}.txt", f"It will snow {number} days")
        told = program.tells("Built .*: 6 articles")
        assert sum("Built" in line for line in told) == 1
        assert re.search(r"Changed: .*sub", "".join(told))

        (corpus / "a.txt").unlink()
        program.tells("Changed: a.txt")
        program.tells("Built .*: 5 articles")
        assert said() == {"snow"}

        shutil.rmtree(corpus / "sub")  # nothing is left to be asked
        told = program.tells("Waiting for the next change")
        assert any("no articles" in line for line in told)
        assert any("How to fix it: " in line for line in told)
        assert said() == {"snow"}

        corpus.rename(tmp_path / "away")
        _write(corpus / "b.txt", "It will hail")
        program.tells("Built .*: 1 articles")
        assert said() == {"hail"}

        (corpus / ".hidden.txt").write_text("It will be wind")
        shutil.copytree(index, corpus / "an-index")
        with writing(index):
            _write(corpus / "b.txt", "It will hail and rain")
            told = program.tells("Trying again in 10 s")
            assert any("being written by process" in line for line in told)
        told = program.tells("Built .*: 1 articles")
        assert said() == {"hail", "rain"}
        assert not any(re.search("hidden|gen-|an-index", line) for line in told)
        assert "Traceback" not in program.ends(signal.SIGINT)
    assert not list(index.glob("building-*"))


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_in_the_middle_of_a_build(tmp_path: Path, by: signal.Signals) -> None:
    corpus, index = tmp_path / "one.txt", tmp_path / "index"
    _write(
        corpus, " ".join(f"It will rain {number} hours, and then again." for number in range(4000))
    )
    with _watching(corpus, index) as program:
        program.tells("Watching")
        program.tells("Embedding|Cutting")
        told = program.ends(by)
    assert "Traceback" not in told
    assert "the next build continues from there" in told
    assert not list(index.glob("gen-*"))


def test_what_changes_while_another_folder_is_built_from_is_seen(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    _write(corpus / "a.txt", "It will rain")
    with _watching(corpus, index) as program:
        program.tells("Built .*: 1 articles")
        corpus.rename(tmp_path / "away")
        long = " ".join(f"It will hail {number} hours, and then again." for number in range(400))
        _write(corpus / "b.txt", long)
        program.tells("Embedding|Cutting")
        _write(corpus / "c.txt", "It will snow")
        program.tells("Built .*: 2 articles")
        program.ends(signal.SIGTERM)


def test_a_file_that_is_replaced_is_followed(tmp_path: Path) -> None:
    corpus, index = tmp_path / "one.txt", tmp_path / "index"
    _write(corpus, "It will rain")
    with _watching(corpus, index) as program:
        program.tells("Built .*: 1 articles")
        _write(tmp_path / "other.txt", "It will snow")
        (tmp_path / "other.txt").replace(corpus)
        told = program.tells("Built")
        assert not any("other" in line for line in told)
        program.ends(signal.SIGTERM)


def test_a_corpus_that_is_not_there_is_told(tmp_path: Path) -> None:
    with _watching(tmp_path / "none", tmp_path / "index") as program:
        assert "no such file or folder" in "".join(program.tells("How to fix it"))
        assert program.process.wait(WITHIN) == 3
