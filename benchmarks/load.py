"""How the server holds many who ask at once, through its API, on this machine.

    python -m benchmarks.load --index DIR [--seconds 300] [--users 20] [--crowd 100] [--soak 600]

DIR is a built index. No question comes twice, so that none is answered from what was kept: a
speaker of the index and a common word of news make two, one on what was said and one on a fact,
which costs more. Measured are one user alone, `users` who each ask again as soon as they are
answered, one user again, `crowd` at once, and `users` for as long as a soak takes. Client and
server share the processors.

The server's memory is its own count, of all that is resident. It is taken first when the server is
warm: `users` have asked 600 questions, so that all models are loaded, the 512 answers that are kept
are there and the caches of words and texts are full. Then after all that is measured, and once more
when nobody has asked for 10 seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice, product
from math import inf
from pathlib import Path

import httpx
import numpy as np

from benchmarks.command import say
from rag.errors import RagError

_TOPICS = """
    war peace money trade elections taxes energy gas oil climate schools hospitals police courts
    borders refugees sanctions weapons prices jobs housing trains farmers football music
    """.split()
_WARM = 600  # questions until nothing is loaded or kept for the first time
_IDLE = 10.0  # seconds
_LONGEST_ALONE = 60.0  # seconds that one user asks: no more is needed to know how fast that is
_STARTED_WITHIN = 120  # seconds
_ANSWERED_WITHIN = 60  # seconds; more is a time-out, and an error


@dataclass(slots=True)
class Came:
    """What came of many requests."""

    seconds: float = 0.0  # from the first to the last
    statuses: Counter[str] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)  # seconds, of those answered
    unexplained: int = 0  # refused without a Retry-After

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.statuses["200"] / self.seconds if self.seconds else 0.0

    def line(self, name: str) -> str:
        """One line of the report."""
        p50, p95, most = np.percentile(self.took or [0.0], (50, 95, 100)) * 1000
        counted = ", ".join(f"{count} x {status}" for status, count in self.statuses.most_common())
        return (
            f"{name:24} {self.rate:7.1f}/s  p50 {p50:6.0f} ms  p95 {p95:6.0f} ms  "
            f"most {most:6.0f} ms  {counted}"
        )


def main() -> int:
    """Read the options, serve, and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--index", type=Path, required=True, help="folder of a built index")
    parser.add_argument("--seconds", type=float, default=30, help="that many users ask")
    parser.add_argument("--soak", type=float, default=0, help="seconds they ask on; 0: none")
    parser.add_argument("--users", type=int, default=20, help="who ask all the time")
    parser.add_argument("--crowd", type=int, default=100, help="who ask at once")
    parser.add_argument("--workers", type=int, default=2, help="RAG_WORKERS of the server")
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        _serve(given.index, given.workers, int(given.serve))
        return 0
    with _serving(given.index, given.workers) as address:
        return asyncio.run(_measure(address, given))


async def _measure(address: str, given: argparse.Namespace) -> int:
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(
        base_url=address, timeout=_ANSWERED_WITHIN, limits=limits
    ) as client:
        covered = (await client.get("/api/v1/coverage", params={"speakers": 2000})).json()
        say(f"Index {covered['generation']}: {covered['articles']:,} articles")
        questions = questions_of(covered["speakers"])
        levels = [("started", await _memory(client))]
        await _ask_for(client, islice(questions, _WARM), given.users, inf)
        levels.append(("warm", await _memory(client)))
        single = min(given.seconds, _LONGEST_ALONE)
        alone = await _ask_for(client, questions, 1, single)
        many = await _ask_for(client, questions, given.users, given.seconds)
        again = await _ask_for(client, questions, 1, single)
        crowd = await _ask_at_once(client, questions, given.crowd)
        after_crowd = await _ask_for(client, questions, 1, 3)
        levels.append(("after it", await _memory(client)))
        levels.append((f"{_IDLE:.0f} s later", await _idle(client)))
        soaked = await _soak(client, questions, given.users, given.soak) if given.soak else None
        if soaked:
            levels.append((f"{_IDLE:.0f} s after the soak", await _idle(client)))
    say(alone.line("1 user"))
    say(many.line(f"{given.users} users"))
    say(again.line("1 user, again"))
    say(crowd.line(f"{given.crowd} at once"))
    say(after_crowd.line("1 user, afterwards"))
    lone = (alone.rate + again.rate) / 2
    say(f"throughput of {given.users} users: {many.rate / lone:.2f} x one user's" if lone else "")
    if soaked:
        came, minutes = soaked
        say(came.line(f"{given.users} users, soak"))
        say(
            "memory each minute, MiB: "
            + ", ".join(f"{bytes_held / 2**20:,.0f}" for bytes_held in minutes)
        )
    say(
        "memory, MiB: "
        + ", ".join(f"{bytes_held / 2**20:,.0f} {when}" for when, bytes_held in levels)
    )
    # 100 at once may be refused, but must be told when to come back; all others are answered
    expected = {"200", "429", "503"}
    bad = sum(
        count
        for came, allowed in (
            (alone, {"200"}),
            (many, {"200"}),
            (crowd, expected),
            *([(soaked[0], {"200"})] if soaked else []),
        )
        for status, count in came.statuses.items()
        if status not in allowed
    )
    bad += crowd.unexplained
    say(f"errors: {bad}")
    return 1 if bad else 0


