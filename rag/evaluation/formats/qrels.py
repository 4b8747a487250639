"""Relevance judgements of TREC (topic 0 article grade) and BEIR (a table with a head)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from rag.errors import QuestionError
from rag.evaluation.formats.lines import text
from rag.evaluation.formats.question_fields import Placed

Judgements = dict[str, dict[str, int]]  # question id -> article id -> grade, negative ones too

_HINT = 'a line is "topic 0 article grade" (TREC) or "query-id corpus-id score" (BEIR)'


def read(path: Path) -> Judgements:
    """The judgements of a file. Raises QuestionError, naming the line."""
    found: Judgements = defaultdict(dict)
    for number, line in enumerate(text(path).split("\n"), start=1):
        parts = line.split()
        if not parts or (number == 1 and parts[0].lower() == "query-id"):
            continue
        if len(parts) not in {3, 4}:
            raise QuestionError(f"{path}:{number}: {len(parts)} columns, not 3 or 4", hint=_HINT)
        topic, article, grade = parts[0], parts[-2], parts[-1]
        try:
            found[topic][article] = int(grade)
        except ValueError:
            raise QuestionError(
                f"{path}:{number}: the grade is no whole number: {grade!r}", hint=_HINT
            ) from None
    return found


def judge(questions: Iterable[Placed], judgements: Judgements) -> Iterator[Placed]:
    """The questions with their relevant articles: those with a grade from 1 on."""
    for placed in questions:
        grades = judgements.get(placed.question.id, {})
        relevant = {article: grade for article, grade in grades.items() if grade > 0}
        answerable = True if relevant else placed.question.answerable
        judged = replace(placed.question, relevant=relevant, answerable=answerable)
        yield Placed(placed.place, judged)
