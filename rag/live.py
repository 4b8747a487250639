"""One index, asked while it is built again: the newest generation that can be asked.

A thread looks at CURRENT now and then. Where it names another generation, that one is read beside
the one that is asked, answers questions of its own, and takes its place: one reference is replaced.
Who asks takes the assistant once, for all that belongs to one answer; so no answer is of two
generations, and the old one is gone with its last reader. What cannot be read or does not answer
changes nothing but the warning.
"""

from __future__ import annotations

import ctypes
import logging
import math
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.assistant import Assistant
from rag.errors import REBUILD, IndexDamaged, RagError
from rag.index.embedding_status import EmbeddingStatus, read_status
from rag.index.generation import LEAST_COSINE
from rag.index.row_vectors import RowVectors
from rag.index.storage.generation_folders import read_pointer
from rag.notice import Counted, Notice
from rag.records import Filters

DAMAGED = Notice("the newest index is damaged; an earlier one answers")
UNUSABLE = Notice("the newest index cannot be used; an earlier one answers")

_AGAIN_AFTER = 60.0  # seconds: what was in the way may have gone, such as a full memory
_PROBE = "Who said something, and what was it about?"
_OF_A_ROLE = "What did the prime minister say?"  # how people are introduced is read for such a one
_FACT = "Who resigned on 3 May 2020?"  # what reads days, and sentences with it, is loaded then
_ENDS_WITHIN = 10.0  # seconds for a generation that is just being read when the program ends

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Now:
    """What is asked, and why it is not what CURRENT names; replaced as one."""

    assistant: Assistant
    warning: Notice | None = None


@dataclass(frozen=True, slots=True)
class _Refused:
    """A generation that could not be asked, and when to try it again."""

    name: str
    message: str
    again: float  # on the monotonic clock


