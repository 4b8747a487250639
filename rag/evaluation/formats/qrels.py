"""Relevance judgements of TREC (topic 0 article grade) and BEIR (a table with a header)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from rag.errors import QuestionError
from rag.evaluation.formats.lines import read_text
from rag.evaluation.formats.question_fields import Placed

Judgements = dict[str, dict[str, int]]  # question id -> article id -> grade, which may be negative

_HINT = 'a line is "topic 0 article grade" (TREC) or "query-id corpus-id score" (BEIR)'


def read(path: Path) -> Judgements:
    """Read the judgements of a file. Raises QuestionError, which names the line."""
    judgements: Judgements = defaultdict(dict)
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        parts = line.split()
        if not parts or (number == 1 and parts[0].lower() == "query-id"):
            continue
        if len(parts) not in {3, 4}:
            raise QuestionError(f"{path}:{number}: {len(parts)} columns, not 3 or 4", hint=_HINT)
        topic, article, grade = parts[0], parts[-2], parts[-1]
        try:
            judgements[topic][article] = int(grade)
        except ValueError:
            raise QuestionError(
                f"{path}:{number}: the grade is not a whole number: {grade!r}", hint=_HINT
            ) from None
    return judgements


def add_judgements(questions: Iterable[Placed], judgements: Judgements) -> Iterator[Placed]:
    """Yield the questions with their relevant articles, which have a grade of at least 1."""
    for placed in questions:
        grades = judgements.get(placed.question.id, {})
        relevant = {article: grade for article, grade in grades.items() if grade > 0}
        answerable = True if relevant else placed.question.answerable
        judged = replace(placed.question, relevant=relevant, answerable=answerable)
        yield Placed(placed.place, judged)
