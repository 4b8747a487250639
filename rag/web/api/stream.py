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
from rag.web.api.answers import write_answer
from rag.web.api.problems import make_problem
from rag.web.desk import Evidence

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Iterator

    from rag.assistant import Assistant
    from rag.web.api.answers import Form
    from rag.web.desk import Reached

# A proxy must not buffer the response, or all events would arrive at once.
SSE_HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def generation(assistant: Assistant) -> dict[str, str]:
    """The header that names the index that answered."""
    return {"Index-Generation": assistant.index.name}


async def write_events(
    first: Reached, rest: AsyncGenerator[Reached], assistant: Assistant, form: Form
) -> AsyncIterator[bytes]:
    """Yield the events of an answer; the work ends when the client goes away.

    The first step is the question as understood.
    """
    async with aclosing(rest):
        query = first
        for event in _make_events(first, query, assistant, form):
            yield event
        try:
            async for step in rest:
                for event in _make_events(step, query, assistant, form):
                    yield event
        except Exception as error:  # noqa: BLE001  # the response has begun, so the error becomes an event
            problem = make_problem(error)
            value = {"status": problem.status, "detail": problem.message, "hint": problem.hint}
            yield event_bytes("problem", value)


def event_bytes(name: str | None, value: Any) -> bytes:
    """One event; without a name, it has the default type."""
    return format_sse_event(data_str=json.dumps(value, ensure_ascii=False), event=name)


def _make_events(
    step: Reached, query: Reached, assistant: Assistant, form: Form
) -> Iterator[bytes]:
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
            repair = Texts(form.language).translate(step.repair) or step.repair
            yield event_bytes("sentence", {**sentence_json(step), "repair": repair or None})
        case StruckSentence():
            reason = Texts(form.language).translate(step.reason) or step.reason
            yield event_bytes("struck", {**struck_json(step), "reason": reason})
        case Answer() if isinstance(query, Query):
            answered = write_answer(step, query, assistant, form)
            if step.writing is None or step.writing.pending:
                yield event_bytes("evidence", {"citations": answered["citations"]})
            else:
                yield event_bytes("done", _count(step.writing, answered["writing"]["problem"]))
            yield event_bytes("answer", answered)
        case tuple() as hits:
            ids = dict.fromkeys(hit.passage.article_id for hit in hits)
            articles = [
                {"article": article_id, "title": assistant.article(article_id).title}
                for article_id in ids
            ]
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