class Live:
    """An assistant that another takes the place of when its index is built again."""

    def __init__(self, assistant: Assistant, index: Path | None = None) -> None:
        """`index` is the folder that the assistant was loaded from; without it, it stays."""
        self._index = index
        self._now = _Now(assistant)
        self._refused: _Refused | None = None
        self._counts: Counter[str] = Counter()
        self._followers: list[Callable[[Assistant], None]] = []
        self._looking = threading.Lock()
        self._over = threading.Event()

    @property
    def assistant(self) -> Assistant:
        """The assistant of now: to be taken once for what must agree."""
        return self._now.assistant

    @property
    def warning(self) -> Notice | None:
        """Why another generation is asked than the one that was published; empty: it is that."""
        now = self._now
        return now.warning or (DAMAGED if now.assistant.degraded else None)

    @property
    def embedding(self) -> EmbeddingStatus | None:
        """How far the index is embedded; None where it has all vectors."""
        index = self._now.assistant.index
        if index.complete or self._index is None:
            return None
        vectors = index.passage_vectors, index.statement_vectors
        done = EmbeddingStatus(
            sum(each.embedded for each in vectors), sum(map(len, vectors)), None, running=False
        )
        return read_status(self._index) or done

    @property
    def notice(self) -> Notice | None:
        """What readers should know of the index: a warning, or how far it is embedded."""
        status = self.embedding
        if self.warning or status is None:
            return self.warning
        if status.seconds_left is None:
            return Notice(
                "embedding {percent} %: answers go by words until then", percent=status.percent
            )
        return Notice(
            "embedding {percent} %, {left} left: answers go by words until then",
            percent=status.percent,
            left=Counted(max(1, round(status.seconds_left / 60)), "minute"),
        )

    @property
    def reloads(self) -> Mapping[str, int]:
        """How many generations were taken, and how often one was refused."""
        return {outcome: self._counts[outcome] for outcome in ("taken", "refused")}

    def follow(self, follower: Callable[[Assistant], None]) -> None:
        """Have something called with each new assistant, in the thread that has read it."""
        self._followers.append(follower)

    @contextmanager
    def watched(self, every: float) -> Iterator[None]:
        """Look for a new generation each so many seconds, in a thread; 0 never looks."""
        if not every:
            yield
            return
        thread = threading.Thread(target=self._watch, args=(every,), name="live", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join(_ENDS_WITHIN)

    def look(self) -> bool:
        """Take the generation that CURRENT names, where it is another; whether one was taken."""
        if self._index is None:
            return False
        with self._looking:
            taken = self._look(self._index)
            if taken:
                _give_back()
            return taken

    def _watch(self, every: float) -> None:
        while not self._over.wait(every):
            self.look()

    def _look(self, index: Path) -> bool:
        name, before = read_pointer(index), self._now.assistant
        if name == before.index.name and not before.degraded:
            self._now, self._refused = _Now(before), None  # repaired, or published once more
            return False
        if self._refused and self._refused.name == name and time.monotonic() < self._refused.again:
            return False
        try:
            began = time.monotonic()
            new = before.beside(index)
            probe(new)
            new.understand(_OF_A_ROLE)  # the models are loaded
        except Exception as error:  # noqa: BLE001  # whatever it is, the old one goes on
            self._refuse(name, error)
            return False
        self._now, self._refused = _Now(new), None
        self._counts["taken"] += 1
        took = time.monotonic() - began
        _log.info("%s takes the place of %s, %.1f s", new.index.name, before.index.name, took)
        del before  # it takes its memory along, if nobody asks it any more
        self._tell(new)
        return True

    def _refuse(self, name: str, error: Exception) -> None:
        known = isinstance(error, RagError)
        message = error.message if isinstance(error, RagError) else repr(error)
        self._now = _Now(
            self._now.assistant, DAMAGED if isinstance(error, IndexDamaged) else UNUSABLE
        )
        told = self._refused is not None and self._refused.message == message
        self._refused = _Refused(name, message, time.monotonic() + _AGAIN_AFTER)
        self._counts["refused"] += 1
        if not told:
            served = self._now.assistant.index.name
            _log.error(
                "%s; %s goes on answering", message, served, exc_info=None if known else error
            )

    def _tell(self, assistant: Assistant) -> None:
        for follower in self._followers:
            try:
                follower(assistant)
            except Exception:  # noqa: BLE001  # a page may lag behind; answers do not
                _log.exception("not all of the page follows %s", assistant.index.name)


def warm_up(assistant: Assistant) -> None:
    """Ask what needs all that is loaded or read when it is first needed."""
    with suppress(RagError):  # who asks next is told
        assistant.understand(_OF_A_ROLE)
        assistant.ask(_FACT)


def probe(assistant: Assistant) -> None:
    """Ask a generation what it must be able to answer. Raises IndexDamaged where it does not.

    A vector is like itself, something is found in an article of its own, and a question goes all
    the way.
    """
    index = assistant.index
    try:
        for vectors in (index.passage_vectors, index.statement_vectors):
            _check_vectors(vectors)
        if index.passages:
            passage = index.passages[len(index.passages) // 2]
            of_it = Filters(articles=(passage.article_id,))
            (hit,) = assistant.search(_PROBE, filters=of_it, hits=1)
            if hit.passage.article_id != passage.article_id or not math.isfinite(hit.score):
                raise ValueError(f"{hit} was found, and asked for was {passage.article_id}")
        assistant.ask(_PROBE)
    except Exception as error:
        raise IndexDamaged(
            f"{index.name}: does not answer a question put to it: {error!r}", hint=REBUILD
        ) from error


def _give_back() -> None:
    """Let the system have what is free: glibc keeps a good part of what an index took."""
    with suppress(OSError, AttributeError, TypeError):  # another C library, or another system
        ctypes.CDLL(None).malloc_trim(0)


def _check_vectors(vectors: RowVectors) -> None:
    embedded = np.flatnonzero(vectors.have(np.arange(len(vectors))))
    if not len(embedded):
        return
    row = embedded[[len(embedded) // 2]]
    ((_, cosine),) = vectors.search(vectors.vectors(row)[0], 1, among=row)
    if not abs(cosine - 1) < 1 - LEAST_COSINE:  # so that what is no number is refused as well
        raise ValueError(f"a vector has a cosine of {cosine} to itself")
