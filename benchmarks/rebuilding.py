"""An index that is built again and again while it is asked: no answer may be of two generations.

    python -m benchmarks.rebuilding [--seconds 60] [--articles 12] [--threads 8] [--readers 4]

One process builds two corpora in turns. Threads ask in one process that takes each new generation
as a server does; other processes open the index anew each time. Each answer has to be, to the
letter, the one that an index of the first or of the second corpus gives, which nobody writes to.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.assistant import Assistant
from rag.build.build import build
from rag.interface import answer_json
from rag.live import Live
from rag.models.embedder import Embedder
from rag.settings import LEAST_CONFIDENCE
from rag.web.desk import Desk, Inquiry, Room

_LOOK = 0.02  # seconds between two looks for a new generation
_PAUSE = 0.02  # seconds between two questions of one reader: who builds has to come to it
_SHOWN = 5  # wrong answers
_TOKENS = 60  # of a passage
_PEOPLE = ("Ann Lee", "Olga Novak", "Peter Marsh", "Rosa Quint")
_TOPICS = ("the harbour", "the railway", "the hospital", "the election")
QUESTIONS = (
    *(f"What did {name} say about {topic}?" for name, topic in zip(_PEOPLE, _TOPICS, strict=True)),
    "Who said something about the harbour?",
    "When was “Report 1 on the railway” published?",
    "What did Olga Novak say about football?",
)


@dataclass(slots=True)
class Counted:
    """What one who asks has seen."""

    answers: Counter[str] = field(default_factory=Counter)  # by corpus
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Counted) -> None:
        """Count what another has seen as well."""
        self.answers += other.answers
        self.wrong += other.wrong


@dataclass(frozen=True, slots=True)
class Expected:
    """The answers of each corpus, which is known by its digest."""

    letters: Mapping[str, str]  # digest of a corpus -> "A" or "B"
    answers: Mapping[str, Sequence[str]]  # "A" or "B" -> an answer to each question

    def check(self, assistant: Assistant, question: int, answer: str, seen: Counted) -> None:
        """Count an answer that an assistant gave."""
        letter = self.letters[assistant.index.source.corpus]
        seen.answers[letter] += 1
        if answer != self.answers[letter][question] or assistant.degraded:
            seen.wrong.append(f"{letter}, {QUESTIONS[question]} {answer} {assistant.degraded}")


def write_corpus(folder: Path, letter: str, articles: int) -> Path:
    """Articles of the same ids and titles in which other things are said."""
    folder.mkdir(parents=True)
    for number in range(articles):
        name, topic = _PEOPLE[number % 4], _TOPICS[number % 4]
        said = {"A": "will be closed for repairs", "B": "has never been in a better state"}[letter]
        text = (
            f"Report {number} on {topic}\n\n2 May 2024\n\n"
            f'"Nothing {letter} about {topic} is new: it {said}, as report {number} has it," '
            f"{name} said on Thursday.\n\n" + f"People in street {letter} talked of it. " * 20
        )
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def rebuild_and_ask(
    folder: Path, *, seconds: float, articles: int = 12, threads: int = 8, readers: int = 4
) -> dict[str, Any]:
    """Build and ask for some seconds, and sum up; `wrong` has to be empty."""
    embedder = Embedder()
    embedder.warm_up()
    corpora = [write_corpus(folder / letter, letter, articles) for letter in "AB"]
    expected = _expected(corpora, embedder)
    index = folder / "index"
    build(corpora[0], index, embedder, passage_tokens=_TOKENS)
    spawned = multiprocessing.get_context("spawn")  # what OpenMP began would hang after a fork
    told: Any = spawned.SimpleQueue()
    ready: Any = spawned.Barrier(readers + 2)  # who builds, and this process
    processes = [spawned.Process(target=_build, args=(corpora, index, seconds, ready, told))]
    for _ in range(readers):
        reader = spawned.Process(target=_read, args=(index, expected, seconds, ready, told))
        processes.append(reader)
    for process in processes:
        process.start()
    live = Live(Assistant.open(index, embedder, least_confidence=LEAST_CONFIDENCE), index)
    ready.wait()
    by_threads = _ask(live, threads, expected, time.monotonic() + seconds)
    by_processes, builds = Counted(), 0
    for came in (told.get() for _ in processes):
        if isinstance(came, Counted):
            by_processes.add(came)
        else:
            builds = came
    for process in processes:
        process.join()
    return {
        "builds": builds,
        "taken": live.reloads["taken"],
        "refused": live.reloads["refused"],
        "by_threads": dict(by_threads.answers),
        "by_processes": dict(by_processes.answers),
        "wrong": [*by_threads.wrong, *by_processes.wrong][:_SHOWN],
        "generations_left": len(list(index.glob("gen-*"))),
        "files_open": sum(str(index) in _target(path) for path in Path("/proc/self/fd").iterdir()),
    }


def _expected(corpora: Sequence[Path], embedder: Embedder) -> Expected:
    letters, answers = {}, {}
    for corpus in corpora:
        alone = corpus.with_name(f"index-{corpus.name}")
        build(corpus, alone, embedder, passage_tokens=_TOKENS)
        assistant = Assistant.open(alone, embedder, least_confidence=LEAST_CONFIDENCE)
        letters[assistant.index.source.corpus] = corpus.name
        answers[corpus.name] = [_told(assistant.ask(question)) for question in QUESTIONS]
    same = sum(a == b for a, b in zip(*answers.values(), strict=True))
    if len(letters) != 2 or same > 2:  # of a date line, and of what neither has
        raise AssertionError("the two corpora give the same answers: nothing would be tested")
    return Expected(letters, answers)


def _told(answer: Any) -> str:
    """All of an answer but the time it took."""
    return json.dumps({**answer_json(answer), "timings_ms": None}, sort_keys=True)


def _build(corpora: Sequence[Path], index: Path, seconds: float, ready: Any, told: Any) -> None:
    """Build one corpus and the other in turns, in a process of its own."""
    embedder, builds = _begin(ready), 0
    until = time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            builds += 1
            build(corpora[builds % 2], index, embedder, passage_tokens=_TOKENS)
    except Exception as error:  # noqa: BLE001  # it is what must not be
        told.put(Counted(wrong=[repr(error)]))
    else:
        told.put(builds)


def _read(index: Path, expected: Expected, seconds: float, ready: Any, told: Any) -> None:
    """Open the index, ask it everything, and open it anew, in a process of its own."""
    embedder, seen = _begin(ready), Counted()
    until = time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            assistant = Assistant.open(index, embedder, least_confidence=LEAST_CONFIDENCE)
            for number, question in enumerate(QUESTIONS):
                time.sleep(_PAUSE)
                expected.check(assistant, number, _told(assistant.ask(question)), seen)
    except Exception as error:  # noqa: BLE001  # it is what must not be
        seen.wrong.append(repr(error))
    told.put(seen)


def _begin(ready: Any) -> Embedder:
    embedder = Embedder()
    embedder.warm_up()
    ready.wait()
    return embedder


def _ask(live: Live, threads: int, expected: Expected, until: float) -> Counted:
    """Ask as readers of a server do, in many threads, while it takes new generations."""
    desk = Desk(live, room=Room(workers=threads, waiting=threads, kept=0))
    seen = [Counted() for _ in range(threads)]

    def ask(number: int) -> None:
        choose = random.Random(number)  # noqa: S311  # no secret
        while time.monotonic() < until:
            time.sleep(_PAUSE)
            question = choose.randrange(len(QUESTIONS))
            assistant = desk.assistant
            try:
                answer = desk.answer(Inquiry(QUESTIONS[question]), assistant)
            except Exception as error:  # noqa: BLE001  # it is what must not be
                seen[number].wrong.append(repr(error))
                return
            expected.check(assistant, question, _told(answer), seen[number])
            for cited in answer.citations:
                text = assistant.article(cited.article_id).text
                if cited.end and text[cited.start : cited.end] != cited.text:
                    seen[number].wrong.append(f"{cited.text} is not in its article")

    asking = [threading.Thread(target=ask, args=(number,)) for number in range(threads)]
    with live.watch(_LOOK):
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
    desk.close()
    total = Counted()
    for counted in seen:
        total.add(counted)
    return total


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""


def main() -> None:
    """Run it, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rebuilding")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--articles", type=int, default=12)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--readers", type=int, default=4)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        came = rebuild_and_ask(Path(folder), **vars(given))
    print(json.dumps(came, indent=2))  # noqa: T201  # what it is run for
    sys.exit(bool(came["wrong"]))


if __name__ == "__main__":
    main()
