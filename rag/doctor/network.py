"""A question asked by a program of its own, which is refused every socket but its machine's own.

Python tells each socket, each name to look up and each program to start to a hook, which refuses it
(`trace`). On Linux the program runs, where that is allowed, in a network of its own without a way
out, whose counters tell as well what libraries in other languages have tried.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from rag.doctor.findings import Finding, failed, ok, warning
from rag.errors import RagError
from rag.models.embedder import Embedder

_SECONDS = 300


def question(index: Path, embedder: Embedder, cache: Path | None) -> Iterator[Finding]:
    """Whether a question was answered without a network call."""
    try:
        result = subprocess.run(  # noqa: S603  # our own program
            [sys.executable, "-m", "rag.doctor.trace", str(index), embedder.name, str(cache or "")],
            env=_environment(),
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        yield _not_asked(str(failure))
        return
    if result.returncode:
        yield _not_asked(result.stderr.strip().rpartition("\n")[2] or str(result.returncode))
        return
    traced = json.loads(result.stdout)
    if traced["tried"]:
        error = RagError(
            f"asking {traced['question']!r} tried {len(traced['tried'])} times to leave the "
            "machine",
            hint="tell the maintainers of this program: no question needs a network",
        )
        yield failed("network", error, traced["tried"])
        return
    how = (
        "without a network to reach, and with none tried"
        if traced["alone"]
        else "with every socket refused, and none tried; libraries in other languages were not "
        "watched, since this system gives a program no network of its own"
    )
    yield ok("network", f"asked {traced['question']!r} {how}: {traced['status']}")


def _environment() -> dict[str, str]:
    # where CI is set, libraries keep quiet that do not elsewhere
    own = {name: value for name, value in os.environ.items() if name != "CI"}
    return {**own, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def _not_asked(why: str) -> Finding:
    return warning(
        "network",
        f"the question could not be asked: {why[:300]}",
        'ask one yourself, and see what it says: python -m rag ask "Who said what?"',
    )
