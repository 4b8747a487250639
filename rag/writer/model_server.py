"""A language model's server, by OpenAI's chat protocol. Only this module asks through openai.

It is asked in an event loop of a thread of its own: the caller may have a loop, as in a notebook.
The connection is closed at once when the reader leaves or the time is up, also while the server
says nothing.
"""

from __future__ import annotations

import asyncio
import importlib.util
import ipaddress
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable, Generator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from rag.errors import SettingError
from rag.notice import Notice
from rag.writer.failures import BROKEN, UNREADABLE, NotWritten, explain, is_too_long

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_CONNECT: Final = 5.0  # seconds
_RETRIES: Final = 1  # of a request that got a 429, a 5xx or no connection
_LOOKS: Final = 0.2  # seconds between two looks at whether the reader is still there
_LONGEST: Final = 20_000  # characters of an answer
CUT: Final = " …"  # behind an answer that had no room for its end
_NOTHING_YET: Final = ""  # in place of a piece
_NO_KEY: Final = "none"  # servers that need no key ignore it; the client demands one


_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a language model is served. The key is never shown, not even in a traceback."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 30.0  # for one answer

    @property
    def local(self) -> bool:
        """Whether what is sent stays on this machine."""
        host = urlsplit(self.url).hostname or ""
        if host == "localhost":
            return True
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False

    @property
    def host(self) -> str:
        """The host and the port, for messages."""
        parts = urlsplit(self.url)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)


