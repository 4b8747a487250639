"""`build --cluster`: articles -> an index, by the machines of a Ray cluster."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from rag.commands.printing.build_report import print_report
from rag.commands.terminal import err
from rag.field_names import read_field_names
from rag.models.embedder import Embedder
from rag.settings import Settings

_STOPPED = 130  # the exit code of a program that Ctrl-C has ended
_SHORTENED_URL = re.compile(r"([a-z][a-z0-9+.-]+):/(?!/)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options of a cluster."""

    address: str
    shards: str | None
    per_shard: int
    actors: int | None
    actor_cpus: int
    actor_gpus: float


def build_on(  # noqa: PLR0913  # what the command is given
    wanted: Wanted, corpus: Path, index: Path, settings: Settings, *, strict: bool, as_json: bool
) -> None:
    """Build the index, and print what was done."""
    from rag.assistant import Assistant
    from rag.cluster.cluster_build import ClusterBuild, build_on_cluster
    from rag.cluster.ray_run import Cluster
    from rag.progress import progress_bar

    embedder = Embedder(settings.model, settings.cache)
    build = ClusterBuild(
        corpus=as_place(corpus),
        index=index,
        shards=wanted.shards or "",
        cluster=Cluster(wanted.address, wanted.actors, wanted.actor_cpus, wanted.actor_gpus),
        passage_tokens=settings.passage_tokens,
        names=read_field_names(settings.fields),
        per_shard=wanted.per_shard,
    )
    try:
        with progress_bar() as progress:
            report = build_on_cluster(
                build,
                embedder,
                strict=strict,
                prepare=lambda made: Assistant(made, embedder).prepare(),
                progress=progress,
            )
    except KeyboardInterrupt:
        err.print("Stopped. The finished shards stay: the same command goes on there.")
        sys.exit(_STOPPED)
    print_report(report, index, as_json=as_json)


def as_place(corpus: Path) -> str:
    """A corpus as it was given: a path writes the two slashes of a URL as one."""
    written = str(corpus)
    url = _SHORTENED_URL.match(written)
    if url is None or corpus.exists():
        return written
    return f"{url[1]}://{written[url.end() :]}"
