"""Every way to ask: the server goes on with others meanwhile, and nobody waits without end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest

from rag import Assistant
from rag.records import Query, Timeline
from rag.web.desk import Desk, Room
from rag.web.guard.access import Access
from rag.web.server import make_web_app
from tests.serving import serving

QUESTION = "What did Lavrov say about NATO?"
WAYS: dict[str, dict[str, Any]] = {
    "/api/v1/ask": {"json": {"question": QUESTION}},
    "/api/v1/ask/stream": {"json": {"question": QUESTION}},
    "/api/v1/search": {"json": {"question": QUESTION}},
    "/v1/chat/completions": {"json": {"messages": [{"role": "user", "content": QUESTION}]}},
    "/gradio_api/run/predict": {
        "json": {"fn_index": 0, "data": [QUESTION, "", "", "", "", "en", None]}
    },
    "/api/v1/timeline": {"params": {"speaker": "Lavrov"}},
    "/timeline": {"params": {"speaker": "Lavrov"}},
}


class Watched(Assistant):
    """The real assistant, which notes where it works and can be held at a gate."""

    def __init__(self, assistant: Assistant) -> None:
        self.__dict__.update(assistant.__dict__)
        self.on_loop: list[bool] = []
        self.gate = threading.Event()
        self.gate.set()

    def _note(self) -> None:
        if threading.current_thread() is threading.main_thread():
            return  # the page is made there, where the browser's driver has a loop of its own
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            self.on_loop.append(False)
        else:
            self.on_loop.append(True)
        self.gate.wait(30)

    def understand(self, *given: Any, **more: Any) -> Query:
        self._note()
        return super().understand(*given, **more)

    def timeline(self, *given: Any, **more: Any) -> Timeline:
        self._note()
        return super().timeline(*given, **more)


@pytest.fixture
def watched(assistant: Assistant) -> Watched:
    return Watched(assistant)


@pytest.fixture
def client(watched: Watched) -> Iterator[httpx.Client]:
    desk = Desk(watched, room=Room(workers=8, kept=0, seconds=1.0))
    access = Access(questions_per_minute=0)
    with (
        serving(make_web_app(desk, access=access)) as address,
        httpx.Client(base_url=address, timeout=60) as opened,
    ):
        yield opened
        watched.gate.set()
    desk.close()


def send(client: httpx.Client, path: str) -> httpx.Response:
    given = WAYS[path]
    return client.request("POST" if "json" in given else "GET", path, **given)


@pytest.mark.parametrize("path", WAYS)
def test_a_question_is_understood_beside_the_event_loop(
    client: httpx.Client, watched: Watched, path: str
) -> None:
    assert send(client, path).status_code == 200
    assert watched.on_loop
    assert not any(watched.on_loop)


@pytest.mark.parametrize("path", WAYS)
def test_what_takes_too_long_is_refused_and_others_are_served_meanwhile(
    client: httpx.Client, watched: Watched, path: str
) -> None:
    watched.gate.clear()
    came: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: came.append(send(client, path)))
    asking.start()
    with suppress(httpx.HTTPError):
        while asking.is_alive():
            assert client.get("/healthz").status_code == 200
    asking.join()
    (refused,) = came
    if path == "/gradio_api/run/predict":  # told as a turn of the conversation
        assert "takes longer than" in refused.text
    else:
        assert refused.status_code == 503
    if path.startswith(("/api/", "/v1/")):
        assert refused.headers["content-type"] == "application/problem+json"
        assert int(refused.headers["retry-after"]) >= 1
        assert refused.json()["hint"]
