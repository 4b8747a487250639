"""Questions -> answers for many users at once: in order, within limits, and none computed twice.

The page, the API and chat clients all ask here, and the assistant computes the answers, so an
answer is the same everywhere. A caller takes the assistant once from the desk and passes it with
each question. So everything shown with an answer comes from one generation, even if another one
takes its place meanwhile. Recent answers are kept by generation, settings and inquiry.
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
import threading
import time
from collections.abc import AsyncGenerator, Callable, Hashable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from rag.assistant import NO_FILTERS, Assistant, Step
from rag.errors import RagError
from rag.live import Live
from rag.notice import Notice
from rag.records import (
    Answer,
    Filters,
    Hit,
    Query,
    StruckSentence,
    Timeline,
    Writing,
    WrittenSentence,
)
from rag.web.kept import Kept
from rag.web.metrics import Metrics

if TYPE_CHECKING:  # nothing of a language model is loaded where none is set
    from rag.writer.writing import Writer

_log = logging.getLogger("on_record.questions")
_MOST_KEPT_BYTES = 64 * 2**20  # memory for recent answers
_USUAL_SECONDS = 0.05  # assumed for a question until some have been timed
_WRITING = 4  # answers that a language model writes at the same time


class Busy(RagError):
    """Too many questions are waiting; this one was refused."""

    def __init__(self, waiting: int, retry_after: int) -> None:
        super().__init__(
            Notice("{waiting} questions are already waiting", waiting=waiting),
            hint=Notice("ask again in {seconds} s", seconds=retry_after),
        )
        self.retry_after = retry_after  # seconds


class TooSlow(RagError):
    """The answer exceeds the time limit; its computation ends at the next step."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            Notice("the answer takes longer than {seconds} s", seconds=math.ceil(seconds)),
            hint=Notice("ask again later, or in fewer words"),
        )
        self.retry_after = math.ceil(seconds)


class _Abandoned(Exception):  # internal
    """No caller waits for the answer any more."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Everything that an answer depends on, besides the index and the settings."""

    question: str
    history: tuple[str, ...] = ()
    filters: Filters = NO_FILTERS
    most: int | None = None
    today: date = field(default_factory=date.today)
    written: bool = False  # by the language model, if there is one


@dataclass(frozen=True, slots=True)
class Evidence:
    """An answer before a language model writes it."""

    answer: Answer


Reached = Step | Evidence | WrittenSentence | StruckSentence


@dataclass(frozen=True, slots=True)
class Room:
    """The limits of a desk."""

    workers: int = 2  # questions computed at the same time
    waiting: int = 64  # further questions that may wait
    kept: int = 512  # recent answers kept
    seconds: float = 30.0  # time limit of a question, waiting included


_Steps = tuple[Any, ...]  # intermediate results; the last is the result
_Reach = Callable[[Any], None]
_Work = Callable[[_Reach, Callable[[], None]], Any]  # takes also what raises if nobody waits


@dataclass(frozen=True, slots=True)
class _Later:
    """Work that goes on by waiting for another server, not in a worker."""

    work: _Work


@dataclass(slots=True)
class _Job:
    """Work that is waiting or running, and its listeners."""

    key: Hashable
    done: Future[_Steps] = field(default_factory=Future)
    steps: list[Any] = field(default_factory=list)
    listeners: list[Callable[[Any, bool], None]] = field(default_factory=list)
    waiting: int = 0
    abandoned: bool = False


