"""A question + texts -> how well each answers it, by a CrossEncoder that is on this machine.

A cross-encoder reads question and text as one, and so sees what two vectors do not; it takes some
50 ms a passage on one core. torch is not imported unless a cross-encoder is set.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import ModelError
from rag.models.model_files import ModelFingerprint, stay_offline

Scores = NDArray[np.float64]

READ = 30  # reranked passages; more take longer than anybody waits
_BATCH = 16  # pairs read at once; they are padded to the longest
_HINT = (
    "RAG_RERANKER takes a folder that CrossEncoder(...).save_pretrained() wrote; "
    "unset it to search without"
)
_SUFFIXES = {".safetensors", ".json", ".txt", ".model"}  # of files that decide what a model does


def read_reranker(folder: str) -> Reranker | None:
    """The cross-encoder of a folder, loaded; None for an empty name. Raises ModelError."""
    return Reranker(Path(folder)) if folder.strip() else None


class Reranker:
    """A CrossEncoder with one score for a pair. Safe to use from several threads, one at a time."""

    def __init__(self, folder: Path) -> None:
        """Load it. Raises ModelError for a folder that holds no such model."""
        _check_files(folder)
        self.name = folder.resolve().name
        self.fingerprint = ModelFingerprint(self.name, _digest(folder))
        self._model = _load(folder)
        self._reading = threading.Lock()  # its tokenizer fails if two threads use it
        if not np.isfinite(self._compute_logits([("Who?", "Nobody.")])).all():
            raise ModelError(f"{folder}: gives scores that are no numbers", hint=_HINT)

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """How well each text answers, from 0 to 1, in the order of the texts."""
        if not texts:
            return np.empty(0, dtype=np.float64)
        # In 64 bits, and not by the model itself: in its 32 bits the best would all be 1.
        return 1 / (1 + np.exp(-self._compute_logits([(question, text) for text in texts])))

    def reordered(
        self,
        question: str,
        ranked: Sequence[tuple[int, float]],
        text_of: Callable[[int], str],
        weight_of: Callable[[int], float],
    ) -> list[tuple[int, float]]:
        """Rows with their scores, best first: the best 30 by their weighed scores, then the others.

        Scores still go down from row to row, between those of the others and 1: the measures of an
        evaluation rank by them.
        """
        best, others = ranked[:READ], ranked[READ:]
        least = others[0][1] if others else 0.0
        scores = self.scores(question, [text_of(row) for row, _ in best])
        scored = [
            (row, least + (1 - least) * score * weight_of(row))
            for (row, _), score in zip(best, scores.tolist(), strict=True)
        ]
        return [*sorted(scored, key=lambda item: -item[1]), *others]

    def _compute_logits(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        from torch import nn

        with self._reading:
            logits = self._model.predict(
                list(pairs),
                batch_size=_BATCH,
                activation_fn=nn.Identity(),
                show_progress_bar=False,
            )
        return np.asarray(logits, dtype=np.float64)


def _check_files(folder: Path) -> None:
    """Check that a folder holds a cross-encoder, without loading it.

    sentence-transformers would make one of any model: of an embedding model, one that scores at
    random.
    """
    if not folder.is_dir():
        raise ModelError(f"RAG_RERANKER={folder}: no such folder", hint=_HINT)
    about = _read_json(folder / "config.json")
    kind = _read_json(folder / "config_sentence_transformers.json").get("model_type")
    if kind is None and not (folder / "modules.json").exists():
        # as versions before 6 saved one, and as it is saved by transformers
        classes = about.get("architectures") or [""]
        kind = "CrossEncoder" if str(classes[0]).endswith("ForSequenceClassification") else None
    if kind != "CrossEncoder":
        what = kind or ("a SentenceTransformer" if (folder / "modules.json").exists() else "none")
        raise ModelError(f"RAG_RERANKER={folder}: not a CrossEncoder, but {what}", hint=_HINT)
    if not any(folder.rglob("*.safetensors")):
        raise ModelError(f"RAG_RERANKER={folder}: no model.safetensors", hint=_HINT)


def _read_json(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        return {}
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise ModelError(f"{path}: not a JSON object", hint=_HINT) from error


def _load(folder: Path) -> Any:
    stay_offline()
    from safetensors import SafetensorError
    from sentence_transformers import CrossEncoder
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model = CrossEncoder(
            str(folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True, "dtype": "float32"},
        )
    except (OSError, ValueError, LookupError, RuntimeError, SafetensorError) as error:
        raise ModelError(
            f"RAG_RERANKER={folder}: cannot be loaded: {error}",
            hint=_HINT,
        ) from error
    if model.num_labels != 1:
        raise ModelError(
            f"RAG_RERANKER={folder}: gives {model.num_labels} scores for a pair, one for each of "
            "its labels",
            hint="take a cross-encoder for ranking, which has one label; unset RAG_RERANKER to "
            "search without",
        )
    return model


def _digest(folder: Path) -> str:
    """A sha256 of all files that decide what the model does, and of their names."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in _SUFFIXES:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            whole.update(f"{path.relative_to(folder).as_posix()} {digest}\n".encode())
    return whole.hexdigest()
