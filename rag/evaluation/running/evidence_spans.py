"""Where in a passage the words of a question's evidence stand."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.answer.verify import fold
from rag.evaluation.run_records import Question
from rag.records import Passage

_DOUBLE, _SINGLE = '["“”„‟«»″]', "['‘’‚‛′]"  # what `fold` takes for one mark


def evidence_spans(question: Question, passage: Passage) -> list[tuple[int, int]]:
    """Offsets in the passage's text, in order, none overlapping: what holds as `fold` compares."""
    found = [
        match.span()
        for one in question.evidence
        if one.article in {None, passage.article_id} and fold(one.text)
        for match in _pattern(one.text).finditer(passage.text)
    ]
    spans: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


@lru_cache(maxsize=4096)
def _pattern(text: str) -> re.Pattern[str]:
    words = re.escape(fold(text)).replace(r"\ ", r"\s+")
    return re.compile(words.replace('"', _DOUBLE).replace("'", _SINGLE))
