"""A check that a question needs no network: a process without network access asks one.

Python reports each socket, name lookup and new process to a hook, which refuses it (`trace`). On
Linux the process runs, if that is allowed, in a network namespace without a route, whose counters
also show what native libraries have tried.
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
    """Check that a question is answered without a network call."""
    try:
        result = subprocess.run(  # noqa: S603  # our own program
            [sys.executable, "-m", "rag.doctor.trace", str(index), embedder.name, str(cache or "")],
            env=_choose_environment(),
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        yield _report_not_asked(str(failure))
        return
    if result.returncode:
        yield _report_not_asked(result.stderr.strip().rpartition("\n")[2] or str(result.returncode))
        return
    traced = json.loads(result.stdout)
    if traced["tried"]:
        error = RagError(
            f"asking {traced['question']!r} tried {len(traced['tried'])} times to reach the "
            "network",
            hint="report it to the maintainers: no question needs a network",
        )
        yield failed("network", error, traced["tried"])
        return
    how = (
        "in a network namespace without a route; nothing tried to use it"
        if traced["alone"]
        else "with every socket refused; none was tried. Native libraries were not watched, "
        "because this system does not allow a network namespace"
    )
    yield ok("network", f"asked {traced['question']!r} {how}: {traced['status']}")


def _choose_environment() -> dict[str, str]:
    # libraries that report their use may not do so if CI is set
    inherited = {name: value for name, value in os.environ.items() if name != "CI"}
    return {**inherited, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def _report_not_asked(why: str) -> Finding:
    return warning(
        "network",
        f"the question could not be asked: {why[:300]}",
        'ask one yourself to see the error: python -m rag ask "Who said what?"',
    )
