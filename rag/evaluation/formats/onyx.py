"""A JSON list of an Onyx evaluation -> questions.

    [{"question": "What did Lavrov say?", "categories": ["said"],
      "ground_truth": [{"doc_source": "web", "doc_link": "https://example.org/lavrov"}]}]

Relevant articles are named by their addresses. The categories are the tags.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.errors import QuestionError
from rag.evaluation.formats.lines import check_object, read_text
from rag.evaluation.formats.question_fields import Placed, make_error, make_question

_BETWEEN = re.compile(r"[\s,]*")


def read(path: Path) -> Iterator[Placed]:
    """Yield the question of each item. Raises QuestionError, which names the item's first line."""
    for number, (line, value) in enumerate(_read_items(path), start=1):
        place = f"{path}:{line}"
        item = check_object(value, place)
        truths = item.get("ground_truth") or []
        if not isinstance(truths, list):
            raise make_error(
                place, "ground_truth", truths, "give a list of objects with a 'doc_link'"
            )
        fields = {
            "id": item.get("id"),
            "question": item.get("question"),
            "relevant": [_link(truth, place) for truth in truths],
            "tags": item.get("categories"),
        }
        yield Placed(place, make_question(fields, place, default_id=str(number)))


def _link(truth: Any, place: str) -> str:
    link = truth.get("doc_link") if isinstance(truth, dict) else None
    if not isinstance(link, str) or not link:
        raise make_error(place, "doc_link", link, "give every 'ground_truth' the article's address")
    return link


def _read_items(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield the items of the list with their lines, which `json.load` does not give."""
    content = read_text(path)
    decoder = json.JSONDecoder()
    at = content.index("[") + 1
    line, counted = 1, 0
    while True:
        at = _BETWEEN.match(content, at).end()  # type: ignore[union-attr]  # matches nothing too
        line, counted = line + content.count("\n", counted, at), at
        if content.startswith("]", at):
            return
        try:
            value, at = decoder.raw_decode(content, at)
        except (ValueError, RecursionError) as error:
            raise QuestionError(
                f"{path}:{line}: not JSON: {error}",
                hint='give a list of objects: [{"question": "…", "ground_truth": [...]}]',
            ) from None
        yield line, value
