"""What the page sends of its controls: read before Gradio reads it, and counted by what it asks.

Gradio gives every control's event one address, and answers one that it cannot read with an error
of the server's. So a malformed one ends here, and of the others only those that ask are questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import Headers

from rag.search.question.cleaning import LONGEST_QUESTION
from rag.web.api.problems import Problem
from rag.web.guard.paths import EVENTS, route_path
from rag.web.guard.rates import client_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from rag.web.guard.rates import Rates

# For each session that it is told of Gradio keeps 80 kB, of 10,000 of them. It has nothing of ours
# to keep, so it is told of one.
_SESSION = "page"
_HINT = "open the page anew; programs ask at /api/v1/ask"


@dataclass(frozen=True, slots=True)
class PageEvent:
    """What one control does, and what it needs for that."""

    longest: tuple[int, ...]  # characters of each value that comes with it, at most
    asks: bool  # whether an answer is computed
    chooses: bool  # whether it tells which of several was chosen


class _Example(BaseModel):
    text: Annotated[str, Field(max_length=LONGEST_QUESTION)]


class _Chosen(BaseModel):
    index: int
    value: _Example


class _Sent(BaseModel):
    """What is handed on: no other of the members that Gradio would heed."""

    model_config = ConfigDict(strict=True)

    fn_index: int
    data: list[str | None]
    session_hash: Annotated[str | None, Field(max_length=100)] = None
    trigger_id: int | None = None
    event_data: Any = None


class Events:
    """Hands on what the page can have sent, as often as one client may send it."""

    def __init__(self, app: ASGIApp, known: Mapping[int, PageEvent], rates: Rates) -> None:
        """`known` are the page's events by Gradio's number; bodies have to arrive whole."""
        self._app = app
        self._known = known
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on. Raises Problem for one that is malformed, or one too many."""
        if scope["type"] != "http" or EVENTS.fullmatch(route_path(scope)) is None:
            await self._app(scope, receive, send)
            return
        if scope["method"] != "POST":
            raise Problem(405, "events are posted", hint=_HINT, headers={"Allow": "POST"})
        body: bytes | None = (await receive()).get("body", b"")
        sent, event = self._read(body or b"", Headers(scope=scope).get("content-type", ""))
        client = client_of(scope)
        if event.asks:
            self._rates.check_question(client)
        else:
            self._rates.check_event(client)
        body = sent.model_dump_json().encode()

        async def receive_read() -> Message:
            nonlocal body
            if body is not None:
                message, body = {"type": "http.request", "body": body, "more_body": False}, None
                return message
            return await receive()

        await self._app(scope, receive_read, send)

    def _read(self, body: bytes, kind: str) -> tuple[_Sent, PageEvent]:
        if kind.partition(";")[0].strip().lower() != "application/json":
            raise Problem(422, "the body is not said to be JSON", hint=_HINT)
        try:
            sent = _Sent.model_validate_json(body)
            event = self._known.get(sent.fn_index)
            if event is None or len(sent.data) != len(event.longest):
                raise Problem(422, "the page has no such control", hint=_HINT)
            for value, longest in zip(sent.data, event.longest, strict=True):
                if len(value or "") > longest:
                    raise Problem(422, f"a value has more than {longest:,} characters", hint=_HINT)
            chosen = _Chosen.model_validate(sent.event_data) if event.chooses else None
        except ValidationError as error:
            if error.errors()[0]["type"] == "json_invalid":
                raise Problem(400, "the body is not JSON", hint=_HINT) from None
            raise Problem(422, "the page sends no such body", hint=_HINT) from None
        told = chosen and chosen.model_dump()
        return sent.model_copy(update={"event_data": told, "session_hash": _SESSION}), event
