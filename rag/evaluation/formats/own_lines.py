"""Our own JSON lines -> questions.

{"id": "peace", "question": "What did Lavrov say about peacekeepers?", "history": [],
 "relevant": ["a.txt"], "evidence": [{"article": "a.txt", "text": "exact words"}],
 "answerable": true, "speaker": "Sergey Lavrov", "contains": ["peacekeepers"],
 "never": ["Kosachev"], "tags": ["said"]}
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rag.evaluation.formats.lines import objects
from rag.evaluation.formats.question_fields import Placed, question


def read(path: Path) -> Iterator[Placed]:
    """Yield each line's question. Raises QuestionError, naming the line."""
    for line in objects(path):
        yield Placed(line.place, question(line.fields, line.place, default_id=str(line.number)))
