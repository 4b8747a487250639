"""`build`: articles -> an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from rag.commands.options import CorpusOption, IndexOption, JsonOption
from rag.commands.terminal import err, out, write_line
from rag.field_names import read_field_names
from rag.models.embedder import Embedder
from rag.records import Unread
from rag.settings import Settings, read_settings

_UNREAD_SHOWN = 20  # lines; the index keeps all of them


def build(  # noqa: PLR0913  # each is an option of the command
    corpus: CorpusOption = None,
    index: IndexOption = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop with an error if a file cannot be read.")
    ] = False,
    watch: Annotated[
        bool,
        typer.Option(
            "--watch",
            help="Build again whenever the articles change, until Ctrl-C; a running server takes "
            "each new index into use.",
        ),
    ] = False,
    words_first: Annotated[
        bool,
        typer.Option(
            "--words-first",
            help="Publish the index as soon as the articles are read; until all of it is "
            "embedded, a server answers by words.",
        ),
    ] = False,
    plan: Annotated[
        bool,
        typer.Option(
            "--plan", "--dry-run", help="Print what a build would do and cost; change nothing."
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read the articles and build the index; what is already computed is reused.

    python -m rag build --plan

    python -m rag build --corpus my-articles --watch
    """
    if plan and watch:
        raise typer.BadParameter("give either --plan or --watch", param_hint="--plan")
    settings = read_settings()
    corpus, index = corpus or settings.corpus, index or settings.index
    if plan:
        _plan(corpus, index, settings, as_json=as_json)
        return
    embedder = Embedder(settings.model, settings.cache)

    def once() -> None:
        choices = _Choices(strict=strict, words_first=words_first, as_json=as_json)
        _build(corpus, index, embedder, settings, choices)

    if watch:
        from rag.commands.watch import watch as keep_building

        keep_building(corpus, index, once)
    else:
        once()


@dataclass(frozen=True, slots=True)
class _Choices:
    strict: bool
    words_first: bool
    as_json: bool


def _build(
    corpus: Path, index: Path, embedder: Embedder, settings: Settings, choices: _Choices
) -> None:
    from rag.assistant import Assistant
    from rag.build.build import build as build_index
    from rag.build.finishing import finish
    from rag.progress import progress_bar

    with progress_bar() as progress:
        report = build_index(
            corpus,
            index,
            embedder,
            passage_tokens=settings.passage_tokens,
            names=read_field_names(settings.fields),
            strict=choices.strict,
            words_first=choices.words_first,
            prepare=lambda made: Assistant(made, embedder).prepare(),
            progress=progress,
        )
        if report.missing:
            err.print(f"{report.articles:,} articles can be asked now, by their words")
            embedded = finish(index, embedder, progress=progress)
            report = replace(report, embedded=embedded, missing=0, unchanged=False)
    if choices.as_json:
        write_line(asdict(report))
        return
    what = (
        f"{report.articles:,} articles, {report.passages:,} passages, "
        f"{report.statements:,} statements"
    )
    if report.unchanged:
        out.print(f"Up to date: {what}.")
    else:
        out.print(f"Built {index}: {what}; {report.embedded:,} texts embedded.")
        if report.again:
            out.print(f"More than the changed articles was processed: {escape(report.again)}.")
    _print_unread(report.unread)


def _plan(corpus: Path, index: Path, settings: Settings, *, as_json: bool) -> None:
    from rag.build.plan import plan
    from rag.commands.printing.build_plan import plan_json, print_plan
    from rag.progress import progress_bar

    with progress_bar() as progress:
        found = plan(
            corpus,
            index,
            Embedder(settings.model, settings.cache),
            passage_tokens=settings.passage_tokens,
            names=read_field_names(settings.fields),
            progress=progress,
        )
    if as_json:
        write_line(plan_json(found))
    else:
        print_plan(found)


def _print_unread(unread: Sequence[Unread]) -> None:
    missed = [one for one in unread if not one.expected]
    if missed:
        err.print(f"[yellow]Could not be read: {len(missed):,}[/]")
    for one in missed[:_UNREAD_SHOWN]:
        err.print(f"  {escape(one.path)}: {escape(one.reason)}")
    if len(missed) > _UNREAD_SHOWN:
        err.print(
            f"  and {len(missed) - _UNREAD_SHOWN:,} more; unread.jsonl in the index lists all"
        )
    if others := len(unread) - len(missed):
        err.print(
            f"[dim]Skipped, as they are no articles: {others:,} (pictures, styles, a README)[/]"
        )
