"""Shards that are missing -> finished shards, by the actors of a Ray cluster.

The only module that knows of Ray. Ray carries the tasks and the marks; the rows go from the nodes
straight to the folder of shards, which alone says what is done.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import socket
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rag import errors
from rag.cluster.node import NodeSetup, ShardActor, Told
from rag.cluster.shard_files import Done, ShardFolder
from rag.cluster.shards import Shard
from rag.errors import ClusterError, RagError, SettingError
from rag.models.graphs import cores
from rag.progress import Progress

AUTO, LOCAL = "auto", "local"  # the cluster of this machine; one that is started for this build
_INSTALL = "install it: pip install -r requirements-cluster.txt"
_ROUNDS = 2  # in which nothing was finished, until the build gives up
_MOST_BLOCKS = 4096  # tasks of Ray; a task has one shard or several
_LOOK = 5.0  # seconds between two looks at the nodes
_PATIENCE = 60.0  # seconds without a finished shard, once a node was lost
_CONNECT = 10.0  # seconds
_LONGEST = 300  # characters of what Ray reports


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster, and how its resources are used."""

    address: str = AUTO  # host:port of the head node, AUTO or LOCAL
    actors: int | None = None  # at most; None: as many as fit
    cpus: int = 1  # of an actor
    gpus: float = 0.0  # of an actor; a part of 1 lets several share one


@dataclass(frozen=True, slots=True)
class _Nodes:
    """The nodes that are alive."""

    ids: frozenset[str]
    actors: int  # that fit

    def told(self) -> str:
        nodes = f"{len(self.ids):,} node{'s' * (len(self.ids) != 1)}"
        return f"{nodes}, {self.actors:,} actor{'s' * (self.actors != 1)}"


def check_installed() -> None:
    """Raises SettingError if the packages of a cluster are missing."""
    try:
        import pyarrow  # noqa: F401
        import ray.data  # noqa: F401
    except ImportError as error:
        raise SettingError(
            f"--cluster needs packages that are not installed ({error.name})", hint=_INSTALL
        ) from error


def compute_shards(
    shards: Sequence[Shard],
    folder: ShardFolder,
    setup: NodeSetup,
    cluster: Cluster,
    progress: Progress,
) -> dict[str, Done]:
    """Compute the shards that are missing; returns the marks of all.

    A node that is lost costs the shards it was at; the others compute them. Raises ClusterError,
    and what an actor reports.
    """
    wanted = [shard.id for shard in shards]
    done = folder.find_done(wanted)
    in_vain = 0
    while len(done) < len(wanted):
        left = [shard for shard in shards if shard.id not in done]
        trouble = _run_round(left, setup, cluster, progress)
        now = folder.find_done(wanted)
        in_vain = in_vain + 1 if len(now) == len(done) else 0
        done = now
        if in_vain == _ROUNDS:
            file = left[0].parts[0].file
            raise ClusterError(
                f"{len(left):,} of {len(shards):,} shards cannot be computed, the first from "
                f"{file.id} on: {trouble or 'their processes end before they are done'}",
                hint="look at the memory of the nodes and at Ray's logs; take the file away if it "
                "is the reason. The finished shards stay: the same command goes on there",
            )
    return done


def _run_round(
    shards: Sequence[Shard], setup: NodeSetup, cluster: Cluster, progress: Progress
) -> str:
    """Compute shards until all are done or nothing more comes; returns what Ray reports."""
    with _connected(cluster.address):
        nodes = _find_nodes(cluster)
        if not nodes.actors:
            raise ClusterError(
                f"no node has {cluster.cpus} CPUs and {cluster.gpus:g} GPUs for an actor",
                hint="see with `ray status` what the nodes have, or ask for less",
            )
        results: queue.Queue[Told | BaseException | None] = queue.Queue()
        given = shards, json.dumps(asdict(setup)), cluster, nodes.actors, results
        threading.Thread(target=_consume, args=given, daemon=True).start()
        return _Watch(shards, nodes, cluster, progress).follow(results)


class _Watch:
    """Follows a round: shows progress, raises errors, and ends it if it stands still."""

    def __init__(
        self, shards: Sequence[Shard], nodes: _Nodes, cluster: Cluster, progress: Progress
    ) -> None:
        self._left = {shard.id: shard.articles for shard in shards}
        self._nodes = nodes
        self._at_first = nodes
        self._cluster = cluster
        self._progress = progress
        self._done, self._total = 0, sum(self._left.values())  # articles, on these nodes
        self._last = self._looked = time.monotonic()
        self._longest = 0.0  # seconds that a shard took

    def follow(self, results: queue.Queue[Told | BaseException | None]) -> str:
        """Take results until the last one; returns what Ray reports."""
        self._show()
        while True:
            try:
                told = results.get(timeout=1.0)
            except queue.Empty:
                self._look()
                if self._stands_still():
                    return "a node was lost, and no other finishes its shards"
                continue
            if told is None:
                return ""
            if isinstance(told, BaseException):
                return f"{type(told).__name__}: {' '.join(str(told).split())[:_LONGEST]}"
            self._take(told)
            self._look()

    def _take(self, told: Told) -> None:
        if told.error:
            kind: Callable[..., RagError] = getattr(errors, told.error)
            raise kind(told.message, hint=told.hint)
        if told.message:
            raise RuntimeError(told.message)
        self._last = time.monotonic()
        self._longest = max(self._longest, Done.of_json(told.done).seconds)
        self._done += self._left.pop(told.shard, 0)
        self._show()

    def _look(self) -> None:
        if time.monotonic() - self._looked < _LOOK:
            return
        self._looked = time.monotonic()
        nodes = _find_nodes(self._cluster)
        if nodes != self._nodes:  # the rate and the time left are those of the nodes there are
            self._nodes = nodes
            self._done, self._total = 0, sum(self._left.values())
            self._show()

    def _stands_still(self) -> bool:
        lost = self._at_first.ids - self._nodes.ids
        quiet = time.monotonic() - self._last
        return bool(lost) and quiet > max(_PATIENCE, 3 * self._longest)

    def _show(self) -> None:
        self._progress(self._nodes.told(), self._done, self._total)


