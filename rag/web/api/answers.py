"""An answer -> the JSON of the API, with the program's own words in a language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from rag.interface import answer_json
from rag.records import Status
from rag.suggest.follow_ups import suggest_follow_ups
from rag.translation.texts import Texts
from rag.web.chat.copying import write_markdown, write_plain, write_reference

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.records import Answer, Citation, Query


@dataclass(frozen=True, slots=True)
class Form:
    """How an answer is written: in which language, and with what is added for readers."""

    language: str
    follow_ups: bool = False
    copies: bool = False
    names: bool = False


def write_answer(answer: Answer, query: Query, assistant: Assistant, form: Form) -> dict[str, Any]:
    """An answer as JSON; `query` is its question as understood."""
    say = Texts(form.language)
    written = {
        **answer_json(answer),
        "reason": say.translate(answer.reason or "") or answer.reason,
        "preface": say.translate(answer.preface) or answer.preface,
    }
    if answer.writing and answer.writing.problem:
        problem = answer.writing.problem
        written["writing"]["problem"] = say.translate(problem) or problem
    if form.follow_ups:
        written["follow_ups"] = list(suggest_follow_ups(query, answer, assistant))
    names = assistant.names_of(answer)
    for original, citation in zip(answer.citations, written["citations"], strict=True):
        if form.copies:
            citation["copies"] = _write_copies(original, answer.status, say)
        if form.names:
            citation["name"] = names.get(original.speaker or "", original.speaker)
    return written


def _write_copies(citation: Citation, status: Status, say: Texts) -> dict[str, str]:
    closest = status is Status.UNSURE
    return {
        "plain": write_plain(citation, say, closest=closest),
        "markdown": write_markdown(citation, say, closest=closest),
        "reference": write_reference(citation, say, date.today(), closest=closest),
    }
