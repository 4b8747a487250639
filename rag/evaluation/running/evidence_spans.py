"""A question's evidence + a passage -> where the words stand in it."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.answer.verify import fold
from rag.evaluation.run_records import Question
from rag.records import Passage

_DOUBLE, _SINGLE = '["“”„‟«»″]', "['‘’‚‛′]"  # the marks that `fold` unifies


def find_evidence(question: Question, passage: Passage) -> list[tuple[int, int]]:
    """Find the evidence, compared as by `fold`: offsets in the text, in order, not overlapping."""
    matches = [
        match.span()
        for evidence in question.evidence
        if evidence.article in {None, passage.article_id} and fold(evidence.text)
        for match in _make_pattern(evidence.text).finditer(passage.text)
    ]
    spans: list[tuple[int, int]] = []
    for start, end in sorted(matches):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


@lru_cache(maxsize=4096)
def _make_pattern(text: str) -> re.Pattern[str]:
    words = re.escape(fold(text)).replace(r"\ ", r"\s+")
    return re.compile(words.replace('"', _DOUBLE).replace("'", _SINGLE))