class Desk:
    """One index for many users. Safe to use from several threads and from an event loop."""

    def __init__(
        self,
        assistant: Assistant | Live,
        *,
        settings: Mapping[str, Any] | None = None,
        room: Room = Room(),  # frozen
        metrics: Metrics | None = None,
        writer: Writer | None = None,
    ) -> None:
        """`settings` are those that an answer depends on; `writer` is a language model's."""
        self.live = assistant if isinstance(assistant, Live) else Live(assistant)
        self.metrics = metrics or Metrics()
        self._settings = json.dumps(settings or {}, sort_keys=True)
        self._room = room
        self._pool = ThreadPoolExecutor(room.workers, thread_name_prefix="desk")
        self.writer = writer
        self._writing = ThreadPoolExecutor(_WRITING, thread_name_prefix="writer")
        self._seconds = room.seconds + (writer.seconds if writer else 0.0)
        self.log_questions = False
        self._lock = threading.Lock()
        self._kept: Kept[Hashable, _Steps] = Kept(_MOST_KEPT_BYTES, room.kept)
        self._jobs: dict[Hashable, _Job] = {}
        self._usual = _USUAL_SECONDS
        self.metrics.describe(self.live)

    @property
    def assistant(self) -> Assistant:
        """The assistant in use; a caller takes it once and passes it with its questions."""
        return self.live.assistant

    def answer(self, inquiry: Inquiry, assistant: Assistant) -> Answer:
        """Wait for the answer in this thread. Raises what `examine` raises."""
        return self.examine(inquiry, assistant)[1]

    def examine(self, inquiry: Inquiry, assistant: Assistant) -> tuple[Query, Answer]:
        """Wait in this thread for the question as understood, and its answer.

        Raises Busy if too many questions wait, TooSlow, and what `Assistant.ask` raises.
        """
        job = self._ask(inquiry, assistant)
        with self._wait_for(job):
            try:
                query, *_, answer = job.done.result(self._seconds)
            except TimeoutError:
                raise self._make_too_slow() from None
            return query, answer

    async def steps(self, inquiry: Inquiry, assistant: Assistant) -> AsyncGenerator[Reached]:
        """Yield the query, the hits and the answer, each as soon as it is ready.

        If a language model writes the answer, its evidence and each sentence come before it.

        A caller that goes away closes the iterator; if nobody else waits, the work ends then.
        Raises what `examine` raises.
        """
        job = self._ask(inquiry, assistant)
        async with aclosing(self._follow(job)) as steps:
            async for step in steps:
                yield step

    async def await_answer(self, inquiry: Inquiry, assistant: Assistant) -> Answer:
        """Await the answer. Raises what `examine` raises."""
        return (await self.await_both(inquiry, assistant))[1]

    async def await_both(self, inquiry: Inquiry, assistant: Assistant) -> tuple[Query, Answer]:
        """Await the question as understood, and its answer. Raises what `examine` raises."""
        query, *_, answer = await self._await_all(self._ask(inquiry, assistant))
        return query, answer

    async def search(self, inquiry: Inquiry, hits: int, assistant: Assistant) -> list[Hit]:
        """The closest passages, best first. Raises what `examine` raises."""

        def work(_: _Reach, __: Callable[[], None]) -> list[Hit]:
            return assistant.search(inquiry.question, inquiry.history, inquiry.filters, hits=hits)

        job = self._join(("search", inquiry, hits), assistant, work)
        closest: list[Hit] = (await self._await_all(job))[-1]
        return closest

    async def timeline(
        self, speaker: str, topic: str, filters: Filters, assistant: Assistant
    ) -> Timeline:
        """What a speaker said on a topic, oldest first. Raises what `examine` raises."""

        def work(_: _Reach, __: Callable[[], None]) -> Timeline:
            return assistant.timeline(speaker, topic, filters)

        job = self._join(("timeline", speaker, topic, filters), assistant, work)
        timeline: Timeline = (await self._await_all(job))[-1]
        return timeline

    @property
    def full(self) -> bool:
        """Whether a new question would be refused."""
        with self._lock:
            return len(self._jobs) >= self._room.workers + self._room.waiting

    def close(self) -> None:
        """Finish what is running, and accept no more questions."""
        self._pool.shutdown(wait=True)
        self._writing.shutdown(wait=True)

    def _make_too_slow(self) -> TooSlow:
        self.metrics.refused.labels("slow").inc()
        return TooSlow(self._seconds)

    def _ask(self, inquiry: Inquiry, assistant: Assistant) -> _Job:
        if self.writer is None and inquiry.written:
            inquiry = replace(inquiry, written=False)  # the same answer
        if self.log_questions:
            _log.info("%s", json.dumps([*inquiry.history, inquiry.question], ensure_ascii=False))

        def work(reached: _Reach, _: Callable[[], None]) -> Answer | _Later:
            question, history = self._make_whole(inquiry, assistant)
            answer = assistant.examine(
                question,
                history,
                inquiry.filters,
                today=inquiry.today,
                most=inquiry.most,
                hits=0,
                reached=lambda step: None if isinstance(step, Answer) else reached(step),
            ).answer
            if self.writer is None:
                return answer
            answer = replace(answer, question=inquiry.question)
            if not self.writer.can_write(answer):
                return answer
            if not inquiry.written:
                return replace(answer, writing=Writing(self.writer.name, pending=True))
            reached(Evidence(answer))
            return _Later(self._plan_writing(answer, inquiry, assistant, self.writer))

        return self._join(("ask", inquiry), assistant, work)

    def _make_whole(self, inquiry: Inquiry, assistant: Assistant) -> tuple[str, tuple[str, ...]]:
        """The question and its history, made whole by the language model if there is one."""
        if self.writer is None:
            return inquiry.question, inquiry.history
        return self.writer.make_whole(
            inquiry.question, inquiry.history, inquiry.filters, assistant, today=inquiry.today
        )

    @staticmethod
    def _plan_writing(
        answer: Answer, inquiry: Inquiry, assistant: Assistant, writer: Writer
    ) -> _Work:
        def work(reached: _Reach, alive: Callable[[], None]) -> Answer:
            return writer.write(answer, inquiry.history, assistant, reached=reached, alive=alive)

        return work

    def _join(self, call: Hashable, assistant: Assistant, work: _Work) -> _Job:
        """The job for an inquiry: one that is kept, one that is running, or a new one."""
        key = (assistant.edition, self._settings, call)
        with self._lock:
            if (steps := self._kept.get(key)) is not None:
                self.metrics.kept.inc()
                job = _Job(key, steps=list(steps), waiting=1)
                job.done.set_result(steps)
                return job
            if (under_way := self._jobs.get(key)) is not None:
                under_way.waiting += 1
                self.metrics.kept.inc()
                return under_way
            if len(self._jobs) >= self._room.workers + self._room.waiting:
                self.metrics.refused.labels("busy").inc()
                seconds = math.ceil(len(self._jobs) * self._usual / self._room.workers)
                raise Busy(len(self._jobs) - self._room.workers, max(1, seconds))
            job = self._jobs[key] = _Job(key, waiting=1)
            self.metrics.waiting.set(len(self._jobs))
        self._pool.submit(self._do, job, work)
        return job

    def _do(self, job: _Job, work: _Work) -> None:
        """Run a job in a worker; its outcome goes to everybody who waits for it."""
        began = time.perf_counter()
        outcome: Any
        try:
            self._go_on(job)
            outcome = work(lambda step: self._reach(job, step), lambda: self._go_on(job))
        except BaseException as error:  # noqa: BLE001  # raised again for those who wait
            outcome = error
        if isinstance(outcome, _Later):
            self._writing.submit(self._do, job, outcome.work)
            return
        self._finish(job, outcome, time.perf_counter() - began)

    def _go_on(self, job: _Job) -> None:
        if job.abandoned:
            raise _Abandoned

    def _reach(self, job: _Job, step: Any) -> None:
        self._go_on(job)
        with self._lock:
            job.steps.append(step)
            listeners = list(job.listeners)
        for listener in listeners:
            listener(step, False)

    def _finish(self, job: _Job, outcome: Any, seconds: float) -> None:
        failed = isinstance(outcome, BaseException)
        with self._lock:
            if self._jobs.get(job.key) is job:
                del self._jobs[job.key]
            self.metrics.waiting.set(len(self._jobs))
            if not failed:
                job.steps.append(outcome)
                self._usual += 0.1 * (seconds - self._usual)
                if not _has_problem(outcome):  # the language model may be there the next time
                    self._kept.put(job.key, tuple(job.steps))
            listeners = list(job.listeners)
        if failed:
            job.done.set_exception(outcome)
        else:
            self.metrics.seconds.observe(seconds)
            job.done.set_result(tuple(job.steps))
        for listener in listeners:
            listener(outcome, True)

    async def _await_all(self, job: _Job) -> list[Any]:
        async with aclosing(self._follow(job)) as steps:
            return [step async for step in steps]

    async def _follow(self, job: _Job) -> AsyncGenerator[Any]:
        """Yield the steps of a job, the earlier ones first; the last one is its result."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + self._seconds
        coming: asyncio.Queue[tuple[Any, bool]] = asyncio.Queue()

        def listener(step: Any, last: bool) -> None:
            with suppress(RuntimeError):  # the loop is closed, so nobody waits
                loop.call_soon_threadsafe(coming.put_nowait, (step, last))

        with self._wait_for(job):
            with self._lock:
                reached, over = list(job.steps), job.key not in self._jobs
                if not over:
                    job.listeners.append(listener)
            for step in reached:
                yield step
            if over:
                if (error := job.done.exception()) is not None:
                    raise error
                return
            last = False
            while not last:
                try:
                    async with asyncio.timeout_at(ends):
                        step, last = await coming.get()
                except TimeoutError:
                    raise self._make_too_slow() from None
                if isinstance(step, BaseException):
                    raise step
                yield step

    @contextmanager
    def _wait_for(self, job: _Job) -> Iterator[None]:
        """Wait for a job; when the last one leaves, it is given up."""
        try:
            yield
        finally:
            with self._lock:
                job.waiting -= 1
                if job.waiting == 0 and self._jobs.get(job.key) is job:
                    job.abandoned = True
                    del self._jobs[job.key]  # a later caller must not share its end
                    self.metrics.waiting.set(len(self._jobs))


def _has_problem(outcome: object) -> bool:
    """Whether a language model should have written an answer and did not."""
    return (
        isinstance(outcome, Answer)
        and outcome.writing is not None
        and bool(outcome.writing.problem)
    )
