"""Settings -> the assistant that every command asks."""

from __future__ import annotations

from pathlib import Path

from rag.assistant import Assistant
from rag.settings import Settings


def load_assistant(index: Path, settings: Settings) -> Assistant:
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
