"""Options that several commands share."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from rag.errors import QuestionError
from rag.interface import BatchQuestion, read_batch_question
from rag.records import DateRange, Filters

IndexOption = Annotated[
    Path | None,
    typer.Option("--index", help="Folder of the built index.", show_default="index, or RAG_INDEX"),
]
CorpusOption = Annotated[
    Path | None,
    typer.Option(
        "--corpus",
        help="Folder or file with the articles: text, web pages, PDF, Word, feeds, mails, "
        "tables, archives.",
        show_default="corpus, or RAG_CORPUS",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]


@dataclass(frozen=True, slots=True)
class Asking:
    """What `ask` and `search` take: each field is an option, in this order."""

    question: Annotated[str | None, typer.Argument(help="The question, in quotation marks.")] = None
    index: IndexOption = None
    history: Annotated[
        list[str] | None,
        typer.Option(
            help="An earlier question, the oldest first; may be repeated.", metavar="QUESTION"
        ),
    ] = None
    first_day: Annotated[
        str | None, typer.Option("--from", help="First day of the articles.", metavar="YYYY-MM-DD")
    ] = None
    last_day: Annotated[
        str | None, typer.Option("--to", help="Last day of the articles.", metavar="YYYY-MM-DD")
    ] = None
    speaker: Annotated[
        str | None, typer.Option(help="Only words of this person.", metavar="NAME")
    ] = None
    outlet: Annotated[
        str | None, typer.Option(help="Only articles of this outlet.", metavar="NAME")
    ] = None
    article: Annotated[
        list[str] | None, typer.Option(help="Only this article; may be repeated.", metavar="ID")
    ] = None
    batch: Annotated[
        Path | None,
        typer.Option(
            help='Questions, one per line: {"id": 1, "question": "...", "history": ["..."]}. '
            "Writes one JSON object per line, in the same order.",
            metavar="FILE.jsonl",
        ),
    ] = None
    as_json: JsonOption = False

    def filters(self) -> Filters:
        """The filters. Raises QuestionError for a date that cannot be read."""
        dates = DateRange(_read_day(self.first_day, "--from"), _read_day(self.last_day, "--to"))
        return Filters(self.speaker, dates, self.outlet, tuple(self.article or ()))

    def lines(self) -> Iterator[BatchQuestion]:
        """The questions of the batch. Raises QuestionError, which names a line that is not one."""
        return _read_batch(self.batch) if self.batch else iter(())


def asking(command: Callable[..., None]) -> Callable[..., None]:
    """Turn a command that takes an Asking into one that takes its fields as options."""
    shared = [
        option.replace(kind=option.KEYWORD_ONLY)
        for option in inspect.signature(Asking, eval_str=True).parameters.values()
    ]
    own_options = [*inspect.signature(command, eval_str=True).parameters.values()][1:]

    def run(**given: Any) -> None:
        rest = {option.name: given.pop(option.name) for option in own_options}
        wanted = Asking(**given)
        if (wanted.question is None) == (wanted.batch is None):
            raise QuestionError(
                "give a question, or a file of questions with --batch",
                hint='for example: python -m rag ask "What did Lavrov say about peacekeepers?"',
            )
        command(wanted, **rest)

    keyword_only = [option.replace(kind=option.KEYWORD_ONLY) for option in own_options]
    run.__signature__ = inspect.Signature([*shared, *keyword_only])  # type: ignore[attr-defined]
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    return run


def _read_day(text: str | None, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise QuestionError(
            f"{option} {text}: not a day", hint=f"write it as {option} 2022-01-28"
        ) from None


def _read_batch(path: Path) -> Iterator[BatchQuestion]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield read_batch_question(
                        _parse_line(line, f"{path}:{number}"), f"{path}:{number}"
                    )
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(
            f"{path}: cannot be read: {error}",
            hint="give --batch a UTF-8 file with JSON on each line",
        ) from error


def _parse_line(line: str, place: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise QuestionError(
            f"{place}: not JSON: {error}",
            hint='give every line an object such as {"id": 1, "question": "Who ...?"}',
        ) from error
