"""Records <-> lines of JSON, as they stand in a generation's files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from rag.errors import IndexDamaged
from rag.records import Address, Article, Passage, Statement, StatementKind, Version

REBUILD = "build the index again: python -m rag build"


def line(value: Any) -> str:
    """A value as a line of JSON, days as ISO 8601."""
    return json.dumps(value, ensure_ascii=False, default=date.isoformat)


def lines(path: Path) -> Iterator[Any]:
    """The values of a file of lines."""
    with path.open(encoding="utf-8") as file:
        for one in file:
            yield json.loads(one)


def passage_row(passage: Passage) -> tuple[str, int, int, str]:
    """A passage without its text, which is the article's."""
    return passage.article_id, passage.start, passage.end, passage.id


def statement_row(statement: Statement, articles: Mapping[str, Article]) -> dict[str, Any]:
    """A statement's fields and its id."""
    fields = {name: getattr(statement, name) for name in Statement.__slots__}
    return {**fields, "id": _statement_id(statement, articles)}


def read_article(fields: dict[str, Any]) -> Article:
    """An article of its line."""
    lists = {
        "authors": tuple(fields["authors"]),
        "also": tuple(Address(**_days(one)) for one in fields["also"]),
        "versions": tuple(Version(**_days(one)) for one in fields["versions"]),
    }
    return Article(**{**_days(fields), **lists})


def _days(fields: dict[str, Any]) -> dict[str, Any]:
    """A record's fields, its days read from ISO 8601."""
    days = {
        name: date.fromisoformat(fields[name])
        for name in ("published", "mentioned", "modified")
        if fields.get(name)
    }
    return {**fields, **days}


def read_passage(row: list[Any], articles: Mapping[str, Article]) -> Passage:
    """A passage of its row. Raises IndexDamaged where it has other words than it had."""
    article_id, start, end, passage_id = row
    passage = Passage(article_id, start, end, articles[article_id].text[start:end])
    _check_words(passage.id, passage_id, article_id)
    return passage


def read_statement(row: dict[str, Any], articles: Mapping[str, Article]) -> Statement:
    """A statement of its row. Raises IndexDamaged where it has other words than it had."""
    offsets = {
        name: tuple(row[name]) if row[name] is not None else None for name in ("mention", "cue")
    }
    fields = {**row, **offsets, "kind": StatementKind(row["kind"])}
    statement_id = fields.pop("id")
    statement = Statement(**fields)
    _check_words(_statement_id(statement, articles), statement_id, statement.article_id)
    return statement


def _statement_id(statement: Statement, articles: Mapping[str, Article]) -> str:
    """Made of the article's id, the offsets and the words, as a passage's id is."""
    start, end = statement.start, statement.end
    text = articles[statement.article_id].text[start:end]
    return Passage(statement.article_id, start, end, text).id


def _check_words(found: str, written: str, article_id: str) -> None:
    """Offsets that lead to other words than those indexed must never be quoted from."""
    if found != written:
        raise IndexDamaged(
            f"{article_id}: a passage or statement is not where the index says", hint=REBUILD
        )
