"""What a browser keeps of a conversation, and how the server opens it again."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from rag import Assistant
from rag.errors import QuestionError
from rag.web.chat.conversation import Host, add_turn, follow_link, reopen
from rag.web.chat.exchange import Answered, Asked, Conversation, Failed, Turn
from rag.web.chat.links import Linked, link_to, link_to_ask_again
from rag.web.chat.record import (
    LONGEST_RECORD,
    MOST_TURNS,
    count_turns,
    read_record,
    write_record,
)
from rag.web.chat.saved import Saved
from rag.web.desk import Desk

NATO = "What did Lavrov say about NATO?"
IRAN = "And about Iran?"


@pytest.fixture(scope="module")
def host(assistant: Assistant) -> Iterator[Host]:
    desk = Desk(assistant)
    yield Host(desk, Saved())
    desk.close()


def conversation(host: Host, *asked: Linked) -> Conversation:
    held = Conversation()
    for linked in asked:
        held = add_turn(host, linked, held)
    return held


def outcomes(held: Conversation) -> list[tuple[str, tuple[str, ...], object]]:
    return [
        (turn.asked.question, turn.history, turn.outcome.answer.citations)
        for turn in held.turns
        if isinstance(turn.outcome, Answered)
    ]


def test_a_kept_conversation_is_answered_again_by_a_server_that_forgot_it(host: Host) -> None:
    linked = Linked(Asked(IRAN), after=("What did Kosachev say?",), index="gen-older")
    filtered = Linked(Asked("What was said about Ukraine?", speaker="John Sullivan"))
    held = conversation(host, Linked(Asked(NATO)), Linked(Asked(IRAN)), linked, filtered)
    record = write_record(held)
    forgetful = Host(host.desk, Saved())
    again = reopen(forgetful, record)
    assert again.token not in {"", held.token}
    assert outcomes(again) == outcomes(held)
    assert reopen(host, record) == host.saved.find(held.token)


def test_a_record_holds_questions_and_no_answers(host: Host) -> None:
    held = conversation(host, Linked(Asked(NATO)), Linked(Asked("hi")))
    edition = host.desk.assistant.edition
    assert json.loads(write_record(held)) == {
        "conversation": held.token,
        "turns": [
            {"number": 1, "question": NATO, "index": edition},
            {"number": 2, "question": "hi", "index": edition},
        ],
    }


def test_a_record_always_fits_into_a_request() -> None:
    turns = tuple(
        Turn(number, Asked("я" * 2000, "ш" * 200), ("ж" * 2000,) * number, Failed("", ""))
        for number in range(1, MOST_TURNS + 1)
    )
    record = write_record(Conversation("x", turns))
    assert len(record) <= LONGEST_RECORD
    assert read_record(record)[1][-1].asked.question == "я" * 2000


@pytest.mark.parametrize(
    "record",
    [
        "",
        "{",
        "[]",
        '{"turns": 5}',
        '{"turns": [{"question": 5}]}',
        json.dumps({"turns": [{"question": "x" * 2001}]}),
        json.dumps({"turns": [{"question": "x"}] * 31}),
        '{"turns": [{"question": "x", "after": "y"}]}',
        "x" * 100_000,
    ],
)
def test_a_damaged_record_is_told(host: Host, record: str) -> None:
    with pytest.raises(QuestionError):
        read_record(record)
    (turn,) = reopen(host, record).turns
    assert isinstance(turn.outcome, Failed)
    assert "cannot be read" in turn.outcome.message


def test_a_kept_conversation_counts_as_many_questions_as_it_has(host: Host) -> None:
    assert count_turns(write_record(conversation(host, *[Linked(Asked(NATO))] * 3))) == 3
    assert count_turns("{") == 1


def test_an_edited_question_is_answered_in_its_place_and_so_is_what_refers_to_it(
    host: Host,
) -> None:
    sullivan = "What did Sullivan say about NATO?"
    alone = "What did Kosachev say?"
    held = conversation(host, *(Linked(Asked(one)) for one in (sullivan, IRAN, alone)))
    later = follow_link(host, f"{link_to_ask_again(1)}&question={NATO}", held)
    expected = conversation(host, *(Linked(Asked(one)) for one in (NATO, IRAN, alone)))
    assert outcomes(later) == outcomes(expected)
    assert [turn.number for turn in later.turns] == [1, 2, 3]
    assert later.turns[2].outcome is held.turns[2].outcome
    assert host.saved.find(held.token) == later


@pytest.mark.parametrize("words", ["again?turn=9", "again?turn=x", "again", "again?question=hi"])
def test_a_turn_that_is_not_there_is_not_asked_again(host: Host, words: str) -> None:
    held = conversation(host, Linked(Asked(NATO)))
    assert follow_link(host, words, held) == held


def test_a_link_holds_the_earlier_questions_only_if_it_needs_them(host: Host) -> None:
    first, second, third = conversation(
        host, Linked(Asked(NATO)), Linked(Asked(IRAN)), Linked(Asked("What did Kosachev say?"))
    ).turns
    assert "after=" not in link_to(first, "gen-1")
    assert "after=" in link_to(second, "gen-1")
    assert "with the questions before it" in second.shown[1]
    assert "after=" not in link_to(third, "gen-1")
    assert "with the questions before it" not in third.shown[1]
