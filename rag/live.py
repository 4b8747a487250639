"""The assistant in use: it changes to the newest usable generation of the index.

A thread asks from time to time which generation is published. Another one is loaded
beside the one in use, has to answer test questions, and takes its place: one reference is replaced.
A request takes the assistant once for everything in one answer. So no answer mixes two generations,
and the old one is freed with its last reader. A generation that cannot be loaded or does not answer
changes only the warning.
"""

from __future__ import annotations

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
from rag.errors import REBUILD, IndexDamaged, IndexUnreachable, RagError
from rag.index.embedding_status import EmbeddingStatus, read_status
from rag.index.generation import LEAST_COSINE, as_place
from rag.index.searched import IndexPlace, Selection, VectorSearch
from rag.memory import return_free_memory
from rag.notice import NO_NOTICE, Counted, Notice
from rag.records import Filters

DAMAGED = Notice("the newest index is damaged; an earlier one is in use")
UNUSABLE = Notice("the newest index cannot be used; an earlier one is in use")


_AGAIN_AFTER = 60.0  # seconds; the cause, such as full memory, may be gone by then
_PROBE = "Who said something, and what was it about?"
_OF_A_ROLE = "What did the prime minister say?"  # makes the index read how people are introduced
_FACT = "Who resigned on 3 May 2020?"  # loads what reads days, and the model for facts
_ENDS_WITHIN = 10.0  # seconds for a generation that is being loaded when the program ends

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _InUse:
    """The assistant in use and why it is not the published one; both are replaced together."""

    assistant: Assistant
    warning: Notice = NO_NOTICE


@dataclass(frozen=True, slots=True)
class _Refused:
    """A generation that could not be used, and when to try it again."""

    name: str
    message: str
    again: float  # on the monotonic clock


