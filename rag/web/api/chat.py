"""POST /v1/chat/completions in OpenAI's protocol, so that existing chat programs can ask.

The last message of the user is the question, and the user's earlier messages are the history. Other
messages and the settings of a language model are ignored, because there is none. Citations are
Markdown in the text and records in `citations`.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import quote
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from rag.assistant import MOST_SHOWN
from rag.interface import answer_json
from rag.search.question.cleaning import MOST_HISTORY
from rag.web.api.answer_markdown import write_markdown
from rag.web.api.problems import Problem, add_problems
from rag.web.api.shapes import FiltersBody, Words
from rag.web.api.stream import SSE_HEADERS, event_bytes, generation
from rag.web.desk import Desk, Inquiry
from rag.web.pages.cited_spans import write_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.records import Answer

MODEL = "on-record"
_MOST_MESSAGES = 200
_LONGEST_MESSAGE = 100_000  # characters; earlier answers, which are ignored, may be long


class _Part(BaseModel):
    """A part of a message; only text counts."""

    type: str
    text: Annotated[str | None, Field(max_length=_LONGEST_MESSAGE)] = None


class _Message(BaseModel):
    """A message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[str, Field(max_length=_LONGEST_MESSAGE)] | list[_Part] | None = None

    def words(self) -> str:
        """The text of the message."""
        if isinstance(self.content, list):
            return " ".join(part.text or "" for part in self.content)
        return self.content or ""


class _StreamOptions(BaseModel):
    include_usage: bool = False


class _Chat(BaseModel):
    """A request; further settings of a language model are accepted and ignored."""

    model_config = ConfigDict(extra="ignore")

    messages: Annotated[list[_Message], Field(min_length=1, max_length=_MOST_MESSAGES)]
    model: Annotated[Words, Field(description="any name; there is only one")] = MODEL
    stream: bool = False
    stream_options: _StreamOptions | None = None
    n: Literal[1] | None = None
    filters: Annotated[FiltersBody, Field(description="as in /api/v1/ask")] = FiltersBody()
    most: Annotated[int | None, Field(ge=1, le=MOST_SHOWN)] = None


def make_chat_api(desk: Desk) -> FastAPI:
    """Make the endpoints below /v1 as a separate application."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_problems(app, openai=True)

    @app.get("/models")
    async def models() -> dict[str, Any]:
        model = {"id": MODEL, "object": "model", "created": 0, "owned_by": "on-record"}
        return {"object": "list", "data": [model]}

    @app.post("/chat/completions", response_model=None)
    async def completions(body: _Chat, request: Request) -> JSONResponse | StreamingResponse:
        assistant = desk.assistant
        answer = await desk.await_answer(_make_inquiry(body), assistant)
        base = str(request.base_url).removesuffix("v1/")
        text = write_markdown(answer, lambda citation: _make_address(base, citation))
        if body.stream:
            usage = body.stream_options is not None and body.stream_options.include_usage
            chunks = _make_chunks(answer, text, usage=usage)
            headers = {**SSE_HEADERS, **generation(assistant)}
            return StreamingResponse(chunks, media_type="text/event-stream", headers=headers)
        headers = {"Cache-Control": "no-store", **generation(assistant)}
        return JSONResponse(_make_completion(answer, text), headers=headers)

    return app


def _make_inquiry(body: _Chat) -> Inquiry:
    said = [message.words() for message in body.messages if message.role == "user"]
    if not said or body.messages[-1].role != "user":
        raise Problem(
            422, "the last message is not the user's", hint='end with {"role": "user", ...}'
        )
    history = tuple(words for words in said[:-1] if words.strip())[-MOST_HISTORY:]
    return Inquiry(said[-1], history, body.filters.filters(), body.most, written=True)


def _make_completion(answer: Answer, text: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": text, "refusal": None, **_describe_evidence(answer)}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {**_make_head("chat.completion"), "choices": [choice], "usage": _USAGE}


def _make_chunks(answer: Answer, text: str, *, usage: bool) -> Iterator[bytes]:
    """Yield the answer line by line; the last piece has the citations."""
    head = _make_head("chat.completion.chunk")
    pieces: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    pieces += [{"content": line} for line in text.splitlines(keepends=True)]
    for piece in pieces:
        yield event_bytes(None, {**head, "choices": [_make_delta(piece, None)]})
    yield event_bytes(None, {**head, "choices": [_make_delta(_describe_evidence(answer), "stop")]})
    if usage:
        yield event_bytes(None, {**head, "choices": [], "usage": _USAGE})
    yield b"data: [DONE]\n\n"


def _make_delta(delta: dict[str, Any], finish: str | None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}


def _make_head(kind: str) -> dict[str, Any]:
    made = int(time.time())
    return {"id": f"chatcmpl-{uuid4().hex}", "object": kind, "created": made, "model": MODEL}


def _describe_evidence(answer: Answer) -> dict[str, Any]:
    """What the text cannot contain: the whole answer, and its citations for clients."""
    whole = answer_json(answer)
    return {"citations": whole["citations"], "on_record": whole}


# There is no language model, so no token is used.
_USAGE = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


def _make_address(base: str, citation: Any) -> str:
    """The address on this server that shows a citation highlighted in its article."""
    place = f"&cite={write_span(citation)}" if citation.end else ""
    return f"{base}article?id={quote(citation.article_id, safe='')}{place}"
