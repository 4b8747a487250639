"""Many ask at once: nothing is computed twice, too many are turned away, who leaves is let go."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from rag import Assistant
from rag.errors import QuestionError
from rag.records import Examined, Query
from rag.web.desk import Busy, Desk, Inquiry, Room, TooSlow
from tests.running import finished

QUESTION = "What did Lavrov say about peacekeepers?"


class Watched(Assistant):
    """The real assistant, which counts its questions and can be held at a gate."""

    def __init__(self, assistant: Assistant) -> None:
        self.__dict__.update(assistant.__dict__)
        self.asked: list[str] = []
        self.searched: list[str] = []
        self.gate = threading.Event()
        self.gate.set()

    def examine(
        self, question: str, history: Sequence[str] = (), *args: Any, **more: Any
    ) -> Examined:
        self.asked.append(question)
        self.gate.wait(10)
        reached: Callable[[Any], None] = more.pop("reached")

        def told(step: Any) -> None:
            reached(step)
            self.searched.append(question)

        return super().examine(question, history, *args, reached=told, **more)


@pytest.fixture
def watched(assistant: Assistant) -> Watched:
    return Watched(assistant)


def test_a_question_is_computed_once(watched: Watched, assistant: Assistant) -> None:
    desk = Desk(watched)
    first, second = (desk.answer(Inquiry(QUESTION), watched) for _ in range(2))
    assert watched.asked == [QUESTION]
    assert first is second
    assert first.text == assistant.ask(QUESTION).text


def test_what_differs_is_another_question(watched: Watched) -> None:
    desk = Desk(watched)
    for history in ((), ("What did Lavrov say about NATO?",)):
        desk.answer(Inquiry("And about Iran?", history), watched)
    assert len(watched.asked) == 2


def test_no_more_answers_are_kept_than_wanted(watched: Watched) -> None:
    desk = Desk(watched, room=Room(kept=1))
    for question in (QUESTION, "NATO", QUESTION):
        desk.answer(Inquiry(question), watched)
    assert len(watched.asked) == 3


def test_those_who_ask_the_same_share_one_computation(watched: Watched) -> None:
    desk = Desk(watched)
    watched.gate.clear()

    async def all_at_once() -> list[str]:
        asking = [
            asyncio.create_task(desk.await_answer(Inquiry(QUESTION), watched)) for _ in range(20)
        ]
        await asyncio.sleep(0)
        watched.gate.set()
        return [answer.text for answer in await asyncio.gather(*asking)]

    assert len(set(finished(all_at_once()))) == 1
    assert watched.asked == [QUESTION]


def test_too_many_are_turned_away_and_told_when_to_come_back(watched: Watched) -> None:
    desk = Desk(watched, room=Room(workers=1, waiting=2))
    watched.gate.clear()

    async def crowd() -> list[Any]:
        asking = [
            asyncio.create_task(desk.await_answer(Inquiry(f"What is {n}?"), watched))
            for n in range(10)
        ]
        await asyncio.sleep(0)
        assert desk.full
        watched.gate.set()
        return await asyncio.gather(*asking, return_exceptions=True)

    came = finished(crowd())
    refused = [one for one in came if isinstance(one, Busy)]
    assert len(refused) == 7
    assert all(one.retry_after >= 1 for one in refused)
    assert not desk.full
    assert desk.answer(Inquiry("What is 9?"), watched).text


def test_who_leaves_is_not_worked_for(watched: Watched) -> None:
    desk = Desk(watched, room=Room(workers=1))
    watched.gate.clear()

    async def leave() -> None:
        steps = desk.steps(Inquiry(QUESTION), watched)
        waiting = asyncio.ensure_future(anext(steps))
        queued = asyncio.create_task(desk.await_answer(Inquiry("Who waits behind?"), watched))
        await asyncio.sleep(0.05)
        for one in (waiting, queued):
            one.cancel()
        await asyncio.gather(waiting, queued, return_exceptions=True)
        watched.gate.set()

    finished(leave())
    desk.close()
    assert watched.asked == [QUESTION]  # the one under way; the one that waited was never begun
    assert watched.searched == []  # and ended at its first step


def test_who_stays_is_served_though_another_leaves(watched: Watched) -> None:
    desk = Desk(watched, room=Room(workers=1))
    watched.gate.clear()

    async def one_leaves() -> str:
        stays, leaves = (
            asyncio.create_task(desk.await_answer(Inquiry(QUESTION), watched)) for _ in range(2)
        )
        await asyncio.sleep(0.05)
        leaves.cancel()
        await asyncio.sleep(0)
        watched.gate.set()
        return (await stays).text

    assert "peacekeep" in finished(one_leaves())


def test_a_question_that_cannot_be_read_is_an_error_for_all_and_not_kept(watched: Watched) -> None:
    desk = Desk(watched)
    for _ in range(2):
        with pytest.raises(QuestionError):
            desk.answer(Inquiry("?"), watched)
    assert len(watched.asked) == 2


def test_steps_begin_with_the_query(watched: Watched) -> None:
    async def first() -> Any:
        steps = Desk(watched).steps(Inquiry(QUESTION), watched)
        return await anext(steps)

    assert isinstance(finished(first()), Query)


def test_an_answer_that_takes_too_long_is_not_waited_for(watched: Watched) -> None:
    desk = Desk(watched, room=Room(seconds=0.2))
    watched.gate.clear()
    with pytest.raises(TooSlow) as refused:
        desk.answer(Inquiry(QUESTION), watched)
    assert refused.value.retry_after >= 1

    async def wait() -> list[Any]:
        answered, steps = desk.await_answer(asked, watched), desk.steps(asked, watched)
        return list(await asyncio.gather(answered, anext(steps), return_exceptions=True))

    asked = Inquiry(QUESTION)
    assert [type(one) for one in finished(wait())] == [TooSlow, TooSlow]
    watched.gate.set()
    desk.close()
    assert watched.searched == []  # what nobody waits for ends at its first step
