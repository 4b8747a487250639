"""Where an index is published in Milvus: a server, and the name of the index there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from rag.errors import IndexDamaged, IndexMismatch, IndexMissing, SettingError
from rag.milvus.connection import Connection
from rag.milvus.layout import alias_of, name_generation
from rag.milvus.server_generation import ServerGeneration, read_generation
from rag.models.model_files import ModelFingerprint

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")


@dataclass(frozen=True)
class MilvusPlace:
    """An index on a Milvus server, or in a file of milvus-lite (`./index.db`)."""

    url: str
    name: str = "on_record"  # that all its collections begin with
    token: str = ""  # "user:password", or an API key
    float32: bool = False  # publish vectors in float32 even if the server has half precision

    def __post_init__(self) -> None:
        """Raise SettingError for a name that Milvus does not take."""
        if not _NAME.fullmatch(self.name):
            raise SettingError(
                f"RAG_INDEX_NAME={self.name}: not a name for collections of Milvus",
                hint="use letters, digits and underscores, and begin with a letter",
            )

    def __repr__(self) -> str:
        return f"MilvusPlace({self.url!r}, {self.name!r})"  # without the token

    def __str__(self) -> str:
        return f"{self.url} ({self.name})"

    @cached_property
    def connection(self) -> Connection:
        """The connection to the server, which is shared by all that use this place."""
        return Connection(self.url, self.token)

    def published(self) -> str:
        """The name of the published generation; empty if there is none.

        Raises IndexUnreachable.
        """
        return name_generation(self.name, self.connection.find_alias(alias_of(self.name)))

    def read(self, model: ModelFingerprint, *, fall_back: bool = True) -> ServerGeneration:  # noqa: ARG002
        """The published generation. `fall_back` changes nothing: Milvus keeps copies of its own.

        Raises IndexMissing, IndexDamaged, IndexMismatch and IndexUnreachable.
        """
        while True:
            name = self.published()
            if not name:
                raise IndexMissing(
                    f"{self}: no index of this name",
                    hint="publish one: python -m rag publish; or set RAG_INDEX_NAME",
                )
            try:
                found = read_generation(self.connection, self.name, name)
            except IndexDamaged:
                # another generation may just have taken its place
                if self.published() == name:
                    raise
                continue
            if not found.source.model.matches(model):
                raise IndexMismatch(
                    f"{self}: built with the model {found.source.model.name} "
                    f"({found.source.model.weights_sha256[:12]}), but the model in use is "
                    f"{model.name} ({model.weights_sha256[:12]})",
                    hint=f"set RAG_MODEL={found.source.model.name}, or build the index again and "
                    "publish it: python -m rag publish",
                )
            return found
