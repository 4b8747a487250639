"""A question as typed, with its filters -> the next turn of a conversation."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, replace
from datetime import date

from rag.assistant import MOST_SHOWN, Assistant
from rag.errors import QuestionError, RagError
from rag.notice import Notice
from rag.records import AnswerKind, DateRange, Filters
from rag.suggest.follow_ups import suggest_follow_ups
from rag.translation.texts import ENGLISH, Texts
from rag.web import desk as desks
from rag.web.chat import turns
from rag.web.chat.exchange import Answered, Asked, Conversation, Failed, Turn
from rag.web.chat.links import Linked, read_link
from rag.web.chat.ratings import Ratings
from rag.web.chat.saved import Saved

MOST_TURNS = 30  # shown and used as history; every answer sends all of them to the browser

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Host:
    """What the page asks, and where it keeps conversations and answers."""

    desk: desks.Desk
    saved: Saved
    ratings: Ratings | None = None


def follow_link(
    host: Host, words: str, earlier: Conversation, say: Texts = ENGLISH
) -> Conversation:
    """Do what a link or a button asks for: reopen a conversation, or add a turn."""
    try:
        linked = read_link(words)
    except QuestionError as error:
        outcome = Failed(error.message, error.hint)
        return _with(host, earlier, Turn(_next(earlier), Asked("…"), (), outcome), say)
    if linked.conversation:
        return _reopen(host, linked.conversation, say) or earlier
    if linked.turn:
        return _with_all(host, linked.turn, earlier, say)
    return add_turn(host, linked, earlier, say)


def add_turn(
    host: Host, linked: Linked, earlier: Conversation, say: Texts = ENGLISH
) -> Conversation:
    """Add a turn to a conversation; it reports errors, and the log has the unexpected ones."""
    question = replace(linked.asked, question=linked.asked.question.strip())
    history = earlier.history if linked.after is None else linked.after
    assistant = host.desk.assistant  # taken once, because another one may take its place
    outcome = _outcome(host, assistant, question, history)
    changed = linked.index not in {"", assistant.edition}
    return _with(host, earlier, Turn(_next(earlier), question, history, outcome, changed), say)


def _outcome(
    host: Host, assistant: Assistant, asked: Asked, history: tuple[str, ...]
) -> Answered | Failed:
    try:
        filters = read_filters(asked)
        wanted = desks.Inquiry(asked.question, history, filters, asked.most)
        query, answer = host.desk.examine(wanted, assistant)
        index, token = assistant.index.name, ""
        if host.ratings and answer.kind is not AnswerKind.TALK:
            token = host.ratings.keep(answer, history, filters, index)
        named = {one.article_id for one in answer.citations}
        named |= {one.article_id for one in answer.closest}
        return Answered(
            query,
            filters,
            answer,
            suggest_follow_ups(query, answer, assistant),
            token,
            index=assistant.edition,
            articles={one: assistant.article(one) for one in named},
        )
    except RagError as error:
        return Failed(error.message, error.hint)
    except Exception:  # noqa: BLE001  # the reader must get a reply in any case
        _log.exception("a question could not be answered")
        return Failed(
            Notice("something went wrong while searching"),
            Notice("ask again; the server's log has the details"),
        )


def _with_all(host: Host, number: int, earlier: Conversation, say: Texts) -> Conversation:
    """The conversation with one of its answers repeated at full length."""
    places = [place for place, turn in enumerate(earlier.turns) if turn.number == number]
    if not places:
        return earlier
    turn = earlier.turns[places[0]]
    asked = replace(turn.asked, most=MOST_SHOWN)
    outcome = _outcome(host, host.desk.assistant, asked, turn.history)
    if isinstance(outcome, Failed):  # keep what was shown
        return _with(host, earlier, Turn(_next(earlier), asked, turn.history, outcome), say)
    again = _render(replace(turn, asked=asked, outcome=outcome), earlier.token, say)
    later = replace(earlier, turns=_put(earlier.turns, places[0], again))
    host.saved.keep(later)
    return later


def _put(turns: tuple[Turn, ...], place: int, turn: Turn) -> tuple[Turn, ...]:
    return (*turns[:place], turn, *turns[place + 1 :])


def _with(host: Host, earlier: Conversation, turn: Turn, say: Texts) -> Conversation:
    token = earlier.token or secrets.token_hex(12)
    turn = _render(turn, token, say)
    later = Conversation(token, (*earlier.turns, turn)[-MOST_TURNS:])
    host.saved.keep(later)
    return later


def _reopen(host: Host, token: str, say: Texts) -> Conversation | None:
    """A kept conversation, in the language of the page."""
    found = host.saved.find(token)
    if found is None:
        return None
    shown = tuple(_render(turn, token, say) for turn in found.turns)
    return replace(found, turns=shown)


def _render(turn: Turn, conversation: str, say: Texts) -> Turn:
    heading = turns.show_question(turn.number, turn.asked.question)
    return replace(turn, shown=(heading, turns.show_turn(turn, conversation, say)))


def _next(earlier: Conversation) -> int:
    return earlier.turns[-1].number + 1 if earlier.turns else 1


def read_filters(asked: Asked) -> Filters:
    """Read the filters of the page's controls. Raises QuestionError for invalid days."""
    first, last = _day(asked.first, Notice("From")), _day(asked.last, Notice("Until"))
    if first and last and last < first:
        raise QuestionError(
            Notice("“From” {first} is after “Until” {last}", first=first, last=last),
            hint=Notice("swap the two days, or clear one"),
        )
    return Filters(
        speaker=asked.speaker.strip() or None,
        dates=DateRange(first, last),
        outlet=asked.outlet.strip() or None,
    )


def _day(text: str, label: Notice) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise QuestionError(
            Notice("“{label}” is not a date: {text}", label=label, text=text[:40]),
            hint=Notice("write it as 2022-01-28"),
        ) from None
