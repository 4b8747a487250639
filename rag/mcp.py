"""An MCP server on standard input and output: ask, search, show and timeline as tools.

The only module that knows of the `mcp` package, which requirements-mcp.txt installs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import QuestionError, RagError, SettingError
from rag.index.searched import IndexPlace
from rag.interface import answer_json, article_json, hits_json, timeline_json
from rag.records import DateRange, Filters

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from rag.assistant import Assistant
    from rag.live import Live

_ABOUT = (
    "News articles, asked who said what. Every answer is evidence: exact words with their "
    "speaker, article and date. Quote the words as they are, and name the citation. Its kind says "
    "what they are: direct, a quotation; mixed, partly quoted; indirect, paraphrased by the "
    "article, not the speaker's words; headline, the article's title; null, text of the article. "
    "Its label says so in words: give it with the words. If the status is unsure, say that the "
    "articles may not answer, give the reason, and call the citations what comes closest. If it "
    "is not_found, say that the articles hold no answer, and why. An answered question with a "
    "reason lacks somebody who was asked about: say so. An answer of the kind collection or talk "
    "is the program's own text, about the articles."
)
_MOST_HITS = 50


def serve(load: Callable[[], Assistant], index: Path | IndexPlace, every: float) -> None:
    """Answer one client from an index until it closes standard input.

    A new index is looked for every `every` seconds. Raises SettingError if the mcp package is
    missing, and what `load` raises.
    """
    try:
        import mcp  # noqa: F401
    except ImportError as error:
        raise SettingError(
            "the mcp package is not installed", hint="pip install -r requirements-mcp.txt"
        ) from error
    from rag.live import Live

    live = Live(load(), index)
    with live.watch(every):
        make_server(live).run("stdio")


def make_server(live: Live) -> MCPServer:
    """A server whose tools ask the assistant in use.

    An argument that a tool does not have is an error. Ignoring it would give an unfiltered answer
    that looks filtered.
    """
    from mcp.server.mcpserver import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError

    class Strict(MCPServer):
        async def list_tools(self) -> list[Any]:
            tools = await super().list_tools()
            for tool in tools:
                tool.input_schema = {**tool.input_schema, "additionalProperties": False}
            return tools

        async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
            known = {tool.name: tool.input_schema["properties"] for tool in await self.list_tools()}
            if unknown := sorted(set(arguments) - set(known.get(name, arguments))):
                raise ToolError(
                    f"{name} has no argument {', '.join(map(repr, unknown))}. "
                    f"How to fix it: it takes {', '.join(known[name])}"
                )
            return await super().call_tool(name, arguments, context)

    tools = Strict("on-record", instructions=_ABOUT, log_level="ERROR")

    @tools.tool()
    def ask(  # noqa: PLR0913  # a client sees each as a parameter
        question: str,
        history: list[str] | None = None,
        speaker: str | None = None,
        first_day: str | None = None,
        last_day: str | None = None,
        outlet: str | None = None,
        most: int | None = None,
    ) -> dict[str, Any]:
        """Answer a question with exact quotations, or say why the articles hold no answer.

        `history` are the earlier questions of the conversation, oldest first. `speaker`, days such
        as 2022-01-28 and `outlet` restrict the articles. `most` is how many statements or articles
        are shown, 1 to 50.
        """
        with _raise_tool_errors():
            filters = _make_filters(speaker, first_day, last_day, outlet)
            answer = live.assistant.ask(question, history or (), filters, most=most)
            return answer_json(answer)

    @tools.tool()
    def search(question: str, hits: int = 10) -> dict[str, Any]:
        """List the passages closest to a question, best first; at most 50."""
        with _raise_tool_errors():
            closest = live.assistant.search(question, hits=min(max(hits, 1), _MOST_HITS))
            return hits_json(question, closest)

    @tools.tool()
    def show(article: str) -> dict[str, Any]:
        """Show an article as it was read, with who said what in it; its id is in citations."""
        with _raise_tool_errors():
            assistant = live.assistant
            return article_json(assistant.article(article), assistant.statements(article))

    @tools.tool()
    def timeline(
        speaker: str,
        topic: str = "",
        first_day: str | None = None,
        last_day: str | None = None,
    ) -> dict[str, Any]:
        """List what a speaker said on a topic, oldest first; without a topic, on anything."""
        with _raise_tool_errors():
            filters = _make_filters(None, first_day, last_day, None)
            return timeline_json(live.assistant.timeline(speaker, topic, filters))

    return tools


@contextmanager
def _raise_tool_errors() -> Iterator[None]:
    """Pass an error of the program on to the client, with its hint."""
    from mcp.server.mcpserver.exceptions import ToolError

    try:
        yield
    except RagError as error:
        raise ToolError(f"{error.message}. How to fix it: {error.hint}") from error


def _make_filters(
    speaker: str | None, first_day: str | None, last_day: str | None, outlet: str | None
) -> Filters:
    return Filters(
        speaker or None, DateRange(_read_day(first_day), _read_day(last_day)), outlet or None
    )


def _read_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise QuestionError(f"{text}: not a day", hint="write it as 2022-01-28") from None
