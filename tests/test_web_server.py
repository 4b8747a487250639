"""Ports that cannot be had, and what is asked for them."""

from __future__ import annotations

import socket

import pytest
from fastapi import FastAPI

from rag import Assistant
from rag.errors import SettingError
from rag.rendering.markup import NOTHING
from rag.web.desk import Desk
from rag.web.server import make_web_app, open_port
from rag.web.shell import chat_document
from rag.web.visit import Visit


def test_a_busy_port_is_told_with_a_way_out() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(SettingError, match="in use") as caught:
            open_port("127.0.0.1", port)
    assert f"--port {port % 65535 + 1}" in caught.value.hint


def test_what_is_switched_off_is_not_served(assistant: Assistant) -> None:
    def paths(app: FastAPI) -> set[str]:
        return {str(getattr(route, "path", "")) for route in app.routes}

    assert not {"/evaluation", "/evaluation/start", "/feedback"} & paths(
        make_web_app(Desk(assistant))
    )
    assert "tablist" not in chat_document("On Record", NOTHING, Visit())
    assert "tablist" in chat_document("On Record", NOTHING, Visit(evaluate=True))


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(SettingError) as caught:
        open_port("192.0.2.1", 7860)
    assert "--host" in caught.value.hint
