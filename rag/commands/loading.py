"""Settings -> the assistant that commands ask, the same for all of them."""

from __future__ import annotations

from pathlib import Path

from rag.assistant import Assistant
from rag.settings import Settings


def load_assistant(index: Path, settings: Settings) -> Assistant:
    """The assistant of an index, with the models and limits that are set.

    Raises what `Assistant.load` raises.
    """
    return Assistant.load(
        index,
        model=settings.model,
        cache=settings.cache,
        least_confidence=settings.confidence,
        reranker=settings.reranker,
    )
