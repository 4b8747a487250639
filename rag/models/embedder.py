"""Texts -> unit vectors, by the fastest way that this machine and the model allow.

The model's files are found, checked and hashed without loading it; it is loaded when the first
text is embedded: in 8-bit integers if it is a BERT model, otherwise by sentence-transformers.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rag.models.model_files import (
    PACKAGED_MODEL,
    PACKAGED_WEIGHTS_SHA256,
    ModelFiles,
    ModelFingerprint,
)
from rag.models.sentence_model import CPU
from rag.models.vectors import TokenVectors, Vectors

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from rag.models.pair_model import PairModel

__all__ = [
    "CPU",
    "PACKAGED_WEIGHTS_SHA256",
    "Embedder",
    "ModelFingerprint",
    "TokenVectors",
    "Vectors",
]

_BATCH = 32  # texts between two reports of progress, and in one pass of sentence-transformers
_BATCH_OF_DEVICE = 256  # the same on a GPU

# An index keeps their vectors to recognise the model by: two searched texts, and a question.
_PROBES = (
    "A ferry with 212 people on board ran aground off Bergen on Friday, the coastguard said.",
    "“Nobody has answered for it,” the minister told reporters in Geneva.",
)
_PROBE_QUESTION = "Who has answered for it?"

_log = logging.getLogger(__name__)


class Model(Protocol):
    """A loaded model; vectors are in the order of the texts."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    @property
    def arithmetic(self) -> str:
        """How vectors are computed, in words."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what is searched."""

    def questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions."""

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Vectors of the texts' word pieces."""


class Embedder:
    """A model on this machine; no download is ever tried. Safe to use from several threads.

    `cache` is the folder for graphs made of the model; None is the platform's own.
    `threads` is how many texts are embedded at once; None is one for each core. `device` is where
    the model runs, as torch names it: "cpu" or "cuda".
    """

    def __init__(
        self,
        model: str = PACKAGED_MODEL,
        cache: Path | None = None,
        *,
        threads: int | None = None,
        device: str = CPU,
    ) -> None:
        self.name = model
        self.files = ModelFiles(model)
        self.cache = cache
        self._threads = threads
        self._device = device
        self._loading = threading.Lock()
        self._pair_models: dict[Path, PairModel | None] = {}

    @property
    def fingerprint(self) -> ModelFingerprint:
        """The name and the hash of the weights.

        Raises ModelError if the packaged model's weights are not those its authors published.
        """
        return self.files.fingerprint

    @property
    def window(self) -> int:
        """How many word pieces the model reads, its two special ones included."""
        return self.files.window

    def pieces(self, text: str) -> int:
        """How many word pieces a text takes, without the model's special ones."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def embed_passages(
        self, texts: Sequence[str], *, embedded: Callable[[int], None] = lambda _: None
    ) -> Vectors:
        """Vectors of what is searched, in the order of the texts.

        `embedded` is called after each batch with the number of texts in it.
        """
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        # similar lengths in one batch: sentence-transformers fills short texts up to the longest
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        batch = _BATCH if self._device == CPU else _BATCH_OF_DEVICE
        for first in range(0, len(order), batch):
            rows = order[first : first + batch]
            vectors[rows] = self._model.passages([texts[i] for i in rows])
            embedded(len(rows))
        return vectors

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, in the order of the texts."""
        return self._model.questions(texts)

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The vectors of the texts' word pieces, in the order of the texts, for MaxSim."""
        return self._model.token_vectors(texts) if texts else []

    @property
    def dimension(self) -> int:
        """The length of a vector. Loads the model."""
        return self._model.dimension

    @property
    def arithmetic(self) -> str:
        """How this machine computes vectors, in words. Loads the model."""
        return self._model.arithmetic

    @cached_property
    def probes(self) -> Vectors:
        """Vectors of three texts, shape (3, dimension), by which the model is recognised."""
        return np.vstack([self.embed_passages(_PROBES), self.embed_questions([_PROBE_QUESTION])])

    def warm_up(self) -> None:
        """Load the model now, so that the first question does not wait for it."""
        self.embed_questions(["warm up"])

    def pair_model(self, trained: Path) -> PairModel | None:
        """The model that reads question and sentence as one text, made by a file of changes.

        Loaded when it is first asked for. None if the file is of another model, or if this
        machine cannot run it; the log then says so.
        """
        with self._loading:
            if trained not in self._pair_models:
                self._pair_models[trained] = self._load_pair_model(trained)
            return self._pair_models[trained]

    def _load_pair_model(self, trained: Path) -> PairModel | None:
        from rag.models.bert_graph import NotSuited
        from rag.models.pair_model import pair_model

        try:
            return pair_model(self.files, trained, self.cache or _find_platform_cache())
        except NotSuited as reason:
            _log.warning("%s: sentences are not read with the question: %s", self.name, reason)
            return None

    @property
    def loaded(self) -> bool:
        """Whether the model is in memory."""
        return "_loaded" in self.__dict__  # where cached_property keeps it

    @property
    def _model(self) -> Model:
        with self._loading:  # the first question may come while the warm-up still loads
            return self._loaded

    @cached_property
    def _loaded(self) -> Model:
        from rag.models.bert_graph import NotSuited
        from rag.models.integer_model import integer_model

        if self._device != CPU:  # onnxruntime is installed for processors only
            from rag.models.sentence_model import SentenceModel

            return SentenceModel(self.files, device=self._device)
        try:
            return integer_model(self.files, self.cache or _find_platform_cache(), self._threads)
        except NotSuited as reason:
            from rag.models.sentence_model import SentenceModel

            _log.warning(
                "%s: embedding takes several times as long as with the packaged model: %s",
                self.name,
                reason,
            )
            return SentenceModel(self.files)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return self.files.tokenizer()


def _find_platform_cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("on-record", appauthor=False)
