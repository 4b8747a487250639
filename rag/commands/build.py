"""`build`: articles -> an index."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from rag.commands.options import CorpusOption, IndexOption, JsonOption
from rag.commands.printing.build_report import print_report
from rag.commands.terminal import err, write_line
from rag.field_names import read_field_names
from rag.models.embedder import Embedder
from rag.settings import Settings, read_settings

_PER_SHARD = 128  # articles: a minute or two of a core


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
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            help="Let a Ray cluster read and embed the articles: that of this machine, or that at "
            "host:port; local starts one for this build.",
            metavar="[ADDRESS]",
        ),
    ] = None,
    shards: Annotated[
        str | None,
        typer.Option(
            "--shards",
            help="Folder or URL of what the cluster computes; all nodes must see it.",
            show_default="shards, in the index",
            metavar="URL",
        ),
    ] = None,
    per_shard: Annotated[
        int, typer.Option("--per-shard", help="Articles per shard, approximately.", min=1)
    ] = _PER_SHARD,
    actors: Annotated[
        int | None,
        typer.Option(
            "--actors",
            help="Maximum number of processes of the cluster.",
            show_default="as many as fit",
            min=1,
        ),
    ] = None,
    actor_cpus: Annotated[
        int, typer.Option("--actor-cpus", help="CPUs of each process.", min=1)
    ] = 1,
    actor_gpus: Annotated[
        float,
        typer.Option("--actor-gpus", help="GPUs of each process; 0.5 lets two share one.", min=0),
    ] = 0.0,
    as_json: JsonOption = False,
) -> None:
    """Read the articles and build the index; what is already computed is reused.

    python -m rag build --plan

    python -m rag build --corpus my-articles --watch

    python -m rag build --corpus s3://bucket/articles --cluster --shards s3://bucket/shards
    """
    if plan and watch:
        raise typer.BadParameter("give either --plan or --watch", param_hint="--plan")
    settings = read_settings()
    corpus, given_index = corpus or settings.corpus, index
    index = index or settings.index
    if cluster is not None:
        if plan or watch or words_first:
            raise typer.BadParameter(
                "give it without --plan, --watch and --words-first", param_hint="--cluster"
            )
        from rag.commands.build_cluster import Wanted, build_on

        build_on(
            Wanted(cluster, shards, per_shard, actors, actor_cpus, actor_gpus),
            corpus,
            given_index,
            settings,
            strict=strict,
            as_json=as_json,
        )
        return
    if plan:
        _show_plan(corpus, index, settings, as_json=as_json)
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
    print_report(report, index, as_json=choices.as_json)


def _show_plan(corpus: Path, index: Path, settings: Settings, *, as_json: bool) -> None:
    from rag.build.plan import plan
    from rag.commands.printing.build_plan import describe_plan, print_plan
    from rag.progress import progress_bar

    with progress_bar() as progress:
        planned = plan(
            corpus,
            index,
            Embedder(settings.model, settings.cache),
            passage_tokens=settings.passage_tokens,
            names=read_field_names(settings.fields),
            progress=progress,
        )
    if as_json:
        write_line(describe_plan(planned))
    else:
        print_plan(planned)


class ClusterCommand(TyperCommand):
    """Lets `--cluster` stand without an address: that of the machine's own cluster."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the address in, where there is none."""
        given = list(args)
        for place, following in enumerate([*given[1:], "-"]):
            if given[place : place + 1] == ["--cluster"] and following.startswith("-"):
                given[place] = "--cluster=auto"
        return super().parse_args(ctx, given)
