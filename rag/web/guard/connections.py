"""Closes idle connections: no request arrives, or the client does not read the answer.

uvicorn itself waits for ever for the head of a request, and for a client to read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio


class Connection(H11Protocol):
    """The connection of a client, with time limits."""

    ASKED_WITHIN: ClassVar[float] = 15  # seconds for the head of a request
    TAKEN_WITHIN: ClassVar[float] = 30  # seconds for the client to read what is waiting

    _asking: asyncio.TimerHandle | None = None
    _taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the time limit when a client connects."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Adjust the time limit when a part of a request arrives."""
        super().data_received(data)
        self._watch()

    def pause_writing(self) -> None:
        """Start the time limit for reading when the client is slow."""
        super().pause_writing()
        self._taking = self.loop.call_later(self.TAKEN_WITHIN, self.transport.abort)

    def resume_writing(self) -> None:
        """End the time limit for reading when the client has caught up."""
        super().resume_writing()
        _stop(self._taking)

    def connection_lost(self, exc: Exception | None) -> None:
        """End all time limits when the connection is closed."""
        _stop(self._asking)
        _stop(self._taking)
        super().connection_lost(exc)

    def _watch(self) -> None:
        """Limit the time for the head of a request, from the connection or its first byte."""
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
