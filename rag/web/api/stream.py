"""The steps of an answer -> Server-Sent Events: understood, searched, evidence, answer."""

from __future__ import annotations

import json
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Final

from fastapi.sse import format_sse_event

from rag.interface import answer_json
from rag.records import Answer, Query
from rag.translation.texts import Texts
from rag.web.api.problems import make_problem

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Iterator

    from rag.assistant import Assistant, Step

# A proxy must not buffer the response, or all events would arrive at once.
SSE_HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def generation(assistant: Assistant) -> dict[str, str]:
    """The header that names the index that answered."""
    return {"Index-Generation": assistant.index.name}


async def write_events(
    first: Step, rest: AsyncGenerator[Step], assistant: Assistant, language: str
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
    return {
        **answer_json(answer),
        "reason": say(answer.reason or "") or answer.reason,
        "preface": say(answer.preface) or answer.preface,
    }


def _events(step: Step, assistant: Assistant, language: str) -> Iterator[bytes]:
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
        case Answer():
            answer = write_answer(step, language)
            yield event_bytes("evidence", {"citations": answer["citations"]})
            yield event_bytes("answer", answer)
        case hits:
            ids = dict.fromkeys(hit.passage.article_id for hit in hits)
            articles = [{"article": one, "title": assistant.article(one).title} for one in ids]
            yield event_bytes("searched", {"passages": len(hits), "articles": articles})
