"""Classic TREC topics -> questions: the title is asked. Judgements come from a qrels file.

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
from rag.evaluation.formats.lines import text
from rag.evaluation.formats.question_fields import Placed, question

_TOPIC = re.compile(r"<top>(.*?)(</top>|(?=<top>)|\Z)", re.DOTALL | re.IGNORECASE)
_NUMBER = re.compile(r"<num>\s*+(?:Number:\s*+)?([^\s<]+)", re.IGNORECASE)
_TITLE = re.compile(r"<title>\s*(?:Topic:)?\s*([^<]+)", re.IGNORECASE)


def read(path: Path) -> Iterator[Placed]:
    """Yield each topic's question. Raises QuestionError, naming the line on which it begins."""
    content = text(path)
    for topic in _TOPIC.finditer(content):
        place = f"{path}:{content.count(chr(10), 0, topic.start()) + 1}"
        if not topic[2]:
            raise QuestionError(f"{place}: <top> without </top>", hint="end every topic: </top>")
        number, title = _NUMBER.search(topic[1]), _TITLE.search(topic[1])
        if not number or not title:
            missing = "<title>" if number else "<num>"
            raise QuestionError(f"{place}: no {missing}", hint="give a <num> and a <title>")
        fields = {"id": number[1], "question": " ".join(title[1].split())}
        yield Placed(place, question(fields, place, default_id=number[1]))
