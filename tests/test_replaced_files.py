"""Files of a corpus that are replaced after they were listed: read whole, or listed as unread."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rag.articles.corpus import find_files, read_corpus
from rag.articles.formats import jsonl_file
from rag.articles.formats.limits import LIMITS
from rag.articles.reading import Reading
from rag.build.by_article.article_worker import Setup
from rag.build.by_article.worker_pool import Workers
from rag.build.read_files import list_files, read_changed
from rag.build.reusable import Reusable
from rag.build.rules import digest_rules
from rag.field_names import SAME_NAMES
from rag.index.source import Source
from rag.models.embedder import Embedder
from rag.records import Article, Unread

FIRST = "Talks resume in Oslo\n\n“We are ready,” said Jane Roe, who leads them.\n"
ELSEWHERE = "A secret\n\n“Nobody may read this,” said Tom Lund, who wrote it.\n"
PAGE = f"<html><body><article><h1>Talks</h1><p>{FIRST * 4}</p></article></body></html>"
FILES = {
    "a.txt": FIRST.encode(),
    "b.md": FIRST.encode(),
    "c.jsonl": json.dumps({"text": FIRST}).encode(),
    "d.jsonl.gz": gzip.compress(json.dumps({"text": FIRST}).encode()),
    "e.html": PAGE.encode(),
    "f.csv": f'text\n"{FIRST}"\n'.encode(),
}


def _as_pipe(path: Path, _secret: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _as_link(path: Path, secret: Path) -> None:
    path.unlink()
    path.symlink_to(secret)


def _as_folder(path: Path, _secret: Path) -> None:
    path.unlink()
    path.mkdir()


def _as_device(path: Path, _secret: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def _not_there(path: Path, _secret: Path) -> None:
    path.unlink()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    (tmp_path / "secret.txt").write_text(ELSEWHERE)
    return folder


def read(corpus: Path, change: Callable[[], None]) -> tuple[list[Article], list[Unread]]:
    """The articles of a corpus that is changed once its files are listed."""
    files = find_files(corpus)
    change()
    unread: list[Unread] = []
    with Reading(date(2024, 5, 7), SAME_NAMES, unread.append, LIMITS) as reading:
        articles = [
            article
            for file in files.readable
            for article in reading.file(file.path, file.kind, file.path.name)
        ]
    return articles, unread


@pytest.mark.parametrize("replace", [_as_pipe, _as_link, _as_folder, _as_device, _not_there])
def test_what_is_no_file_any_more_is_listed_without_waiting(
    corpus: Path, tmp_path: Path, replace: Callable[[Path, Path], None]
) -> None:
    def change() -> None:
        for name in FILES:
            replace(corpus / name, tmp_path / "secret.txt")

    articles, unread = read(corpus, change)
    assert articles == []
    assert sorted(each.path for each in unread) == sorted(FILES)
    assert not any("secret" in each.reason.lower() for each in unread)


def test_another_content_is_read_whole_and_read_again_by_the_next_build(
    corpus: Path, tmp_path: Path, embedder: Embedder
) -> None:
    listed = list_files(corpus, tmp_path / "index", SAME_NAMES)
    (corpus / "a.txt").write_text("It rains\n\n“It rains,” said Ann Reed.\n")
    rules = digest_rules(listed.formats)
    reusable = Reusable(None, Source("", rules, 180, embedder.fingerprint))
    with Workers(Setup(embedder.name, 180, date(2024, 5, 7), SAME_NAMES)) as workers:
        found = read_changed(listed, rules, reusable, workers, lambda *_: None, process=False)
    assert "Ann Reed" in found.articles["a.txt"].text
    # what is remembered of the file is the digest of the old content
    again = list_files(corpus, tmp_path / "index", SAME_NAMES)
    (file,) = [file for file in found.files if file.id == "a.txt"]
    assert file.digest == listed.digests["a.txt"] != again.digests["a.txt"]


def test_lines_that_are_added_while_a_file_is_read_are_left_to_the_next_build(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.jsonl"
    line = json.dumps({"text": FIRST}) + "\n"
    file.write_text(line * 3)
    lines = jsonl_file.read_lines(file)
    numbers = [next(lines).number]
    with file.open("a") as added:
        added.write(line * 5_000)
    numbers += [each.number for each in lines]
    assert numbers == [1, 2, 3]
    assert len(list(read_corpus(file))) == 5_003