def check_place(place: Place) -> None:
    """Raise SettingError for an address that cannot be used, or without the package openai."""
    parts = urlsplit(place.url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingError(
            f"RAG_LLM_URL={parts.scheme}://{parts.hostname or ''}: not an address of a server",
            hint="give the base address of its API, for example http://127.0.0.1:11434/v1",
        )
    if parts.username or parts.password or parts.query:
        raise SettingError(
            f"RAG_LLM_URL: the address of {parts.hostname} holds a password or parameters",
            hint="give the key as RAG_LLM_KEY, and the address without it",
        )
    if not place.model:
        raise SettingError(
            "RAG_LLM_MODEL is not set",
            hint="give the name of a model that the server of RAG_LLM_URL has",
        )
    if importlib.util.find_spec("openai") is None:
        raise SettingError(
            "RAG_LLM_URL is set, but the package openai is not installed",
            hint="install it: pip install -r requirements-llm.txt; or unset RAG_LLM_URL",
        )


Message = Mapping[str, str]


class Server:
    """Asks one model. Safe to use from several threads."""

    def __init__(self, place: Place) -> None:
        self.place = place

    def stream(
        self,
        messages: Sequence[Message],
        *,
        most: int,
        alive: Callable[[], None] = lambda: None,
        seconds: float | None = None,
    ) -> Generator[str]:
        """Yield the pieces of an answer of at most so many tokens, as they arrive.

        It may take so many `seconds`, and never more than the place allows.

        `alive` is called several times a second; an exception that it raises ends the request.
        Raises NotWritten if the server gives no answer, or none in time.
        """
        began = time.monotonic()
        limit = min(seconds or self.place.seconds, self.place.seconds)
        asked = _Asked(self._stream_pieces(messages, most))
        half = ""
        try:
            while True:
                piece = asked.wait(_LOOKS)
                alive()
                if piece == _NOTHING_YET:
                    if time.monotonic() - began > limit:
                        raise NotWritten(_make_too_slow(limit))
                elif piece is None:
                    return
                else:
                    whole, half = _join_halves(half + piece)
                    yield whole
        except Exception as error:
            if (notice := explain(error)) is None:
                raise
            _log.warning("language model %s at %s: %s", self.place.model, self.place.host, notice)
            raise NotWritten(notice) from None  # the cause may repeat what was sent
        finally:
            asked.end()

    def complete(
        self,
        messages: Sequence[Message],
        *,
        most: int,
        alive: Callable[[], None] = lambda: None,
        seconds: float | None = None,
    ) -> str:
        """A whole answer. Raises NotWritten as `stream` does."""
        return "".join(self.stream(messages, most=most, alive=alive, seconds=seconds))

    async def _stream_pieces(self, messages: Sequence[Message], most: int) -> AsyncIterator[str]:
        from openai import BadRequestError

        async with self._make_client() as client:
            try:
                stream = await self._make_request(client, messages, temperature=0, max_tokens=most)
            except BadRequestError as error:
                if is_too_long(error):
                    raise
                # newer models of some clouds refuse both parameters
                stream = await self._make_request(client, messages)
            begun = finished = False
            async with stream:
                async for chunk in stream:
                    for choice in chunk.choices or ():
                        begun = True
                        if choice.delta is not None and choice.delta.content:
                            yield choice.delta.content
                        if choice.finish_reason == "length":
                            yield CUT
                        finished = finished or choice.finish_reason is not None
            if not finished:
                raise NotWritten(BROKEN if begun else UNREADABLE)

    async def _make_request(
        self, client: AsyncOpenAI, messages: Sequence[Message], **limits: float
    ) -> Any:
        # its types want a class for each role
        create: Any = client.chat.completions.create
        return await create(model=self.place.model, messages=list(messages), stream=True, **limits)

    def _make_client(self) -> AsyncOpenAI:
        import httpx2
        from openai import AsyncOpenAI, DefaultAsyncHttpxClient, Omit

        # A redirect would carry article text to another server. A proxy of the environment would
        # see what stays on this machine otherwise.
        transport = DefaultAsyncHttpxClient(
            follow_redirects=False,
            trust_env=not self.place.local,
            timeout=httpx2.Timeout(self.place.seconds, connect=_CONNECT),
        )
        # of the environment, and meant for another server
        unset: Any = {"OpenAI-Organization": Omit(), "OpenAI-Project": Omit()}
        return AsyncOpenAI(
            base_url=self.place.url,
            api_key=self.place.key or _NO_KEY,
            max_retries=_RETRIES,
            http_client=transport,
            default_headers=unset,
        )


class _Asked:
    """An answer on its way, in a thread with an event loop."""

    def __init__(self, pieces: AsyncIterator[str]) -> None:
        self._stream_pieces = pieces
        self._arrived: SimpleQueue[str | Exception | None] = SimpleQueue()  # None is the end
        self._passing_on: asyncio.Task[None] | None = None
        self._ended = False
        self._runner = asyncio.Runner()
        self._loop = self._runner.get_loop()
        self._thread = threading.Thread(target=self._run, name="language model", daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> str | None:
        """The next piece; _NOTHING_YET if none arrives in time, None at the end.

        Raises what the request raises.
        """
        try:
            piece = self._arrived.get(timeout=seconds)
        except Empty:
            return _NOTHING_YET
        if isinstance(piece, Exception):
            raise piece
        return piece

    def end(self) -> None:
        """Cancel what is under way, which closes the connection."""
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._cancel)
        self._thread.join(_CONNECT)

    def _cancel(self) -> None:
        self._ended = True
        if self._passing_on is not None:
            self._passing_on.cancel()

    def _run(self) -> None:
        with self._runner, suppress(asyncio.CancelledError):
            self._runner.run(self._pass_on())

    async def _pass_on(self) -> None:
        if self._ended:
            return
        self._passing_on = asyncio.current_task()
        length = 0
        try:
            async for piece in self._stream_pieces:
                self._arrived.put(piece)
                length += len(piece)
                if length > _LONGEST:
                    break
        except Exception as error:  # noqa: BLE001  # the caller raises it
            self._arrived.put(error)
        else:
            self._arrived.put(None)


def _join_halves(text: str) -> tuple[str, str]:
    """A text with whole letters only, and the half of one at its end.

    JSON can write a letter beyond the first 65,536 in two halves, and a server may send them in
    two pieces. A half that stays alone could be shown or saved by nobody, and is left out.
    """
    half = text[-1:] if "\ud800" <= text[-1:] <= "\udbff" else ""
    whole = text.removesuffix(half).encode("utf-16-le", "surrogatepass")
    return whole.decode("utf-16-le", "ignore"), half


def _make_too_slow(seconds: float) -> Notice:
    return Notice("the language model took longer than {seconds} s", seconds=round(seconds))
