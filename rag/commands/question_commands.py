"""`python -m rag questions suggest | check | promote`: make and check test questions."""

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

from rag.commands.loading import choose_index
from rag.errors import QuestionError
from rag.evaluation.drafting.draft import suggest
from rag.evaluation.feedback import Feedback, read_feedback
from rag.evaluation.formats.question_fields import make_question
from rag.evaluation.promote import approve_all, promote
from rag.evaluation.question_check import Problem, check, read_placed
from rag.evaluation.question_files import read_questions
from rag.evaluation.question_lines import write_question_line
from rag.evaluation.run_records import Question
from rag.index import generation
from rag.index.searched import SearchedIndex
from rag.models.model_files import ModelFiles
from rag.progress import progress_bar
from rag.settings import read_settings

app = typer.Typer(
    help="Make test questions from your articles, check them, and turn ratings into some.",
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
    count: Annotated[
        int, typer.Option("--n", min=1, max=100_000, help="Number of questions.")
    ] = 100,
    index: IndexOption = None,
    seed: Annotated[int, typer.Option(help="Seed; another number gives other questions.")] = 0,
) -> None:
    """Write test questions on your articles with the words that answer them, without a model.

    python -m rag questions suggest --n 100 > questions.jsonl

    Most ask what somebody said about a topic. Some follow up on another question, ask for a number
    or for the date of an article, and a quarter have no answer in the articles. Tags say how each
    was made. Read them before you rely on them: one or two in ten may be odd.
    """
    built = _read_index(index)
    with progress_bar() as progress:
        questions = suggest(built.articles, built.statements, count, seed=seed, progress=progress)
    if not questions:
        raise QuestionError(
            "no questions could be made: nobody is quoted by name in these articles",
            hint="write test questions by hand; docs/evaluating.md shows the format",
        )
    for question in questions:
        sys.stdout.write(write_question_line(question))
    summary = f"{len(questions)} questions"
    if len(questions) < count:
        summary += f" of {count}: these articles give no more good ones"
    err.print(f"{summary}. Read them, then run: python -m rag questions check FILE")


@app.command(name="check")
def check_command(
    file: Annotated[Path, typer.Argument(help="A file of test questions, in any format.")],
    index: IndexOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write each problem as a JSON object.")
    ] = False,
) -> None:
    """Find test questions that occur twice or contradict the articles.

    python -m rag questions check questions.jsonl

    It reports an id or a question that occurs twice, evidence that is not word for word in its
    article, articles that are not in the index, speakers who are not quoted, and fields that
    contradict each other. The exit code is 1 if there is a problem, else 0.
    """
    placed = read_placed(file)
    built = _read_index(index)
    problems = check(placed, built.articles, built.statements)
    if as_json:
        for problem in problems:
            sys.stdout.write(json.dumps(asdict(problem), ensure_ascii=False) + "\n")
    else:
        _print(problems, len(placed))
    if problems:
        raise typer.Exit(1)


@app.command(name="promote")
def promote_command(
    feedback: Annotated[
        Path, typer.Argument(help="Ratings of one day, or the folder with all of them.")
    ],
    out_file: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="File of test questions to add to; questions it already has are skipped.",
            show_default="standard output",
        ),
    ] = None,
    accept: Annotated[
        bool, typer.Option("--all", help="Take every thumbs-up without review.")
    ] = False,
) -> None:
    """Turn readers' ratings into test questions, after you have reviewed each.

    python -m rag questions promote feedback/ --out questions.jsonl

    A thumbs-up gives a question whose evidence is the cited words; a thumbs-down gives one without
    a judgement, tagged "down". For each: y takes it, n skips it, e opens it in your editor, and q
    ends the review and keeps what was taken.
    """
    if not accept and not sys.stdin.isatty():
        raise QuestionError(
            "there is no terminal for the review",
            hint="add --all to take every thumbs-up without review",
        )
    known: Sequence[Question] = ()
    if out_file is not None and out_file.is_file() and out_file.stat().st_size:
        known = read_questions(out_file).questions
    verdicts = [rating.feedback for rating in read_feedback(feedback)]
    taken = 0
    try:
        for question in promote(verdicts, approve_all if accept else _review, known):
            _write(question, out_file)
            taken += 1
    except _Ended:
        pass
    err.print(f"{taken} of {len(verdicts)} ratings became test questions.")


class _Ended(Exception):
    """The reviewer ends the review."""


def _review(feedback: Feedback, question: Question) -> Question | None:
    err.print(f"\n[bold]{escape(feedback.question)}[/]  [dim]{feedback.day}[/]")
    for earlier in feedback.history:
        err.print(f"[dim]after: {escape(earlier)}[/]")
    err.print(escape(str(feedback.answer.get("text", ""))))
    if filters := [value for value in feedback.filters.values() if value]:
        listed = escape(", ".join(filters))
        err.print(
            f"[yellow]Asked with filters ({listed}): add them to the question, or skip it.[/]"
        )
    err.print(f"Thumbs {feedback.verdict.value}.")
    while True:
        choice = click.prompt(
            "Take it?", type=click.Choice(["y", "n", "e", "q"]), default="y", err=True
        )
        if choice == "q":
            raise _Ended
        if choice != "e":
            return question if choice == "y" else None
        edited = _edit(question)
        if edited is not None:
            question = edited
            err.print(escape(write_question_line(question)), end="")


def _edit(question: Question) -> Question | None:
    """The question as edited; None, after a message, if it cannot be read."""
    shown = json.dumps(json.loads(write_question_line(question)), ensure_ascii=False, indent=2)
    text = click.edit(shown + "\n", extension=".json")
    if text is None:
        return None
    try:
        return make_question(json.loads(text), "the edited question", default_id=question.id)
    except (ValueError, AttributeError, RecursionError) as error:
        err.print(f"Not JSON: {escape(str(error))}")
    except QuestionError as error:
        err.print(f"{escape(error.message)}; {escape(error.hint)}")
    return None


def _write(question: Question, path: Path | None) -> None:
    if path is None:
        sys.stdout.write(write_question_line(question))
        sys.stdout.flush()
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(write_question_line(question))
    except OSError as error:
        raise QuestionError(
            f"{path}: cannot be written: {error.strerror or error}",
            hint="give --out another file, or omit it to write to standard output",
        ) from error


def _print(problems: Sequence[Problem], count: int) -> None:
    for problem in problems:
        place, question_id = escape(problem.place), escape(problem.question_id)
        out.print(f"{place}: [bold]{question_id}[/]: {escape(problem.message)}")
        out.print(f"  [dim]{escape(problem.hint)}[/]")
    number = f"{len(problems)} problems" if len(problems) != 1 else "1 problem"
    err.print(f"{count} questions, {number if problems else 'no problems'}.")


def _read_index(index: Path | None) -> SearchedIndex:
    """The index; nothing is embedded here, so a folder's index of any model will do."""
    settings = read_settings()
    folder = choose_index(index, settings)
    if not isinstance(folder, Path):
        return folder.read(ModelFiles(settings.model).fingerprint)
    _, source = generation.read_source(folder)
    return generation.read(folder, source.model)
