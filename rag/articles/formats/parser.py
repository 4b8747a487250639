"""A file -> what it holds, parsed in a worker process. This is the parent's side.

One worker parses many files. The parent kills it and starts another one if a file takes too much
time, memory or space on disk, or makes the worker crash.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

import rag
from rag.articles.formats.file_kinds import Kind
from rag.articles.formats.limits import LIMITS, Limits
from rag.articles.formats.worker_messages import Member, RawArticle, Refused, Task, Unreadable

_FILES = 500  # that one worker parses: libraries keep memory of the files they have parsed
_LONGEST_LINE = 64 * 2**20  # bytes of one article, as JSON
_READ = 2**20

_Line = dict[str, Any]


class _WornOut(Unreadable):
    """The worker has no memory left, or has ended."""


class Parser:
    """Parses files in a process of its own, which starts with the first file."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._worker: subprocess.Popen[bytes] | None = None
        self._files = 0

    def __enter__(self) -> Parser:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def parse(
        self, kind: Kind, path: Path, name: str, names: Mapping[str, str]
    ) -> Iterator[RawArticle | Refused]:
        """Yield what a file holds. Raises Unreadable, with the reason, after what could be read."""
        task = Task(kind.value, str(path), name, dict(names))
        for key, value in self._read_lines(task):
            yield RawArticle(**value) if key == "rawarticle" else Refused(**value)

    def unpack(self, kind: Kind, path: Path, name: str, into: Path) -> Iterator[Member | Refused]:
        """Unpack an archive to a folder, and yield its members. Raises Unreadable as `parse`."""
        limits = self._limits
        task = Task(
            kind.value,
            str(path),
            name,
            into=str(into),
            members=limits.members,
            unpacked_bytes=limits.unpacked_bytes,
        )
        for key, value in self._read_lines(task):
            yield Member(**value) if key == "member" else Refused(**value)

    def _read_lines(self, task: Task) -> Iterator[tuple[str, _Line]]:
        """Yield the worker's answers on a file. If the worker fails, a new one tries again.

        Libraries keep memory of the files before, so a small file may be one too many.
        """
        used, answered = self._files > 0, False
        try:
            for line in self._ask(task):
                answered = True
                yield line
        except _WornOut:
            if answered or not used:
                raise
        else:
            return
        yield from self._ask(task)

    def _ask(self, task: Task) -> Iterator[tuple[str, _Line]]:
        size = Path(task.path).stat().st_size
        if size > self._limits.file_bytes:
            raise Unreadable(f"{size:,} bytes; the limit is {self._limits.file_bytes:,}")
        worker = self._start()
        whole = False
        try:
            self._send(worker, task)
            for line in self._answers(worker):
                if "done" in line:
                    whole = not line.get("worn")
                    if line.get("worn"):
                        raise _WornOut(line["reason"])
                    if "reason" in line:
                        raise Unreadable(line["reason"])
                    return
                yield from line.items()
        finally:
            if not whole:  # the rest of its answers must not be taken for the next file's
                self._stop()

    def _answers(self, worker: subprocess.Popen[bytes]) -> Iterator[_Line]:
        """Yield the worker's answers. Only the time that is spent waiting for them counts."""
        assert worker.stdout is not None  # noqa: S101  # opened by _started
        source = worker.stdout.fileno()
        left, output_bytes, rest = self._limits.seconds, 0, b""
        while True:
            began = time.monotonic()
            ready, _, _ = select.select([source], [], [], max(left, 0))
            left -= time.monotonic() - began
            if not ready:
                raise Unreadable(f"takes longer than {self._limits.seconds:g} seconds")
            read = os.read(source, _READ)
            if not read:
                raise _WornOut(_explain_end(worker))
            output_bytes += len(read)
            *lines, rest = (rest + read).split(b"\n")
            if output_bytes > self._limits.output_bytes or len(rest) > _LONGEST_LINE:
                raise Unreadable("holds far more text than articles have")
            for line in lines:
                yield json.loads(line)

    def _send(self, worker: subprocess.Popen[bytes], task: Task) -> None:
        assert worker.stdin is not None  # noqa: S101  # opened by _started
        try:
            worker.stdin.write(json.dumps(asdict(task)).encode() + b"\n")
            worker.stdin.flush()
        except BrokenPipeError:
            raise _WornOut(_explain_end(worker)) from None

    def _start(self) -> subprocess.Popen[bytes]:
        if self._files >= _FILES:
            self._stop()
        self._files += 1
        if self._worker is None or self._worker.poll() is not None:
            limits = self._limits
            most = (limits.memory_bytes, limits.unpacked_bytes, max(1, int(limits.seconds)))
            code = str(Path(rag.__file__).parent.parent)
            path = os.pathsep.join(filter(None, (code, os.environ.get("PYTHONPATH"))))
            # each thread of a linear algebra library reserves address space, which is limited
            environment = {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"}
            self._worker = subprocess.Popen(  # noqa: S603  # our own module
                [sys.executable, "-m", "rag.articles.formats.worker", *map(str, most)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**environment, "OPENBLAS_NUM_THREADS": "1"},
                start_new_session=True,  # Ctrl-C goes to the parent, which stops the worker
            )
        return self._worker

    def _stop(self) -> None:
        worker, self._worker, self._files = self._worker, None, 0
        if worker is not None:
            worker.kill()
            worker.wait()
            for stream in (worker.stdin, worker.stdout):
                if stream is not None:
                    stream.close()


def _explain_end(worker: subprocess.Popen[bytes]) -> str:
    """Why a worker has ended."""
    code = worker.wait()
    if code in {-24, -9}:  # SIGXCPU; SIGKILL, if the system has no memory left
        return "takes too much processor time or memory"
    return f"makes its parser crash ({'signal' if code < 0 else 'exit code'} {abs(code)})"
