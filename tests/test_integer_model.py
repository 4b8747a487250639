"""The model in 8-bit integers: near the model in float32, kept, and made anew where it must be."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from hashlib import sha256
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from rag.models.bert_graph import (
    NotSuited,
    _find_scales,
    bert_graph,
    check_suited,
    watched_graph,
)
from rag.models.embedder import Embedder
from rag.models.graphs import keep, kept, largest
from rag.models.integer_model import LEAST_COSINE, IntegerModel, integer_model
from rag.models.model_files import ModelFiles
from rag.models.sentence_model import SentenceModel
from tests.tiny_model import write_tiny_bert

ROOT = Path(__file__).parent.parent
TEXTS = [
    "It rained.",
    "What did the minister say about the price of bread in March?",
    "The council of Bergen voted on Tuesday to close the old harbour to cars, 41 to 12. " * 6,
    "“Ne ver, ¿qué?” — 3,5 % of 2019’s naïve façades…",
    "",
]
EMBEDS = """
import sys
from pathlib import Path
from rag.models.embedder import Embedder
embedder = Embedder(sys.argv[1], cache=Path(sys.argv[2]))
print(embedder.embed_passages(["It rained."])[0][:3].tolist())
print(sorted({"torch", "sentence_transformers", "transformers"} & set(sys.modules)))
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A BERT model whose vectors are the mean of its pieces'."""
    return str(write_tiny_bert(tmp_path_factory.mktemp("tiny")))


def _only(cache: Path) -> Path:
    (kept,) = cache.iterdir()
    return kept


@pytest.fixture(scope="module")
def exact(embedder: Embedder) -> SentenceModel:
    """The packaged model in float32."""
    return SentenceModel(embedder.files, exact=True)


def test_its_vectors_are_near_those_in_float32(embedder: Embedder, exact: SentenceModel) -> None:
    for vectors, expected in (
        (embedder.embed_passages(TEXTS), exact.passages(TEXTS)),
        (embedder.embed_questions(TEXTS), exact.questions(TEXTS)),
    ):
        assert (vectors * expected).sum(axis=1).min() > 0.99
    for one, other in zip(embedder.token_vectors(TEXTS), exact.token_vectors(TEXTS), strict=True):
        assert np.array_equal(one.offsets, other.offsets)
        assert (one.vectors * other.vectors).sum(axis=1).min(initial=1) > 0.9


@pytest.fixture(scope="module")
def inputs(embedder: Embedder) -> list[dict[str, NDArray[np.int64]]]:
    tokenizer = embedder.files.tokenizer()
    return [{"pieces": np.array([tokenizer.encode(text).ids])} for text in TEXTS[:4]]


@pytest.fixture(scope="module")
def sizes(
    embedder: Embedder, inputs: list[dict[str, NDArray[np.int64]]]
) -> dict[str, NDArray[np.float32]]:
    """How large channels get on the inputs."""
    return largest(watched_graph(embedder.files), inputs)


def test_the_watched_graph_tells_how_large_channels_get(
    embedder: Embedder,
    inputs: list[dict[str, NDArray[np.int64]]],
    sizes: dict[str, NDArray[np.float32]],
) -> None:
    import torch
    from transformers import BertModel

    bert = BertModel.from_pretrained(embedder.files.reader)
    layers: list[list[NDArray[np.float32]]] = [[] for _ in bert.encoder.layer]
    with torch.no_grad():
        for one in inputs:
            layered = bert(torch.from_numpy(one["pieces"]), output_hidden_states=True)
            for seen, vectors in zip(layers, layered.hidden_states[:-1], strict=True):
                seen.append(vectors[0].abs().amax(dim=0).numpy())
    for at, seen in enumerate(layers):
        name = f"encoder.layer.{at}.attention.self"
        np.testing.assert_allclose(sizes[name], np.max(seen, axis=0), atol=1e-3)
    assert len(sizes) == 2 * len(layers)


