"""Calls of a Milvus server; its errors are told as this program's. The only user of pymilvus."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from rag.errors import IndexDamaged, IndexUnreachable, SettingError

_ASKED_WITHIN = 30.0  # seconds for what a reader waits for
_SEEN_WITHIN = 10.0  # seconds for whether the server is there
# pymilvus asks every 10 s whether the connection is alive, which servers of gRPC take for too often
_OPTIONS = {"grpc.keepalive_time_ms": 310_000}
_DONE_WITHIN = 600.0  # seconds for loading, which waits until an index is built
_GONE = 100  # Milvus's code for a collection, or an alias, that does not exist
_NOT_LOADED = 101  # its code for a collection that is not in memory
_AT_ONCE = 16_384  # rows that a server returns at most

Row = Mapping[str, Any]  # the fields of an entity, as pymilvus has them


class Connection:
    """A connection to a server, opened with the first call. Safe to use from several threads."""

    def __init__(self, url: str, token: str = "") -> None:
        self.url = url
        self._token = token

    @cached_property
    def _client(self) -> Any:
        from pymilvus import MilvusClient

        # it logs each error with its trace, also those that are answered here
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
        return MilvusClient(
            uri=self.url, token=self._token, timeout=_SEEN_WITHIN, grpc_options=_OPTIONS
        )

    @cached_property
    def version(self) -> str:
        """The version that the server reports."""
        with self._translating("its version"):
            return str(self._client.get_server_version(timeout=_ASKED_WITHIN))

    @property
    def lite(self) -> bool:
        """Whether the server is milvus-lite, which indexes no arrays."""
        return "lite" in self.version

    def find_alias(self, alias: str) -> str:
        """The collection that an alias names; empty if there is no such alias."""
        with self._translating(f"the alias {alias}"):
            from pymilvus import MilvusException

            try:
                described = self._client.describe_alias(alias, timeout=_SEEN_WITHIN)
            except MilvusException as error:
                if "not found" in str(error) or "does not exist" in str(error):
                    return ""
                raise
        return str(described["collection_name"])

    def set_alias(self, alias: str, collection: str) -> None:
        """Let an alias name a collection."""
        named = self.find_alias(alias)
        with self._translating(f"the alias {alias}"):
            if named:
                self._client.alter_alias(collection, alias, timeout=_ASKED_WITHIN)
            else:
                self._client.create_alias(collection, alias, timeout=_ASKED_WITHIN)

    def list_collections(self) -> list[str]:
        """The names of all collections."""
        with self._translating("the collections"):
            return sorted(self._client.list_collections(timeout=_ASKED_WITHIN))

    def create(self, collection: str, fields: Sequence[Row], indexes: Sequence[Row]) -> None:
        """Make a collection of some fields and indexes, if there is none of that name."""
        with self._translating(collection):
            from pymilvus import DataType

            client = self._client
            if client.has_collection(collection, timeout=_ASKED_WITHIN):
                return
            schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
            for field in fields:
                kinds = {
                    name: DataType[field[name]]
                    for name in ("datatype", "element_type")
                    if name in field
                }
                schema.add_field(**{**field, **kinds})
            parameters = client.prepare_index_params()
            for index in indexes:
                parameters.add_index(**index)
            client.create_collection(
                collection, schema=schema, index_params=parameters, timeout=_DONE_WITHIN
            )

    def upsert(self, collection: str, rows: Sequence[Row]) -> None:
        """Put rows into a collection; a row with the key of another takes its place."""
        if rows:
            with self._translating(collection):
                self._client.upsert(collection, list(rows), timeout=_DONE_WITHIN)

    def delete(self, collection: str, condition: str) -> None:
        """Remove the rows that fulfil a condition."""
        with self._translating(collection):
            self._client.delete(collection, filter=condition, timeout=_DONE_WITHIN)

    def finish(self, collection: str, condition: str = "") -> int:
        """Make a collection ready to be searched; the number of rows that fulfil a condition."""
        with self._translating(collection):
            self._client.flush(collection, timeout=_DONE_WITHIN)
            self._client.load_collection(collection, timeout=_DONE_WITHIN)
            counted = self._client.query(
                collection,
                filter=condition,
                output_fields=["count(*)"],
                consistency_level="Strong",
                timeout=_DONE_WITHIN,
            )
        return int(counted[0]["count(*)"])

    def drop(self, collection: str) -> None:
        """Remove a collection, if it is there."""
        with self._translating(collection):
            self._client.drop_collection(collection, timeout=_DONE_WITHIN)

    def query(
        self, collection: str, condition: str, fields: Sequence[str], *, newest: bool = False
    ) -> list[Row]:
        """The fields of the rows that fulfil a condition, of a great many only some.

        `newest`: as of now; else what was written seconds ago may be missing.
        """
        asked = {"consistency_level": "Strong"} if newest else {}
        answer_rows = self._ask(
            "query",
            collection,
            filter=condition,
            output_fields=list(fields),
            limit=_AT_ONCE,
            **asked,
        )
        return list(answer_rows)

    def search(  # noqa: PLR0913  # what a search is
        self,
        collection: str,
        field: str,
        vector: Any,
        most: int,
        condition: str,
        parameters: Row,
    ) -> list[tuple[int, float]]:
        """The keys and inner products of the rows nearest to a vector, best first."""
        (found,) = self._ask(
            "search",
            collection,
            data=[vector],
            anns_field=field,
            limit=min(most, _AT_ONCE),
            filter=condition,
            output_fields=["row"],
            search_params={"metric_type": "IP", "params": dict(parameters)},
        )
        return [(int(hit["row"]), float(hit["distance"])) for hit in found]

    def _ask(self, method: str, collection: str, **asked: Any) -> Any:
        """Ask a collection, which milvus-lite has not in memory after it was started."""
        with self._translating(collection):
            from pymilvus import MilvusException

            ask = getattr(self._client, method)
            try:
                return ask(collection, timeout=_ASKED_WITHIN, **asked)
            except MilvusException as error:
                if error.code != _NOT_LOADED:
                    raise
            self._client.load_collection(collection, timeout=_DONE_WITHIN)
            return ask(collection, timeout=_ASKED_WITHIN, **asked)

    @contextmanager
    def _translating(self, what: str) -> Iterator[None]:
        try:
            from grpc import RpcError
            from pymilvus import MilvusException
        except ImportError as error:
            raise SettingError(
                f"RAG_INDEX_URL={self.url}: the package pymilvus is not installed",
                hint="pip install -r requirements-milvus.txt, or unset RAG_INDEX_URL",
            ) from error
        try:
            yield
        except MilvusException as error:
            raise self._translated(error.code, error.message, what) from error
        except RpcError as error:  # one that took too long, which pymilvus does not translate
            raise self._translated(None, str(error.code()), what) from error

    def _translated(
        self, code: int | None, message: str, what: str
    ) -> IndexDamaged | IndexUnreachable:
        if code == _GONE:
            return IndexDamaged(
                f"{self.url}: {what} is gone: {message}",
                hint="publish the index again: python -m rag publish",
            )
        return IndexUnreachable(
            f"{self.url}: Milvus does not answer ({what}): {message[:200]}",
            hint="start the server, or set RAG_INDEX_URL and RAG_INDEX_TOKEN to those of another",
        )
