"""A Markdown file -> an Article: front matter is read, emphasis and quotation bars are dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rag.articles import text
from rag.articles.clean import characters
from rag.articles.dates import parse_date
from rag.errors import CorpusError
from rag.records import Article


def read(path: Path, article_id: str, *, today: date) -> Article:
    """Read a Markdown file. Raises CorpusError as `text.read`, and for a date that is none.

    Front matter may give title, date, author or authors, url and outlet; other keys mean nothing.
    """
    given, body = _front_matter(text.file_text(path), text.Given(article_id, str(path)))
    body = _EMPHASIS.sub(r"\2", _QUOTED_BLOCK.sub("", body))
    return text.article(body, given, today=today, titled=True)


_FRONT_MATTER = re.compile(r"\A\s*---[^\S\n]*\n(.*?)\n(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)
_QUOTED_BLOCK = re.compile(r"^[^\S\n]*(?:>[^\S\n]?)+", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<![\w*_\\])(\*{1,3}|_{1,3})(?=[^\s*_])([^*_\n]*[^\s*_])\1(?![\w*_])")
_KEYS = {
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


def _front_matter(content: str, given: text.Given) -> tuple[text.Given, str]:
    """Read `key: value` lines between two lines of `---`."""
    content = characters(content)
    match = _FRONT_MATTER.match(content)
    if not match:
        return given, content
    fields: dict[str, list[str]] = {}
    for key, values in _pairs(match.group(1)):
        fields.setdefault(_KEYS.get(key, key), []).extend(values)
    first = {key: values[0] for key, values in fields.items()}
    published, modified = first.get("published"), first.get("modified")
    for written in (published, modified):
        if written and not parse_date(written):
            raise CorpusError(
                f"{given.place}: front matter has a date that can't be read: {written!r}",
                hint="write the date as 2022-01-28",
            )
    given = text.Given(
        given.id,
        given.place,
        title=first.get("title", ""),
        published=parse_date(published) if published else None,
        modified=parse_date(modified) if modified else None,
        dateline=published,
        outlet=first.get("outlet"),
        authors=tuple(fields.get("authors", ())),
        url=first.get("url"),
    )
    return given, content[match.end() :]


def _pairs(block: str) -> Iterator[tuple[str, list[str]]]:
    """Yield keys and values; `[a, b]` and following lines of `- a` are many values of one key."""
    key = ""
    for line in block.split("\n"):
        if item := re.fullmatch(r"\s*-\s+(.+)", line):
            yield key, [_bare(item.group(1))]
        elif pair := re.fullmatch(r"([A-Za-z_ -]++)\s*+:(.*)", line):
            key = pair.group(1).strip().lower().replace("-", "_")
            value = pair.group(2).strip()
            if value.startswith("[") and value.endswith("]"):
                yield key, [_bare(each) for each in value[1:-1].split(",") if each.strip()]
            elif value:
                yield key, [_bare(value)]


def _bare(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].strip()
    return value
