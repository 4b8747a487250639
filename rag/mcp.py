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
from rag.interface import answer_json, article_json, hits_json, timeline_json
from rag.records import DateRange, Filters

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from rag.assistant import Assistant
    from rag.live import Live

_ABOUT = (
    "News articles, asked who said what. Every answer is evidence: exact words with their speaker, "
    "article and date. Quote the words as they are, and name the citation. Its kind says what they "
    "are: direct, a quotation; mixed, partly quoted; indirect, paraphrased by the article, not the "
    "speaker's words; headline, the article's title; null, text of the article. If the status is "
    "unsure, say that the articles may not answer, give the reason, and call the citations what "
    "comes closest. If it is not_found, say that the articles hold no answer, and why. An answered "
    "question with a reason lacks somebody who was asked about: say so. An answer of the kind "
    "collection or talk is the program's own text, about the articles."
)
_MOST_HITS = 50


def serve(load: Callable[[], Assistant], index: Path, every: float) -> None:
    """Answer one client until it closes standard input, by the assistant of an index.

    A newly built index is looked for each `every` seconds.

    Raises SettingError where the mcp package is missing, and what `load` raises.
    """
    try:
        import mcp  # noqa: F401
    except ImportError as error:
        raise SettingError(
            "the mcp package is not installed", hint="pip install -r requirements-mcp.txt"
        ) from error
    from rag.live import Live

    live = Live(load(), index)
    with live.watched(every):
        server(live).run("stdio")


def server(live: Live) -> MCPServer:
    """The tools, asking whichever assistant is there."""
    from mcp.server.mcpserver import MCPServer

    tools = MCPServer("on-record", instructions=_ABOUT, log_level="ERROR")

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
        with _told():
            filters = _filters(speaker, first_day, last_day, outlet)
            answer = live.assistant.ask(question, history or (), filters, most=most)
            return answer_json(answer)

    @tools.tool()
    def search(question: str, hits: int = 10) -> dict[str, Any]:
        """List the passages closest to a question, best first; at most 50."""
        with _told():
            found = live.assistant.search(question, hits=min(max(hits, 1), _MOST_HITS))
            return hits_json(question, found)

    @tools.tool()
    def show(article: str) -> dict[str, Any]:
        """Show an article as it was read, with who said what in it; its id is in citations."""
        with _told():
            assistant = live.assistant
            return article_json(assistant.article(article), assistant.statements(article))

    @tools.tool()
    def timeline(
        speaker: str,
        topic: str = "",
        first_day: str | None = None,
        last_day: str | None = None,
    ) -> dict[str, Any]:
        """List what a speaker said on a topic, oldest first; on anything without a topic."""
        with _told():
            filters = _filters(None, first_day, last_day, None)
            return timeline_json(live.assistant.timeline(speaker, topic, filters))

    return tools


@contextmanager
def _told() -> Iterator[None]:
    """An error of ours is told to the client with its hint."""
    from mcp.server.mcpserver.exceptions import ToolError

    try:
        yield
    except RagError as error:
        raise ToolError(f"{error.message}. Hint: {error.hint}") from error


def _filters(
    speaker: str | None, first_day: str | None, last_day: str | None, outlet: str | None
) -> Filters:
    return Filters(speaker or None, DateRange(_day(first_day), _day(last_day)), outlet or None)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise QuestionError(f"{text}: not a day", hint="write it as 2022-01-28") from None