@contextmanager
def _connected(address: str) -> Iterator[None]:
    """A connection to a cluster, as a job that ends with it. Raises ClusterError."""
    # an error by Ray's own rating is here that an actor may be restarted
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to Ray's makers
    if address.startswith("ray://"):
        raise ClusterError(
            f"--cluster {address}: Ray's client protocol is not used",
            hint="run the command on a node of the cluster, and give host:port of its head node",
        )
    import ray

    quiet = {"log_to_driver": False, "logging_level": logging.CRITICAL}
    try:
        if address == LOCAL:
            given = {"address": LOCAL, "num_cpus": cores(), "include_dashboard": False}
        else:
            _try_to_connect(address)
            given = {"address": address}
        with _without_stderr():
            ray.init(**given, **quiet)
    except (OSError, RuntimeError, ValueError) as error:
        said = str(error).strip().splitlines() or [type(error).__name__]
        raise ClusterError(
            f"--cluster {address}: no Ray cluster answers: {said[0]}",
            hint="start one on this machine with `ray start --head`, or give host:port of a head "
            "node and the cluster's token (RAY_AUTH_MODE, RAY_AUTH_TOKEN); "
            f"--cluster {LOCAL} starts one for this build alone",
        ) from error
    try:
        # Ray prints what it notices of lost nodes there, in front of what a program reads
        with Path(os.devnull).open("w") as nothing, redirect_stdout(nothing):
            yield
    finally:
        ray.shutdown()


@contextmanager
def _without_stderr() -> Iterator[None]:
    """Keep the process's standard error from Ray, which tells there how much it will log."""
    sys.stderr.flush()
    own, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 2)
        yield
    finally:
        os.dup2(own, 2)
        os.close(own)
        os.close(nothing)


def _try_to_connect(address: str) -> None:
    """Raises OSError at once where Ray would try for a minute."""
    host, colon, port = address.rpartition(":")
    if colon and port.isdigit() and "/" not in host:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECT).close()


def _find_nodes(cluster: Cluster) -> _Nodes:
    import ray

    alive = [node for node in ray.nodes() if node["Alive"]]
    fit = sum(_count_fitting(node["Resources"], cluster) for node in alive)
    return _Nodes(
        frozenset(node["NodeID"] for node in alive),
        fit if cluster.actors is None else min(fit, cluster.actors),
    )


def _count_fitting(resources: Mapping[str, float], cluster: Cluster) -> int:
    """How many actors a node has room for."""
    rooms = [resources.get("CPU", 0.0) / cluster.cpus]
    if cluster.gpus:
        rooms.append(resources.get("GPU", 0.0) / cluster.gpus)
    return int(min(rooms))


def _consume(
    shards: Sequence[Shard],
    setup: str,
    cluster: Cluster,
    actors: int,
    results: queue.Queue[Told | BaseException | None],
) -> None:
    """Run a round in a thread: Ray Data gives its results only to one that waits for them."""
    try:
        for row in _mapped(shards, setup, cluster, actors).iter_rows():
            results.put(Told(**json.loads(row["told"])))
        results.put(None)
    except BaseException as error:  # noqa: BLE001  # the other thread reports it
        results.put(error)


def _mapped(shards: Sequence[Shard], setup: str, cluster: Cluster, actors: int) -> Any:
    import ray.data
    from ray.data import ActorPoolStrategy, DataContext

    context = DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    # a shard whose actor is lost is computed in the next round: the others go on meanwhile
    context.max_errored_blocks = -1
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    items = [{"shard": shard.to_json()} for shard in shards]
    blocks = min(len(items), _MOST_BLOCKS)
    with warnings.catch_warnings():
        # the options of actors have no other name in the pinned version
        warnings.simplefilter("ignore", DeprecationWarning)
        return ray.data.from_items(items, override_num_blocks=blocks).map_batches(
            ShardActor,
            fn_constructor_args=(setup,),
            batch_size=1,
            num_cpus=cluster.cpus,
            num_gpus=cluster.gpus or None,
            compute=ActorPoolStrategy(size=min(actors, blocks), max_tasks_in_flight_per_actor=2),
            max_restarts=-1,
            max_task_retries=0,  # a task would wait for a lost node to come back
        )
