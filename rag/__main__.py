"""The command line: `python -m rag build | ask | search | show | eval ...`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from typer.core import TyperGroup

from rag.answer.compose import also_in
from rag.articles.fields import read_field_map
from rag.assistant import Assistant
from rag.errors import QuestionError, RagError
from rag.index.embedder import Embedder
from rag.interface import Asked, answer_json, article_json, asked, hits_json
from rag.records import Answer, Article, DateRange, Filters, Status, Unread
from rag.settings import read_settings


class _Commands(TyperGroup):
    """Imports more than asking needs where another command, or the list of all, is asked for."""

    # typer names the types of these only in a private module
    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.commands:
            self._add_others()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: Any) -> list[str]:
        self._add_others()
        return super().list_commands(ctx)

    def _add_others(self) -> None:
        from rag.evaluation import commands, commands_questions
        from rag.web import commands as web

        evaluation = typer.Typer(rich_markup_mode="markdown")
        commands.add_commands(evaluation)
        evaluation.add_typer(commands_questions.app, name="questions")
        web.add_commands(evaluation)
        for name, command in typer.main.get_group(evaluation).commands.items():
            self.commands.setdefault(name, command)


app = typer.Typer(
    cls=_Commands,
    help="Ask news articles who said what: exact words, speaker, date and source.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
out = Console(highlight=False, soft_wrap=True)
_UNREAD_SHOWN = 20  # lines; all of them are kept in the index
err = Console(stderr=True, highlight=False, soft_wrap=True)

IndexOption = Annotated[
    Path | None,
    typer.Option("--index", help="Folder of the built index.", show_default="index, or RAG_INDEX"),
]
HistoryOption = Annotated[
    list[str] | None,
    typer.Option(
        "--history", help="An earlier question, oldest first; repeat for more.", metavar="QUESTION"
    ),
]
FromOption = Annotated[
    str | None, typer.Option("--from", help="First day of the articles.", metavar="YYYY-MM-DD")
]
ToOption = Annotated[
    str | None, typer.Option("--to", help="Last day of the articles.", metavar="YYYY-MM-DD")
]
SpeakerOption = Annotated[
    str | None, typer.Option("--speaker", help="Only words of this person.", metavar="NAME")
]
OutletOption = Annotated[
    str | None, typer.Option("--outlet", help="Only articles of this outlet.", metavar="NAME")
]
ArticleOption = Annotated[
    list[str] | None,
    typer.Option("--article", help="Only this article; repeat for more.", metavar="ID"),
]
BatchOption = Annotated[
    Path | None,
    typer.Option(
        "--batch",
        help='Questions, a line each: {"id": 1, "question": "...", "history": ["..."]}. '
        "Writes one JSON object a line, in order.",
        metavar="FILE.jsonl",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
QuestionArgument = Annotated[str | None, typer.Argument(help="The question, in quotation marks.")]


@app.command()
def build(
    corpus: Annotated[
        Path | None,
        typer.Option(
            "--corpus",
            help="Folder or file with the articles: text, pages, PDF, Word, feeds, mails, "
            "tables, archives.",
            show_default="corpus, or RAG_CORPUS",
        ),
    ] = None,
    index: IndexOption = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with an error where a file cannot be read.")
    ] = False,
) -> None:
    """Read the articles and build the index; nothing is computed again that is there already."""
    from rag.index.build import build as build_index
    from rag.progress import progress_bar

    settings = read_settings()
    with progress_bar() as progress:
        report = build_index(
            corpus or settings.corpus,
            index or settings.index,
            Embedder(settings.model, settings.cache),
            passage_tokens=settings.passage_tokens,
            names=read_field_map(settings.fields),
            strict=strict,
            progress=progress,
        )
    what = (
        f"{report.articles:,} articles, {report.passages:,} passages, "
        f"{report.statements:,} statements"
    )
    if report.unchanged:
        out.print(f"Up to date: {what}.")
    else:
        out.print(f"Built {index or settings.index}: {what}; {report.embedded:,} texts embedded.")
    _print_unread(report.unread)


@app.command()
def ask(  # noqa: PLR0913  # each is an option of the command
    question: QuestionArgument = None,
    index: IndexOption = None,
    history: HistoryOption = None,
    first_day: FromOption = None,
    last_day: ToOption = None,
    speaker: SpeakerOption = None,
    outlet: OutletOption = None,
    article: ArticleOption = None,
    batch: BatchOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with exact quotations, or say why the articles hold no answer.

    python -m rag ask "What did Lavrov say about peacekeepers?"
    """
    filters = _filters(first_day, last_day, speaker, outlet, article)
    _one_of(question, batch)
    assistant = _assistant(index)
    if batch:
        for line in _batch(batch):
            _write_line(answer_json(_answer(assistant, line, filters), line.id))
        return
    answer = assistant.ask(question or "", history or (), filters)
    if as_json:
        _write_line(answer_json(answer))
    else:
        _print_answer(answer)


@app.command()
def search(  # noqa: PLR0913  # each is an option of the command
    question: QuestionArgument = None,
    index: IndexOption = None,
    history: HistoryOption = None,
    first_day: FromOption = None,
    last_day: ToOption = None,
    speaker: SpeakerOption = None,
    outlet: OutletOption = None,
    article: ArticleOption = None,
    batch: BatchOption = None,
    as_json: JsonOption = False,
    hits: Annotated[
        int | None,
        typer.Option("--hits", min=1, max=1000, help="How many.", show_default="10, or RAG_HITS"),
    ] = None,
) -> None:
    """List the passages closest to a question, best first.

    python -m rag search "NATO troops in Ukraine" --hits 3
    """
    filters = _filters(first_day, last_day, speaker, outlet, article)
    _one_of(question, batch)
    assistant = _assistant(index)
    count = hits or read_settings().hits
    if batch:
        for line in _batch(batch):
            found = assistant.search(line.question, line.history, filters, hits=count)
            _write_line(hits_json(line.question, found, line.id))
        return
    found = assistant.search(question or "", history or (), filters, hits=count)
    if as_json:
        _write_line(hits_json(question or "", found))
        return
    for number, hit in enumerate(found, start=1):
        where = f"{hit.passage.article_id}:{hit.passage.start}-{hit.passage.end}"
        out.print(f"[bold]{number}[/] {hit.score:.3f}  [dim]{escape(where)}[/]")
        out.print(escape(hit.passage.text) + "\n")


