"""`python -m rag questions suggest | check | promote`: test questions, made, checked and kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import click
import typer
from rich.console import Console
from rich.markup import escape

from rag.errors import QuestionError
from rag.evaluation.drafting.draft import suggest
from rag.evaluation.feedback import Feedback, read_feedback
from rag.evaluation.formats.question_fields import question as question_of
from rag.evaluation.promote import approve_all, promoted
from rag.evaluation.question_check import Problem, check, read_placed
from rag.evaluation.question_files import read_questions
from rag.evaluation.question_lines import question_line
from rag.evaluation.run_records import Question
from rag.index import generation
from rag.index.contents import Generation
from rag.progress import progress_bar
from rag.settings import read_settings

app = typer.Typer(
    help="Make test questions from your articles, check them, and keep what readers judged.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

IndexOption = Annotated[
    Path | None,
    typer.Option("--index", help="Folder of the built index.", show_default="index, or RAG_INDEX"),
]


@app.command(name="suggest")
def suggest_command(
    count: Annotated[int, typer.Option("--n", min=1, max=100_000, help="How many.")] = 100,
    index: IndexOption = None,
    seed: Annotated[int, typer.Option(help="Another number, other questions.")] = 0,
) -> None:
    """Write test questions on your own articles, with the words that answer them. No model.

    python -m rag questions suggest --n 100 > questions.jsonl

    Most ask what somebody said on what; some follow up on another, some ask for a number or when
    an article was published, and a quarter have no answer in the articles. The tags say how each
    was made. Read them before you rely on them: one or two in ten may be odd.
    """
    found = _generation(index)
    with progress_bar() as progress:
        questions = suggest(found.articles, found.statements, count, seed=seed, progress=progress)
    if not questions:
        raise QuestionError(
            "no questions could be made: nobody is quoted by name in these articles",
            hint="write test questions by hand; docs/evaluating.md shows the format",
        )
    for one in questions:
        sys.stdout.write(question_line(one))
    told = f"{len(questions)} questions"
    if len(questions) < count:
        told += f" of {count} asked for: these articles give no more good ones"
    err.print(f"{told}. Read them, then: python -m rag questions check FILE")


@app.command(name="check")
def check_command(
    file: Annotated[Path, typer.Argument(help="A file of test questions, in any format.")],
    index: IndexOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write each problem as a JSON object.")
    ] = False,
) -> None:
    """Find test questions that can't be right: twice, or at odds with the articles.

    python -m rag questions check questions.jsonl

    Told are an id or a question that comes twice, evidence that is not in its article word for
    word, articles that are not in the index, speakers whom nobody quotes, and fields that
    contradict each other. The exit code is 1 if there is any, 0 if there is none.
    """
    placed = read_placed(file)
    found = _generation(index)
    problems = check(placed, found.articles, found.statements)
    if as_json:
        for one in problems:
            sys.stdout.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
    else:
        _print(problems, len(placed))
    if problems:
        raise typer.Exit(1)


@app.command(name="promote")
def promote_command(
    feedback: Annotated[
        Path, typer.Argument(help="A day's file of feedback, or the folder with all of them.")
    ],
    out_file: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="File of test questions to add to; what it has already is passed over.",
            show_default="written to standard output",
        ),
    ] = None,
    accept: Annotated[
        bool, typer.Option("--all", help="Take every thumbs-up, ask nothing.")
    ] = False,
) -> None:
    """Turn readers' thumbs into test questions, after you have looked at each.

    python -m rag questions promote feedback/ --out questions.jsonl

    A thumbs-up makes a question whose evidence are the words cited; a thumbs-down one that is
    not judged yet, tagged "down". For each: y takes it, n leaves it, e opens it in your editor,
    q ends, keeping what was taken.
    """
    if not accept and not sys.stdin.isatty():
        raise QuestionError(
            "there is no terminal to ask at", hint="add --all to take every thumbs-up unseen"
        )
    known: Sequence[Question] = ()
    if out_file is not None and out_file.is_file() and out_file.stat().st_size:
        known = read_questions(out_file).questions
    verdicts = [one.feedback for one in read_feedback(feedback)]
    taken = 0
    try:
        for one in promoted(verdicts, approve_all if accept else _review, known):
            _write(one, out_file)
            taken += 1
    except _Ended:
        pass
    err.print(f"{taken} of {len(verdicts)} verdicts became test questions.")


class _Ended(Exception):
    """The reviewer wants no more."""


def _review(feedback: Feedback, question: Question) -> Question | None:
    err.print(f"\n[bold]{escape(feedback.question)}[/]  [dim]{feedback.day}[/]")
    for earlier in feedback.history:
        err.print(f"[dim]behind: {escape(earlier)}[/]")
    err.print(escape(str(feedback.answer.get("text", ""))))
    if filters := [value for value in feedback.filters.values() if value]:
        told = escape(", ".join(filters))
        err.print(f"[yellow]Asked with filters ({told}): say so in the question, or leave it.[/]")
    err.print(f"Thumbs {feedback.verdict.value}.")
    while True:
        choice = click.prompt(
            "Take it?", type=click.Choice(["y", "n", "e", "q"]), default="y", err=True
        )
        if choice == "q":
            raise _Ended
        if choice != "e":
            return question if choice == "y" else None
        edited = _edited(question)
        if edited is not None:
            question = edited
            err.print(escape(question_line(question)), end="")


def _edited(question: Question) -> Question | None:
    """The question as changed in an editor; None, having said why, where it can't be read."""
    shown = json.dumps(json.loads(question_line(question)), ensure_ascii=False, indent=2)
    text = click.edit(shown + "\n", extension=".json")
    if text is None:
        return None
    try:
        return question_of(json.loads(text), "the edited question", default_id=question.id)
    except (ValueError, AttributeError) as error:
        err.print(f"Not JSON: {escape(str(error))}")
    except QuestionError as error:
        err.print(f"{escape(error.message)}; {escape(error.hint)}")
    return None


def _write(question: Question, path: Path | None) -> None:
    if path is None:
        sys.stdout.write(question_line(question))
        sys.stdout.flush()
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(question_line(question))
    except OSError as error:
        raise QuestionError(
            f"{path}: can't be written: {error.strerror or error}",
            hint="give --out another file, or leave it out to write to standard output",
        ) from error


def _print(problems: Sequence[Problem], count: int) -> None:
    for one in problems:
        out.print(f"{escape(one.place)}: [bold]{escape(one.question_id)}[/]: {escape(one.message)}")
        out.print(f"  [dim]{escape(one.hint)}[/]")
    told = f"{len(problems)} problems" if len(problems) != 1 else "1 problem"
    err.print(f"{count} questions, {told if problems else 'no problem'}.")


def _generation(index: Path | None) -> Generation:
    """The index as it stands: questions are not embedded here, so any model's will do."""
    folder = index or read_settings().index
    _, source = generation.read_source(folder)
    return generation.read(folder, source.model)
