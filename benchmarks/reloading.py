"""What it costs a server to take a new index of many articles while it is asked.

    python -m benchmarks.reloading --index DIR [--users 2] [--seconds 20]

DIR is a built index; a copy of it is made, and what is published there is published once more,
under another name. A program with all that a server has, page included, is asked without a pause by
`users` threads, for some seconds as it is, then while it takes the other generation, and some
seconds more. No question comes twice. Told are the seconds until the new generation is asked, and
until the page has what it offers of it; the times of answers; and how much memory is resident.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.command import say
from benchmarks.load import questions_of
from rag.assistant import Assistant
from rag.index.storage import manifest
from rag.index.storage.generation_folders import CURRENT, find_published
from rag.live import Live, warm_up
from rag.settings import read_settings
from rag.web.desk import Desk, Inquiry, Room
from rag.web.server import make_web_app

_LOOK = 0.02  # seconds between two looks at the memory


@dataclass(slots=True)
class Seen:
    """What was seen for some time."""

    took: list[float] = field(default_factory=list)  # seconds of an answer
    memory: list[int] = field(default_factory=list)  # bytes that are resident

    def line(self, name: str) -> str:
        """One line of the report."""
        p50, most = np.percentile(self.took or [0.0], (50, 100)) * 1000
        return (
            f"{name:10} {len(self.took):5} answers, median {p50:6.0f} ms, longest {most:6.0f} ms; "
            f"memory {self.memory[-1] / 2**20:,.0f} MiB, at most {max(self.memory) / 2**20:,.0f}"
        )


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What came of it."""

    taken: float  # seconds until the new generation is asked
    offered: float  # seconds until the page offers what is in it
    before: Seen
    meanwhile: Seen
    after: Seen


def reload_and_ask(index: Path, *, users: int = 2, seconds: float = 20.0) -> Reloaded:
    """Ask a copy of an index while its generation is published once more."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "index"
        copy.mkdir()
        published = find_published(index)
        shutil.copytree(published, copy / published.name)
        (copy / CURRENT).write_text(published.name + "\n", encoding="utf-8")
        live = Live(Assistant.load(copy, model=read_settings().model), copy)
        desk = Desk(live, room=Room(workers=users, waiting=users, kept=0))
        warm_up(live.assistant)
        followed: list[float] = []
        live.follow(lambda _: followed.append(time.perf_counter()))
        make_web_app(desk)  # what its page offers follows the index, too
        live.follow(lambda _: followed.append(time.perf_counter()))
        with _asking(desk, users) as seen:
            before = _watch(seen, seconds)
            _publish_again(copy, published.name)
            began = time.perf_counter()
            looking = threading.Thread(target=live.look)
            looking.start()
            meanwhile = _watch(seen, looking)
            after = _watch(seen, seconds)
        desk.close()
        if live.reloads["taken"] != 1:
            raise AssertionError("the other generation was not taken")
        taken, offered = (then - began for then in followed)
        return Reloaded(taken, offered, before, meanwhile, after)


def _publish_again(index: Path, name: str) -> None:
    """Let CURRENT name a copy of a generation."""
    other = index / f"{name}-again"
    shutil.copytree(index / name, other)
    manifest.rewrite(other, manifest.read(index / name))
    (index / CURRENT).write_text(other.name + "\n", encoding="utf-8")


@contextmanager
def _asking(desk: Desk, users: int) -> Iterator[list[Seen]]:
    """Users who ask without a pause; what they see goes to the last of the list."""
    over, seen = threading.Event(), [Seen()]
    questions, drawing = questions_of(desk.assistant.speakers), threading.Lock()

    def ask() -> None:
        while not over.is_set():
            with drawing:
                question = next(questions)
            began = time.perf_counter()
            desk.answer(Inquiry(question), desk.assistant)
            seen[-1].took.append(time.perf_counter() - began)

    threads = [threading.Thread(target=ask) for _ in range(users)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _watch(seen: list[Seen], until: float | threading.Thread) -> Seen:
    """What is seen for so many seconds and at least one answer, or until a thread has ended."""
    now, began = Seen(), time.perf_counter()
    seen.append(now)

    def is_over() -> bool:
        if isinstance(until, threading.Thread):
            return not until.is_alive()
        return bool(now.took) and time.perf_counter() - began >= until

    while not is_over():
        now.memory.append(_resident())
        time.sleep(_LOOK)
    return now


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it, and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--index", type=Path, required=True, help="folder of a built index")
    parser.add_argument("--users", type=int, default=2, help="who ask all the time")
    parser.add_argument("--seconds", type=float, default=20.0, help="before, and behind")
    given = parser.parse_args(arguments)
    came = reload_and_ask(given.index, users=given.users, seconds=given.seconds)
    say(f"asked after {came.taken:.1f} s, offered by the page after {came.offered:.1f} s")
    say(came.before.line("before"))
    say(came.meanwhile.line("meanwhile"))
    say(came.after.line("after"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
