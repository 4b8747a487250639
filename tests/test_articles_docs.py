"""What docs/articles.md shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

from rag.articles.corpus import find_files, read_corpus
from rag.articles.formats import file_kinds
from rag.articles.formats.limits import LARGEST_TEXT, LIMITS, LONGEST_ARTICLE, MOST_EXPANSION
from rag.field_names import FIELDS, read_field_names
from rag.records import Unread

DOCS = (Path(__file__).parent.parent / "docs" / "articles.md").read_text(encoding="utf-8")
FILE = re.compile(r"<!-- file: (\S+) -->\n```\w*\n(.*?)```", re.DOTALL)


def rows(head: str) -> list[tuple[str, ...]]:
    """The rows of the table that has this head."""
    table = DOCS.split(f"{head}\n", 1)[1].split("\n\n")[0]
    lines = table.splitlines()[1:]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def test_the_example_gives_what_its_tables_say(tmp_path: Path) -> None:
    for name, content in FILE.findall(DOCS):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    setting = re.search(r'RAG_FIELDS="([^"]+)"', DOCS)
    assert setting is not None
    unread: list[Unread] = list(find_files(tmp_path).unread)
    names = read_field_names(setting.group(1))
    articles = list(read_corpus(tmp_path, names=names, unread=unread.append))
    assert [
        (one.id, one.title, one.published.isoformat() if one.published else "", one.outlet or "")
        for one in articles
    ] == rows("| id | title | published | outlet |")
    assert [(one.path, one.reason) for one in unread] == rows("| path | reason |")


def test_every_field_and_every_suffix_is_described() -> None:
    assert {row[0].strip("`") for row in rows("| field | example | without it |")} == set(FIELDS)
    described = set(re.findall(r"`(\.[a-z.]+)`", DOCS.split("## Fields")[0]))
    read = {suffix for suffix in described if file_kinds.kind_named(f"a{suffix}")}
    assert described == read


def test_the_limits_are_the_programs() -> None:
    shown = DOCS.split("| limit | |")[1].split("\n\n")[0]
    for number in (
        f"{LIMITS.file_bytes // 2**20} MiB",
        f"{LARGEST_TEXT // 2**20} MiB",
        f"{LIMITS.seconds:g} s",
        f"{LIMITS.memory_bytes // 2**30} GiB",
        f"{LONGEST_ARTICLE:,} characters",
        f"{LIMITS.members:,} files",
        f"{MOST_EXPANSION} times",
    ):
        assert number in shown
