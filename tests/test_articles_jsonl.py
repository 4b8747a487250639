"""Each JSON line becomes an article; a line that can't be read is an error with its number."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from rag.articles.formats import jsonl_file
from rag.errors import CorpusError
from rag.records import Article

TODAY = date(2026, 1, 1)
TEXT = "The minister said on Friday that talks would resume.\n\nHe gave no date."


def read(file: Path) -> list[tuple[int, Article]]:
    """The articles of a file by the numbers of their lines."""
    return [
        (line.number, jsonl_file.read_line(line, file, file.name, today=TODAY).article)
        for line in jsonl_file.read_lines(file)
    ]


def articles(folder: Path, *lines: object) -> list[Article]:
    file = folder / "many.jsonl"
    file.write_text("\n".join(json.dumps(each) for each in lines), encoding="utf-8")
    return [each for _, each in read(file)]


def test_all_fields_are_read(tmp_path: Path) -> None:
    fields = {
        "id": "post/1",
        "title": "Talks  resume",
        "text": TEXT,
        "published": "2022-01-28T10:00:00Z",
        "authors": ["Jane Doe", " Jo Lee ", ""],
        "url": "https://www.post.org/1",
        "outlet": "The Post",
        "section": "world",
    }
    assert articles(tmp_path, fields) == [
        Article(
            id="post/1",
            title="Talks resume",
            text=TEXT,
            published=date(2022, 1, 28),
            outlet="The Post",
            authors=("Jane Doe", "Jo Lee"),
            url="https://www.post.org/1",
            dateline="2022-01-28T10:00:00Z",
        )
    ]


def test_only_a_text_is_needed(tmp_path: Path) -> None:
    (article,) = articles(tmp_path, {"text": TEXT})
    assert article.id == "many.jsonl#1"
    assert article.title == "The minister said on Friday that talks would resume."
    assert article.text == TEXT
    assert (article.published, article.outlet, article.authors) == (None, None, ())


def test_null_and_empty_are_as_if_left_out(tmp_path: Path) -> None:
    empty = {"id": "", "title": None, "published": "", "authors": None, "url": "", "text": TEXT}
    assert articles(tmp_path, empty) == articles(tmp_path, {"text": TEXT})


def test_a_number_may_be_an_id_and_a_string_may_be_authors(tmp_path: Path) -> None:
    (article,) = articles(tmp_path, {"id": 7, "authors": "Jane Doe", "text": TEXT})
    assert (article.id, article.authors) == ("7", ("Jane Doe",))


def test_the_outlet_comes_from_the_address(tmp_path: Path) -> None:
    (article,) = articles(tmp_path, {"text": TEXT, "url": "https://www.Post.org:80/2022/01/28/x"})
    assert (article.outlet, article.published) == ("post.org", date(2022, 1, 28))


def test_debris_is_cleaned_and_lines_of_date_and_authors_are_lifted(tmp_path: Path) -> None:
    text = f"Jan. 28, 2022\n\nBy Jane Doe\n\n{TEXT}\n\nRead more: Talks fail\n\nHe [left](#)."
    (article,) = articles(tmp_path, {"text": text})
    assert article.text == f"{TEXT}\n\nHe left."
    assert (article.published, article.authors) == (date(2022, 1, 28), ("Jane Doe",))


def test_the_title_is_not_repeated_in_the_text(tmp_path: Path) -> None:
    (article,) = articles(tmp_path, {"title": "Talks resume", "text": f"Talks resume\n\n{TEXT}"})
    assert article.text == TEXT


def test_lines_are_numbered_as_an_editor_shows_them(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    line = json.dumps({"text": TEXT}).encode()
    file.write_bytes(b"\xef\xbb\xbf" + line + b"\r\n\n  \n" + line)
    assert [(number, article.id) for number, article in read(file)] == [
        (1, "many.jsonl#1"),
        (4, "many.jsonl#4"),
    ]
    assert jsonl_file.count_lines(file) == 2


def test_gzipped_lines_are_read(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl.gz"
    file.write_bytes(gzip.compress(json.dumps({"text": TEXT}).encode()))
    assert [number for number, _ in read(file)] == [1]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "a JSON list, not an object"),
        ("{}", "no 'text'"),
        ('{"text": null}', "no 'text'"),
        ('{"text": 5}', "'text' can't be read: 5"),
        ('{"text": " \\n"}', "no text"),
        ('{"text": "Yes.", "title": [5]}', "'title' can't be read: [5]"),
        ('{"text": "Yes.", "id": true}', "'id' can't be read: True"),
        ('{"text": "Yes.", "authors": [5]}', "'authors' can't be read: [5]"),
        ('{"text": "Yes.", "url": [1]}', "'url' can't be read: [1]"),
        ("caf\xe9", "not UTF-8"),
    ],
)
def test_a_line_that_cant_be_read_is_an_error_with_its_number(
    tmp_path: Path, line: str, message: str
) -> None:
    file = tmp_path / "many.jsonl"
    file.write_bytes(b'{"text": "Yes."}\n\n' + line.encode("latin-1"))
    with pytest.raises(CorpusError) as error:
        read(file)
    assert error.value.message.startswith(f"{file}:3: {message}")
    assert error.value.hint


@pytest.mark.parametrize("cut", [slice(None, -9), slice(5, None)])
def test_a_damaged_gzip_file_is_an_error(tmp_path: Path, cut: slice) -> None:
    file = tmp_path / "many.jsonl.gz"
    file.write_bytes(gzip.compress(json.dumps({"text": TEXT}).encode())[cut])
    with pytest.raises(CorpusError, match="not a complete gzip file"):
        read(file)


def test_half_a_character_does_not_reach_the_article(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text('{"id": "a\\ud800", "text": "He said\\ud83d so.\\u0000"}', encoding="utf-8")
    ((_, article),) = read(file)
    assert article.text == "He said\N{REPLACEMENT CHARACTER} so."
    assert article.id.encode()
