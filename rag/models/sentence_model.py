"""A model's folder -> vectors. Besides rag/models/reranker.py the only user of
sentence-transformers.

Any model that it saves can be loaded; importing it and torch takes seconds and much memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from rag.errors import ModelError
from rag.models.model_files import ModelFiles, stay_offline
from rag.models.vectors import TokenVectors, Vectors, unit

CPU = "cpu"  # as torch names it
BATCH = 32  # texts embedded at once; larger batches gain nothing on two cores


class SentenceModel:
    """A model run by sentence-transformers: in float16 on a GPU, in bfloat16 if the processor can.

    `exact`: in float32 on the processor.
    """

    def __init__(self, files: ModelFiles, *, exact: bool = False, device: str = CPU) -> None:
        self._files = files
        self._model = _load(files.folder, exact=exact, device=device)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._model.get_embedding_dimension())

    @property
    def arithmetic(self) -> str:
        """How vectors are computed, in words."""
        number = str(next(self._model.parameters()).dtype).removeprefix("torch.")
        return f"{number}, by sentence-transformers"

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what is searched."""
        return self._vectors(self._model.encode_document, texts)

    def questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions."""
        return self._vectors(self._model.encode_query, texts)

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Vectors of the texts' word pieces."""
        outputs = self._model.encode(list(texts), output_value=None, prompt="", batch_size=BATCH)
        return [self._pieces(text, output) for text, output in zip(texts, outputs, strict=True)]

    def _vectors(self, encode: Any, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return unit(
            encode(
                list(texts),
                batch_size=BATCH if self._model.device.type == CPU else len(texts),
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        )  # fmt: skip

    def _pieces(self, text: str, output: dict[str, Any]) -> TokenVectors:
        whole = unit(output["sentence_embedding"].float().cpu().numpy())
        if "token_embeddings" not in output:
            return TokenVectors(np.array([[0, len(text)]]), whole[None], whole)
        vectors = output["token_embeddings"][output["attention_mask"].bool()].float().cpu().numpy()
        encoded = self._tokenizer.encode(text)
        ordinary = np.flatnonzero(np.array(encoded.special_tokens_mask) == 0)
        offsets = np.array(encoded.offsets, dtype=np.int64).reshape(-1, 2)
        return TokenVectors(offsets[ordinary], unit(vectors[ordinary]), whole)

    @cached_property
    def _tokenizer(self) -> Any:
        tokenizer = self._files.tokenizer()
        tokenizer.enable_truncation(self._files.window)
        return tokenizer


def _load(folder: Path, *, exact: bool, device: str) -> Any:
    stay_offline()
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    if not _is_there(torch, device):
        raise ModelError(
            f"{device}: torch {torch.__version__} finds no such device here",
            hint="install the build of torch for it, or compute on processors",
        )
    if device != CPU:
        number = torch.float16  # cosine .99999 to float32; bfloat16 .9999
    else:
        number = torch.bfloat16 if computes_bfloat16() and not exact else torch.float32
    try:
        return SentenceTransformer(
            str(folder),
            device=device,
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True, "dtype": number},
        )
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelError(
            f"{folder}: cannot be loaded as a sentence-transformers model: {error}",
            hint="RAG_MODEL takes a folder that SentenceTransformer(...).save() wrote; "
            "unset it to use the packaged model",
        ) from error


def _is_there(torch: Any, device: str) -> bool:
    return device == CPU or (device.startswith("cuda") and torch.cuda.is_available())


def computes_bfloat16() -> bool:
    """Whether the processor does; that is 2 to 3 times as fast, with a cosine above .9999."""
    cpuinfo = Path("/proc/cpuinfo")
    flags = cpuinfo.read_text(encoding="utf-8") if cpuinfo.is_file() else ""
    return "avx512_bf16" in flags or "amx_bf16" in flags
