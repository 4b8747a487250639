"""JSON lines as azure-search-openai-demo evaluates with -> questions.

    {"question": "What did Lavrov say?", "truth": "He said ... [000_lavrov.txt]"}

The files that `truth` cites are the relevant articles. Its words are not read: whether two texts
say the same would take a judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rag.evaluation.formats.lines import objects
from rag.evaluation.formats.question_fields import Placed, question, wrong

_CITED = re.compile(r"\[([^\[\]\n#]+\.\w{2,5})(?:#[^\[\]\n]*)?\]")


def read(path: Path) -> Iterator[Placed]:
    """Yield each line's question. Raises QuestionError, naming the line."""
    for line in objects(path):
        truth = line.fields.get("truth")
        if not isinstance(truth, str):
            raise wrong(line.place, "truth", truth, "give every line a 'truth', a text")
        fields = {
            "question": line.fields.get("question"),
            "relevant": list(dict.fromkeys(_CITED.findall(truth))),
        }
        yield Placed(line.place, question(fields, line.place, default_id=str(line.number)))
