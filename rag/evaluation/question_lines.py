"""Questions -> JSON lines of our own format, which `formats.own_lines` reads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rag.evaluation.run_records import Question


def write_question_line(question: Question) -> str:
    """A question as a line of JSON, with its line break."""
    return json.dumps(_list_fields(question), ensure_ascii=False) + "\n"


def _list_fields(question: Question) -> dict[str, Any]:
    graded = any(grade != 1 for grade in question.relevant.values())
    relevant: Mapping[str, int] | Sequence[str] = (
        dict(question.relevant) if graded else list(question.relevant)
    )
    fields: dict[str, Any] = {
        "id": question.id,
        "question": question.question,
        "history": list(question.history),
        "relevant": relevant,
        "evidence": [
            {"article": evidence.article, "text": evidence.text} for evidence in question.evidence
        ],
        "answerable": question.answerable,
        "speaker": question.speaker,
        "contains": list(question.contains),
        "never": list(question.never),
        "tags": list(question.tags),
    }
    if question.asked:
        fields["asked"] = question.asked.isoformat()
    return fields | ({"match": "article"} if question.any_words else {})
