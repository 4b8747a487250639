"""Who may write an index in Milvus: whoever began to publish it last.

Milvus has no lock that ends with its holder. So a publisher leaves its mark on the server, and
looks whether it is still there before it writes. A publisher that was killed holds up nobody.
"""

from __future__ import annotations

import secrets

from rag.errors import IndexBusy
from rag.milvus import layout
from rag.milvus.place import MilvusPlace

_KEY = "publisher"


class Publisher:
    """A program that publishes an index, until another one begins."""

    def __init__(self, place: MilvusPlace) -> None:
        """Take the place of any other publisher. Raises IndexUnreachable."""
        self._place = place
        self._collection = layout.name_publisher(place.name)
        self._mark = secrets.token_hex(8)
        connection = place.connection
        connection.create(self._collection, layout.kept_fields(), [layout.NO_INDEX])
        row = {"key": _KEY, "page": self._mark, "unused": [0.0, 1.0]}
        connection.upsert(self._collection, [row])
        connection.finish(self._collection)

    def check(self) -> None:
        """Raise IndexBusy if another program has begun to publish the index."""
        condition = f'key == "{_KEY}"'
        rows = self._place.connection.query(self._collection, condition, ["page"], newest=True)
        if [row["page"] for row in rows] != [self._mark]:
            raise IndexBusy(
                f"{self._place}: another program has begun to publish this index",
                hint="wait until it has ended; if you want this one, publish it again then",
            )