def test_channels_brought_nearer_to_one_size_lose_less(
    embedder: Embedder, exact: SentenceModel, sizes: dict[str, NDArray[np.float32]]
) -> None:
    files, expected = embedder.files, exact.passages(TEXTS)
    flat = {name: np.ones_like(size) for name, size in sizes.items()}
    lost = []
    for each in (sizes, flat):
        model = IntegerModel(files, bert_graph(files, each, {}))
        lost.append(1 - (model.passages(TEXTS) * expected).sum(axis=1))
    assert np.all(lost[0] < lost[1] / 2)


def test_a_channel_that_few_texts_leave_at_0_does_not_outgrow_the_others_elsewhere(
    embedder: Embedder, exact: SentenceModel, sizes: dict[str, NDArray[np.float32]]
) -> None:
    files = embedder.files
    few = {name: size.copy() for name, size in sizes.items()}
    for size in few.values():
        size[7] = 0
    model = IntegerModel(files, bert_graph(files, few, {}))
    assert (model.passages(TEXTS) * exact.passages(TEXTS)).sum(axis=1).min() > 0.99


@given(
    st.integers(1, 9).flatmap(
        lambda size: arrays(np.float32, (3, size), elements=st.floats(-10, 10, width=32))
    )
)
def test_two_products_of_neighbours_fit_in_16_bits(weight: NDArray[np.float32]) -> None:
    whole = np.rint(weight / _find_scales(weight)[:, None]).astype(int)
    assert np.abs(whole).max() <= 127
    whole = np.pad(whole, ((0, 0), (0, whole.shape[1] % 2)))
    for factors in product((0, 255), repeat=2):
        sums = whole[:, ::2] * factors[0] + whole[:, 1::2] * factors[1]
        assert -32768 <= sums.min() <= sums.max() <= 32767


def test_no_products_of_the_packaged_model_overflow(
    embedder: Embedder, sizes: dict[str, NDArray[np.float32]]
) -> None:
    import onnx

    graph = onnx.load_from_string(bert_graph(embedder.files, sizes, {})).graph
    columns = [
        onnx.numpy_helper.to_array(one).astype(int)
        for one in graph.initializer
        if one.name.endswith(".int8")
    ]
    assert len(columns) == 6 * 6
    for sign, weights in product((1, -1), columns):
        of_one_sign = np.maximum(sign * weights, 0)
        assert (of_one_sign[::2] + of_one_sign[1::2]).max() * 255 <= 32767


def test_a_vector_does_not_depend_on_what_is_embedded_beside_it(embedder: Embedder) -> None:
    together = embedder.embed_passages(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        assert np.array_equal(embedder.embed_passages([text])[0], vector)
        assert np.array_equal(embedder.token_vectors([text])[0].whole, vector)


def test_any_bert_model_with_mean_pooling_runs_in_integers(tiny: str, tmp_path: Path) -> None:
    files = ModelFiles(tiny)
    model = integer_model(files, tmp_path)
    exact = SentenceModel(files, exact=True)
    assert (model.passages(TEXTS) * exact.passages(TEXTS)).sum(axis=1).min() > 0.99
    assert files.fingerprint.weights_sha256[:16] in _only(tmp_path).name


def test_another_pooling_is_left_to_sentence_transformers_and_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = write_tiny_bert(tmp_path, "cls")
    embedder = Embedder(str(folder), tmp_path / "cache")
    given = embedder.embed_passages(TEXTS)
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "its pooling is not the mean" in caplog.text
    exact = SentenceModel(embedder.files, exact=True).passages(TEXTS)
    assert (given * exact).sum(axis=1).min() > 0.999
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("config.json", '"model_type": "bert"', '"model_type": "roberta"', "no BERT"),
        ("config.json", '"hidden_act": "gelu"', '"hidden_act": "relu"', "relu"),
        ("1_Pooling/config.json", '_max_tokens": false', '_max_tokens": true', "pooling"),
        ("sentence_bert_config.json", '"do_lower_case": false', '"do_lower_case": true', "lower"),
        (
            "config_sentence_transformers.json",
            '"__version__"',
            '"prompts": {"query": "query: "}, "__version__"',
            "prompts",
        ),
    ],
)
def test_a_model_of_another_kind_is_named(
    tmp_path: Path, name: str, old: str, new: str, reason: str
) -> None:
    packaged = Embedder().files.folder
    for path in packaged.rglob("*.json"):
        copied = tmp_path / path.relative_to(packaged)
        copied.parent.mkdir(exist_ok=True)
        text = path.read_text(encoding="utf-8")
        copied.write_text(text.replace(old, new) if path == packaged / name else text)
    with pytest.raises(NotSuited, match=reason):
        check_suited(ModelFiles(str(tmp_path)))


