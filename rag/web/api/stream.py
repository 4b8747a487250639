"""The steps of an answer -> Server-Sent Events: understood, searched, evidence, answer.

If a language model writes the answer, its sentences come between evidence and answer, each as the
event `sentence` or `struck`, and then `done`.
"""

from __future__ import annotations

import json
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Final

from fastapi.sse import format_sse_event

from rag.interface import answer_json, sentence_json, struck_json
from rag.records import Answer, Query, StruckSentence, Writing, WrittenSentence
from rag.translation.texts import Texts
from rag.web.api.problems import make_problem
from rag.web.desk import Evidence

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Iterator

    from rag.assistant import Assistant
    from rag.web.desk import Reached

# A proxy must not buffer the response, or all events would arrive at once.
SSE_HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def generation(assistant: Assistant) -> dict[str, str]:
    """The header that names the index that answered."""
    return {"Index-Generation": assistant.index.name}


async def write_events(
    first: Reached, rest: AsyncGenerator[Reached], assistant: Assistant, language: str
) -> AsyncIterator[bytes]:
    """Yield the events of an answer; the work ends when the client goes away."""
    async with aclosing(rest):
        for event in _events(first, assistant, language):
            yield event
        try:
            async for step in rest:
                for event in _events(step, assistant, language):
                    yield event
        except Exception as error:  # noqa: BLE001  # the response has begun, so the error becomes an event
            problem = make_problem(error)
            value = {"status": problem.status, "detail": problem.message, "hint": problem.hint}
            yield event_bytes("problem", value)


def event_bytes(name: str | None, value: Any) -> bytes:
    """One event; without a name, it has the default type."""
    return format_sse_event(data_str=json.dumps(value, ensure_ascii=False), event=name)


def write_answer(answer: Answer, language: str) -> dict[str, Any]:
    """An answer as JSON, with the program's own words in a language."""
    say = Texts(language).translate
    written = answer_json(answer)
    if answer.writing and answer.writing.problem:
        problem = answer.writing.problem
        written["writing"]["problem"] = say(problem) or problem
    return {
        **written,
        "reason": say(answer.reason or "") or answer.reason,
        "preface": say(answer.preface) or answer.preface,
    }


def _events(step: Reached, assistant: Assistant, language: str) -> Iterator[bytes]:
    match step:
        case Query():
            dates = step.filters.dates
            understood = {
                "searched_for": step.searched_for,
                "kind": step.kind.value,
                "speaker": step.speaker,
                "topic": step.topic,
                "from": dates.first.isoformat() if dates.first else None,
                "to": dates.last.isoformat() if dates.last else None,
            }
            yield event_bytes("understood", understood)
        case Evidence(answer):
            yield event_bytes("evidence", {"citations": answer_json(answer)["citations"]})
        case WrittenSentence():
            written = sentence_json(step)
            repair = Texts(language).translate(step.repair) or step.repair
            yield event_bytes("sentence", {**written, "repair": repair or None})
        case StruckSentence():
            reason = Texts(language).translate(step.reason) or step.reason
            yield event_bytes("struck", {**struck_json(step), "reason": reason})
        case Answer():
            answered = write_answer(step, language)
            if step.writing is None or step.writing.pending:
                yield event_bytes("evidence", {"citations": answered["citations"]})
            else:
                yield event_bytes("done", _count(step.writing, answered["writing"]["problem"]))
            yield event_bytes("answer", answered)
        case hits:
            ids = dict.fromkeys(hit.passage.article_id for hit in hits)
            articles = [{"article": one, "title": assistant.article(one).title} for one in ids]
            yield event_bytes("searched", {"passages": len(hits), "articles": articles})


def _count(writing: Writing, problem: str | None) -> dict[str, Any]:
    """How much of what a language model wrote stands."""
    return {
        "model": writing.model,
        "kept": len(writing.sentences),
        "repaired": sum(bool(sentence.repair) for sentence in writing.sentences),
        "struck": len(writing.struck),
        "problem": problem,
    }
