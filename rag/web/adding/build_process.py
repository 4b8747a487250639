"""Builds the index in a process of its own, of low priority; a line of JSON for each step.

{"stage": "Embedding", "done": 12, "total": 40}, then {"articles": 3, "missing": 0} when the index
is published, or {"error": ..., "hint": ...} if it cannot be built.
"""

from __future__ import annotations

import json
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.assistant import Assistant
from rag.build.background import end_with_input, lower_priority
from rag.build.build import build
from rag.build.finishing import finish
from rag.errors import RagError
from rag.field_names import read_field_names
from rag.models.embedder import Embedder


@dataclass(frozen=True, slots=True)
class BuildOrder:
    """What is built, and how."""

    corpus: str
    index: str
    model: str
    cache: str
    passage_tokens: int
    fields: str


def main() -> None:
    """Build what the arguments say, until that is done or standard input is closed."""
    threading.Thread(target=end_with_input, daemon=True).start()
    lower_priority()
    try:
        _build(BuildOrder(**json.loads(sys.argv[1])))
    except RagError as error:
        _say(error=error.message, hint=error.hint)
        sys.exit(error.exit_code)


def _build(order: BuildOrder) -> None:
    embedder = Embedder(order.model, Path(order.cache) if order.cache else None)
    report = build(
        Path(order.corpus),
        Path(order.index),
        embedder,
        passage_tokens=order.passage_tokens,
        names=read_field_names(order.fields),
        words_first=True,
        prepare=lambda made: Assistant(made, embedder).prepare(),
        progress=_tell,
    )
    _say(articles=report.articles, missing=report.missing)
    if report.missing:
        finish(Path(order.index), embedder, progress=_tell)


def _tell(stage: str, done: int, total: int) -> None:
    _say(stage=stage, done=done, total=total)


def _say(**fields: Any) -> None:
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
