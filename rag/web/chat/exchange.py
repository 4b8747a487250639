"""The page's own records: what was asked, what came of it, and the conversation they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rag.records import Answer, Article, Filters, Query
from rag.rendering.markup import Html
from rag.search.question.cleaning import MOST_HISTORY


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what the page's controls, or a link, restrict it to."""

    question: str
    speaker: str = ""
    outlet: str = ""
    first: str = ""  # days as 2022-01-28; empty: open
    last: str = ""
    most: int | None = None  # statements or articles to be shown at most; None: as many as usual


@dataclass(frozen=True, slots=True)
class Answered:
    """What a question came to, with all that is shown of it: the index may change meanwhile."""

    query: Query
    filters: Filters
    answer: Answer
    follow_ups: tuple[str, ...]  # questions that the evidence suggests
    token: str  # what the answer is rated by; empty where answers are not rated
    index: str  # the generation that answered, as `Assistant.edition` names it
    articles: Mapping[str, Article]  # those that the answer names, by id


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a question could not be answered, through no fault of the corpus."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it; `shown` is both as HTML, in one language."""

    number: int
    asked: Asked
    history: tuple[str, ...]  # the questions that it was understood by, oldest first
    outcome: Answered | Failed
    changed: bool = False  # asked through a link, of an index that has changed since
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
        asked = last.history if isinstance(last.outcome, Failed) else questions(last)
        return asked[-MOST_HISTORY:]


def questions(turn: Turn) -> tuple[str, ...]:
    """The questions that led to a turn, and its own."""
    return (*turn.history, turn.asked.question)
