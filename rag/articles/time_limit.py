"""A limit of processor time for the work on one text."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from rag.errors import CorpusError


class _Over(BaseException):  # libraries catch every Exception
    """The time is over."""


@contextmanager
def limit_time(place: str, seconds: float) -> Iterator[None]:
    """Raise CorpusError in the block when it has taken so much processor time.

    It also stops a pattern that searches a text. Python delivers signals to the main thread alone:
    in another thread, nothing limits the time.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise _Over

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    except _Over:
        raise CorpusError(
            f"{place}: takes longer than {seconds:g} seconds", hint="cut it into articles"
        ) from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
