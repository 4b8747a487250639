"""Settings -> the assistant that every command asks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from rag.assistant import Assistant
from rag.commands.terminal import err
from rag.errors import SettingError
from rag.index.searched import IndexPlace
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.milvus.place import MilvusPlace
    from rag.writer.writing import Writer


def choose_index(index: Path | None, settings: Settings) -> Path | IndexPlace:
    """The folder that `--index` names, else the Milvus server or the folder of the settings."""
    if index is None and settings.index_url:
        return read_milvus_place(settings)
    return index or settings.index


def read_milvus_place(settings: Settings) -> MilvusPlace:
    """The Milvus server of the settings. Raises SettingError if there is none."""
    from rag.milvus.place import MilvusPlace

    if not settings.index_url:
        raise SettingError(
            "RAG_INDEX_URL is not set: no Milvus server is known",
            hint="set it to the server's address, such as http://127.0.0.1:19530",
        )
    return MilvusPlace(
        settings.index_url,
        settings.index_name,
        settings.index_token.get_secret_value(),
        settings.index_float32,
    )


def load_assistant(index: Path | IndexPlace, settings: Settings) -> Assistant:
    """Load the assistant of an index with the configured models and limits.

    Raises what `Assistant.load` raises.
    """
    return Assistant.load(
        index,
        model=settings.model,
        cache=settings.cache,
        least_confidence=settings.confidence,
        reranker=settings.reranker,
    )


def load_writer(settings: Settings) -> Writer | None:
    """The language model that writes answers; None if none is set.

    A line on standard error says if article text leaves this machine. Raises SettingError if the
    settings name a model that cannot be used.
    """
    if not settings.llm_url:
        return None
    from rag.writer.writing import read_writer

    writer = read_writer(settings)
    if writer is not None and not writer.server.place.local:
        host = writer.server.place.host
        err.print(f"[yellow]Article text leaves this machine[/]: it is sent to {escape(host)}")
    return writer
