"""`ask`, `search` and `show` query an index; `mcp` serves the same to programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from rag.answer.compose import how_cited, write_also_in
from rag.assistant import MOST_SHOWN, Assistant
from rag.commands.loading import choose_index, load_assistant, load_writer
from rag.commands.options import Asking, IndexOption, JsonOption, asking
from rag.commands.terminal import out, write_line
from rag.errors import QuestionError
from rag.interface import BatchQuestion, answer_json, article_json, hits_json
from rag.records import Answer, AnswerKind, Article, Filters, Status, Writing
from rag.settings import read_settings

if TYPE_CHECKING:
    from rag.writer.writing import Writer


@asking
def ask(
    request: Asking,
    most: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=MOST_SHOWN,
            help="Maximum number of statements or articles shown.",
            show_default="as many as fit the question",
        ),
    ] = None,
) -> None:
    """Answer a question with exact quotations, or say why the articles hold no answer.

    python -m rag ask "What did Lavrov say about peacekeepers?"
    """
    filters = request.filters()
    settings = read_settings()
    writer = load_writer(settings)
    assistant = load_assistant(choose_index(request.index, settings), settings)

    for line in request.lines():
        answer = _answer(assistant, line, filters, most, writer)
        write_line(answer_json(answer, line.id))
    if request.question is None:
        return
    asked = BatchQuestion(None, request.question, tuple(request.history or ()))
    answer = _ask(assistant, asked, filters, most, writer)
    if request.as_json:
        write_line(answer_json(answer))
    else:
        _print_answer(answer)


@asking
def search(
    request: Asking,
    hits: Annotated[
        int | None,
        typer.Option(
            "--hits", min=1, max=1000, help="Number of passages.", show_default="10, or RAG_HITS"
        ),
    ] = None,
) -> None:
    """List the passages closest to a question, best first.

    python -m rag search "NATO troops in Ukraine" --hits 3
    """
    filters = request.filters()
    assistant = _load_assistant(request.index)
    count = hits or read_settings().hits
    for line in request.lines():
        results = assistant.search(line.question, line.history, filters, hits=count)
        write_line(hits_json(line.question, results, line.id))
    if request.question is None:
        return
    results = assistant.search(request.question, request.history or (), filters, hits=count)
    if request.as_json:
        write_line(hits_json(request.question, results))
        return
    for number, hit in enumerate(results, start=1):
        where = f"{hit.passage.article_id}:{hit.passage.start}-{hit.passage.end}"
        out.print(f"[bold]{number}[/] {hit.score:.3f}  [dim]{escape(where)}[/]")
        out.print(escape(hit.passage.text) + "\n")


def show(
    article: Annotated[str, typer.Argument(help="The article's id, as citations name it.")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print an article as it was read, with the statements in it and their speakers."""
    assistant = _load_assistant(index)
    stored, statements = assistant.article(article), assistant.statements(article)
    if as_json:
        write_line(article_json(stored, statements, assistant.copies_of(article)))
        return
    day = stored.date.isoformat() if stored.date else "none"
    out.print(f"[bold]{escape(stored.title)}[/]")
    out.print(
        f"[dim]date {day}{' (approximate)' if stored.approximate_date else ''}, outlet "
        f"{escape(stored.outlet or 'none')}, {escape(stored.url or 'no address')}[/]\n"
    )
    _print_other_places(stored, assistant.copies_of(article))
    out.print(escape(stored.text) + "\n")
    for statement in statements:
        out.print(
            f"[bold]{escape(statement.speaker or 'unclear')}[/] ({statement.kind.value}): "
            f"{escape(stored.text[statement.start : statement.end])}"
        )


def mcp(index: IndexOption = None) -> None:
    """Serve ask, search, show and timeline over MCP on standard input and output."""
    from rag.mcp import serve

    settings = read_settings()
    place = choose_index(index, settings)
    serve(lambda: load_assistant(place, settings), place, settings.reload)


