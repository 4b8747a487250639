"""A conversation <-> the text that its browser keeps: the questions, and none of the answers.

The page asks them again when it opens a conversation that the server no longer holds. The text is
JSON, so that the scripts of the page can read the questions:

    {"conversation": "token", "turns": [{"number": 1, "question": "...", "index": "gen-..."}, ...]}
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from pydantic import BaseModel, Field, ValidationError

from rag.errors import QuestionError
from rag.notice import Notice
from rag.search.question.cleaning import LONGEST_NAME, LONGEST_QUESTION, MOST_HISTORY
from rag.web.chat.exchange import UNREADABLE, Asked, Conversation, Failed, Turn
from rag.web.chat.links import LONGEST_DAY, Linked

MOST_TURNS = 30  # shown and used as history; every answer sends all of them to the browser
LONGEST_RECORD = 80_000  # characters; a body of a request has at most 262,144 bytes


class _Kept(BaseModel):
    """A question with its filters."""

    number: int = 0  # of the turn on the page; a reopened conversation is numbered anew
    question: str = Field(max_length=LONGEST_QUESTION)
    speaker: str = Field("", max_length=LONGEST_NAME)
    outlet: str = Field("", max_length=LONGEST_NAME)
    first: str = Field("", max_length=LONGEST_DAY)
    last: str = Field("", max_length=LONGEST_DAY)
    most: int | None = None
    index: str = Field("", max_length=LONGEST_NAME)  # the generation that answered
    # the earlier questions that it was understood by; None: those of the conversation
    after: list[str] | None = Field(None, max_length=MOST_HISTORY)


class _Record(BaseModel):
    conversation: str = Field("", max_length=40)
    turns: list[_Kept] = Field(max_length=MOST_TURNS)


def write_record(conversation: Conversation) -> str:
    """The text of a conversation; without its earliest turns if they do not fit."""
    turns = [_keep(conversation, place) for place in range(len(conversation.turns))]
    kept = [turn for turn in turns if turn.question != UNREADABLE]
    while True:
        record = _Record(conversation=conversation.token, turns=kept)
        text = json.dumps(record.model_dump(exclude_defaults=True), ensure_ascii=False)
        if len(text) <= LONGEST_RECORD:
            return text
        kept = kept[1:]


def read_record(text: str) -> tuple[str, tuple[Linked, ...]]:
    """The token and the questions of a conversation. Raises QuestionError if it is not one."""
    try:
        record = _Record.model_validate_json(text[: LONGEST_RECORD + 1])
    except ValidationError as error:
        raise QuestionError(
            Notice("the kept conversation cannot be read"),
            hint=Notice("delete it from the list of conversations, and ask again"),
        ) from error
    return record.conversation, tuple(_read(record.turns))


def count_turns(text: str) -> int:
    """The number of questions of a conversation; 1 for a text that is none."""
    try:
        return max(1, len(read_record(text)[1]))
    except QuestionError:
        return 1


def _keep(conversation: Conversation, place: int) -> _Kept:
    turn = conversation.turns[place]
    before = replace(conversation, turns=conversation.turns[:place])
    asked = turn.asked
    return _Kept(
        number=turn.number,
        question=asked.question,
        speaker=asked.speaker,
        outlet=asked.outlet,
        first=asked.first,
        last=asked.last,
        most=asked.most,
        index=_find_index(turn),
        after=None if turn.history == before.history else list(turn.history[-MOST_HISTORY:]),
    )


def _find_index(turn: Turn) -> str:
    return "" if isinstance(turn.outcome, Failed) else turn.outcome.index


def _read(turns: list[_Kept]) -> Iterator[Linked]:
    for turn in turns:
        asked = Asked(turn.question, turn.speaker, turn.outlet, turn.first, turn.last, turn.most)
        yield Linked(asked, None if turn.after is None else tuple(turn.after), turn.index)
