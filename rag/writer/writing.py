"""An answer from the articles -> the answer as a language model writes it, sentence by sentence.

The citations stay as they are. A sentence is given to the reader as soon as it is checked. If the
server fails, or less than half of the sentences stand, the answer says so and shows none of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache, partial
from typing import Final, Protocol

from rag.assistant import Assistant
from rag.notice import NO_NOTICE, Notice
from rag.records import (
    Answer,
    AnswerKind,
    Filters,
    Status,
    StruckSentence,
    Writing,
    WrittenSentence,
)
from rag.search.question.context import DEPENDENT, points_back
from rag.writer.claims.check import Checker
from rag.writer.failures import NotWritten
from rag.writer.given import gather_evidence
from rag.writer.model_server import Place, Server, check_place
from rag.writer.prompt import ANSWER_TOKENS, NONE, write_prompt
from rag.writer.rewording import reword
from rag.writer.splitting import RawSentence, Splitter

Judged = WrittenSentence | StruckSentence

_REMEMBERED: Final = 256  # questions that were made whole
_MOST: Final = 24  # sentences that are read; a model that goes on repeats itself
_REPEATED: Final = Notice("it was written before")
_NOTHING: Final = Notice("the language model wrote nothing")
_ONLY_THOUGHT: Final = Notice("the language model thought, but wrote no answer")
_NO_ANSWER: Final = Notice("the language model found no answer in the evidence")
_TOO_LITTLE: Final = Notice(
    "less than half of what the language model wrote is supported by the evidence"
)


class Settings(Protocol):
    """The settings of a language model."""

    llm_url: str
    llm_model: str
    llm_window: int
    llm_seconds: float

    @property
    def llm_secret(self) -> str:
        """The key, or an empty text."""


def read_writer(settings: Settings) -> Writer | None:
    """The writer of the settings; None if no language model is set.

    Raises SettingError if the settings name a model that cannot be used.
    """
    if not settings.llm_url:
        return None
    place = Place(settings.llm_url, settings.llm_model, settings.llm_secret, settings.llm_seconds)
    check_place(place)
    return Writer(Server(place), window=settings.llm_window)


class Writer:
    """Writes answers with one model. Safe to use from several threads."""

    def __init__(self, server: Server, *, window: int) -> None:
        """`window` are the tokens of prompt and answer together that the model can read."""
        self.server = server
        self._window = window
        # a page asks twice: for the quotations, and for the text
        self._reworded = lru_cache(_REMEMBERED)(partial(_reword, server))

    @property
    def name(self) -> str:
        """The model's name."""
        return self.server.place.model

    @property
    def seconds(self) -> float:
        """The longest time for one answer."""
        return self.server.place.seconds

    def warm_up(self) -> None:
        """Load the client now, so that the first answer does not wait for it."""
        import openai  # noqa: F401

    def make_whole(
        self,
        question: str,
        history: Sequence[str],
        filters: Filters,
        assistant: Assistant,
        *,
        today: date | None = None,
    ) -> tuple[str, tuple[str, ...]]:
        """The question and its history as they are to be asked.

        If the rules leave open what a follow-up means, so that it would be searched together with
        the earlier questions, the model makes it whole; a whole question has no history. Otherwise
        both are returned as they are.
        Raises QuestionError as `Assistant.ask` does.
        """
        if history:
            query = assistant.understand(question, history, filters, today=today)
            unclear = query.context_weight == DEPENDENT or points_back(query.searched_for)
            if query.context and unclear and query.previous is None:
                whole = self._reworded(question, tuple(history))
                return (whole, ()) if whole else (question, tuple(history))
        return question, tuple(history)

    @staticmethod
    def can_write(answer: Answer) -> bool:
        """Whether an answer has evidence from which another text can be written."""
        return (
            answer.kind is AnswerKind.EVIDENCE
            and answer.status is not Status.NOT_FOUND
            and bool(answer.citations)
        )

    def write(
        self,
        answer: Answer,
        history: Sequence[str],
        assistant: Assistant,
        *,
        reached: Callable[[Judged], None] = lambda _: None,
        alive: Callable[[], None] = lambda: None,
    ) -> Answer:
        """The answer with what the model writes from its citations.

        `reached` is called with each sentence when it is checked, `alive` several times a second.
        An exception that one of them raises ends the work. An answer without evidence is returned
        as it is.
        """
        if not self.can_write(answer):
            return answer
        evidence = gather_evidence(answer, assistant.article, assistant.statements)
        prompt = write_prompt(answer.searched_for, history, evidence, window=self._window)
        draft = _Draft(Checker(prompt.evidence, assistant.models.embed), reached)
        problem = NO_NOTICE
        pieces = self.server.stream(prompt.messages, most=ANSWER_TOKENS, alive=alive)
        try:
            for piece in pieces:
                if not draft.add(piece):
                    break
            draft.finish()
        except NotWritten as failure:
            problem = failure.notice
        finally:
            pieces.close()
        return replace(answer, writing=draft.judge(self.name, problem))


def _reword(server: Server, question: str, history: tuple[str, ...]) -> str | None:
    return reword(question, history, server, lambda: None)


@dataclass(slots=True)
class _Draft:
    """What the model has written so far."""

    checker: Checker
    reached: Callable[[Judged], None]
    splitter: Splitter = field(default_factory=Splitter)
    sentences: list[WrittenSentence] = field(default_factory=list)
    struck: list[StruckSentence] = field(default_factory=list)
    refused: bool = False  # the model wrote that the evidence does not answer
    began: float = field(default_factory=time.monotonic)
    first: float | None = None  # seconds until the first sentence that stands

    def add(self, piece: str) -> bool:
        """Check the sentences that a piece completes; whether more are wanted."""
        for raw in self.splitter.add(piece):
            self._judge(raw)
        return len(self.sentences) + len(self.struck) < _MOST and not self.refused

    def finish(self) -> None:
        """Check what is left at the end."""
        for raw in self.splitter.finish():
            self._judge(raw)

    def judge(self, model: str, problem: Notice) -> Writing:
        """What the reader gets: the sentences, or why there are none."""
        problem = problem or self._find_problem()
        ends = {"end": self._measure_spent()}
        first = {"first": self.first} if self.first is not None else {}
        shown = () if problem else tuple(self.sentences)
        timings = {**first, **ends}
        return Writing(model, shown, tuple(self.struck), problem, timings_ms=timings)

    def _find_problem(self) -> Notice:
        if self.refused:
            return _NO_ANSWER
        if not self.sentences and not self.struck:
            return _ONLY_THOUGHT if self.splitter.thought else _NOTHING
        return _TOO_LITTLE if len(self.sentences) < len(self.struck) else NO_NOTICE

    def _judge(self, raw: RawSentence) -> None:
        if raw.text.strip(" .*\"'`") == NONE:
            self.refused = not self.sentences
            return
        judged = self.checker.check(raw, self.sentences)
        if isinstance(judged, WrittenSentence):
            if any(judged.text == earlier.text for earlier in self.sentences):
                judged = StruckSentence(judged.text, _REPEATED)
            elif self.first is None:
                self.first = self._measure_spent()
        if isinstance(judged, WrittenSentence):
            self.sentences.append(judged)
        else:
            self.struck.append(judged)
        self.reached(judged)

    def _measure_spent(self) -> float:
        return round((time.monotonic() - self.began) * 1000, 1)
