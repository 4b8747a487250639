"""The page's own records: questions, their outcomes, and the conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rag.records import Answer, Article, Filters, Query
from rag.rendering.markup import Html
from rag.search.question.cleaning import MOST_HISTORY

UNREADABLE: Final = "…"  # the question of a link that cannot be read


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the filters of the page's controls or of a link."""

    question: str
    speaker: str = ""
    outlet: str = ""
    first: str = ""  # days as 2022-01-28; empty: open
    last: str = ""
    most: int | None = None  # maximum number of statements or articles shown; None: as usual


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a question with everything that is shown, since the index may change."""

    query: Query
    filters: Filters
    answer: Answer
    follow_ups: tuple[str, ...]  # questions that the evidence suggests
    token: str  # identifies the answer for ratings; empty if answers are not rated
    index: str  # the generation that answered, as `Assistant.edition` names it
    articles: Mapping[str, Article]  # those that the answer names, by id
    names: Mapping[str, str]  # speakers as the articles spell them -> the name that cards show
    refers_back: bool = False  # whether the question is understood by the questions before it


@dataclass(frozen=True, slots=True)
class Failed:
    """An error: why a question could not be answered."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its outcome; `shown` is both as HTML, in one language."""

    number: int
    asked: Asked
    history: tuple[str, ...]  # the questions that it was understood by, oldest first
    outcome: Answered | Failed
    changed: bool = False  # asked before, of an index that has changed since
    shown: tuple[Html, Html] = (Html(""), Html(""))


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns on one page, oldest first."""

    token: str = ""  # what it is saved and opened again by; empty before the first question
    turns: tuple[Turn, ...] = ()

    @property
    def history(self) -> tuple[str, ...]:
        """The questions that a next one may refer to: the latest understood, oldest first."""
        if not self.turns:
            return ()
        last = self.turns[-1]
        earlier = last.history if isinstance(last.outcome, Failed) else questions(last)
        return earlier[-MOST_HISTORY:]


def questions(turn: Turn) -> tuple[str, ...]:
    """The questions that led to a turn, and its own."""
    return (*turn.history, turn.asked.question)
