"""A question as typed, with what it is restricted to -> the next turn of a conversation."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.errors import QuestionError, RagError
from rag.records import DateRange, Filters
from rag.web import desk as desks
from rag.web import turns
from rag.web.markup import NOTHING, Html
from rag.web.ratings import Ratings, rating

MOST_TURNS = 30  # shown and reckoned with; every answer sends all of them to the browser

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page's controls hold when a question is asked."""

    question: str
    speaker: str = ""
    first: str = ""  # days as 2022-01-28; empty: open
    last: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what is shown for it."""

    number: int
    question: str
    understood: bool  # whether later questions may refer to it
    asked: Html
    answer: Html


def next_turn(
    desk: desks.Desk, asked: Asked, earlier: Sequence[Turn], ratings: Ratings | None = None
) -> Turn:
    """Answer a question; whatever goes wrong is told in the turn, the unexpected in the log."""
    number = earlier[-1].number + 1 if earlier else 1
    question = asked.question.strip()
    try:
        filters = _filters(asked)
        history = [turn.question for turn in earlier if turn.understood]
        answer = desk.answer(desks.Asked(question, tuple(history), filters))
        below = rating(ratings.keep(answer, history, filters)) if ratings else NOTHING
        shown, understood = turns.answered(number, answer, filters, desk.assistant, below), True
    except RagError as error:
        shown, understood = turns.failed(error.message, error.hint), False
    except Exception:  # noqa: BLE001  # the edge: a person waits for a reply, whatever it is
        _log.exception("a question could not be answered")
        shown = turns.failed(
            "something went wrong while searching", "ask again; the server's log holds the details"
        )
        understood = False
    return Turn(number, question, understood, turns.asked(number, question[:500]), shown)


def _filters(asked: Asked) -> Filters:
    first, last = _day(asked.first, "From"), _day(asked.last, "Until")
    if first and last and last < first:
        raise QuestionError(
            f"“From” {first} is after “Until” {last}", hint="exchange the two days, or empty one"
        )
    return Filters(speaker=asked.speaker.strip() or None, dates=DateRange(first, last))


def _day(text: str, label: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise QuestionError(
            f"“{label}” is not a day: {text[:40]}", hint="write it as 2022-01-28"
        ) from None
