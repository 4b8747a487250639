"""The MCP server, started as a client starts it and asked by the package's own client."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from mcp import Client, StdioServerParameters

from rag import Assistant
from rag.interface import answer_json
from tests.running import finished

ROOT = Path(__file__).parent.parent
EARLY = "000_da556442ba3b8b22.txt"
QUESTION = "What did Lavrov say about peacekeepers?"


def test_a_client_asks_searches_shows_and_looks_back(index: Path, assistant: Assistant) -> None:
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "rag", "mcp", "--index", str(index)],
        cwd=str(ROOT),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    async def converse() -> dict[str, Any]:
        async with Client(command) as client:
            said: dict[str, Any] = {"tools": (await client.list_tools()).tools}
            for name, tool, given in (
                ("answer", "ask", {"question": QUESTION}),
                ("found", "search", {"question": "NATO troops", "hits": 2}),
                ("article", "show", {"article": EARLY}),
                ("few", "ask", {"question": "What did Lavrov say about NATO?", "most": 2}),
                ("said", "timeline", {"speaker": "Lavrov", "topic": "NATO"}),
                ("wrong", "ask", {"question": "?"}),
                ("missing", "show", {"article": "../app.py"}),
                ("unknown", "ask", {"question": QUESTION, "from": "2024-06-01"}),
                ("unknown too", "search", {"question": QUESTION, "speaker": "Lavrov", "top_k": 3}),
                ("untyped", "search", {"question": QUESTION, "hits": "many"}),
                ("no tool", "delete", {"article": EARLY}),
            ):
                said[name] = await client.call_tool(tool, given)
            return said

    said = finished(converse())
    assert {tool.name for tool in said["tools"]} == {"ask", "search", "show", "timeline"}
    answer = said["answer"].structured_content
    assert answer["citations"] == answer_json(assistant.ask(QUESTION))["citations"]
    assert answer["version"] == 2
    assert len(said["few"].structured_content["citations"]) == 2
    assert len(said["found"].structured_content["hits"]) == 2
    assert said["article"].structured_content["text"] == assistant.article(EARLY).text
    assert said["said"].structured_content["speaker"] == "Sergey Lavrov"
    for name in ("untyped", "no tool"):
        assert said[name].is_error
    assert "no argument 'from'" in said["unknown"].content[0].text
    assert "first_day" in said["unknown"].content[0].text
    assert "'speaker', 'top_k'" in said["unknown too"].content[0].text
    for tool in said["tools"]:
        assert tool.input_schema["additionalProperties"] is False
    for name in ("wrong", "missing", "unknown", "unknown too"):
        assert said[name].is_error
        assert "How to fix it" in said[name].content[0].text