def _print_other_places(article: Article, copies: Sequence[str]) -> None:
    """Print where else the text stands, and its older versions."""
    for other in article.also:
        about = ", ".join(part for part in (other.title, other.outlet, other.url) if part)
        out.print(f"[dim]the same text: {escape(other.article_id)} ({escape(about)})[/]")
    for copy in copies:
        out.print(f"[dim]nearly the same: {escape(copy)}[/]")
    for version in article.versions:
        day = version.modified or version.published
        out.print(
            f"[dim]older version: {day.isoformat() if day else 'no day'}, "
            f"{version.characters:,} characters, {escape(version.title)}[/]"
        )
    if article.also or copies or article.versions:
        out.print()


def _answer(
    assistant: Assistant,
    line: BatchQuestion,
    filters: Filters,
    most: int | None,
    writer: Writer | None,
) -> Answer:
    """The answer to a line of a batch; if its question cannot be read, the reason says so."""
    try:
        return _ask(assistant, line, filters, most, writer)
    except QuestionError as error:
        reason = f"{error.message}: {error.hint}"
        return Answer(line.question, "", Status.NOT_FOUND, f"Not asked: {reason}", reason)


def _ask(
    assistant: Assistant,
    asked: BatchQuestion,
    filters: Filters,
    most: int | None,
    writer: Writer | None,
) -> Answer:
    """The answer to a question, written by the language model if there is one."""
    if writer is None:
        return assistant.ask(asked.question, asked.history, filters, most=most)
    question, history = writer.make_whole(asked.question, asked.history, filters, assistant)
    answer = assistant.ask(question, history, filters, most=most)
    return writer.write(replace(answer, question=asked.question), asked.history, assistant)


def _print_answer(answer: Answer) -> None:
    if answer.searched_for != answer.question:
        out.print(f"[dim]Searched for: {escape(answer.searched_for)}[/]")
    doubtful = answer.status is Status.UNSURE  # its text says so first
    if answer.writing and not doubtful:
        _print_writing(answer.writing)
    out.print(escape(answer.text))
    if answer.writing and doubtful:
        out.print()
        _print_writing(answer.writing)
    if answer.more and answer.kind is AnswerKind.EVIDENCE:  # the text of a list says it
        out.print(f"[dim]{answer.more} more are not shown; use --most for up to {MOST_SHOWN}[/]")
    if answer.status is Status.NOT_FOUND and answer.closest:
        out.print("\n[dim]Closest articles:[/]")
        for reference in answer.closest:
            out.print(f"  {escape(reference.title)} [dim]({escape(reference.article_id)})[/]")
    if answer.citations:
        out.print()
    for citation in answer.citations:
        about = "no date"
        if citation.date:
            day = citation.date.isoformat()
            about = f"not dated; mentions {day}" if citation.approximate_date else day
        what = how_cited(citation.kind) if citation.end or citation.kind else None
        parts = (what, about, citation.outlet, citation.url, write_also_in(len(citation.also)))
        source = ", ".join(part for part in parts if part)
        place = f"{citation.article_id}:{citation.start}-{citation.end}"
        out.print(
            f"[dim]{escape(f'[{citation.number}]')} {escape(citation.title)} "
            f"({escape(source)}) {escape(place)}[/]"
        )


def _print_writing(writing: Writing) -> None:
    """Print what a language model wrote, what was struck of it, and why."""
    if writing.problem:
        out.print(f"[yellow]{escape(writing.problem)}[/]; the answer is its quotations\n")
    else:
        out.print(escape(writing.text))
        about = "each sentence was compared with the quotations"
        out.print(f"[dim]Written by {escape(writing.model)}; {about}[/]\n")
    for struck in writing.struck:
        out.print(f"[dim]Struck: {escape(struck.text)} ({escape(struck.reason)})[/]")
    if writing.struck:
        out.print()


def _load_assistant(index: Path | None) -> Assistant:
    settings = read_settings()
    return load_assistant(choose_index(index, settings), settings)
