"""A BERT model's files -> graphs in 8-bit integers. The only module that knows of onnx.

A graph takes the ids of one text's word pieces, shape (1, pieces), and gives their vectors,
shape (1, pieces, dimension); or those of two texts in a row, and gives a few scores of each piece.
It is written straight from model.safetensors, so that nothing has to be traced or exported, and
torch is not needed.

The four products of a layer are computed in integers: weights in 8 bits with a scale for each
column, what they are multiplied with in 8 bits with a scale found for each text. In the
feed-forward part each piece is brought to the same size before and back after: some pieces are
tens of times as large as others, which would leave those few of the 256 steps (docs/decisions.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.index.model_files import ModelFiles

RECIPE = "int8-rows-1"  # named in the cache: another way to make the graph takes another name

Array = NDArray[Any]
_FOR_ONNXRUNTIME = "com.microsoft"  # operators of its own
_LEAST = 0.17  # GELU gives no less than -.17: what a row is divided by must not be near 0


class NotSuited(Exception):
    """The model is of a kind that has no graph here; the message says which."""


def bert_graph(files: ModelFiles, about: dict[str, str]) -> bytes:
    """The graph as onnxruntime reads it, with `about` as its metadata.

    Raises NotSuited where the model is not BERT with mean pooling, or its weights have other
    names.
    """
    check_suited(files)
    with _laid_out_as_bert():
        return _Writer(files.settings("config.json"), _weights(files)).graph(about)


def pair_graph(files: ModelFiles, trained: Mapping[str, Array], about: dict[str, str]) -> bytes:
    """The graph for two texts read as one, by weights that were trained on from the model's.

    `trained` has, by the model's own names, what is added to a weight, whole or as the product of
    NAME/up (out, rank) and NAME/down (rank, in); and `scores` (scores, dimension) with
    `scores.bias`: what the scores of each piece are made by. The graph's second input, `kinds`,
    tells which text each piece is of. Raises NotSuited as `bert_graph` does.
    """
    check_suited(files)
    with _laid_out_as_bert():
        weights = _weights(files)
        for name in {key.split("/")[0] for key in trained} - {"scores", "scores.bias"}:
            if name in trained:
                added = trained[name].astype(np.float32)
            else:
                up, down = trained[f"{name}/up"], trained[f"{name}/down"]
                added = up.astype(np.float32) @ down.astype(np.float32)
            weights[name] = weights[name] + added
        weights["scores.weight"], weights["scores.bias"] = trained["scores"], trained["scores.bias"]
        return _Writer(files.settings("config.json"), weights).graph(about, pairs=True)


def _weights(files: ModelFiles) -> dict[str, Array]:
    from safetensors.numpy import load_file

    return load_file(files.weights)


@contextmanager
def _laid_out_as_bert() -> Iterator[None]:
    from safetensors import SafetensorError

    try:
        yield
    except (KeyError, TypeError, ValueError, OSError, SafetensorError) as error:
        raise NotSuited(f"its weights are not laid out as BERT's ({error!r})") from error


def check_suited(files: ModelFiles) -> None:
    """Raises NotSuited where the model is not BERT with mean pooling and without prompts."""
    config = files.settings("config.json")
    kinds = [module["type"].rsplit(".", 1)[-1] for module in files.modules]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        raise NotSuited(f"its parts are {', '.join(kinds)}")
    if config.get("model_type") != "bert" or config.get("is_decoder"):
        raise NotSuited(f"it is no BERT model but {config.get('model_type', 'of no named type')}")
    if config.get("hidden_act") != "gelu":
        raise NotSuited(f"its activation is {config.get('hidden_act')}")
    if config.get("position_embedding_type", "absolute") != "absolute":
        raise NotSuited(f"its positions are {config['position_embedding_type']}")
    pooling = files.settings(f"{files.modules[1]['path']}/config.json")
    old_names = {name for name, on in pooling.items() if name.startswith("pooling_mode_") and on}
    if pooling.get("pooling_mode", "mean") != "mean" or old_names - {"pooling_mode_mean_tokens"}:
        raise NotSuited("its pooling is not the mean")
    if files.settings("sentence_bert_config.json").get("do_lower_case"):
        raise NotSuited("it wants texts in lower case")
    if any(files.settings("config_sentence_transformers.json").get("prompts", {}).values()):
        raise NotSuited("it wants prompts before texts")


class _Writer:
    """Writes the nodes of one graph, each behind those it reads."""

    def __init__(self, config: dict[str, Any], weights: dict[str, Array]) -> None:
        self._config = config
        self._weights = weights
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}

    def graph(self, about: dict[str, str], *, pairs: bool = False) -> bytes:
        from onnx import TensorProto, helper

        found = self._embeddings(pairs)
        for layer in range(self._config["num_hidden_layers"]):
            found = self._layer(found, f"encoder.layer.{layer}")
        name, width = "vectors", self._config["hidden_size"]
        if pairs:
            name, width = "scores", len(self._weight("scores.bias"))
            columns = self._constant("scores.columns", self._weight("scores.weight").T)
            shift = self._constant("scores.bias", self._weight("scores.bias"))
            found = self._node("Add", [self._node("MatMul", [found, columns]), shift])
        self._nodes.append(helper.make_node("Identity", [found], [name]))
        graph = helper.make_graph(
            self._nodes,
            "bert",
            [
                helper.make_tensor_value_info(one, TensorProto.INT64, [1, "count"])
                for one in (["pieces", "kinds"] if pairs else ["pieces"])
            ],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, "count", width])],
            list(self._constants.values()),
        )
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(_FOR_ONNXRUNTIME, 1)],
            ir_version=9,
        )
        helper.set_model_props(model, about)
        return bytes(model.SerializeToString())

    def _embeddings(self, pairs: bool) -> str:
        kinds = self._weight("embeddings.token_type_embeddings.weight")
        places = self._weight("embeddings.position_embeddings.weight")
        if not pairs:  # every piece is of the first kind of segment, so that this joins the places
            places = places + kinds[0]
        words = self._weight("embeddings.word_embeddings.weight")
        found = self._node("Gather", [self._constant("words", words), "pieces"])
        first, second = (self._constant(f"at{n}", np.array([n])) for n in (0, 1))
        count = self._node(
            "Slice", [self._node("Shape", ["pieces"]), second, self._constant("at2", np.array([2]))]
        )
        placed = self._node("Slice", [self._constant("places", places), first, count, first])
        if pairs:
            kind = self._node("Gather", [self._constant("kinds of text", kinds), "kinds"])
            placed = self._node("Add", [kind, placed])
        return self._normed(found, placed, "embeddings.LayerNorm")

    def _layer(self, vectors: str, name: str) -> str:
        inside = f"{name}.attention.self"
        parts = [f"{inside}.{part}" for part in ("query", "key", "value")]
        weight = np.concatenate([self._weight(f"{part}.weight") for part in parts])
        bias = np.concatenate([self._weight(f"{part}.bias") for part in parts])
        both = self._product(vectors, weight, bias, inside)
        split = self._nodes_out("Split", [both], 3, axis=-1, num_outputs=3)
        heads = self._config["num_attention_heads"]
        attended = self._own("MultiHeadAttention", split, num_heads=heads)
        seen = self._dense(attended, f"{name}.attention.output.dense")
        vectors = self._normed(seen, vectors, f"{name}.attention.output.LayerNorm")
        sizes = self._sizes(self._node("Abs", [vectors]))
        wide = self._own("Gelu", [self._dense(vectors, f"{name}.intermediate.dense", sizes)])
        seen = self._dense(wide, f"{name}.output.dense", self._sizes(wide))
        return self._normed(seen, vectors, f"{name}.output.LayerNorm")

    def _dense(self, vectors: str, name: str, sizes: str | None = None) -> str:
        weight, bias = self._weight(f"{name}.weight"), self._weight(f"{name}.bias")
        if sizes is None:
            return self._product(vectors, weight, bias, name)
        even = self._node("Div", [vectors, sizes])
        product = self._product(even, weight, None, name)
        shift = self._constant(f"{name}.bias", bias)
        return self._node("Add", [self._node("Mul", [product, sizes]), shift])

    def _sizes(self, vectors: str) -> str:
        """The largest value of each piece, shape (1, pieces, 1)."""
        axis = self._constant("last axis", np.array([-1]))
        largest = self._node("ReduceMax", [vectors, axis])
        return self._node("Max", [largest, self._constant("least", np.float32(_LEAST))])

    def _product(self, vectors: str, weight: Array, bias: Array | None, name: str) -> str:
        # in 8 bits, symmetric, a scale for each column of what is multiplied with
        scale = np.abs(weight).max(axis=1) / 127
        scale = np.where(scale > 0, scale, 1).astype(np.float32)
        whole = np.rint(weight / scale[:, None]).T.astype(np.int8)
        values = [
            vectors,
            self._constant(f"{name}.int8", whole),
            self._constant(f"{name}.scale", scale),
            self._constant(f"{name}.zero", np.zeros(len(scale), dtype=np.int8)),
        ]
        if bias is not None:
            values.append(self._constant(f"{name}.shift", bias))
        return self._own("DynamicQuantizeMatMul", values)

    def _normed(self, vectors: str, others: str, name: str) -> str:
        # one node for both would be onnxruntime's SkipLayerNormalization, which takes 4 times as
        # long as these two
        values = [
            self._node("Add", [vectors, others]),
            self._constant(f"{name}.weight", self._weight(f"{name}.weight")),
            self._constant(f"{name}.bias", self._weight(f"{name}.bias")),
        ]
        return self._node(
            "LayerNormalization", values, axis=-1, epsilon=self._config["layer_norm_eps"]
        )

    def _weight(self, name: str) -> Array:
        return self._weights[name].astype(np.float32)

    def _constant(self, name: str, value: Any) -> str:
        from onnx import numpy_helper

        self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def _own(self, operator: str, values: Sequence[str], **settings: Any) -> str:
        return self._node(operator, values, domain=_FOR_ONNXRUNTIME, **settings)

    def _node(self, operator: str, values: Sequence[str], **settings: Any) -> str:
        return self._nodes_out(operator, values, 1, **settings)[0]

    def _nodes_out(
        self, operator: str, values: Sequence[str], count: int, **settings: Any
    ) -> list[str]:
        from onnx import helper

        names = [f"{operator} {len(self._nodes)}.{n}" for n in range(count)]
        self._nodes.append(helper.make_node(operator, values, names, **settings))
        return names
