"""Questions made to take long, for a time: `python -m benchmarks.fuzz_questions --minutes 10`.

A question is what people ask, parts of it repeated, or what the patterns of the program may take
too long over. Earlier questions stand before it, and filters restrict it. Each must be answered or
refused with a reason. Those that took longest are asked again at a quarter of their length: the
time must grow in proportion.
"""

from __future__ import annotations

import itertools
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from rag.assistant import Assistant
from rag.errors import QuestionError
from rag.records import DateRange, Filters
from rag.search.question.cleaning import LONGEST_NAME, LONGEST_QUESTION, MOST_HISTORY
from tests.pumping import patterns, pumps

_SLOWEST = 20  # that are asked again
_TIMES = 2.0  # longer that a letter of the whole may take; of its square it would take 4
_LEAST = 0.001  # seconds; what takes less is measured by chance
_ASKED = (
    "What did {name} say about {topic}?",
    "How did {name}'s position on {topic} change?",
    "Who else commented on {topic}?",
    "What about {name}?",
    "And about {topic}?",
    "And in 2022?",
    "According to {name}, what is {topic}?",
    "When was the article about {topic} published?",
    "{name} and {name} on {topic}",
    "{topic}",
    "Why did he say that about {topic} on 31 February 2022?",
)
_PIECES = [
    *"\n'\"“?1-(\u0301\u200fßﬁ",
    "",
    "  ",
    "’s ",
    "?! ",
    ", ",
    " and ",
    " in 2022",
    " last week",
]
_PIECES += ["A ", "Ab ", "the ", " of "]


