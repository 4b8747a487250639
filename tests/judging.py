"""A test question and the answer it got -> what is wrong with it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from rag.evaluation.formats import question_fields
from rag.evaluation.running import judge
from rag.records import Answer, ArticleReference, Citation, Status

QUESTIONS = Path(__file__).parent / "questions"


def questions(name: str) -> list[dict[str, Any]]:
    """The questions of a file in tests/questions."""
    lines = (QUESTIONS / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def sentence(citation: Citation) -> str:
    """The sentence of an excerpt that likeliest answers; all of any other citation."""
    if citation.likely is None:
        return citation.text
    start, end = (place - citation.start for place in citation.likely)
    return citation.text[start:end]


def wrong(question: dict[str, Any], answer: Answer) -> list[str]:
    """Everything that is wrong with an answer, in words; empty if it is right."""
    return judge.find_faults(
        question_fields.make_question(question, "tests/questions", default_id=""), answer
    )


def wrong_json(question: dict[str, Any], answer: dict[str, Any]) -> list[str]:
    """The same for an answer as the command line writes it."""
    days = [
        one["published"] and date.fromisoformat(one["published"]) for one in answer["citations"]
    ]
    citations = [
        Citation(
            one["number"],
            one["article"],
            one["title"],
            day,
            one["approximate_date"],
            one["outlet"],
            one["url"],
            one["speaker"],
            one["start"],
            one["end"],
            one["text"],
        )
        for one, day in zip(answer["citations"], days, strict=True)
    ]
    closest = [ArticleReference(one["article"], one["title"]) for one in answer["closest"]]
    return wrong(
        question,
        Answer(
            answer["question"],
            answer["searched_for"],
            Status(answer["status"]),
            answer["text"],
            answer["reason"],
            citations,
            closest,
        ),
    )