def questions_of(speakers: Sequence[str]) -> Iterator[str]:
    """Questions, none of them twice, in an order that is the same in each run."""
    pairs = list(product(speakers, _TOPICS))
    random.Random(1).shuffle(pairs)  # noqa: S311  # an order, not a secret
    return (
        question
        for speaker, topic in pairs
        for question in (
            f"What did {speaker} say about {topic}?",
            f"Why did {topic} matter to {speaker}?",
        )
    )


async def _soak(
    client: httpx.AsyncClient, questions: Iterator[str], users: int, seconds: float
) -> tuple[Came, list[float]]:
    """Users who ask all the time, and the server's memory at each minute's end."""
    came, levels = Came(), []
    while came.seconds < seconds:
        minute = await _ask_for(client, questions, users, min(60.0, seconds - came.seconds))
        levels.append(await _memory(client))
        came.seconds += minute.seconds
        came.statuses += minute.statuses
        came.took += minute.took
        came.unexplained += minute.unexplained
    return came, levels


async def _ask_for(
    client: httpx.AsyncClient, questions: Iterator[str], users: int, seconds: float
) -> Came:
    """Users who each ask again as soon as they are answered."""
    came, end = Came(), time.perf_counter() + seconds

    async def user() -> None:
        while time.perf_counter() < end and (question := next(questions, None)):
            await _ask(client, question, came)

    began = time.perf_counter()
    await asyncio.gather(*(user() for _ in range(users)))
    came.seconds = time.perf_counter() - began
    return came


async def _ask_at_once(client: httpx.AsyncClient, questions: Iterator[str], users: int) -> Came:
    came, began = Came(), time.perf_counter()
    await asyncio.gather(*(_ask(client, next(questions), came) for _ in range(users)))
    came.seconds = time.perf_counter() - began
    return came


async def _ask(client: httpx.AsyncClient, question: str, came: Came) -> None:
    began = time.perf_counter()
    try:
        answer = await client.post("/api/v1/ask", json={"question": question})
    except httpx.HTTPError as error:
        came.statuses[type(error).__name__] += 1
        return
    came.statuses[str(answer.status_code)] += 1
    if answer.status_code == 200:
        came.took.append(time.perf_counter() - began)
    elif "retry-after" not in answer.headers:
        came.unexplained += 1


async def _idle(client: httpx.AsyncClient) -> float:
    """The server's memory when nobody has asked for a while."""
    await asyncio.sleep(_IDLE)
    return await _memory(client)


async def _memory(client: httpx.AsyncClient) -> float:
    """The server's resident memory, in bytes."""
    text = (await client.get("/metrics")).text
    match = re.search(r"^process_resident_memory_bytes (\S+)$", text, re.MULTILINE)
    return float(match.group(1)) if match else 0.0


def _serve(index: Path, workers: int, port: int) -> None:
    from rag.assistant import Assistant
    from rag.settings import read_settings
    from rag.web.desk import Desk, Room
    from rag.web.guard.access import Access
    from rag.web.server import make_web_app, open_port, serve

    listening = open_port("127.0.0.1", port)
    desk = Desk(Assistant.load(index, model=read_settings().model), room=Room(workers=workers))
    serve(make_web_app(desk, access=Access(questions_per_minute=0)), listening)
    desk.close()


@contextmanager
def _serving(index: Path, workers: int) -> Iterator[str]:
    """The address of a server of its own process."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "benchmarks.load", "--index", str(index)]
    command += ["--workers", str(workers), "--serve", str(port)]
    process = subprocess.Popen(command)  # noqa: S603  # this program
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(process, address)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    end = time.monotonic() + _STARTED_WITHIN
    while time.monotonic() < end and process.poll() is None:
        with suppress(httpx.HTTPError):
            if httpx.get(f"{address}/readyz").status_code == 200:
                return
        time.sleep(0.2)
    raise RagError("the server did not start", hint="try it: python app.py")


if __name__ == "__main__":
    sys.exit(main())
