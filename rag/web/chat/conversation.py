"""A question as typed, with its filters -> the next turn of a conversation."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, replace
from datetime import date

from rag.assistant import MOST_SHOWN, Assistant
from rag.errors import QuestionError, RagError
from rag.notice import Notice
from rag.records import AnswerKind, DateRange, Filters, Query
from rag.suggest.follow_ups import suggest_follow_ups
from rag.translation.texts import ENGLISH, Texts
from rag.web import desk as desks
from rag.web.chat import turns
from rag.web.chat.exchange import UNREADABLE, Answered, Asked, Conversation, Failed, Turn
from rag.web.chat.links import Linked, read_link, refers_back
from rag.web.chat.record import MOST_TURNS, read_record
from rag.web.chat.saved import Saved
from rag.web.ratings import Ratings

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
        return _add_failure(host, error, earlier, say)
    if linked.conversation:
        return _reopen(host, linked.conversation, say) or earlier
    if linked.again:
        return _ask_again(host, linked, earlier, say)
    if linked.turn:
        return _show_all(host, linked.turn, earlier, say)
    return add_turn(host, linked, earlier, say)


def reopen(host: Host, record: str, say: Texts = ENGLISH) -> Conversation:
    """Open a conversation that a browser kept: as the server holds it, else by asking again."""
    try:
        token, asked = read_record(record)
    except QuestionError as error:
        return _add_failure(host, error, Conversation(), say)
    if held := _reopen(host, token, say):
        return held
    held = Conversation()
    for linked in asked:
        held = add_turn(host, linked, held, say)
    return held


def add_turn(
    host: Host, linked: Linked, earlier: Conversation, say: Texts = ENGLISH
) -> Conversation:
    """Add a turn to a conversation; it reports errors, and the log has the unexpected ones."""
    question = replace(linked.asked, question=linked.asked.question.strip())
    history = earlier.history if linked.after is None else linked.after
    assistant = host.desk.assistant  # taken once, because another one may take its place
    outcome = _find_outcome(host, assistant, question, history)
    changed = linked.index not in {"", assistant.edition}
    return _add(
        host, earlier, Turn(_number_next(earlier), question, history, outcome, changed), say
    )


def _find_outcome(
    host: Host, assistant: Assistant, asked: Asked, history: tuple[str, ...]
) -> Answered | Failed:
    try:
        filters = read_filters(asked)
        wanted = desks.Inquiry(asked.question, history, filters, asked.most)
        query, answer = host.desk.examine(wanted, assistant)
        index, token = assistant.index.name, ""
        if host.ratings and answer.kind is not AnswerKind.TALK:
            token = host.ratings.keep(answer, history, filters, index)
        alone = assistant.understand(asked.question, (), filters) if history else query
        article_ids = {citation.article_id for citation in answer.citations}
        article_ids |= {reference.article_id for reference in answer.closest}
        return Answered(
            query,
            filters,
            answer,
            suggest_follow_ups(query, answer, assistant),
            token,
            index=assistant.edition,
            articles={article_id: assistant.article(article_id) for article_id in article_ids},
            names=assistant.names_of(answer),
            refers_back=_drop_context(alone) != _drop_context(query),
        )
    except RagError as error:
        return Failed(error.message, error.hint)
    except Exception:  # noqa: BLE001  # the reader must get a reply in any case
        _log.exception("a question could not be answered")
        return Failed(
            Notice("something went wrong while searching"),
            Notice("ask again; the server's log has the details"),
        )


def _drop_context(query: Query) -> Query:
    """What a question means, without the earlier ones that a search slightly weighs in."""
    return replace(
        query,
        topic=query.topic.rstrip("?"),
        own="",
        context="",
        context_weight=0.0,
        previous=None,
        resumes=None,
        parts=tuple(map(_drop_context, query.parts)),
    )


def _show_all(host: Host, number: int, earlier: Conversation, say: Texts) -> Conversation:
    """The conversation with one of its answers repeated at full length."""
    place = _find_place(earlier, number)
    if place is None:
        return earlier
    turn = earlier.turns[place]
    asked = replace(turn.asked, most=MOST_SHOWN)
    outcome = _find_outcome(host, host.desk.assistant, asked, turn.history)
    if isinstance(outcome, Failed):  # keep what was shown
        return _add(host, earlier, Turn(_number_next(earlier), asked, turn.history, outcome), say)
    again = _render(replace(turn, asked=asked, outcome=outcome), earlier.token, say)
    later = replace(earlier, turns=_put(earlier.turns, place, again))
    host.saved.keep(later)
    return later


def _ask_again(host: Host, linked: Linked, earlier: Conversation, say: Texts) -> Conversation:
    """Ask a turn again in its place, and the later ones that are understood by its question."""
    first = _find_place(earlier, linked.turn)
    if first is None:
        return earlier
    assistant = host.desk.assistant
    later = replace(earlier, turns=earlier.turns[:first])
    for place, turn in enumerate(earlier.turns[first:], start=first):
        before = replace(earlier, turns=earlier.turns[:place])
        history = later.history if turn.history == before.history else turn.history
        asked = turn.asked
        if place == first and (question := linked.asked.question.strip()):
            asked = replace(asked, question=question)
        if place == first or (history != turn.history and refers_back(turn)):
            outcome = _find_outcome(host, assistant, asked, history)
            if isinstance(outcome, Failed) and asked == turn.asked:  # keep what was shown
                return _add(
                    host, earlier, Turn(_number_next(earlier), asked, history, outcome), say
                )
            anew = _render(Turn(turn.number, asked, history, outcome), earlier.token, say)
        else:
            anew = replace(turn, history=history)
        later = replace(later, turns=(*later.turns, anew))
    host.saved.keep(later)
    return later


def _find_place(conversation: Conversation, number: int) -> int | None:
    """The place of the turn with a number."""
    places = (at for at, turn in enumerate(conversation.turns) if turn.number == number)
    return next(places, None)


def _put(turns: tuple[Turn, ...], place: int, turn: Turn) -> tuple[Turn, ...]:
    return (*turns[:place], turn, *turns[place + 1 :])


def _add_failure(
    host: Host, error: QuestionError, earlier: Conversation, say: Texts
) -> Conversation:
    """A conversation with what was wrong with a link, or with a kept conversation."""
    outcome = Failed(error.message, error.hint)
    return _add(host, earlier, Turn(_number_next(earlier), Asked(UNREADABLE), (), outcome), say)


def _add(host: Host, earlier: Conversation, turn: Turn, say: Texts) -> Conversation:
    token = earlier.token or secrets.token_hex(12)
    turn = _render(turn, token, say)
    later = Conversation(token, (*earlier.turns, turn)[-MOST_TURNS:])
    host.saved.keep(later)
    return later


def _reopen(host: Host, token: str, say: Texts) -> Conversation | None:
    """A kept conversation, in the language of the page."""
    kept = host.saved.find(token)
    if kept is None:
        return None
    shown = tuple(_render(turn, token, say) for turn in kept.turns)
    return replace(kept, turns=shown)


def _render(turn: Turn, conversation: str, say: Texts) -> Turn:
    heading = turns.show_question(turn.number, turn.asked.question, say)
    return replace(turn, shown=(heading, turns.show_turn(turn, conversation, say)))


def _number_next(earlier: Conversation) -> int:
    return earlier.turns[-1].number + 1 if earlier.turns else 1


def read_filters(asked: Asked) -> Filters:
    """Read the filters of the page's controls. Raises QuestionError for invalid days."""
    first, last = _read_day(asked.first, Notice("From")), _read_day(asked.last, Notice("Until"))
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


def _read_day(text: str, label: Notice) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise QuestionError(
            Notice("“{label}” is not a date: {text}", label=label, text=text[:40]),
            hint=Notice("write it as 2022-01-28"),
        ) from None
