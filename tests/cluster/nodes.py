"""A real Ray cluster on loopback: nodes of one CPU, each a group of processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).parent.parent.parent
_RAY = str(Path(sys.executable).parent / "ray")
_ENVIRONMENT = {
    "RAY_worker_niceness": "0",  # as the tests beside them: else they wait for all of these
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_AUTH_MODE": "token",
    "RAY_AUTH_TOKEN": uuid4().hex,
    "PYTHONPATH": str(ROOT),
}
_START = 180.0  # seconds
# a head node takes connections before it has the addresses of its own parts
_WAITING = """
import sys, time, ray
while True:
    try:
        ray.init(sys.argv[1], log_to_driver=False, logging_level="CRITICAL")
        if sum(node["Alive"] for node in ray.nodes()) >= int(sys.argv[2]):
            break
        ray.shutdown()
    except (ConnectionError, RuntimeError):
        pass
    time.sleep(0.5)
"""


class Nodes:
    """A head node, and one more."""

    def __init__(self, address: str, head: subprocess.Popen[bytes]) -> None:
        self.address = address
        self._running = [head]

    def add(self) -> subprocess.Popen[bytes]:
        """Start another node, and wait until it is one of the cluster's."""
        node = _start("--address", self.address)
        self._running.append(node)
        self.wait_for(len(self._running))
        return node

    def wait_for(self, count: int) -> None:
        """Wait until the cluster has so many nodes."""
        waiting = [sys.executable, "-c", _WAITING, self.address, str(count)]
        subprocess.run(waiting, env={**os.environ, **_ENVIRONMENT}, timeout=_START, check=True)  # noqa: S603

    def kill(self, node: subprocess.Popen[bytes]) -> None:
        """Kill all processes of a node at once."""
        self._running.remove(node)
        _kill(node)

    def stop(self) -> None:
        """Kill what still runs."""
        for node in reversed(self._running):
            _kill(node)

    def build(self, corpus: Path, index: Path, *more: str) -> subprocess.Popen[str]:
        """Start a build by the command line."""
        command = [sys.executable, "-m", "rag", "build", "--json", "--cluster", self.address]
        return subprocess.Popen(  # noqa: S603  # our own program
            [*command, "--corpus", str(corpus), "--index", str(index), "--per-shard", "6", *more],
            cwd=ROOT,
            env={**os.environ, **_ENVIRONMENT},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # ignored where the tests run in the background of a shell
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )


@contextmanager
def running() -> Iterator[Nodes]:
    """A cluster with its head node."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # not pytest's folder: the paths of Ray's sockets would be too long
    with tempfile.TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as folder:
        head = _start("--head", "--port", str(port), "--temp-dir", folder)
        nodes = Nodes(f"127.0.0.1:{port}", head)
        try:
            nodes.wait_for(1)
            yield nodes
        finally:
            nodes.stop()


def _start(*given: str) -> subprocess.Popen[bytes]:
    small = ("--num-cpus", "1", "--object-store-memory", "80000000")
    around = ("--node-ip-address", "127.0.0.1", "--disable-usage-stats", "--block")
    dashboard = ("--include-dashboard", "false") if "--head" in given else ()
    return subprocess.Popen(  # noqa: S603
        [_RAY, "start", *given, *small, *around, *dashboard],
        env={**os.environ, **_ENVIRONMENT},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # a node is a group of processes
    )


def _kill(node: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(node.pid, signal.SIGKILL)
    node.wait()
