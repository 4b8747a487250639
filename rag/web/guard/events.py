"""Checks the events of the page's controls before Gradio reads them, and counts questions.

All controls of Gradio send their events to one address, and a malformed event causes a server error
there. So malformed events are refused here, and only events that ask count as questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import Headers

from rag.search.question.cleaning import LONGEST_QUESTION
from rag.web.api.problems import Problem
from rag.web.guard.paths import EVENTS, get_route
from rag.web.guard.rates import identify_client

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from rag.web.guard.rates import Rates

# Gradio keeps 80 kB for each of up to 10,000 sessions. It has nothing to keep for this page, so all
# events get the same session.
_SESSION = "page"
_HINT = "reload the page; programs ask at /api/v1/ask"


@dataclass(frozen=True, slots=True)
class PageEvent:
    """The effect of a control, and the values it sends."""

    longest: tuple[int, ...]  # maximum number of characters of each value
    count: Callable[[Sequence[str | None]], int]  # the number of answers that are computed
    chooses: bool  # whether it says which of several options was chosen


class _Example(BaseModel):
    text: Annotated[str, Field(max_length=LONGEST_QUESTION)]


class _Chosen(BaseModel):
    index: int
    value: _Example


class _Sent(BaseModel):
    """The members that are passed on; Gradio would also use others."""

    model_config = ConfigDict(strict=True)

    fn_index: int
    data: list[str | None]
    session_hash: Annotated[str | None, Field(max_length=100)] = None
    trigger_id: int | None = None
    event_data: Any = None


class Events:
    """Passes on events that the page can have sent, as often as a client may send them."""

    def __init__(self, app: ASGIApp, known: Mapping[int, PageEvent], rates: Rates) -> None:
        """`known` are the events of the page by Gradio's numbers; bodies must arrive whole."""
        self._app = app
        self._known = known
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request. Raises Problem if it is malformed or exceeds the rate."""
        if scope["type"] != "http" or EVENTS.fullmatch(get_route(scope)) is None:
            await self._app(scope, receive, send)
            return
        if scope["method"] != "POST":
            raise Problem(405, "events must be posted", hint=_HINT, headers={"Allow": "POST"})
        body: bytes | None = (await receive()).get("body", b"")
        sent, event = self._read(body or b"", Headers(scope=scope).get("content-type", ""))
        client = identify_client(scope)
        if questions := event.count(sent.data):
            self._rates.check_question(client, questions)
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
            raise Problem(422, "the body is not declared as JSON", hint=_HINT)
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
            raise Problem(422, "the page does not send such a body", hint=_HINT) from None
        choice = chosen and chosen.model_dump()
        return sent.model_copy(update={"event_data": choice, "session_hash": _SESSION}), event
