"""JSON lines of our own format -> questions.

{"id": "peace", "question": "What did Lavrov say about peacekeepers?", "history": [],
 "relevant": ["a.txt"], "evidence": [{"article": "a.txt", "text": "exact words"}],
 "answerable": true, "speaker": "Sergey Lavrov", "contains": ["peacekeepers"],
 "never": ["Kosachev"], "tags": ["said"]}
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rag.evaluation.formats.lines import read_objects
from rag.evaluation.formats.question_fields import Placed, make_question


def read(path: Path) -> Iterator[Placed]:
    """Yield the question of each line. Raises QuestionError, which names the line."""
    for line in read_objects(path):
        yield Placed(
            line.place, make_question(line.fields, line.place, default_id=str(line.number))
        )