@app.command()
def show(
    article: Annotated[str, typer.Argument(help="The article's id, as citations name it.")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print an article as it was read, with who said what in it."""
    assistant = _assistant(index)
    found, statements = assistant.article(article), assistant.statements(article)
    if as_json:
        _write_line(article_json(found, statements, assistant.copies_of(article)))
        return
    day = found.date.isoformat() if found.date else "none"
    out.print(f"[bold]{escape(found.title)}[/]")
    out.print(
        f"[dim]date {day}{' (approximate)' if found.approximate_date else ''}, outlet "
        f"{escape(found.outlet or 'none')}, {escape(found.url or 'no address')}[/]\n"
    )
    _print_other_places(found, assistant.copies_of(article))
    out.print(escape(found.text) + "\n")
    for one in statements:
        out.print(
            f"[bold]{escape(one.speaker or 'unclear')}[/] ({one.kind.value}): "
            f"{escape(found.text[one.start : one.end])}"
        )


@app.command()
def mcp(index: IndexOption = None) -> None:
    """Serve ask, search, show and timeline to a language model's program, over MCP on stdio."""
    from rag.mcp import serve

    settings = read_settings()
    serve(index or settings.index, settings.model)


def _print_other_places(article: Article, copies: Sequence[str]) -> None:
    """Where the text stands as well, and what it was before."""
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


def _print_unread(unread: Sequence[Unread]) -> None:
    missed = [one for one in unread if not one.expected]
    if missed:
        err.print(f"[yellow]Could not be read: {len(missed):,}[/]")
    for one in missed[:_UNREAD_SHOWN]:
        err.print(f"  {escape(one.path)}: {escape(one.reason)}")
    if len(missed) > _UNREAD_SHOWN:
        err.print(f"  and {len(missed) - _UNREAD_SHOWN:,} more; unread.jsonl in the index has all")
    if others := len(unread) - len(missed):
        err.print(f"[dim]No articles, and passed over: {others:,} (pictures, styles, a README)[/]")


def _answer(assistant: Assistant, line: Asked, filters: Filters) -> Answer:
    """The answer to a line of a batch; where its question cannot be read, the reason says so."""
    try:
        return assistant.ask(line.question, line.history, filters)
    except QuestionError as error:
        reason = f"{error.message}: {error.hint}"
        return Answer(line.question, "", Status.NOT_FOUND, f"Not asked: {reason}", reason)


def _print_answer(answer: Answer) -> None:
    if answer.searched_for != answer.question:
        out.print(f"[dim]Searched for: {escape(answer.searched_for)}[/]")
    out.print(escape(answer.text))
    if answer.status is Status.NOT_FOUND and answer.closest:
        out.print("\n[dim]Closest articles:[/]")
        for one in answer.closest:
            out.print(f"  {escape(one.title)} [dim]({escape(one.article_id)})[/]")
    if answer.citations:
        out.print()
    for citation in answer.citations:
        about = "no date"
        if citation.date:
            day = citation.date.isoformat()
            about = f"not dated; mentions {day}" if citation.approximate_date else day
        about_copies = also_in(len(citation.also))
        parts = (about, citation.outlet, citation.url, about_copies)
        source = ", ".join(part for part in parts if part)
        place = f"{citation.article_id}:{citation.start}-{citation.end}"
        out.print(
            f"[dim]{escape(f'[{citation.number}]')} {escape(citation.title)} "
            f"({escape(source)}) {escape(place)}[/]"
        )


def _assistant(index: Path | None) -> Assistant:
    settings = read_settings()
    return Assistant.load(
        index or settings.index,
        model=settings.model,
        cache=settings.cache,
        least_confidence=settings.confidence,
    )


def _one_of(question: str | None, batch: Path | None) -> None:
    if (question is None) == (batch is None):
        raise QuestionError(
            "give a question, or a file of questions with --batch",
            hint='for example: python -m rag ask "What did Lavrov say about peacekeepers?"',
        )


def _filters(
    first_day: str | None,
    last_day: str | None,
    speaker: str | None,
    outlet: str | None,
    articles: list[str] | None,
) -> Filters:
    dates = DateRange(_day(first_day, "--from"), _day(last_day, "--to"))
    return Filters(speaker, dates, outlet, tuple(articles or ()))


def _day(text: str | None, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise QuestionError(
            f"{option} {text}: not a day", hint=f"write it as {option} 2022-01-28"
        ) from None


def _batch(path: Path) -> Iterator[Asked]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield asked(_json(line, f"{path}:{number}"), f"{path}:{number}")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(
            f"{path}: cannot be read: {error}", hint="--batch takes a UTF-8 file, JSON on each line"
        ) from error


def _json(line: str, place: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise QuestionError(
            f"{place}: not JSON: {error}",
            hint='give every line an object such as {"id": 1, "question": "Who ...?"}',
        ) from error


def _write_line(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Run the command line; an error of the program's own is told with its hint."""
    try:
        app()
    except RagError as error:
        err.print(f"[bold red]Error:[/] {escape(error.message)}")
        err.print(f"[bold]Hint:[/] {escape(error.hint)}")
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
