"""A BERT model's files -> vectors, in 8-bit integers.

The graph is made once and kept in a cache folder, with the model's float32 vectors of a few
probe texts. Each time it is opened, the probes are embedded again and compared: processors differ
in how they multiply integers, and a cache may be of another machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from rag.models.bert_graph import RECIPE, NotSuited, bert_graph, check_suited, watched_graph
from rag.models.graphs import cores, keep, kept, largest, session
from rag.models.model_files import ModelFiles
from rag.models.sentence_model import SentenceModel
from rag.models.vectors import TokenVectors, Vectors, unit

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

# Between the vectors of 8-bit and of 32-bit numbers: .9976 was the least of news passages.
LEAST_COSINE = 0.98

_PROBES = (
    "Who said it?",
    "Rain is expected in Bergen on Friday, the weather service said, with winds of 40 km/h.",
    "“We are ready for talks,” the minister told reporters after the meeting in Geneva on 12 March "
    "2019, “but not at any price: 3,500 people have lost their homes, and nobody has answered for "
    "it.” Her counterpart, who had left early, did not comment. A spokesman later wrote that the "
    "two sides would meet again within weeks; observers doubted it.",
)
_T = TypeVar("_T")


class IntegerModel:
    """A model run by onnxruntime, each text on one core.

    Texts are not batched: no padding is computed, and the scale of a text's numbers, and so its
    vector, does not depend on the texts beside it.
    """

    def __init__(self, files: ModelFiles, graph: bytes, threads: int | None = None) -> None:
        """By default there are as many `threads` as cores."""
        self._session = session(graph)
        self._tokenizer = _load_tokenizer(files)
        self._threads = ThreadPoolExecutor(threads or cores(), thread_name_prefix="embed")

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._session.get_outputs()[0].shape[-1])

    @property
    def arithmetic(self) -> str:
        """How vectors are computed, in words."""
        return (
            "8-bit integers, whose products overflow on no processor: here the cosine of "
            f"{len(_PROBES)} texts to float32 is {self.like_float32():.4f} or more"
        )

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what is searched."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.stack(self._each(self._whole, texts))

    questions = passages

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Vectors of the texts' word pieces."""
        return self._each(self._pieces, texts)

    def like_float32(self) -> float:
        """The lowest cosine of the probes' vectors to their float32 vectors."""
        about = self._session.get_modelmeta().custom_metadata_map
        exact = unit(json.loads(about["probes"]))
        vectors = np.stack([self._whole(text) for text in _PROBES])
        return float((vectors * exact).sum(axis=1).min())

    def _each(self, embed: Callable[[str], _T], texts: Sequence[str]) -> list[_T]:
        if len(texts) == 1:
            return [embed(texts[0])]
        return list(self._threads.map(embed, texts))

    def _whole(self, text: str) -> Vectors:
        _, vectors = self._run(text)
        return unit(vectors.mean(axis=0))

    def _pieces(self, text: str) -> TokenVectors:
        encoded, vectors = self._run(text)
        ordinary = np.flatnonzero(np.array(encoded.special_tokens_mask) == 0)
        offsets = np.array(encoded.offsets, dtype=np.int64).reshape(-1, 2)
        return TokenVectors(offsets[ordinary], unit(vectors[ordinary]), unit(vectors.mean(axis=0)))

    def _run(self, text: str) -> tuple[Any, Vectors]:
        encoded = self._tokenizer.encode(text)
        (vectors,) = self._session.run(None, _make_input(encoded))
        return encoded, vectors[0]


def integer_model(files: ModelFiles, cache: Path, threads: int | None = None) -> IntegerModel:
    """The model in 8-bit integers, from the cache or made anew.

    If the cache cannot be written to, the log says so, and the model is made each time.
    Raises NotSuited, which says why, if the model cannot be made or gives other vectors.
    """
    check_suited(files)
    path = cache / _name(files)
    graph = kept(path)
    if graph is not None:
        model = IntegerModel(files, graph, threads)
        if model.like_float32() >= LEAST_COSINE:
            return model
    tokenizer = _load_tokenizer(files)
    sizes = largest(watched_graph(files), [_make_input(tokenizer.encode(text)) for text in _PROBES])
    exact = SentenceModel(files, exact=True).passages(_PROBES)
    graph = bert_graph(files, sizes, {"probes": json.dumps(exact.round(6).tolist())})
    model = IntegerModel(files, graph, threads)
    if (cosine := model.like_float32()) < LEAST_COSINE:
        raise NotSuited(f"in 8-bit integers its vectors are too far off, cosine {cosine:.3f}")
    keep(graph, path)
    return model


def _load_tokenizer(files: ModelFiles) -> Tokenizer:
    tokenizer = files.tokenizer()
    tokenizer.enable_truncation(files.window)
    return tokenizer


def _make_input(encoded: Encoding) -> dict[str, Any]:
    return {"pieces": np.array([encoded.ids], dtype=np.int64)}


def _name(files: ModelFiles) -> str:
    """The name in the cache, made of all that the graph and the probes depend on."""
    digest = sha256()
    for path in ("config.json", "sentence_bert_config.json", "tokenizer.json"):
        with suppress(OSError):
            digest.update((files.reader / path).read_bytes())
    weights = files.fingerprint.weights_sha256
    return f"{weights[:16]}-{digest.hexdigest()[:8]}-{RECIPE}.graph"
