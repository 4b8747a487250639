"""Tasks -> results in the same order, by one process for each core.

Few articles are processed here, because starting other processes takes longer. The number of tasks
under way is limited, so that memory does not grow with the corpus.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import rag
from rag.build.by_article.article_worker import (
    Result,
    Setup,
    Task,
    Worker,
    read_result,
    write_setup,
    write_task,
)
from rag.errors import CorpusError
from rag.models.graphs import cores

MOST_PROCESSES = 16  # each takes some 150 MB
_FEW = 64  # fewer articles are processed here
_AHEAD = 3  # tasks that wait, for each process


class Workers:
    """Does the tasks of a build."""

    def __init__(self, setup: Setup, processes: int | None = None) -> None:
        """By default there are as many `processes` as cores; 1 starts none."""
        self._setup = setup
        self._count = min(MOST_PROCESSES, processes or cores())
        self._own: Worker | None = None
        self._threads = ThreadPoolExecutor(self._count, thread_name_prefix="read")
        self._of_thread = threading.local()
        self._running: list[subprocess.Popen[bytes]] = []
        self._over = False

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._running:  # their results are no longer needed
            process.kill()
        self._threads.shutdown(wait=True)
        for process in self._running:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(BrokenPipeError):  # the last task, which was never read
                        stream.close()
        if self._own is not None:
            self._own.close()

    def run(self, tasks: Iterable[Task], *, expected: int) -> Iterator[Result]:
        """The results of tasks on about so many articles, in the order of the tasks.

        Raises CorpusError if a process is killed.
        """
        here = self._count == 1 or expected < _FEW
        waiting: deque[Future[Result]] = deque()
        for task in tasks:
            if here:
                yield self._do_here(task)
                continue
            waiting.append(self._threads.submit(self._do_there, task))
            if len(waiting) > self._count * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _do_here(self, task: Task) -> Result:
        if self._own is None:
            self._own = Worker(self._setup)
        return self._own.do(task)

    def _do_there(self, task: Task) -> Result:
        process = getattr(self._of_thread, "process", None)
        if process is None and not self._over:
            process = self._of_thread.process = self._start()
        if process is None:
            raise CancelledError
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018  # pipes
        try:
            process.stdin.write(write_task(task).encode("utf-8", "surrogatepass") + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except (BrokenPipeError, ValueError):
            line = b""
        if not line:
            raise CorpusError(
                f"a process that reads articles has ended (code {process.wait()})",
                hint="make sure that there is enough memory, and build again",
            )
        return read_result(line, task)

    def _start(self) -> subprocess.Popen[bytes]:
        code = str(Path(rag.__file__).parent.parent)
        path = os.pathsep.join(filter(None, (code, os.environ.get("PYTHONPATH"))))
        process = subprocess.Popen(  # noqa: S603  # our own module
            [sys.executable, "-m", "rag.build.by_article.article_worker", write_setup(self._setup)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,  # Ctrl-C reaches the build, which stops this process
        )
        self._running.append(process)
        return process
