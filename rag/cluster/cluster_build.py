"""A corpus -> its shards, by a cluster; and the shards -> the index on this machine."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from rag.build.build import check, digest_corpus, find_up_to_date, read_usable
from rag.build.by_article.article_worker import Setup, write_setup
from rag.build.publishing import BuildReport, Prepare, publish_corpus
from rag.build.reusable import Reusable
from rag.build.rules import digest_rules
from rag.cluster.gathered import Gathered
from rag.cluster.inputs import Fetcher, Inputs, is_url, list_inputs
from rag.cluster.node import NodeSetup, digest_program
from rag.cluster.ray_run import Cluster, check_installed, compute_shards
from rag.cluster.shard_files import ShardFolder
from rag.cluster.shards import Making, split
from rag.errors import SettingError
from rag.field_names import FieldNames
from rag.index.source import Source
from rag.index.storage.generation_folders import read_pointer
from rag.models.embedder import CPU, Embedder
from rag.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterBuild:
    """A build of many machines."""

    corpus: str  # a path or a URL
    index: Path
    shards: str = ""  # a path or a URL; empty: a folder in the index
    cluster: Cluster = field(default_factory=Cluster)
    passage_tokens: int
    per_shard: int  # articles
    names: FieldNames = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where the shards are."""
        return self.shards or str((self.index / "shards").absolute())


@dataclass(frozen=True, slots=True, eq=False)
class Shards:
    """The finished shards of a build, and what they were made of and by."""

    gathered: Gathered
    source: Source  # its digest of the articles is empty
    folder: ShardFolder
    embedded: int  # texts, by this command; earlier ones had embedded the others

    def remove_others(self) -> None:
        """Remove the shards of earlier builds, which nothing needs any more."""
        self.folder.remove_others(self.gathered.done)


def build_on_cluster(
    build: ClusterBuild,
    embedder: Embedder,
    *,
    strict: bool = False,
    prepare: Prepare | None = None,
    progress: Progress = lambda *_: None,
) -> BuildReport:
    """Let a cluster compute a corpus, and publish it as the generation of the index here.

    Gives what `rag.build.build.build` gives. Raises what that raises, and ClusterError.
    """
    inputs = list_corpus(build)
    rules = digest_rules(inputs.formats)
    same = find_up_to_date(build.index, inputs.digest, rules, build.passage_tokens, embedder)
    if same is not None and not same.missing:
        return same
    shards = make_shards(build, inputs, embedder, progress)
    report = None
    while report is None:  # another build may end meanwhile
        report = _publish(build, shards, embedder, strict, prepare, progress)
    shards.remove_others()
    return report


def list_corpus(build: ClusterBuild) -> Inputs:
    """The files of the corpus.

    Raises SettingError if the shards lie among them, or if a package is missing.
    """
    check_installed()
    if not is_url(build.place) and not is_url(build.corpus):
        shards, corpus = Path(build.place).resolve(), Path(build.corpus).resolve()
        if shards.is_relative_to(corpus) and not shards.is_relative_to(build.index.resolve()):
            raise SettingError(
                f"--shards {build.place}: lies in the corpus",
                hint="give shards and articles a folder each",
            )
    return list_inputs(build.corpus, build.index, build.names)


def make_shards(
    build: ClusterBuild, inputs: Inputs, embedder: Embedder, progress: Progress
) -> Shards:
    """Compute the shards that are not finished yet. Raises ClusterError and IndexNotWritten."""
    rules, model = digest_rules(inputs.formats), embedder.fingerprint
    folder = ShardFolder(build.place)
    token = folder.prepare()
    fetcher = Fetcher()
    try:
        shards = split(inputs, Making(rules, build.passage_tokens, model), build.per_shard, fetcher)
    finally:
        fetcher.close()
    before = folder.find_done([shard.id for shard in shards])
    done = before
    if len(before) < len(shards):
        told = NodeSetup(
            write_setup(Setup(embedder.name, build.passage_tokens, date.today(), build.names)),
            str(embedder.cache) if embedder.cache else None,
            build.place,
            token,
            digest_program(),
            threads=build.cluster.cpus,
            device="cuda" if build.cluster.gpus else CPU,
        )
        done = compute_shards(shards, folder, told, build.cluster, progress)
    embedded = sum(each.texts for shard, each in done.items() if shard not in before)
    return Shards(
        Gathered(inputs, [done[shard.id] for shard in shards], folder),
        Source("", rules, build.passage_tokens, model),
        folder,
        embedded,
    )


def _publish(  # noqa: PLR0913  # all that a generation is made of
    build: ClusterBuild,
    shards: Shards,
    embedder: Embedder,
    strict: bool,
    prepare: Prepare | None,
    progress: Progress,
) -> BuildReport | None:
    before = read_pointer(build.index)
    old = read_usable(build.index, embedder)
    read = shards.gathered.corpus()
    check(read, build.corpus, strict=strict)
    report = publish_corpus(
        build.index,
        read,
        replace(shards.source, corpus=digest_corpus(read.articles.values(), read.unread)),
        shards.gathered.inputs.digest,
        Reusable(old, shards.source),
        embedder,
        before=before,
        vectors=shards.gathered.vectors(embedder),
        prepare=prepare,
        progress=progress,
    )
    return report and replace(report, embedded=report.embedded + shards.embedded)
