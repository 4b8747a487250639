"""What a plan says is what a build then does; a plan itself changes nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from rag.build.build import build
from rag.build.plan import Plan, plan
from rag.build.publishing import BuildReport
from rag.errors import CorpusError, IndexNotWritten
from rag.models.embedder import Embedder
from tests.command_line import run_command
from tests.faults import failing, when_written

ROOT = Path(__file__).parent.parent


def _article(number: int, sentences: int = 4) -> str:
    said = " ".join(
        f'"It rained {number} times {n} hours," Ann Lee said.' for n in range(sentences)
    )
    return f"A title {number}\n\n{said}\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(_article(number))
    return folder


def _plan(corpus: Path, embedder: Embedder, *, tokens: int = 20) -> Plan:
    return plan(corpus, corpus.parent / "index", embedder, passage_tokens=tokens)


def _build(corpus: Path, embedder: Embedder, *, tokens: int = 20) -> BuildReport:
    return build(corpus, corpus.parent / "index", embedder, passage_tokens=tokens)


def _all(folder: Path) -> dict[Path, tuple[float, bytes]]:
    return {
        path: (path.stat().st_mtime, path.read_bytes() if path.is_file() else b"")
        for path in folder.rglob("*")
    }


def _as_built(planned: Plan, report: BuildReport) -> None:
    assert planned.exact
    assert planned.embedded == report.embedded
    assert planned.articles == report.articles
    assert planned.unchanged == report.unchanged
    assert planned.unread == report.unread


def test_the_first_build(corpus: Path, embedder: Embedder) -> None:
    before = _all(corpus.parent)
    planned = _plan(corpus, embedder)
    assert _all(corpus.parent) == before  # no folder was made either
    assert planned.anew == "there is no index"
    assert (len(planned.files.added), planned.new_articles) == (6, 6)
    assert 0 < planned.disk_needed < planned.disk_free
    assert planned.seconds > 0
    _as_built(planned, _build(corpus, embedder))


def test_what_has_changed_since(corpus: Path, embedder: Embedder) -> None:
    _build(corpus, embedder)
    _as_built(_plan(corpus, embedder), _build(corpus, embedder))
    (corpus / "0.txt").write_text(_article(0, sentences=5))
    (corpus / "1.txt").rename(corpus / "1b.txt")
    (corpus / "2.txt").unlink()
    (corpus / "new.txt").write_text(_article(9))
    (corpus / "new.pdf").write_bytes(b"%PDF-1.7 and no more")
    before = _all(corpus.parent)
    planned = _plan(corpus, embedder)
    assert _all(corpus.parent) == before
    files = planned.files
    assert (files.added, files.changed) == (["new.pdf", "new.txt"], ["0.txt"])
    assert (files.moved, files.deleted) == ([("1.txt", "1b.txt")], ["2.txt"])
    assert files.unchanged == 3
    assert [one.path for one in planned.unread] == ["new.pdf"]
    _as_built(planned, _build(corpus, embedder))


def test_passages_of_another_length_are_cut_anew(corpus: Path, embedder: Embedder) -> None:
    _build(corpus, embedder)
    planned = _plan(corpus, embedder, tokens=40)
    assert planned.anew == "passages have another length"
    assert (planned.new_articles, planned.files.unchanged) == (6, 6)
    _as_built(planned, _build(corpus, embedder, tokens=40))


def test_what_a_build_that_was_cut_short_has_computed_is_counted(
    corpus: Path, embedder: Embedder
) -> None:
    rehearsed = corpus.parent / "rehearsed"
    number = when_written(
        "passages.faiss", lambda: build(corpus, rehearsed, embedder, passage_tokens=20)
    )
    with failing(number, crash=True), pytest.raises(IndexNotWritten):
        _build(corpus, embedder)
    computed = (corpus.parent / "index" / "COMPUTED").read_bytes()
    planned = _plan(corpus, embedder)
    assert (planned.embedded, planned.exact) == (0, True)
    assert planned.resumed > 0
    assert (corpus.parent / "index" / "COMPUTED").read_bytes() == computed
    _as_built(planned, _build(corpus, embedder))


def test_a_damaged_index_is_planned_anew(corpus: Path, embedder: Embedder) -> None:
    _build(corpus, embedder)
    for path in (corpus.parent / "index").glob("gen-*/*.faiss"):
        path.write_bytes(b"")
    planned = _plan(corpus, embedder)
    assert planned.anew == "the index that is there cannot be taken over"
    _as_built(planned, _build(corpus, embedder))


def test_of_many_articles_some_stand_for_all(corpus: Path, embedder: Embedder) -> None:
    for number in range(63):  # more than are cut, and fewer than processes are started for
        (corpus / f"{number}.txt").write_text(_article(number, sentences=1 + number % 5))
    planned = _plan(corpus, embedder)
    assert not planned.exact
    built = _build(corpus, embedder)
    assert planned.embedded == pytest.approx(built.embedded, rel=0.2)
    size = sum(path.stat().st_size for path in (corpus.parent / "index").glob("gen-*/**/*.*"))
    beside = built.embedded * (embedder.dimension * 4 + 16)  # until all vectors are there
    assert planned.disk_needed == pytest.approx(size + beside, rel=0.3)


def test_a_corpus_without_articles_is_an_error(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "corpus").mkdir()
    with pytest.raises(CorpusError):
        _plan(tmp_path / "corpus", embedder)


def test_the_command_tells_it(index: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> CompletedProcess[str]:
        return run_command("build", "--plan", *arguments)

    assert "Nothing to do: 2 articles" in run("--index", str(index)).stdout
    corpus = Path(shutil.copytree(ROOT / "corpus", tmp_path / "corpus"))
    (corpus / "new.txt").write_text(_article(1))
    arguments = ["--corpus", str(corpus), "--index", str(index)]
    told = run(*arguments)
    assert (told.returncode, "Added: 1\n  new.txt" in told.stdout) == (0, True), told.stderr
    assert "passages and statements to embed: 5." in told.stdout
    assert "Nothing was changed." in told.stdout
    written = json.loads(run(*arguments, "--json").stdout)
    assert (written["files"]["added"], written["embedded"]) == (["new.txt"], 5)
    both = run(*arguments, "--watch")
    assert (both.returncode, "give either --plan or --watch" in both.stderr) == (2, True)
