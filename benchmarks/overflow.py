"""How near vectors are to float32 on a processor whose 8-bit sums overflow, computed as it does.

    python -m benchmarks.overflow --data PATH [--limit N]

PATH is a folder with news/articles.jsonl.gz, which is not part of this project. N passages (8) and
four questions are embedded by onnxruntime on this machine, and by numpy with the very graph: once
with exact sums, and once with the instruction that processors without VNNI have (vpmaddubsw). It
multiplies two numbers in a row with two weights in a row, adds both products in 16 bits, and cuts
what does not fit. Exact sums must give what onnxruntime gives on a machine with VNNI; a passage
takes ten seconds.
"""

from __future__ import annotations

import math
import sys
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx.reference import ReferenceEvaluator
from onnx.reference.op_run import OpRun

from benchmarks.command import Options, run, say
from benchmarks.data import find, lines
from benchmarks.runs import print_table
from rag.models.bert_graph import Array
from rag.models.integer_model import integer_model
from rag.models.model_files import ModelFiles
from rag.models.sentence_model import SentenceModel
from rag.models.vectors import Vectors, unit
from rag.settings import read_settings

_PASSAGES = 8
_CHARACTERS = 700
_QUESTIONS = (
    "Who said it?",
    "What did the minister say about bread?",
    "Who resigned on 3 May?",
    "Why was the flight delayed?",
)
_DIGEST = 32  # bytes in front of a kept graph
_DOMAIN = "com.microsoft"


def measure(options: Options) -> None:
    """Embed everything three times, and print how near it is to float32."""
    (articles,) = find(options.data, "news", "articles.jsonl.gz")
    rows = islice(lines(articles), 0, None, 100)
    passages = [f"{row['title']}\n{row['text'][:_CHARACTERS]}" for row in rows]
    texts = [*_QUESTIONS, *passages[: options.limit or _PASSAGES]]
    files = ModelFiles(read_settings().model)
    exact = SentenceModel(files, exact=True).passages(texts)
    with tempfile.TemporaryDirectory() as cache:
        model = integer_model(files, Path(cache))
        (path,) = Path(cache).iterdir()
        graph = onnx.load_from_string(path.read_bytes()[_DIGEST:])
    say(f"{len(_QUESTIONS)} questions, {len(texts) - len(_QUESTIONS)} passages; cosine to float32")
    systems = {
        "onnxruntime, this machine": model.passages(texts),
        "numpy, exact sums": _embed(graph, files, texts, _Exact),
        "numpy, sums of 16 bits": _embed(graph, files, texts, _Overflowing),
    }
    print_table(
        ["", "questions, mean", "least", "passages, mean", "least"],
        [[name, *_tell((vectors * exact).sum(axis=1))] for name, vectors in systems.items()],
    )


def _tell(cosines: Array) -> list[str]:
    parts = cosines[: len(_QUESTIONS)], cosines[len(_QUESTIONS) :]
    return [f"{value:.4f}" for part in parts for value in (part.mean(), part.min())]


def _embed(graph: Any, files: ModelFiles, texts: Sequence[str], product: type[OpRun]) -> Vectors:
    tokenizer = files.tokenizer()
    tokenizer.enable_truncation(files.window)
    evaluator = ReferenceEvaluator(graph, new_ops=[product, _Gelu, _FusedMatMul])
    vectors = []
    for text in texts:
        pieces = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        (output,) = np.array(evaluator.run(None, {"pieces": pieces}))
        vectors.append(unit(output[0].mean(axis=0)))
    return np.stack(vectors)


def _add_products(numbers: Array, weights: Array) -> Array:
    return (numbers.astype(np.float64) @ weights.astype(np.float64)).astype(np.int64)


def _add_products_in_16_bits(numbers: Array, weights: Array) -> Array:
    sums = np.zeros((len(numbers), weights.shape[1]), dtype=np.int64)
    for at in range(0, numbers.shape[1], 2):
        pair = numbers[:, at : at + 2].astype(np.int32) @ weights[at : at + 2].astype(np.int32)
        sums += np.clip(pair, -32768, 32767)
    return sums


def _to_float(summed: Array, values: Sequence[Any]) -> tuple[Array]:
    numbers, weights, scale, scales, zero, _, *shift = values
    summed = summed - int(np.ravel(zero)[0]) * weights.astype(np.int64).sum(axis=0)
    product = summed.astype(np.float32) * np.float32(scale) * scales
    for added in shift:
        product = product + added
    return (product.reshape(*numbers.shape[:-1], -1).astype(np.float32),)


def _flat(numbers: Array) -> Array:
    flat: Array = numbers.reshape(-1, numbers.shape[-1])
    return flat


class _Exact(OpRun):
    """MatMulIntegerToFloat as processors with VNNI compute it."""

    op_domain = _DOMAIN

    def _run(self, *values: Any) -> tuple[Array]:
        return _to_float(_add_products(_flat(values[0]), values[1]), values)


class _Overflowing(OpRun):
    """The same as processors without VNNI compute it."""

    op_domain = _DOMAIN

    def _run(self, *values: Any) -> tuple[Array]:
        return _to_float(_add_products_in_16_bits(_flat(values[0]), values[1]), values)


_Exact.__name__ = _Overflowing.__name__ = "MatMulIntegerToFloat"  # onnx finds them by these names


class _Gelu(OpRun):
    op_domain = _DOMAIN

    def _run(self, values: Array, **_: Any) -> tuple[Array]:
        halves = np.vectorize(math.erf, otypes=[np.float32])(values / np.sqrt(2))
        return ((values * 0.5 * (1 + halves)).astype(np.float32),)


class _FusedMatMul(OpRun):
    op_domain = _DOMAIN

    def _run(  # noqa: PLR0913  # the operator's
        self,
        first: Array,
        second: Array,
        alpha: float = 1.0,  # noqa: ARG002
        transA: int = 0,  # noqa: N803, ARG002
        transB: int = 0,  # noqa: N803
        transBatchA: int = 0,  # noqa: N803
        transBatchB: int = 0,  # noqa: N803
    ) -> tuple[Array]:
        first = np.moveaxis(first, -2, 0) if transBatchA else first
        second = np.moveaxis(second, -2, 0) if transBatchB else second
        second = np.swapaxes(second, -1, -2) if transB else second
        return ((first @ second).astype(np.float32),)


_Gelu.__name__, _FusedMatMul.__name__ = "Gelu", "FusedMatMul"


if __name__ == "__main__":
    sys.exit(run(__doc__, measure))
