"""What a node of the cluster runs: an actor that computes shards, and answers in JSON."""

from __future__ import annotations

import hashlib
import json
import socket
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import rag
from rag.articles.formats.file_kinds import Kind
from rag.build.by_article.article_worker import read_setup
from rag.build.rules import digest_rules
from rag.cluster.shard_files import ShardFolder
from rag.cluster.shard_worker import ShardWorker
from rag.cluster.shards import Shard
from rag.errors import ClusterError, RagError
from rag.models.embedder import Embedder


@dataclass(frozen=True, slots=True)
class NodeSetup:
    """What all actors of a build are told."""

    setup: str  # of `write_setup`
    cache: str | None
    shards: str  # the place of the folder
    token: str  # that stands in the folder
    rules: str  # of `digest_program`
    threads: int
    device: str


@dataclass(frozen=True, slots=True)
class Told:
    """What an actor answers: a shard that is done, or what went wrong."""

    shard: str
    done: str = ""  # the mark's JSON
    error: str = ""  # the name of a class of `rag.errors`; empty for one that is not expected
    message: str = ""
    hint: str = ""


def digest_program() -> str:
    """The digest of the rules by which articles are read and processed."""
    rules = digest_rules(Kind)
    told = [rag.__version__, sorted(rules.reading.items()), sorted(rules.stages.items())]
    return hashlib.blake2b(json.dumps(told).encode(), digest_size=16).hexdigest()


class ShardActor:
    """Computes shards; the model is loaded with the first one."""

    def __init__(self, setup: str) -> None:
        self._setup = NodeSetup(**json.loads(setup))
        self._worker: ShardWorker | None = None

    def __call__(self, batch: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
        """Compute the shards of a batch."""
        return {"told": [json.dumps(asdict(self._compute(str(shard)))) for shard in batch["shard"]]}

    def _compute(self, written: str) -> Told:
        """An error is an answer: the caller raises it, and others compute on meanwhile."""
        shard = Shard.of_json(written)
        try:
            return Told(shard.id, done=self._opened().compute(shard).to_json())
        except RagError as error:
            kind = type(error).__name__
            message = f"{error.message} (on {socket.gethostname()})"
            return Told(shard.id, error=kind, message=message, hint=error.hint)
        except Exception:  # noqa: BLE001  # the caller raises it
            return Told(shard.id, message=traceback.format_exc())

    def _opened(self) -> ShardWorker:
        if self._worker is None:
            told = self._setup
            if digest_program() != told.rules:
                raise ClusterError(
                    "a node has another version of this program",
                    hint="install the same version on every node, best with the same image",
                )
            folder = ShardFolder(told.shards)
            if not folder.has_token(told.token):
                raise ClusterError(
                    f"{told.shards}: a node does not see this folder",
                    hint="give --shards a folder that all nodes share, or a URL",
                )
            setup = read_setup(told.setup)
            embedder = Embedder(
                setup.model,
                Path(told.cache) if told.cache else None,
                threads=told.threads,
                device=told.device,
            )
            self._worker = ShardWorker(setup, embedder, folder)
        return self._worker
