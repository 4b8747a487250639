"""`build --cluster`: articles -> an index, by the machines of a Ray cluster."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rag.commands.loading import choose_index, read_milvus_place
from rag.commands.printing.build_report import print_report
from rag.commands.terminal import err
from rag.field_names import read_field_names
from rag.models.embedder import Embedder
from rag.progress import Progress
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.build.publishing import BuildReport
    from rag.cluster.cluster_build import ClusterBuild
    from rag.milvus.place import MilvusPlace

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
    wanted: Wanted,
    corpus: Path,
    index: Path | None,
    settings: Settings,
    *,
    strict: bool,
    as_json: bool,
) -> None:
    """Build the index in its folder, or in Milvus if the settings name a server; print a report."""
    from rag.assistant import Assistant
    from rag.cluster.cluster_build import ClusterBuild, build_on_cluster
    from rag.cluster.ray_run import Cluster
    from rag.progress import progress_bar

    place = choose_index(index, settings)

    embedder = Embedder(settings.model, settings.cache)
    build = ClusterBuild(
        corpus=as_place(corpus),
        index=place if isinstance(place, Path) else settings.index,
        shards=wanted.shards or "",
        cluster=Cluster(wanted.address, wanted.actors, wanted.actor_cpus, wanted.actor_gpus),
        passage_tokens=settings.passage_tokens,
        names=read_field_names(settings.fields),
        per_shard=wanted.per_shard,
    )
    try:
        with progress_bar() as progress:
            if isinstance(place, Path):
                report = build_on_cluster(
                    build,
                    embedder,
                    strict=strict,
                    prepare=lambda made: Assistant(made, embedder).prepare(),
                    progress=progress,
                )
            else:
                report = _load(build, read_milvus_place(settings), embedder, strict, progress)
    except KeyboardInterrupt:
        err.print("Stopped. The finished shards stay: the same command goes on there.")
        sys.exit(_STOPPED)
    print_report(report, place, as_json=as_json)


def _load(
    build: ClusterBuild, place: MilvusPlace, embedder: Embedder, strict: bool, progress: Progress
) -> BuildReport:
    """Let the cluster compute, and load the result into Milvus."""
    from rag.assistant import Assistant
    from rag.build.build import check
    from rag.build.publishing import BuildReport
    from rag.cluster.cluster_build import list_corpus, make_shards
    from rag.milvus.loading.shard_loading import load_shards

    shards = make_shards(build, list_corpus(build), embedder, progress)
    corpus = shards.gathered.outline.corpus
    check(corpus, build.corpus, strict=strict)
    loaded = load_shards(
        shards,
        place,
        embedder,
        prepare=lambda made: Assistant(made, embedder).prepare(),
        progress=progress,
    )
    shards.remove_others()
    return BuildReport(
        loaded.articles,
        loaded.passages,
        loaded.statements,
        shards.embedded,
        loaded.unchanged,
        corpus.unread,
        read=corpus.files_read,
        cut=loaded.articles,
        attributed=loaded.articles,
    )


def as_place(corpus: Path) -> str:
    """A corpus as it was given: a path writes the two slashes of a URL as one."""
    written = str(corpus)
    url = _SHORTENED_URL.match(written)
    if url is None or corpus.exists():
        return written
    return f"{url[1]}://{written[url.end() :]}"
