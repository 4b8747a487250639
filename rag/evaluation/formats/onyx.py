"""A JSON list as Onyx evaluates with -> questions.

    [{"question": "What did Lavrov say?", "categories": ["said"],
      "ground_truth": [{"doc_source": "web", "doc_link": "https://example.org/lavrov"}]}]

A relevant article is named by its address; the categories are the tags.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.errors import QuestionError
from rag.evaluation.formats.lines import checked, text
from rag.evaluation.formats.question_fields import Placed, question, wrong

_BETWEEN = re.compile(r"[\s,]*")


def read(path: Path) -> Iterator[Placed]:
    """Yield each item's question. Raises QuestionError, naming the line on which it begins."""
    for number, (line, value) in enumerate(_items(path), start=1):
        place = f"{path}:{line}"
        item = checked(value, place)
        truths = item.get("ground_truth") or []
        if not isinstance(truths, list):
            raise wrong(place, "ground_truth", truths, "give a list of objects with a 'doc_link'")
        fields = {
            "id": item.get("id"),
            "question": item.get("question"),
            "relevant": [_link(one, place) for one in truths],
            "tags": item.get("categories"),
        }
        yield Placed(place, question(fields, place, default_id=str(number)))


def _link(truth: Any, place: str) -> str:
    link = truth.get("doc_link") if isinstance(truth, dict) else None
    if not isinstance(link, str) or not link:
        raise wrong(place, "doc_link", link, "give every 'ground_truth' the article's address")
    return link


def _items(path: Path) -> Iterator[tuple[int, Any]]:
    """The items of the list, each with its line, which `json.load` would not tell."""
    content = text(path)
    decoder = json.JSONDecoder()
    at = content.index("[") + 1
    while True:
        at = _BETWEEN.match(content, at).end()  # type: ignore[union-attr]  # matches nothing too
        line = content.count("\n", 0, at) + 1
        if content.startswith("]", at):
            return
        try:
            value, at = decoder.raw_decode(content, at)
        except ValueError as error:
            raise QuestionError(
                f"{path}:{line}: not JSON: {error}",
                hint='give a list of objects: [{"question": "…", "ground_truth": [...]}]',
            ) from None
        yield line, value
