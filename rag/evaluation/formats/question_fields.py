"""The fields of a question in a file -> Question, or an error that names the place."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rag.errors import QuestionError
from rag.evaluation.run_records import Evidence, Question
from rag.search.question.cleaning import LONGEST_QUESTION

FIELDS = (
    "id",
    "question",
    "history",
    "relevant",
    "evidence",
    "answerable",
    "speaker",
    "contains",
    "never",
    "tags",
    "asked",
    "match",
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A question and its place: "path:line"."""

    place: str
    question: Question


def make_question(fields: Mapping[str, Any], place: str, *, default_id: str) -> Question:
    """Make a question from its fields; only `question` is required, and null means missing.

    Raises QuestionError, which names place and field, for a value that cannot be read.
    """
    _check_characters(fields, place)
    relevant = _read_relevant(fields, place)
    evidence = _read_evidence(fields, place)
    speaker = _read_text(fields, "speaker", place)
    contains = _read_texts(fields, "contains", place)
    given = fields.get("answerable")
    if given is not None and not isinstance(given, bool):
        raise make_error(place, "answerable", given, "write true or false, or omit it")
    # what is known about the answer implies that there is one
    implied = True if relevant or evidence or speaker or contains else None
    return Question(
        id=_read_id(fields, place) or default_id,
        question=check_question_text(fields.get("question"), place),
        history=tuple(
            check_question_text(text, place) for text in _read_texts(fields, "history", place)
        ),
        relevant=relevant,
        evidence=evidence,
        answerable=implied if given is None else given,
        speaker=speaker,
        contains=contains,
        never=_read_texts(fields, "never", place),
        tags=_read_texts(fields, "tags", place),
        asked=_read_day(fields, place),
        any_words=_match(fields, place),
    )


def check_question_text(value: Any, place: str) -> str:
    """The text of a question. Raises QuestionError if it cannot be asked."""
    if not isinstance(value, str) or not re.search(r"\w", value):
        raise make_error(place, "question", value, "give every question a text")
    if len(value) > LONGEST_QUESTION:
        raise QuestionError(
            f"{place}: the question has {len(value):,} characters, "
            f"at most {LONGEST_QUESTION:,} are read",
            hint="ask about one thing, in one or two sentences",
        )
    return value


def make_error(place: str, key: str, value: object, hint: str) -> QuestionError:
    """Make the error for a field that cannot be read."""
    shown = repr(value) if len(repr(value)) <= 60 else repr(value)[:60] + "…"
    what = f"no {key!r}" if value is None else f"{key!r} cannot be read: {shown}"
    return QuestionError(f"{place}: {what}", hint=hint)


def _check_characters(fields: Mapping[str, Any], place: str) -> None:
    """Refuse a lone surrogate (\\ud800), which JSON may contain but no file can be written with."""
    try:
        json.dumps(fields, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise QuestionError(
            f"{place}: a lone surrogate: {error.object[error.start]!r}",
            hint="write the file again as UTF-8",
        ) from None


def _read_id(fields: Mapping[str, Any], place: str) -> str:
    value = fields.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _read_text(fields, "id", place) or ""


def _read_text(fields: Mapping[str, Any], key: str, place: str) -> str | None:
    value = fields.get(key)
    if value is not None and not isinstance(value, str):
        raise make_error(place, key, value, f"give {key!r} as a text, or omit it")
    return value or None


def _read_texts(fields: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    value = fields.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(text, str) and text for text in value):
        raise make_error(place, key, value, f'give {key!r} as a list of texts: ["…", "…"]')
    return tuple(value)


def _read_relevant(fields: Mapping[str, Any], place: str) -> dict[str, int]:
    value = fields.get("relevant")
    if not isinstance(value, dict):
        return dict.fromkeys(_read_texts(fields, "relevant", place), 1)
    if not all(isinstance(grade, int) and not isinstance(grade, bool) for grade in value.values()):
        raise make_error(
            place, "relevant", value, 'give grades as whole numbers: {"article id": 2}'
        )
    return {article: grade for article, grade in value.items() if grade > 0}


def _read_evidence(fields: Mapping[str, Any], place: str) -> tuple[Evidence, ...]:
    hint = 'give \'evidence\' as a list of {"article": "article id", "text": "exact words"}'
    value = fields.get("evidence")
    if value is None:
        return ()
    if not isinstance(value, list):
        raise make_error(place, "evidence", value, hint)
    evidence = []
    for item in value:
        if not isinstance(item, dict) or not isinstance(item.get("text"), str):
            raise make_error(place, "evidence", item, hint)
        article = item.get("article")
        if not item["text"].strip() or not (article is None or isinstance(article, str)):
            raise make_error(place, "evidence", item, hint)
        evidence.append(Evidence(article or None, item["text"]))
    return tuple(evidence)


def _read_day(fields: Mapping[str, Any], place: str) -> date | None:
    value = _read_text(fields, "asked", place)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise make_error(place, "asked", value, "write the day as 2024-01-31, or omit it") from None


def _match(fields: Mapping[str, Any], place: str) -> bool:
    value = fields.get("match")
    if value not in {None, "words", "article"}:
        raise make_error(place, "match", value, 'write "words" (the default) or "article"')
    return bool(value == "article")
