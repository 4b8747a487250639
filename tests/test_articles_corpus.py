"""A folder is read in a fixed order, and nothing is passed over in silence."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from rag.articles.corpus import count_articles, find_files, read_corpus
from rag.errors import CorpusError
from rag.records import Unread

CORPUS = Path(__file__).parent.parent / "corpus"


def write(folder: Path, name: str, content: str = "Talks resume\n\nThe minister spoke.\n") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    return file


def ids(path: Path) -> list[str]:
    return [article.id for article in read_corpus(path)]


def test_ids_are_paths_below_the_folder_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/b/c.TXT", "a.txt"):
        write(tmp_path, name)
    write(tmp_path, "m.jsonl", '{"text": "Yes."}\n{"text": "No.", "id": "x"}\n')
    expected = ["a.txt", "a/b/c.TXT", "a/z.md", "b.txt", "m.jsonl#1", "x"]
    assert ids(tmp_path) == ids(tmp_path) == expected
    assert count_articles(find_files(tmp_path)) == 6


def test_a_single_file_is_a_corpus(tmp_path: Path) -> None:
    assert ids(write(tmp_path, "deep/a.txt")) == ["a.txt"]
    assert ids(write(tmp_path, "deep/m.jsonl", '{"text": "Yes."}')) == ["m.jsonl#1"]


def test_the_corpus_of_the_project_is_read() -> None:
    assert ids(CORPUS) == ["000_da556442ba3b8b22.txt", "002_36f26838834c1beb.txt"]
    assert find_files(CORPUS).unread == ()


def test_files_that_are_not_read_are_listed(tmp_path: Path) -> None:
    for name in ("a.txt", "README.md", "sub/README.md", "photo.jpg", "notes", ".hidden/b.txt"):
        write(tmp_path, name)
    files = find_files(tmp_path)
    assert [(one.path, one.expected) for one in files.unread] == [
        ("README.md", True),
        ("notes", False),
        ("photo.jpg", True),
    ]
    assert ids(tmp_path) == ["a.txt", "sub/README.md"]
    assert [one.path for one in find_files(tmp_path / "photo.jpg").unread] == ["photo.jpg"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path, "outside/secret.txt")
    corpus = tmp_path / "corpus"
    write(corpus, "a.txt")
    (corpus / "link.txt").symlink_to(outside)
    (corpus / "folder").symlink_to(tmp_path / "outside")
    (corpus / "loop").symlink_to(corpus)
    (corpus / "gone.txt").symlink_to(tmp_path / "nowhere")
    assert ids(corpus) == ["a.txt"]
    unread = find_files(corpus).unread
    assert [one.path for one in unread] == ["folder", "gone.txt", "link.txt", "loop"]
    assert all("a link" in one.reason and not one.expected for one in unread)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert ids(tmp_path) == []
    assert len(find_files(tmp_path).unread) == 1


def test_what_cannot_be_read_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path, "m.jsonl", '{"text": "Yes."}\n{\n{"text": "No."}\n')
    write(tmp_path, "n.txt", "")
    write(tmp_path, "z.txt")
    unread: list[Unread] = []
    found = [article.id for article in read_corpus(tmp_path, unread=unread.append)]
    assert found == ["m.jsonl#1", "m.jsonl#3", "z.txt"]
    assert [one.path for one in unread] == ["m.jsonl:2", "n.txt"]
    assert unread[0].reason.startswith("not JSON")
    assert unread[1].reason == "no text"


def test_many_bad_rows_of_a_file_are_counted(tmp_path: Path) -> None:
    write(tmp_path, "m.jsonl", "{\n" * 35 + '{"text": "Yes."}\n')
    unread: list[Unread] = []
    assert len(list(read_corpus(tmp_path, unread=unread.append))) == 1
    assert len(unread) == 11
    assert unread[-1] == Unread("m.jsonl", "25 more of its rows")


def test_articles_come_one_at_a_time(tmp_path: Path) -> None:
    write(tmp_path, "m.jsonl", '{"text": "Yes."}\n{')
    articles = read_corpus(tmp_path)
    assert next(articles).id == "m.jsonl#1"
    with pytest.raises(CorpusError, match=r"m\.jsonl:2"):
        next(articles)


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such file or folder"):
        ids(tmp_path / "nowhere")


def test_a_file_name_that_is_not_utf_8_makes_an_id_that_is(tmp_path: Path) -> None:
    file = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(file)).write_text("Talks\n\nThe minister spoke.", encoding="utf-8")
    assert ids(tmp_path) == ["caf\N{REPLACEMENT CHARACTER}.txt"]


def test_a_folder_that_may_not_be_read_is_listed(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("the administrator may read everything")
    (tmp_path / "closed").mkdir(mode=0)
    assert ids(tmp_path) == []
    assert "can't be opened" in find_files(tmp_path).unread[0].reason


def test_an_empty_folder_has_no_articles(tmp_path: Path) -> None:
    assert ids(tmp_path) == []
    assert count_articles(find_files(tmp_path)) == 0


def test_a_date_after_today_is_not_taken_for_the_articles(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "Talks\n\nOn May 1, 2021 they set May 1, 2031 as the last day.")
    (article,) = read_corpus(tmp_path, today=date(2022, 1, 1))
    assert article.mentioned == date(2021, 5, 1)