def test_a_program_uses_what_another_has_made_without_torch(tiny: str, tmp_path: Path) -> None:
    (made,) = integer_model(ModelFiles(tiny), tmp_path).passages(["It rained."])
    before = _only(tmp_path).stat().st_ino
    program = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", EMBEDS, tiny, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert program.stdout.splitlines() == [str(made[:3].tolist()), "[]"]
    assert _only(tmp_path).stat().st_ino == before


def test_two_programs_keep_one_at_once_and_others_see_all_of_it_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.graph"
    graphs = [letter * 2**20 for letter in (b"a", b"b")]
    keeps = "import sys; from pathlib import Path; from rag.models.graphs import keep\n"
    keeps += "for _ in range(100): keep(sys.argv[2].encode() * 2**20, Path(sys.argv[1]))"
    keeping = [
        subprocess.Popen([sys.executable, "-c", keeps, path, letter], cwd=ROOT)  # noqa: S603
        for letter in "ab"
    ]
    while any(program.poll() is None for program in keeping):
        assert kept(path) in (None, *graphs)
    assert [program.returncode for program in keeping] == [0, 0]
    assert kept(path) in graphs
    assert list(tmp_path.iterdir()) == [path]


def test_a_damaged_file_is_made_anew(tiny: str, tmp_path: Path) -> None:
    integer_model(ModelFiles(tiny), tmp_path)
    content = _only(tmp_path).read_bytes()
    _only(tmp_path).write_bytes(content[: len(content) // 2])
    integer_model(ModelFiles(tiny), tmp_path)
    assert len(_only(tmp_path).read_bytes()) == len(content)


def test_a_kept_model_whose_probes_drift_is_made_anew(tiny: str, tmp_path: Path) -> None:
    import onnx

    files = ModelFiles(tiny)
    integer_model(files, tmp_path)
    graph = onnx.load_from_string(_only(tmp_path).read_bytes()[32:])
    for weight in graph.graph.initializer:
        if weight.name.endswith("layer.1.output.LayerNorm.weight"):
            half = len(weight.raw_data) // 2
            weight.raw_data = bytes(half) + weight.raw_data[half:]
    drifting = graph.SerializeToString()
    assert IntegerModel(files, drifting).like_float32() < LEAST_COSINE
    _only(tmp_path).write_bytes(sha256(drifting).digest() + drifting)
    assert integer_model(files, tmp_path).like_float32() > 0.99


def test_what_nobody_has_used_for_long_goes_when_another_is_made(tmp_path: Path) -> None:
    earlier, recent, other = (
        tmp_path / name for name in ("earlier.graph", "recent.graph", "old.txt")
    )
    for path in (earlier, recent, other):
        keep(b"graph", path)
    long_ago = time.time() - 61 * 24 * 3600
    for path in (earlier, recent, other):
        os.utime(path, (long_ago, long_ago))
    assert kept(recent) == b"graph"
    keep(b"new", tmp_path / "new.graph")
    assert {path.name for path in tmp_path.iterdir()} == {"recent.graph", "old.txt", "new.graph"}


def test_an_unwritable_cache_is_said_and_does_no_harm(
    tiny: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    model = integer_model(ModelFiles(tiny), tmp_path / "file" / "cache")
    assert model.like_float32() > 0.99
    (record,) = caplog.records
    assert "RAG_CACHE" in record.getMessage()
