"""Graphs <-> a cache folder, and sessions that run them. The only user of onnxruntime."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from rag.models.bert_graph import Array, NotSuited
from rag.models.model_files import stay_offline

_DIGEST = 32  # bytes of SHA-256, in front of the graph in its file
_UNUSED = 60 * 24 * 3600  # seconds after its last use until a graph is removed

_log = logging.getLogger(__name__)


def session(graph: bytes) -> Any:
    """Make an onnxruntime InferenceSession that runs a graph, each text on one core.

    Raises NotSuited if this machine's onnxruntime cannot run it.
    """
    stay_offline()
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3  # errors
    options.enable_mem_pattern = False  # it would keep a memory plan for every length of text
    # the graph is written as it should run; more optimisation would fuse nodes into slower ones
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    try:
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except RuntimeError as error:  # the root of onnxruntime's own
        raise NotSuited(f"onnxruntime cannot run its graph ({error})") from error


def largest(graph: bytes, inputs: Sequence[Mapping[str, Array]]) -> dict[str, Array]:
    """The maximum of each output of a graph over several inputs. Raises NotSuited."""
    running = session(graph)
    names = [output.name for output in running.get_outputs()]
    results = [running.run(names, dict(feeds)) for feeds in inputs]
    return {
        name: np.max([result[number] for result in results], axis=0)
        for number, name in enumerate(names)
    }


def kept(path: Path) -> bytes | None:
    """A graph from the cache; None if it is missing or was changed."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, graph = content[:_DIGEST], content[_DIGEST:]
    if sha256(graph).digest() != digest:
        return None
    with suppress(OSError):  # the file may belong to another user
        path.touch()
    return graph


def keep(graph: bytes, path: Path) -> None:
    """Write a graph so that another process sees all of it or nothing.

    Graphs of earlier weights that nobody has used for long are removed. If the folder cannot be
    written to, the log says so.
    """
    new = path.with_name(f"{path.name}.{uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(sha256(graph).digest() + graph)
        new.replace(path)
        _remove_unused(path.parent)
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        _log.warning(
            "%s: the prepared model cannot be kept (%s), so each start takes seconds longer; "
            "set RAG_CACHE to a folder that can be written to",
            path.parent,
            error.strerror,
        )


def _remove_unused(folder: Path) -> None:
    for graph in folder.glob("*.graph"):
        with suppress(OSError):  # another process may remove it as well
            if graph.stat().st_mtime < time.time() - _UNUSED:
                graph.unlink()


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
