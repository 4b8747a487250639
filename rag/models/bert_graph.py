"""A BERT model's files -> graphs in 8-bit integers. The only module that knows of onnx.

A graph takes the ids of one text's word pieces, shape (1, pieces), and gives their vectors,
shape (1, pieces, dimension); or those of two texts in a row, and gives a few scores of each piece.
It is written straight from model.safetensors, so that nothing has to be traced or exported, and
torch is not needed.

The products of a layer with its weights are computed in 8-bit integers: the weights have a scale
for each column, and the activations a scale for each text. Some channels are ten times as large as
the others and would leave them few of the 256 steps. So each channel is divided by a power of two,
and its weights are multiplied by it (after SmoothQuant, Xiao et al. 2023). The same graph in
float32 measures on a few texts how large each channel gets (`watched_graph`). Within the
feed-forward part, pieces differ in size instead of channels: there each piece has a scale of its
own (docs/decisions).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.models.model_files import ModelFiles

RECIPE = (
    "int8-even-2"  # part of a graph's name in the cache: change it with the way graphs are made
)

Array = NDArray[Any]
_Dense = tuple[str, Array, Array]  # a part's name, weights (out, in) and biases (out,)
_FOR_ONNXRUNTIME = "com.microsoft"  # operators of its own
_LEAST_GELU = -0.17  # the minimum of GELU
_TINY = 1e-6  # the divisor of a channel whose weights are all 0
_SMALLEST = 1 / 8  # of the median: a channel that the few texts leave at 0 may be larger in others
_LARGEST = 127  # of the integers that weights become
_LARGEST_PAIR = 127.9  # the sum of two in a row; rounded to 128 at most: 255 * 128 fits in 16 bits
_ZERO = 26  # the step of 256 that stands for 0 behind GELU, where little is below 0


class NotSuited(Exception):
    """No graph can be made of the model; the message says why."""


def bert_graph(files: ModelFiles, largest: Mapping[str, Array], about: dict[str, str]) -> bytes:
    """The graph as onnxruntime reads it, with `about` as its metadata.

    `largest` is what `watched_graph` gives, at most. Raises NotSuited if the model is not BERT
    with mean pooling, or its weights have other names.
    """
    check_suited(files)
    with _laid_out_as_bert():
        writer = _IntegerWriter(_read_config(files), _read_weights(files), largest, pairs=False)
        return writer.graph(about)


def pair_graph(
    files: ModelFiles,
    trained: Mapping[str, Array],
    largest: Mapping[str, Array],
    about: dict[str, str],
) -> bytes:
    """The graph for two texts read as one, by weights that were trained on from the model's.

    `trained` has, by the model's own names, the change of a weight, whole or as the product of
    NAME/up (out, rank) and NAME/down (rank, in); and `scores` (scores, dimension) with
    `scores.bias`: the layer that computes the scores of each piece. The graph's second input,
    `kinds`, says which text each piece is of. Raises NotSuited as `bert_graph` does.
    """
    check_suited(files)
    with _laid_out_as_bert():
        writer = _IntegerWriter(
            _read_config(files), _read_weights(files, trained), largest, pairs=True
        )
        return writer.graph(about)


def watched_graph(files: ModelFiles, trained: Mapping[str, Array] | None = None) -> bytes:
    """The graph in float32 that measures how large the channels get.

    It gives, by the name of each product, shape (channels,), the largest absolute values of what is
    multiplied there. With `trained` it takes what the graph of `pair_graph` takes. Raises NotSuited
    as `bert_graph` does.
    """
    check_suited(files)
    with _laid_out_as_bert():
        writer = _Writer(
            _read_config(files), _read_weights(files, trained), pairs=trained is not None
        )
        return writer.graph({})


def _read_config(files: ModelFiles) -> dict[str, Any]:
    return files.settings("config.json")


def _read_weights(
    files: ModelFiles, trained: Mapping[str, Array] | None = None
) -> dict[str, Array]:
    """The model's weights, or what was trained on from them, with those of the scores."""
    from safetensors.numpy import load_file

    weights: dict[str, Array] = load_file(files.weights)
    if trained is None:
        return weights
    for name in {key.split("/")[0] for key in trained} - {"scores", "scores.bias"}:
        if name in trained:
            added = trained[name].astype(np.float32)
        else:
            up, down = trained[f"{name}/up"], trained[f"{name}/down"]
            added = up.astype(np.float32) @ down.astype(np.float32)
        weights[name] = weights[name] + added
    weights["scores.weight"], weights["scores.bias"] = trained["scores"], trained["scores.bias"]
    return weights


@contextmanager
def _laid_out_as_bert() -> Iterator[None]:
    from safetensors import SafetensorError

    try:
        yield
    except (KeyError, TypeError, ValueError, OSError, SafetensorError) as error:
        raise NotSuited(f"its weights are not laid out as BERT's ({error!r})") from error


