"""A build that is killed leaves a whole index, and what it has computed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rag.build.build import build
from rag.build.computed import Computed
from rag.errors import IndexNotWritten
from rag.index import generation
from rag.models.embedder import Embedder
from tests.faults import failing, when_written

KILLS = 30

# One process that builds in children of its own: each starts with the model in memory.
KILLED_BUILDS = """
import os, sys
from pathlib import Path
from rag.build.build import build
from rag.models.embedder import Embedder
from rag.index.words import WordIndex
embedder = Embedder()
corpus, index = Path(sys.argv[1]), Path(sys.argv[2])
embedder.warm_up()
WordIndex.of(["warm up"])
print("ready", flush=True)
for line in sys.stdin:
    (corpus / "0.txt").write_text(line)
    child = os.fork()
    if child == 0:
        build(corpus, index, embedder, passage_tokens=20)
        os._exit(0)
    print(child, flush=True)
    _, status = os.waitpid(child, 0)
    print("killed" if os.WIFSIGNALED(status) else f"ended {status}", flush=True)
"""


def _article(number: int) -> str:
    said = " ".join(f'"It rained {number} times {n} hours," Ann Lee said.' for n in range(4))
    return f"A title {number}; {said}\n"


def test_thirty_killed_builds_leave_a_whole_index(embedder: Embedder, tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    for number in (-1, 0):
        (corpus / "0.txt").write_text(_article(number))
        began = time.perf_counter()
        build(corpus, index, embedder, passage_tokens=20)
        usual = time.perf_counter() - began  # of the second: the first loads the model
    whole = {generation.read(index, embedder.fingerprint).articles["0.txt"].text}
    moments = random.Random(7)  # noqa: S311  # no secret
    killed = 0
    with subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-c", KILLED_BUILDS, str(corpus), str(index)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as program:  # fmt: skip
        assert program.stdin
        assert program.stdout
        assert program.stdout.readline() == "ready\n"
        for number in range(1, KILLS + 1):
            program.stdin.write(_article(number))
            program.stdin.flush()
            child = int(program.stdout.readline())
            time.sleep(min(moments.uniform(0, 1.5 * usual), 1))
            with suppress(ProcessLookupError):  # it has ended by itself
                os.kill(child, signal.SIGKILL)
            ended = program.stdout.readline().strip()
            assert ended in {"killed", "ended 0"}
            killed += ended == "killed"
            found = generation.read(index, embedder.fingerprint)
            assert not found.degraded
            text = found.articles["0.txt"].text
            assert text in whole or f"rained {number} times" in text
            if ended == "ended 0":
                assert f"rained {number} times" in text
            whole.add(text)
    assert killed
    assert not build(corpus, index, embedder, passage_tokens=20).unread
    assert {path.name[:4] for path in index.iterdir()} <= {"CURR", "LOCK", "gen-"}
    assert len(list(index.glob("gen-*"))) <= 2


def test_what_was_computed_is_taken_up(embedder: Embedder, tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    for number in range(3):
        (corpus / f"{number}.txt").write_text(_article(number))
    rehearsed = tmp_path / "rehearsed"
    number = when_written(
        "passages.faiss", lambda: build(corpus, rehearsed, embedder, passage_tokens=20)
    )
    with failing(number, crash=True), pytest.raises(IndexNotWritten):
        build(corpus, index, embedder, passage_tokens=20)
    assert not list(index.glob("gen-*"))
    report = build(corpus, index, embedder, passage_tokens=20)
    assert (report.embedded, report.articles) == (0, 3)
    assert not (index / "COMPUTED").exists()
    built = generation.read(index, embedder.fingerprint)
    title, text = built.articles["0.txt"].title, built.passages[0].text
    (vector,) = embedder.embed_passages([f"{title}\n{text}"])
    assert np.array_equal(built.passage_vectors.vectors(np.array([0]))[0], vector)


@pytest.mark.parametrize("damage", ["cut short", "altered", "another model's"])
def test_blocks_that_are_not_whole_are_left_out(
    embedder: Embedder, tmp_path: Path, damage: str
) -> None:
    model = embedder.fingerprint
    vectors = np.eye(3, 8, dtype=np.float32)
    keys = np.arange(12, dtype=np.uint64).reshape(6, 2)
    computed = Computed(tmp_path, model, 8)
    assert not len(computed)
    computed.add(keys[:3], vectors)
    computed.add(keys[3:], vectors)
    path = tmp_path / "COMPUTED"
    content = bytearray(path.read_bytes())
    if damage == "cut short":
        del content[-9:]
    elif damage == "altered":
        content[-30] ^= 1
    else:
        model = replace(model, weights_sha256="0" * 64)
    path.write_bytes(content)
    again = Computed(tmp_path, model, 8)
    assert again.keys.tolist() == ([] if "model" in damage else keys[:3].tolist())
    again.add(keys[3:], vectors)  # in the place of what was left out
    last = Computed(tmp_path, model, 8)
    rows = np.arange(len(last))[-3:]
    assert last.keys[rows].tolist() == keys[3:].tolist()
    assert last.vectors(rows).tolist() == vectors.tolist()
    assert not len(Computed(tmp_path, model, 7))  # of another dimension


def test_only_changed_files_are_read_cut_and_embedded(embedder: Embedder, tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    for number in range(4):
        (corpus / f"{number}.txt").write_text(_article(number))
    (corpus / "4.txt").write_text(_article(3))  # the same text under another name
    build(corpus, index, embedder, passage_tokens=20)
    (corpus / "1.txt").write_text(_article(9))
    (corpus / "2.txt").rename(corpus / "2b.txt")
    (corpus / "3.txt").unlink()
    report = build(corpus, index, embedder, passage_tokens=20)
    assert 0 < report.embedded <= 8  # of article 9
    whole = tmp_path / "whole"
    build(corpus, whole, embedder, passage_tokens=20)
    one, other = (generation.read(each, embedder.fingerprint) for each in (index, whole))
    assert set(one.articles) == {"0.txt", "1.txt", "2b.txt", "4.txt"}
    for part in ("source", "articles", "passages", "statements", "copies", "files", "unread"):
        assert getattr(one, part) == getattr(other, part), part
    rows = np.arange(len(one.statements))
    assert np.array_equal(
        one.statement_vectors.vectors(rows), other.statement_vectors.vectors(rows)
    )
