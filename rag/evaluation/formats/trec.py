"""Classic TREC topics -> questions; the title is asked. Judgements are in a qrels file.

<top>
<num> Number: 301
<title> Lavrov on peacekeepers
</top>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rag.errors import QuestionError
from rag.evaluation.formats.lines import read_text
from rag.evaluation.formats.question_fields import Placed, make_question

_TOPIC = re.compile(r"<top>(.*?)(</top>|(?=<top>)|\Z)", re.DOTALL | re.IGNORECASE)
_NUMBER = re.compile(r"<num>\s*+(?:Number:\s*+)?([^\s<]+)", re.IGNORECASE)
_TITLE = re.compile(r"<title>\s*(?:Topic:)?\s*([^<]+)", re.IGNORECASE)


def read(path: Path) -> Iterator[Placed]:
    """Yield the question of each topic. Raises QuestionError, which names the line."""
    content = read_text(path)
    line, counted = 1, 0
    for topic in _TOPIC.finditer(content):
        line, counted = line + content.count("\n", counted, topic.start()), topic.start()
        place = f"{path}:{line}"
        if not topic[2]:
            raise QuestionError(f"{place}: <top> without </top>", hint="end every topic: </top>")
        number, title = _NUMBER.search(topic[1]), _TITLE.search(topic[1])
        if not number or not title:
            missing = "<title>" if number else "<num>"
            raise QuestionError(f"{place}: no {missing}", hint="give a <num> and a <title>")
        fields = {"id": number[1], "question": " ".join(title[1].split())}
        yield Placed(place, make_question(fields, place, default_id=number[1]))