@dataclass(frozen=True, slots=True)
class _Recipe:
    """How a text of any length is made."""

    before: str
    repeated: str
    behind: str

    def of(self, length: int) -> str:
        """A text of about a length."""
        room = length - len(self.before) - len(self.behind)
        repeated = self.repeated * max(1, room // len(self.repeated))
        return (self.before + repeated + self.behind)[:length]


@dataclass(frozen=True, slots=True)
class _Case:
    """A question with all that comes with it, at any length."""

    question: _Recipe
    history: tuple[_Recipe, ...]
    speaker: _Recipe | None
    outlet: str | None
    dates: DateRange

    def at(self, share: float) -> tuple[str, list[str], Filters]:
        """What is asked, at a share of the greatest length."""
        long, name = int(LONGEST_QUESTION * share), int(LONGEST_NAME * share)
        earlier = self.history[: max(1, int(len(self.history) * share))]
        speaker = self.speaker.of(name) if self.speaker else None
        filters = Filters(speaker, self.dates, self.outlet)
        return self.question.of(long), [text.of(long) for text in earlier], filters


@dataclass(frozen=True, slots=True, order=True)
class _Timed:
    """How long a case took, in seconds of the processor."""

    seconds: float
    number: int
    case: _Case


class _Kitchen:
    """Makes cases of what an index and the program's patterns hold."""

    def __init__(self, assistant: Assistant, chance: random.Random) -> None:
        self._chance = chance
        self._names = [*assistant.speakers[:500], "Nobody Inpart"]
        articles = itertools.islice(assistant.index.articles.values(), 500)
        self._topics = [article.title for article in articles]
        self._outlets = [None, None, "", "nowhere", *assistant.outlet_counts]
        seen = ("rag.search", "rag.answer", "rag.suggest", "rag.names", "rag.language")
        self._pumps = [
            pump
            for pattern in patterns()
            if pattern.module.startswith(seen)
            for pump in pumps(pattern.pattern)
        ]

    def case(self) -> _Case:
        """Another case."""
        chance = self._chance
        count = chance.choice((0, 0, 1, 3, MOST_HISTORY))
        first = chance.choice((None, None, date(2022, 1, 28)))
        return _Case(
            self._recipe(),
            tuple(self._recipe() for _ in range(count)),
            self._recipe() if chance.random() < 0.2 else None,
            chance.choice(self._outlets),
            DateRange(first, None),
        )

    def _recipe(self) -> _Recipe:
        chance = self._chance
        if chance.random() < 0.5:
            before, repeated = chance.choice(self._pumps)
            return _Recipe(before, repeated, chance.choice(("", "?", "z", "\0", " said")))
        asked = chance.choice(_ASKED).format(
            name=chance.choice(self._names), topic=chance.choice(self._topics)
        )
        at, to = sorted(chance.randrange(len(asked) + 1) for _ in range(2))
        repeated = asked[at:to] + chance.choice(_PIECES)
        return _Recipe(asked[:at], repeated or " ", asked[to:])


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    index: Annotated[Path, typer.Option(help="Folder of the index.")] = Path("index"),
    minutes: Annotated[float, typer.Option(help="How long.")] = 10.0,
    seed: Annotated[int, typer.Option(help="Of the questions.")] = 1,
) -> None:
    """Ask an index; ends with exit code 1 where a question does harm or is out of proportion."""
    assistant = Assistant.load(index)
    for usual in ("What did the minister say?", "Who won the vote in 2022?"):
        assistant.ask(usual)  # loads what first questions load, which is no time of their own
    assistant.understand("And in 2022?", (), Filters(speaker="wh period wh"))
    kitchen = _Kitchen(assistant, random.Random(seed))  # noqa: S311  # can be done again
    outcomes: Counter[str] = Counter()
    understood: list[_Timed] = []
    answered: list[_Timed] = []
    ends = time.monotonic() + 60 * minutes
    for number in itertools.count():
        if time.monotonic() > ends:
            break
        case = kitchen.case()
        try:
            began = time.thread_time()
            _understand(assistant, case, 1.0)
            between = time.thread_time()
            question, history, filters = case.at(1.0)
            assistant.ask(question, history, filters)
            answered.append(_Timed(time.thread_time() - between, number, case))
            understood.append(_Timed(between - began, number, case))
            outcomes["answered"] += 1
        except QuestionError as error:
            outcomes[f"refused: {error.message[:40]}"] += 1
        except Exception as error:  # noqa: BLE001  # any other error is a finding
            outcomes["harm"] += 1
            sys.stdout.write(f"HARM {case.at(1.0)!r:.400}: {type(error).__name__}: {error}\n")
        understood = sorted(understood, reverse=True)[:_SLOWEST]
        answered = sorted(answered, reverse=True)[:_SLOWEST]
    for outcome, times in outcomes.most_common():
        sys.stdout.write(f"{times:8,}  {outcome}\n")
    _tell("understand", understood)
    _tell("answer", answered)
    grows = max((_growth(assistant, timed.case), timed.number) for timed in understood)[0]
    linear = grows <= _TIMES
    sys.stdout.write(
        f"At four times the length, a letter takes at most {grows:.1f} times as long to "
        f"understand: {'linear' if linear else 'NOT LINEAR'}\n"
    )
    raise typer.Exit(0 if linear and not outcomes["harm"] else 1)


def _understand(assistant: Assistant, case: _Case, share: float) -> None:
    question, history, filters = case.at(share)
    assistant.understand(question, history, filters, today=date(2026, 1, 1))


def _growth(assistant: Assistant, case: _Case) -> float:
    """How many times longer a letter takes in all of a case than in a quarter of it.

    The least of some tries; less than a millisecond counts as one.
    """
    part, whole = (sum(map(len, _texts(case, share))) for share in (0.25, 1.0))
    tries = []
    for _ in range(5):
        times = []
        for share in (0.25, 1.0):
            began = time.thread_time()
            try:
                _understand(assistant, case, share)
            except QuestionError:  # a quarter of it may hold no word
                return 0.0
            times.append(time.thread_time() - began)
        tries.append(max(times[1], _LEAST) / max(times[0], _LEAST) * part / whole)
    return min(tries)


def _texts(case: _Case, share: float) -> list[str]:
    question, history, filters = case.at(share)
    return [question, *history, filters.speaker or ""]


def _tell(what: str, slowest: list[_Timed]) -> None:
    for timed in slowest[:1]:
        question, history, filters = timed.case.at(1.0)
        sys.stdout.write(
            f"Slowest to {what}: {timed.seconds * 1000:.0f} ms of processor time, "
            f"{len(question)} characters after {len(history)} earlier questions, "
            f"speaker {(filters.speaker or '')[:40]!r}:\n    {question[:100]!r}\n"
        )


if __name__ == "__main__":
    app()
