"""Files made to break readers: all are listed, none ends a build, time and memory stay bounded."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from rag.articles.corpus import find_files, read_corpus
from rag.articles.formats.file_kinds import Kind
from rag.articles.formats.limits import LIMITS
from rag.articles.formats.parser import Parser
from rag.articles.formats.worker_messages import RawArticle, Unreadable
from rag.articles.time_limit import limit_time
from rag.assistant import Assistant
from rag.build.build import build
from rag.build.by_article import article_worker
from rag.errors import CorpusError
from rag.models.embedder import Embedder
from rag.records import Article, Unread
from rag.speech.statements import attribute
from tests import hostile

LIMITS_HERE = replace(LIMITS, seconds=30.0, memory_bytes=1024 * 2**20, members=1_000)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bool | None]]:
    """The folder of all files, and whether an article comes out of each."""
    folder, expected = tmp_path_factory.mktemp("hostile"), {}
    for one in hostile.files():
        (folder / one.name).write_bytes(one.content)
        expected[one.name] = one.read
    return folder, expected


@pytest.fixture(scope="module")
def folder(written: tuple[Path, dict[str, bool | None]]) -> Path:
    return written[0]


@pytest.fixture(scope="module")
def expected(written: tuple[Path, dict[str, bool | None]]) -> dict[str, bool | None]:
    return written[1]


@pytest.fixture(scope="module")
def read(folder: Path) -> tuple[list[Article], list[Unread]]:
    unread: list[Unread] = list(find_files(folder).unread)
    return list(read_corpus(folder, unread=unread.append, limits=LIMITS_HERE)), unread


def _file(path: str) -> str:
    """The file of the folder that an id or a path belongs to."""
    return path.split("/", maxsplit=1)[0].split("#", maxsplit=1)[0].split(":", maxsplit=1)[0]


def test_there_are_many_and_each_is_read_or_listed(
    folder: Path, expected: dict[str, bool | None], read: tuple[list[Article], list[Unread]]
) -> None:
    assert len(expected) > 60
    assert {file.name for file in folder.iterdir()} == set(expected)
    with_articles = {_file(article.id) for article in read[0]}
    reasons = {_file(one.path): one.reason for one in read[1]}
    assert set(expected) <= with_articles | set(reasons)
    wrong = {
        name: reasons.get(name, "read")
        for name, comes_out in expected.items()
        if comes_out is not None and comes_out != (name in with_articles)
    }
    assert not wrong


def test_each_has_a_reason_that_can_be_printed(read: tuple[list[Article], list[Unread]]) -> None:
    for one in read[1]:
        assert one.reason
        assert one.reason.isprintable(), one
        assert len(one.reason) < 400
        assert one.path.encode()
        assert "Traceback" not in one.reason


def test_what_is_read_is_clean(read: tuple[list[Article], list[Unread]]) -> None:
    for article in read[0]:
        for text in (article.id, article.title, article.text):
            assert text.encode("utf-8")
            assert not set(text) & set("\0\u202e\u200b\ufeff"), article.id
        assert "root:" not in article.text  # nothing of /etc/passwd


def test_nothing_is_written_outside_of_the_temporary_folder(folder: Path, tmp_path: Path) -> None:
    names = {"traversal.zip", "links.tar.gz", "absolute.zip"}
    corpus = tmp_path / "a" / "corpus"
    corpus.mkdir(parents=True)
    for name in names:
        shutil.copy(folder / name, corpus)
    list(read_corpus(corpus, unread=lambda _: None, limits=LIMITS_HERE))
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == names
    assert not Path("/etc/evil.txt").exists()


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A PDF that takes many times longer than any limit here."""
    file = tmp_path / "slow.pdf"
    file.write_bytes(hostile.pdf(b"BT /F 12 Tf " + b"(a) Tj " * 2_000_000 + b"ET"))
    return file


def test_what_takes_too_long_is_stopped_and_the_next_file_is_read(
    slow: Path, tmp_path: Path
) -> None:
    (tmp_path / "then.html").write_text(hostile.PAGE, encoding="utf-8")
    with Parser(replace(LIMITS, seconds=3.0)) as parser:
        with pytest.raises(Unreadable, match=r"longer than 3 seconds|processor time"):
            list(parser.parse(Kind.PDF, slow, "slow.pdf", {}))
        assert not _workers()
    with Parser(LIMITS_HERE) as parser:
        (found,) = parser.parse(Kind.HTML, tmp_path / "then.html", "then.html", {})
        assert isinstance(found, RawArticle)
        assert found.fields["text"] == hostile.WORDS
        assert len(_workers()) == 1
    assert not _workers()


def test_what_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    file = tmp_path / "large.json"
    file.write_bytes(b"[" + b'{"a":[]},' * 1_500_000 + b"{}]")
    limits = replace(LIMITS, memory_bytes=256 * 2**20)
    with Parser(limits) as parser, pytest.raises(Unreadable, match="memory"):
        list(parser.parse(Kind.JSON, file, "large.json", {}))


def test_what_gives_far_too_much_text_is_stopped(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("text\n" + "It rained.\n" * 100_000, encoding="utf-8")
    limits = replace(LIMITS, output_bytes=100_000)
    with Parser(limits) as parser, pytest.raises(Unreadable, match="far more text"):
        list(parser.parse(Kind.CSV, file, "a.csv", {}))


def test_a_worker_that_dies_is_followed_by_another(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(hostile.PAGE, encoding="utf-8")
    with Parser(LIMITS_HERE) as parser:
        for _ in range(3):
            assert len(list(parser.parse(Kind.HTML, file, "a.html", {}))) == 1
            (worker,) = _workers()
            os.kill(worker, signal.SIGKILL)
            os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT)


@pytest.mark.usefixtures("index")  # so that all is loaded that an article needs
def test_an_article_that_takes_too_long_is_listed_and_the_others_are_indexed(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article_worker, "LIMITS", replace(LIMITS, seconds=0.5))
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    long, short = "ROE: No.\n\n" * 90_000, hostile.WORDS
    rows = [{"id": "long", "text": long}, {"id": "short", "text": short}]
    (corpus / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (corpus / "b.txt").write_text(f"Yes and no\n\n{long}", encoding="utf-8")
    built = build(corpus, index, embedder, passage_tokens=180)
    assert {one.path: one.reason for one in built.unread} == dict.fromkeys(
        ("long", "b.txt"), "takes longer than 0.5 seconds"
    )
    assert list(Assistant.load(index).index.articles) == ["short"]


def test_a_pattern_is_stopped_in_the_middle_of_a_text() -> None:
    with pytest.raises(CorpusError, match="takes longer"), limit_time("a.txt", 0.1):
        re.match(r"(?:a|a)*b", "a" * 40)


def _workers() -> list[int]:
    """The processes that this one has started to parse files, and that still run."""
    found = []
    for task in Path("/proc/self/task").iterdir():
        for child in (task / "children").read_text().split():
            arguments = Path(f"/proc/{child}/cmdline").read_bytes()
            if b"rag.articles.formats.worker" in arguments:
                found.append(int(child))
    return found


def test_statements_of_hostile_texts_take_time_in_proportion(
    read: tuple[list[Article], list[Unread]],
) -> None:
    for article in read[0]:
        short = replace(article, text=article.text[:5_000])
        assert all(one.end <= len(short.text) for one in attribute(short))
