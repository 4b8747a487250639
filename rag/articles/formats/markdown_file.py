"""A Markdown file -> an Article: front matter is read, emphasis and quotation bars are dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rag.articles.formats.plain_text import read_text
from rag.articles.row_fields import Row, read_row
from rag.articles.text.clean import normalize

_FRONT_MATTER = re.compile(r"\A\s*---[^\S\n]*\n(.*?)\n(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)
_QUOTED_BLOCK = re.compile(r"^[^\S\n]*(?:>[^\S\n]?)+", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<![\w*_\\])(\*{1,3}|_{1,3})(?=[^\s*_])([^*_\n]*[^\s*_])\1(?![\w*_])")
_FIELDS = {
    "title": "title",
    "headline": "title",
    "date": "published",
    "published": "published",
    "modified": "modified",
    "updated": "modified",
    "author": "authors",
    "authors": "authors",
    "byline": "authors",
    "url": "url",
    "link": "url",
    "source_url": "url",
    "canonical_url": "url",
    "outlet": "outlet",
    "publication": "outlet",
    "publisher": "outlet",
}


def read(path: Path, article_id: str, *, today: date) -> Row:
    """Read a Markdown file. Raises CorpusError as `plain_text.read`.

    Front matter may give title, date, author or authors, url and outlet; other keys are ignored.
    """
    fields, body = _read_front_matter(read_text(path))
    text = _EMPHASIS.sub(r"\2", _QUOTED_BLOCK.sub("", body))
    return read_row({**fields, "text": text}, article_id, str(path), today=today, titled=True)


def _read_front_matter(content: str) -> tuple[dict[str, object], str]:
    """Read `key: value` lines between two lines of `---`."""
    content = normalize(content)
    match = _FRONT_MATTER.match(content)
    if not match:
        return {}, content
    values: dict[str, list[str]] = {}
    for key, several in _read_pairs(match.group(1)):
        if field := _FIELDS.get(key):
            values.setdefault(field, []).extend(several)
    fields: dict[str, object] = {field: several[0] for field, several in values.items() if several}
    if "authors" in values:
        fields["authors"] = values["authors"]
    return fields, content[match.end() :]


def _read_pairs(block: str) -> Iterator[tuple[str, list[str]]]:
    """Yield keys and values; `[a, b]` and following lines of `- a` are many values of one key."""
    key = ""
    for line in block.split("\n"):
        if item := re.fullmatch(r"\s*-\s+(.+)", line):
            yield key, [_strip_quotes(item.group(1))]
        elif pair := re.fullmatch(r"([A-Za-z_ -]++)\s*+:(.*)", line):
            key = pair.group(1).strip().lower().replace("-", "_")
            value = pair.group(2).strip()
            if value.startswith("[") and value.endswith("]"):
                yield key, [_strip_quotes(item) for item in value[1:-1].split(",") if item.strip()]
            elif value:
                yield key, [_strip_quotes(value)]


def _strip_quotes(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].strip()
    return value
