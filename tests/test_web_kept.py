"""What the server keeps of its readers has a bound in bytes, whatever they send."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Assistant
from rag.records import Filters
from rag.web.chat.conversation import Host, add_turn, follow_link
from rag.web.chat.exchange import Asked, Conversation, Failed
from rag.web.chat.links import Linked
from rag.web.chat.page import make_page
from rag.web.chat.saved import Saved
from rag.web.desk import Desk
from rag.web.evaluate.evaluations import Evaluations, Places
from rag.web.guard.access import Access
from rag.web.kept import Kept, measure_bytes
from rag.web.ratings import Ratings
from rag.web.server import make_web_app
from tests.serving import serving

NATO = "What did Lavrov say about NATO?"
PREDICT = "/gradio_api/run/predict"


@given(st.lists(st.tuples(st.integers(0, 9), st.text(max_size=400))))
def test_no_more_is_kept_than_fits_and_the_latest_is_kept(put: list[tuple[int, str]]) -> None:
    kept: Kept[int, str] = Kept(2000, 5)
    for key, value in put:
        kept.put(key, value)
        assert kept.bytes <= 2000
        assert len(kept) <= 5
        if measure_bytes((key, value)) <= 2000:
            assert kept.get(key) == value
    for key, value in dict(put).items():
        assert kept.get(key) in {None, value}


def test_an_object_counts_once_and_with_all_it_holds() -> None:
    text = "x" * 1000
    assert measure_bytes(text) < measure_bytes([text, text]) < 2 * measure_bytes(text)
    assert measure_bytes(Asked(text, speaker="y" * 500)) > 1500
    assert measure_bytes({"a": [text.upper(), {"b": text.lower()}]}) > 2000


@pytest.fixture(scope="module")
def host(assistant: Assistant) -> Iterator[Host]:
    desk = Desk(assistant)
    yield Host(desk, Saved())
    desk.close()


def test_a_long_conversation_remembers_its_latest_questions(host: Host) -> None:
    held = Conversation()
    for number in range(40):
        held = add_turn(host, Linked(Asked(f"What did Lavrov say about point {number}?")), held)
    assert len(held.turns) == 30
    assert len(held.history) == 30
    assert held.history[-1].endswith("39?")


@pytest.mark.parametrize(
    "words",
    [
        "ask?question=" + "x" * 2001,
        f"ask?question={NATO}&speaker=" + "x" * 301,
        f"ask?question={NATO}&from=" + "x" * 301,
        f"ask?question={NATO}&index=x" + f"&after={NATO}" * 31,
        f"ask?question={NATO}&index=x&after=" + "x" * 2001,
        "ask?" + "a=1&" * 200,
        "open?" + "conversation=1&" * 200,
        "open?conversation=" + "x" * 400,
    ],
    ids=lambda words: words[:30],
)
def test_a_link_holds_no_more_than_may_be_asked(host: Host, words: str) -> None:
    (turn,) = follow_link(host, words, Conversation()).turns
    assert isinstance(turn.outcome, Failed)
    assert measure_bytes(turn) < 10_000


def test_gradio_keeps_nothing_of_who_asks(host: Host) -> None:
    page = make_page(host)
    assert not [one for one in page.blocks.values() if getattr(one, "stateful", False)]


@pytest.fixture(scope="module")
def server(
    assistant: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("kept")
    (folder / "questions").mkdir()
    app = make_web_app(
        Desk(assistant),
        access=Access(),
        ratings=Ratings(folder / "feedback"),
        evaluations=Evaluations(Desk(assistant).live, Places(folder, folder, folder), {}),
    )
    with (
        serving(app) as address,
        httpx.Client(base_url=address, timeout=60, headers={"Origin": address}) as client,
    ):
        yield client


def events(client: httpx.Client) -> dict[str, int]:
    return {one["api_name"]: one["id"] for one in client.get("/config").json()["dependencies"]}


@pytest.mark.parametrize("event", ["ask", "ask_example", "follow", "name_filters"])
def test_no_control_sends_more_than_its_own_length(server: httpx.Client, event: str) -> None:
    data: dict[str, list[str | None]] = {
        "ask": [NATO, "", "", "", "", "en", ""],
        "ask_example": ["", "", "", "", "en", ""],
        "follow": [f"ask?question={NATO}", "en", ""],
        "name_filters": ["Lavrov", "", "", ""],
    }
    chosen = {"index": 0, "value": {"text": NATO}} if event == "ask_example" else None
    body: dict[str, Any] = {
        "fn_index": events(server)[event],
        "data": data[event],
        "event_data": chosen,
        "session_hash": "one",
    }
    assert server.post(PREDICT, json=body).status_code == 200
    for place in range(len(data[event])):
        long: list[str | None] = [*data[event]]
        long[place] = "x" * 120_000
        refused = server.post(PREDICT, json={**body, "data": long})
        assert refused.status_code == 422
        assert "characters" in refused.json()["detail"]


def memory() -> int:
    return 4096 * int(Path("/proc/self/statm").read_text().split()[1])


def test_many_pages_that_are_opened_take_no_memory(server: httpx.Client) -> None:
    number = events(server)["name_filters"]

    def press(session: int) -> None:
        body = {"fn_index": number, "data": ["x" * 300, "", "", ""], "session_hash": f"s{session}"}
        assert server.post(PREDICT, json=body).status_code == 200

    for session in range(100):
        press(session)
    before = memory()
    for session in range(100, 400):
        press(session)
    assert memory() - before < 9 * 2**20  # 300 sessions of Gradio take more than twice that


def test_a_conversation_goes_on_by_its_token_and_in_no_other_page(server: httpx.Client) -> None:
    number = events(server)["ask"]

    def press_ask(question: str, token: str) -> tuple[int, str]:
        """How many messages are shown then, and the token."""
        body = {"fn_index": number, "data": [question, "", "", "", "", "en", token]}
        shown, _, now, _ = server.post(PREDICT, json={**body, "session_hash": "s"}).json()["data"]
        return len(shown), now

    messages, token = press_ask(NATO, "")
    assert messages == 2
    assert press_ask("And about Iran?", token) == (4, token)
    messages, another = press_ask("And about Iran?", "")
    assert messages == 2
    assert another != token
    assert press_ask(NATO, "a token that was forgotten")[0] == 2


@pytest.mark.parametrize(
    ("path", "body", "most"),
    [
        ("/feedback", {"answer": "unknown", "verdict": "up"}, 60),
        ("/evaluation/start", {"questions": "unknown.jsonl"}, 10),
    ],
)
def test_what_is_written_or_started_has_a_limit_of_its_own(
    server: httpx.Client, path: str, body: dict[str, str], most: int
) -> None:
    came = [server.post(path, json=body).status_code for _ in range(most + 2)]
    assert came == [404] * most + [429] * 2
    assert server.post(path, json=dict.fromkeys(body, "x" * 1000)).status_code in {422, 429}


def test_answers_that_may_be_rated_are_bounded_in_bytes(
    assistant: Assistant, tmp_path: Path
) -> None:
    ratings, answer = Ratings(tmp_path), assistant.ask(NATO)
    for number in range(1500):
        history = [f"{number:04}{before}" + "x" * 1990 for before in range(20)]
        token = ratings.keep(answer, history, Filters(), "gen-1")
    assert ratings.bytes <= 32 * 2**20
    ratings.rate(token, None)