def check_suited(files: ModelFiles) -> None:
    """Raises NotSuited if the model is not BERT with mean pooling and without prompts."""
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
    """Writes the graph in float32 that measures sizes; each node follows those that it reads."""

    def __init__(self, config: dict[str, Any], weights: dict[str, Array], *, pairs: bool) -> None:
        self._config = config
        self._weights = weights
        self._pairs = pairs
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}
        self._outputs: dict[str, list[str | int]] = {}  # shapes

    def graph(self, about: dict[str, str]) -> bytes:
        from onnx import TensorProto, helper

        vectors = self._embeddings()
        for layer in range(self._config["num_hidden_layers"]):
            vectors = self._layer(vectors, f"encoder.layer.{layer}")
        self._end(vectors)
        graph = helper.make_graph(
            self._nodes,
            "bert",
            [
                helper.make_tensor_value_info(name, TensorProto.INT64, [1, "count"])
                for name in (["pieces", "kinds"] if self._pairs else ["pieces"])
            ],
            [
                helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
                for name, shape in self._outputs.items()
            ],
            list(self._constants.values()),
        )
        # onnx copies everything each time, so memory is released as soon as possible
        self._constants.clear()
        self._weights.clear()
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(_FOR_ONNXRUNTIME, 1)],
            ir_version=9,
        )
        del graph
        helper.set_model_props(model, about)
        return bytes(model.SerializeToString())

    def _end(self, vectors: str) -> None:
        """Add the outputs made of the last layer's vectors: none here."""

    def _embeddings(self) -> str:
        kinds = self._weight("embeddings.token_type_embeddings.weight")
        places = self._weight("embeddings.position_embeddings.weight")
        if (
            not self._pairs
        ):  # every piece is of the first kind of text, so that this joins the places
            places = places + kinds[0]
        words = self._weight("embeddings.word_embeddings.weight")
        embedded = self._node("Gather", [self._constant("words", words), "pieces"])
        first, second = (self._constant(f"at{n}", np.array([n])) for n in (0, 1))
        count = self._node(
            "Slice", [self._node("Shape", ["pieces"]), second, self._constant("at2", np.array([2]))]
        )
        placed = self._node("Slice", [self._constant("places", places), first, count, first])
        if self._pairs:
            kind = self._node("Gather", [self._constant("kinds of text", kinds), "kinds"])
            placed = self._node("Add", [kind, placed])
        return self._normed(embedded, placed, "embeddings.LayerNorm")

    def _layer(self, vectors: str, name: str) -> str:
        attended = self._attention(vectors, f"{name}.attention.self")
        seen = self._product(attended, *self._dense(f"{name}.attention.output.dense"))
        vectors = self._normed(seen, vectors, f"{name}.attention.output.LayerNorm")
        inner = f"{name}.intermediate.dense"
        (wide,) = self._even_products(vectors, inner, [self._dense(inner)])
        wide = self._own("Gelu", [wide])
        seen = self._product_of_gelu(wide, *self._dense(f"{name}.output.dense"))
        return self._normed(seen, vectors, f"{name}.output.LayerNorm")

    def _attention(self, vectors: str, name: str) -> str:
        # plain products, which read the heads where they stand: onnxruntime's MultiHeadAttention
        # takes a fifth longer
        heads = self._config["num_attention_heads"]
        numbers = self._config["hidden_size"] // heads
        query, *others = (self._dense(f"{name}.{part}") for part in ("query", "key", "value"))
        part, weight, bias = query
        query = part, weight / math.sqrt(numbers), bias / math.sqrt(numbers)
        by_head = self._constant("heads", np.array([-1, heads, numbers]))
        queries, keys, values = (
            self._node("Reshape", [product, by_head])
            for product in self._even_products(vectors, name, [query, *others])
        )
        near = self._own("FusedMatMul", [queries, keys], transBatchA=1, transBatchB=1, transB=1)
        shares = self._node("Softmax", [near], axis=-1)  # (heads, pieces, pieces)
        seen = self._own("FusedMatMul", [shares, values], transBatchB=1)
        side_by_side = self._constant("all heads", np.array([1, -1, heads * numbers]))
        return self._node(
            "Reshape", [self._node("Transpose", [seen], perm=[1, 0, 2]), side_by_side]
        )

    def _even_products(self, vectors: str, name: str, parts: Sequence[_Dense]) -> list[str]:
        """Multiply vectors by several weights; some channels are larger than others."""
        largest = self._node(
            "ReduceMax", [self._node("Abs", [vectors]), self._axes(0, 1)], keepdims=0
        )
        self._output(largest, name, [parts[0][1].shape[1]])
        return [self._product(vectors, *dense) for dense in parts]

    def _product(self, vectors: str, name: str, weight: Array, bias: Array) -> str:
        """Multiply vectors by weights."""
        product = self._node("MatMul", [vectors, self._constant(f"{name}.columns", weight.T)])
        return self._node("Add", [product, self._constant(f"{name}.shift", bias)])

    def _product_of_gelu(self, vectors: str, name: str, weight: Array, bias: Array) -> str:
        """Multiply the result of GELU by weights; some pieces are larger than others."""
        return self._product(vectors, name, weight, bias)

    def _dense(self, name: str) -> _Dense:
        return name, self._weight(f"{name}.weight"), self._weight(f"{name}.bias")

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

    def _axes(self, *axes: int) -> str:
        return self._constant(f"axes {axes}", np.array(axes))

    def _output(self, value: str, name: str, shape: list[str | int]) -> None:
        from onnx import helper

        self._nodes.append(helper.make_node("Identity", [value], [name]))
        self._outputs[name] = shape

    def _node(self, operator: str, values: Sequence[str], **settings: Any) -> str:
        return self._nodes_out(operator, values, 1, **settings)[0]

    def _nodes_out(
        self, operator: str, values: Sequence[str], count: int, **settings: Any
    ) -> list[str]:
        from onnx import helper

        names = [f"{operator} {len(self._nodes)}.{n}" for n in range(count)]
        self._nodes.append(helper.make_node(operator, values, names, **settings))
        return names


