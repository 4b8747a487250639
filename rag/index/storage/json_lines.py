"""Records <-> lines of JSON, as a generation's files hold them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from rag.records import Address, Article, Version


def to_line(value: Any) -> str:
    """A value as a line of JSON, days as ISO 8601."""
    return json.dumps(value, ensure_ascii=False, default=date.isoformat)


def read_lines(path: Path) -> Iterator[Any]:
    """The values of a file of lines."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def read_article(fields: dict[str, Any]) -> Article:
    """Make an article from the fields of its line."""
    lists = {
        "authors": tuple(fields["authors"]),
        "also": tuple(Address(**_read_days(address)) for address in fields["also"]),
        "versions": tuple(Version(**_read_days(version)) for version in fields["versions"]),
    }
    return Article(**{**_read_days(fields), **lists})


def _read_days(fields: dict[str, Any]) -> dict[str, Any]:
    """A record's fields, its days read from ISO 8601."""
    days = {
        name: date.fromisoformat(fields[name])
        for name in ("published", "mentioned", "modified")
        if fields.get(name)
    }
    return {**fields, **days}