class Live:
    """Holds the assistant in use and replaces it when its index is built again."""

    def __init__(self, assistant: Assistant, index: Path | IndexPlace | None = None) -> None:
        """`index` is where the assistant was loaded from; without it, nothing is replaced."""
        self._place = None if index is None else as_place(index)
        self._folder = index if isinstance(index, Path) else None
        self._in_use = _InUse(assistant)
        self._refused: _Refused | None = None
        self._counts: Counter[str] = Counter()
        self._followers: list[Callable[[Assistant], None]] = []
        self._looking = threading.Lock()
        self._over = threading.Event()
        self._unreachable = ""

    @property
    def assistant(self) -> Assistant:
        """The assistant in use; take it once for everything that must agree."""
        return self._in_use.assistant

    @property
    def warning(self) -> Notice:
        """Why the generation in use is not the published one; empty if it is."""
        now = self._in_use
        return now.warning or (DAMAGED if now.assistant.degraded else NO_NOTICE)

    @property
    def unreachable(self) -> str:
        """Why the server of the index does not answer; empty if it does, or if there is none."""
        return self._unreachable

    @property
    def embedding(self) -> EmbeddingStatus | None:
        """How far the index is embedded; None if it has all vectors."""
        index = self._in_use.assistant.index
        if index.complete or self._folder is None:
            return None
        vectors = index.passage_vectors, index.statement_vectors
        done = EmbeddingStatus(
            sum(table.embedded for table in vectors), sum(map(len, vectors)), None, running=False
        )
        return read_status(self._folder) or done

    @property
    def notice(self) -> Notice:
        """What readers should know of the index: a warning, how far it is embedded, or nothing."""
        status = self.embedding
        if self.warning or status is None:
            return self.warning
        if status.seconds_left is None:
            return Notice(
                "indexing {percent} %: until then, search compares only words",
                percent=status.percent,
            )
        return Notice(
            "indexing {percent} %, {left} left: until then, search compares only words",
            percent=status.percent,
            left=Counted(max(1, round(status.seconds_left / 60)), "minute"),
        )

    @property
    def reloads(self) -> Mapping[str, int]:
        """How many generations were taken into use, and how often one was refused."""
        return {outcome: self._counts[outcome] for outcome in ("taken", "refused")}

    def follow(self, follower: Callable[[Assistant], None]) -> None:
        """Call a function with each new assistant, in the thread that loaded it."""
        self._followers.append(follower)

    @contextmanager
    def watch(self, every: float) -> Iterator[None]:
        """Look for a new generation every so many seconds, in a thread; 0: never."""
        if not every:
            yield
            return
        thread = threading.Thread(
            target=self._keep_looking, args=(every,), name="live", daemon=True
        )
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join(_ENDS_WITHIN)

    def look(self) -> bool:
        """Take the published generation into use; False if it is in use already."""
        if self._place is None:
            return False
        with self._looking:
            taken = self._look(self._place)
            if taken:
                return_free_memory(len(self._in_use.assistant.index.articles))
            return taken

    def _keep_looking(self, every: float) -> None:
        while not self._over.wait(every):
            self.look()

    def _look(self, place: IndexPlace) -> bool:
        before = self._in_use.assistant
        try:
            name = place.published()
        except IndexUnreachable as error:
            if not self._unreachable:
                _log.error("%s", error.message)
            self._unreachable = error.message
            return False
        self._unreachable = ""
        if name == before.index.name and not before.degraded:
            self._in_use, self._refused = _InUse(before), None  # repaired or published again
            return False
        if self._refused and self._refused.name == name and time.monotonic() < self._refused.again:
            return False
        try:
            began = time.monotonic()
            new = before.beside(place)
            probe(new)
            new.understand(_OF_A_ROLE)  # the models are loaded
        except Exception as error:  # noqa: BLE001  # whatever it is, the old one stays in use
            self._refuse(name, error)
            return False
        self._in_use, self._refused = _InUse(new), None
        self._counts["taken"] += 1
        took = time.monotonic() - began
        _log.info("%s takes the place of %s, %.1f s", new.index.name, before.index.name, took)
        del before  # frees its memory unless a request still uses it
        self._inform(new)
        return True

    def _refuse(self, name: str, error: Exception) -> None:
        known = isinstance(error, RagError)
        message = error.message if isinstance(error, RagError) else repr(error)
        self._in_use = _InUse(
            self._in_use.assistant, DAMAGED if isinstance(error, IndexDamaged) else UNUSABLE
        )
        is_known = self._refused is not None and self._refused.message == message
        self._refused = _Refused(name, message, time.monotonic() + _AGAIN_AFTER)
        self._counts["refused"] += 1
        if not is_known:
            served = self._in_use.assistant.index.name
            _log.error("%s; %s stays in use", message, served, exc_info=None if known else error)

    def _inform(self, assistant: Assistant) -> None:
        for follower in self._followers:
            try:
                follower(assistant)
            except Exception:  # noqa: BLE001  # the page may lag behind; answers do not
                _log.exception("a part of the page did not follow to %s", assistant.index.name)


def warm_up(assistant: Assistant) -> None:
    """Load everything that is otherwise loaded on first use."""
    with suppress(RagError):  # the next request reports it
        _ = assistant.facets
        assistant.understand(_OF_A_ROLE)
        assistant.ask(_FACT)


def probe(assistant: Assistant) -> None:
    """Ask a generation test questions. Raises IndexDamaged if it does not answer them.

    A vector must be similar to itself, a search within one article must find that article, and a
    question must get an answer.
    """
    index = assistant.index
    try:
        for vectors in (index.passage_vectors, index.statement_vectors):
            _check_vectors(vectors)
        if index.passages:
            passage = index.passages[len(index.passages) // 2]
            within = Filters(articles=(passage.article_id,))
            (hit,) = assistant.search(_PROBE, filters=within, hits=1)
            if hit.passage.article_id != passage.article_id or not math.isfinite(hit.score):
                raise ValueError(f"found {hit} in a search within {passage.article_id}")
        assistant.ask(_PROBE)
    except Exception as error:
        raise IndexDamaged(
            f"{index.name}: does not answer a test question: {error!r}", hint=REBUILD
        ) from error


def _check_vectors(vectors: VectorSearch) -> None:
    embedded = np.flatnonzero(vectors.have(np.arange(len(vectors))))
    if not len(embedded):
        return
    row = embedded[[len(embedded) // 2]]
    ((_, cosine),) = vectors.search(vectors.vectors(row)[0], 1, among=Selection.of(row))
    if not abs(cosine - 1) < 1 - LEAST_COSINE:  # not >: NaN must be refused, too
        raise ValueError(f"a vector has a cosine of {cosine} to itself")