class _IntegerWriter(_Writer):
    """Writes the graph with products in 8-bit integers; it gives vectors, or scores of pairs."""

    def __init__(
        self,
        config: dict[str, Any],
        weights: dict[str, Array],
        largest: Mapping[str, Array],
        *,
        pairs: bool,
    ) -> None:
        super().__init__(config, weights, pairs=pairs)
        self._largest = largest

    def _end(self, vectors: str) -> None:
        if not self._pairs:
            self._output(vectors, "vectors", [1, "count", self._config["hidden_size"]])
            return
        weight, bias = self._weight("scores.weight"), self._weight("scores.bias")
        scores = super()._product(vectors, "scores", weight, bias)
        self._output(scores, "scores", [1, "count", len(bias)])

    def _even_products(self, vectors: str, name: str, parts: Sequence[_Dense]) -> list[str]:
        """Multiply after evening out the channels; the weights compensate for it."""
        largest = self._largest[name]
        largest = np.maximum(largest, max(np.median(largest) * _SMALLEST, _TINY))
        weights = np.concatenate([weight for _, weight, _ in parts])
        by = np.exp2(np.rint(np.log2(largest / np.maximum(np.abs(weights).max(axis=0), _TINY)) / 2))
        by = by.astype(np.float32)
        even = self._node("Mul", [vectors, self._constant(f"{name}.even", 1 / by)])
        whole = self._nodes_out("DynamicQuantizeLinear", [even], 3)
        return [
            self._product_of_whole(whole, name, weight * by, bias) for name, weight, bias in parts
        ]

    def _product(self, vectors: str, name: str, weight: Array, bias: Array) -> str:
        """Multiply with one scale for the text."""
        whole = self._nodes_out("DynamicQuantizeLinear", [vectors], 3)
        return self._product_of_whole(whole, name, weight, bias)

    def _product_of_gelu(self, vectors: str, name: str, weight: Array, bias: Array) -> str:
        """Multiply with a scale for each piece."""
        largest = self._node("ReduceMax", [vectors, self._axes(-1)])
        step = self._constant("step", np.float32(1 / (255 - _ZERO)))
        least = self._constant("least step", np.float32(-_LEAST_GELU / _ZERO))
        steps = self._node("Max", [self._node("Mul", [largest, step]), least])  # (1, pieces, 1)
        flat = self._node("Reshape", [steps, self._constant("flat", np.array([-1]))])
        zero = self._constant("zero", np.uint8(_ZERO))
        zeros = self._node("Expand", [zero, self._node("Shape", [flat])])
        whole = self._node("QuantizeLinear", [vectors, flat, zeros], axis=1)
        one = self._constant("one", np.float32(1))
        product = self._product_of_whole([whole, one, zero], name, weight, None)
        shift = self._constant(f"{name}.shift", bias)
        return self._node("Add", [self._node("Mul", [product, steps]), shift])

    def _product_of_whole(
        self, whole: Sequence[str], name: str, weight: Array, bias: Array | None
    ) -> str:
        """Multiply integers, given with their scale and zero point, by weights in 8 bits.

        These are symmetric, with a scale for each column.
        """
        numbers, scale, zero = whole
        scales = _find_scales(weight)
        columns = np.rint(weight / scales[:, None]).T.astype(np.int8)
        values = [
            numbers,
            self._constant(f"{name}.int8", columns),
            scale,
            self._constant(f"{name}.scale", scales),
            zero,
            self._constant(f"{name}.zero", np.zeros(len(scales), dtype=np.int8)),
        ]
        if bias is not None:
            values.append(self._constant(f"{name}.shift", bias))
        return self._own("MatMulIntegerToFloat", values)


def _find_scales(weight: Array) -> Array:
    """The scale of each row of weights (out, in) that turns it into 8-bit integers.

    Processors without VNNI add the products of two numbers in a row with two weights in a row in 16
    bits, which would overflow. So two weights of one sign may not be larger than 128 together.
    """
    in_pairs = np.pad(weight, ((0, 0), (0, weight.shape[1] % 2))).reshape(len(weight), -1, 2)
    sums = [np.maximum(sign * in_pairs, 0).sum(axis=2).max(axis=1) for sign in (1, -1)]
    scales = np.maximum(np.abs(weight).max(axis=1) / _LARGEST, np.max(sums, axis=0) / _LARGEST_PAIR)
    positive: Array = np.where(scales > 0, scales, 1).astype(np.float32)
    return positive
