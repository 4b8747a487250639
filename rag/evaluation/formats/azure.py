"""JSON lines of the evaluation of azure-search-openai-demo -> questions.

    {"question": "What did Lavrov say?", "truth": "He said ... [000_lavrov.txt]"}

The files that `truth` cites are the relevant articles. Its words are not used: comparing the
meaning of two texts would need a judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rag.evaluation.formats.lines import read_objects
from rag.evaluation.formats.question_fields import Placed, make_error, make_question

_CITED = re.compile(r"\[([^\[\]\n#]+\.\w{2,5})(?:#[^\[\]\n]*)?\]")


def read(path: Path) -> Iterator[Placed]:
    """Yield the question of each line. Raises QuestionError, which names the line."""
    for line in read_objects(path):
        truth = line.fields.get("truth")
        if not isinstance(truth, str):
            raise make_error(line.place, "truth", truth, "give every line a text as 'truth'")
        fields = {
            "question": line.fields.get("question"),
            "relevant": list(dict.fromkeys(_CITED.findall(truth))),
        }
        yield Placed(line.place, make_question(fields, line.place, default_id=str(line.number)))
