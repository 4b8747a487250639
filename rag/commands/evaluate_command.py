"""`python -m rag eval`: test questions, asked and measured."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from rag.build.build import build
from rag.commands.diff import diff_command
from rag.commands.loading import choose_index, load_assistant, load_writer
from rag.commands.printing.run_tables import make_measures_table, make_summary_tables
from rag.commands.report import report_command
from rag.errors import QuestionError
from rag.evaluation.formats.beir import write_corpus
from rag.evaluation.question_files import read_questions
from rag.evaluation.run_records import QuestionFile
from rag.evaluation.running.evaluate import Evaluation, choose_folder, describe, evaluate
from rag.evaluation.running.measures import MEASURES
from rag.index.searched import IndexPlace
from rag.models.embedder import Embedder
from rag.progress import progress_bar
from rag.settings import Settings, read_settings

out = Console(highlight=False)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def add_commands(app: typer.Typer) -> None:
    """Add the commands of the evaluation to the command line."""
    definitions = "\n\n".join(f"**{measure.name}**: {measure.definition}" for measure in MEASURES)
    app.command(name="eval", epilog=f"The measures:\n\n{definitions}")(evaluate_command)
    app.command(name="diff")(diff_command)
    app.command(name="report")(report_command)


def evaluate_command(  # noqa: PLR0913  # each is an option of the command
    questions: Annotated[
        Path | None,
        typer.Argument(help="A file of test questions, or the folder of a BEIR data set."),
    ] = None,
    index: Annotated[
        Path | None,
        typer.Option(
            "--index",
            help="Folder of the built index.",
            show_default="index, or RAG_INDEX; for a BEIR folder, an index of its articles",
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            help="Name of the run.", show_default="that of an interrupted run, or the time"
        ),
    ] = None,
    out_folder: Annotated[
        Path | None,
        typer.Option(
            "--out", help="Folder of the runs.", metavar="DIR", show_default="runs, or RAG_RUNS"
        ),
    ] = None,
    qrels: Annotated[
        Path | None,
        typer.Option(help="Relevance judgements: for TREC topics, or a split of a BEIR folder."),
    ] = None,
    measures: Annotated[
        bool, typer.Option("--measures", help="Print each measure with its definition.")
    ] = False,
) -> None:
    """Ask test questions and measure the answers, without a language model as a judge.

    python -m rag eval tests/questions/seeds.jsonl

    To continue an interrupted run, give the same command again.
    """
    if measures:
        out.print(make_measures_table())
        return
    if questions is None:
        raise QuestionError(
            "no test questions given",
            hint="for example: python -m rag eval tests/questions/seeds.jsonl",
        )
    if name is not None and (not name.strip(".") or Path(name).name != name):
        raise QuestionError(
            f"--name {name}: not a valid folder name", hint="use letters and digits"
        )
    settings = read_settings()
    file = read_questions(questions, qrels)
    for note in file.notes:
        err.print(f"[yellow]Note:[/] {escape(note)}")
    runs = out_folder or settings.runs
    _report(_evaluate(file, index or _find_index(file, runs, settings), name, runs, settings))


def _evaluate(
    file: QuestionFile,
    index: Path | IndexPlace,
    name: str | None,
    out_folder: Path,
    settings: Settings,
) -> Evaluation:
    writer = load_writer(settings)
    assistant = load_assistant(index, settings)
    run = describe(file, assistant, index, settings.dump_answer_settings())
    folder = choose_folder(run, out_folder, name)
    try:
        with progress_bar() as progress:
            return evaluate(file, assistant, run, folder, writer=writer, progress=progress)
    except KeyboardInterrupt:
        err.print(
            f"Interrupted. {escape(str(folder))} keeps what is done; run this again to continue."
        )
        raise typer.Exit(130) from None


def _find_index(file: QuestionFile, out_folder: Path, settings: Settings) -> Path | IndexPlace:
    """The index to ask: the configured one, or one of the articles that came with the questions.

    The latter is kept below the runs, so that the next run of the same articles reuses it.
    """
    if file.corpus is None:
        return choose_index(None, settings)
    folder = out_folder / ".indexes" / file.sha256[:16]
    folder.mkdir(parents=True, exist_ok=True)
    articles = folder / "corpus.jsonl"
    if empty := write_corpus(Path(file.corpus), articles):
        err.print(f"[yellow]Note:[/] {empty} articles of {escape(file.corpus)} have no text")
    with progress_bar() as progress:
        build(
            articles,
            folder / "index",
            Embedder(settings.model, settings.cache),
            passage_tokens=settings.passage_tokens,
            progress=progress,
        )
    return folder / "index"


def _report(done: Evaluation) -> None:
    out.print(f"[bold]{escape(done.run.name)}[/]: {done.run.questions_count} questions", end="")
    out.print(f", {done.kept} of them answered earlier" if done.kept else "")
    for part in make_summary_tables(done.summary):
        out.print(part)
    if done.missing:
        few = ", ".join(done.missing[:3]) + (", ..." if len(done.missing) > 3 else "")
        err.print(
            f"[yellow]Note:[/] the index has no article named {escape(few)} "
            f"({len(done.missing)} in total); these count as not found"
        )
    verbatim = done.summary.measures.get("verbatim")
    if verbatim and verbatim.mean < 1:
        err.print("[bold red]Citations are not verbatim:[/] see 'verbatim' in lines.jsonl")
    out.print(f"Written to {escape(str(done.folder))}")
