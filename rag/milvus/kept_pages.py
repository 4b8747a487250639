"""Bytes by name <-> pages of a collection: what is read whole, and lists of rows."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from rag.errors import IndexDamaged
from rag.milvus.connection import Connection
from rag.milvus.layout import PAGE

_AT_ONCE = 64  # pages of a request: some megabytes
_NAMES = "names"  # the page that says how many pages each name has


class KeptPages:
    """The pages of one collection."""

    def __init__(self, connection: Connection, collection: str) -> None:
        self._connection = connection
        self.collection = collection

    def write(self, contents: Mapping[str, bytes]) -> None:
        """Write some bytes under each name. What is written is read by `read`, all of it."""
        self._write(contents, {})

    def add(self, contents: Mapping[str, bytes]) -> None:
        """Write some bytes under each name, beside what was written before."""
        (names,) = self.get([_NAMES], newest=True).values()
        self._write(contents, json.loads(names))

    def _write(self, contents: Mapping[str, bytes], sealed: dict[str, Any]) -> None:
        for name, content in contents.items():
            written = base64.b85encode(zlib.compress(content, 1)).decode("ascii")
            pages = [written[at : at + PAGE] for at in range(0, len(written), PAGE)]
            sealed[name] = [len(pages), hashlib.sha256(content).hexdigest()]
            self.put((f"{name}/{number:06d}", page) for number, page in enumerate(pages))
        self.put([(_NAMES, json.dumps(sealed))])

    def read(self) -> dict[str, bytes]:
        """All that `write` has written. Raises IndexDamaged if it is not the same any more."""
        (names,) = self._fetch([_NAMES])
        contents = {}
        for name, (count, digest) in json.loads(names).items():
            pages = self._fetch([f"{name}/{number:06d}" for number in range(count)])
            try:
                content = zlib.decompress(base64.b85decode("".join(pages)))
            except (ValueError, zlib.error) as error:
                raise self._damaged(name) from error
            if hashlib.sha256(content).hexdigest() != digest:
                raise self._damaged(name)
            contents[name] = content
        return contents

    def put(self, pages: Iterable[tuple[str, str]]) -> None:
        """Write pages by their keys."""
        for some in _batches(pages, _AT_ONCE):
            rows = [{"key": key, "page": page, "unused": [0.0, 1.0]} for key, page in some]
            self._connection.upsert(self.collection, rows)

    def get(self, keys: Sequence[str], *, newest: bool = False) -> dict[str, str]:
        """The pages of some keys, without those that are not there."""
        pages: dict[str, str] = {}
        for some in _batches(keys, _AT_ONCE):
            condition = f"key in {json.dumps(some)}"
            rows = self._connection.query(
                self.collection, condition, ["key", "page"], newest=newest
            )
            pages |= {row["key"]: row["page"] for row in rows}
        return pages

    def remove(self, keys: Sequence[str]) -> None:
        """Remove the pages of some keys, if they are there."""
        for some in _batches(keys, _AT_ONCE):
            self._connection.delete(self.collection, f"key in {json.dumps(some)}")

    def _fetch(self, keys: Sequence[str]) -> list[str]:
        pages = self.get(keys)
        if missing := [key for key in keys if key not in pages]:
            raise self._damaged(missing[0])
        return [pages[key] for key in keys]

    def _damaged(self, name: str) -> IndexDamaged:
        return IndexDamaged(
            f"{self.collection}: {name} is missing or altered",
            hint="publish the index again: python -m rag publish",
        )


def _batches(values: Iterable[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
