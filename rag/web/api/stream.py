"""The steps of an answer -> Server-Sent Events: understood, searched, evidence, answer."""

from __future__ import annotations

import json
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Final

from fastapi.sse import format_sse_event

from rag.records import Answer, Query
from rag.web.api.answers import write_answer
from rag.web.api.problems import make_problem

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Iterator

    from rag.assistant import Assistant, Step
    from rag.web.api.answers import Form

# A proxy must not buffer the response, or all events would arrive at once.
SSE_HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def generation(assistant: Assistant) -> dict[str, str]:
    """The header that names the index that answered."""
    return {"Index-Generation": assistant.index.name}


async def write_events(
    first: Step, rest: AsyncGenerator[Step], assistant: Assistant, form: Form
) -> AsyncIterator[bytes]:
    """Yield the events of an answer; the work ends when the client goes away.

    The first step is the question as understood.
    """
    async with aclosing(rest):
        query = first
        for event in _events(first, query, assistant, form):
            yield event
        try:
            async for step in rest:
                for event in _events(step, query, assistant, form):
                    yield event
        except Exception as error:  # noqa: BLE001  # the response has begun, so the error becomes an event
            problem = make_problem(error)
            value = {"status": problem.status, "detail": problem.message, "hint": problem.hint}
            yield event_bytes("problem", value)


def event_bytes(name: str | None, value: Any) -> bytes:
    """One event; without a name, it has the default type."""
    return format_sse_event(data_str=json.dumps(value, ensure_ascii=False), event=name)


def _events(step: Step, query: Step, assistant: Assistant, form: Form) -> Iterator[bytes]:
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
        case Answer() if isinstance(query, Query):
            answer = write_answer(step, query, assistant, form)
            yield event_bytes("evidence", {"citations": answer["citations"]})
            yield event_bytes("answer", answer)
        case tuple() as hits:
            ids = dict.fromkeys(hit.passage.article_id for hit in hits)
            articles = [{"article": one, "title": assistant.article(one).title} for one in ids]
            yield event_bytes("searched", {"passages": len(hits), "articles": articles})
