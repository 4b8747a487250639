"""A test question and the answer it got -> what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from rag.answer.verify import fold
from rag.articles.people import same_person
from rag.records import Answer, ArticleReference, Citation, Status

QUESTIONS = Path(__file__).parent / "questions"


def questions(name: str) -> list[dict[str, Any]]:
    """The questions of a file in tests/questions."""
    lines = (QUESTIONS / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def wrong(question: dict[str, Any], answer: Answer) -> list[str]:
    """Everything that is wrong with an answer, in words; empty if it is right."""
    return list(_wrong(question, answer))


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


def _wrong(question: dict[str, Any], answer: Answer) -> Iterator[str]:
    shown = fold(" ".join([answer.text, *(c.text for c in answer.citations)])).lower()
    for words in question["never"]:
        if answer.status is Status.ANSWERED and fold(words).lower() in shown:
            yield f"says {words!r}"
    if not question["answerable"]:
        if answer.status is not Status.NOT_FOUND or not answer.reason or not answer.closest:
            yield f"is no refusal with a reason and the closest articles: {answer.text!r}"
        return
    if answer.status is not Status.ANSWERED:
        yield f"not found: {answer.reason}"
        return
    for words in question["contains"]:
        if fold(words).lower() not in shown:
            yield f"does not say {words!r}"
    for evidence in question["evidence"]:
        if not any(_holds(c, evidence, question.get("match")) for c in answer.citations):
            yield f"does not cite {evidence['text']!r} of {evidence['article']}"
    speakers = {c.speaker for c in answer.citations if c.speaker}
    asked = question["speaker"]
    if asked and not any(same_person(asked, speaker) for speaker in speakers):
        yield f"is not by {asked}, but by {speakers or 'nobody'}"


def _holds(citation: Citation, evidence: dict[str, str], match: str | None) -> bool:
    if citation.article_id != evidence["article"]:
        return False
    return match == "article" or fold(evidence["text"]) in fold(citation.text)
