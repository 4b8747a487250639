"""Connections on which nothing moves are closed: no request comes, or no answer is taken.

uvicorn itself waits for ever for a request's head, and for a client to take what was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio


class Connection(H11Protocol):
    """One client's connection, held while something moves on it."""

    ASKED_WITHIN: ClassVar[float] = 15  # seconds for the head of a request
    TAKEN_WITHIN: ClassVar[float] = 30  # seconds for the client to take what waits to be sent

    _asking: asyncio.TimerHandle | None = None
    _taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client has connected."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """A piece of a request has come."""
        super().data_received(data)
        self._watch()

    def pause_writing(self) -> None:
        """More waits to be sent than the client takes."""
        super().pause_writing()
        self._taking = self.loop.call_later(self.TAKEN_WITHIN, self.transport.abort)

    def resume_writing(self) -> None:
        """The client has taken most of it."""
        super().resume_writing()
        _stop(self._taking)

    def connection_lost(self, exc: Exception | None) -> None:
        """Either side has closed."""
        _stop(self._asking)
        _stop(self._taking)
        super().connection_lost(exc)

    def _watch(self) -> None:
        """Time the head of a request, from its connection or its first byte."""
        under_way = self.cycle is not None and not self.cycle.response_complete
        if under_way:
            _stop(self._asking)
            self._asking = None
        elif self._asking is None and not self.transport.is_closing():
            self._asking = self.loop.call_later(self.ASKED_WITHIN, self._give_up)

    def _give_up(self) -> None:
        self._asking = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.abort()


def _stop(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
