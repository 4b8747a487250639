"""Weights of confidence fitted on the user's own articles <-> a file beside the index.

    index/confidence.json   the weights, their model, and what they were measured to do

They hold for a model, with its changes in pairs.npz, and not for a generation: a corpus that grows
keeps them.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rag.answer.fact.confidence import Weights
from rag.answer.fact.pairs import WEIGHTS as PAIRS
from rag.index.storage import disk
from rag.index.storage.lock import reporting_disk_errors, writing
from rag.models.model_files import ModelFingerprint

NAME = "confidence.json"
_READ_BY = "pairs_sha256"

_log = logging.getLogger(__name__)


def read_own(index: Path, model: ModelFingerprint) -> Weights | None:
    """The weights for an index and a model; None where there are none, or none to be used.

    What cannot be used is told in the log: the weights that come with the program take its place.
    """
    path = index / NAME
    if not path.is_file():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        seal = found.pop("sha256")
        weights = Weights(
            float(found["bias"]), {str(name): float(w) for name, w in found["weights"].items()}
        )
        of_model = ModelFingerprint(**found["model"])
        if seal != _seal(found) or not all(
            map(math.isfinite, (weights.bias, *weights.of.values()))
        ):
            raise ValueError("altered since it was written")
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        _log.warning(
            "%s: damaged (%s); the weights that come with the program are used. "
            "Fit them again: python -m rag calibrate",
            path,
            error,
        )
        return None
    if not of_model.matches(model):
        other = f"with the model {of_model.name}, and {model.name} is asked"
    elif found.get(_READ_BY) != _pairs_digest():
        other = "by another version of the program"
    else:
        return weights
    _log.warning(
        "%s: fitted %s; the weights that come with the program are used. "
        "Fit them again: python -m rag calibrate",
        path,
        other,
    )
    return None


def write_own(
    weights: Weights, index: Path, model: ModelFingerprint, about: Mapping[str, Any]
) -> Path:
    """Write the weights beside the index; they are used from the next start on.

    Raises IndexBusy and IndexNotWritten.
    """
    found = {
        "made by": "python -m rag calibrate",
        "model": {"name": model.name, "weights_sha256": model.weights_sha256},
        _READ_BY: _pairs_digest(),
        **about,
        "bias": weights.bias,
        "weights": dict(weights.of),
    }
    path = index / NAME
    with writing(index), reporting_disk_errors(index):
        disk.replace(path, json.dumps({**found, "sha256": _seal(found)}, indent=2))
    return path


def remove_own(index: Path) -> bool:
    """Go back to the weights that come with the program; whether there were others.

    Raises IndexBusy and IndexNotWritten.
    """
    path = index / NAME
    if not path.is_file():
        return False
    with writing(index), reporting_disk_errors(index):
        path.unlink()
        disk.sync(index)
    return True


def _pairs_digest() -> str:
    """Of what reads question and sentence together: what its odds mean differs with it."""
    return hashlib.sha256(PAIRS.read_bytes()).hexdigest()


def _seal(found: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()
