"""A question and sentences, each read together with it -> scores of the sentences' word pieces.

A BERT model fine-tuned from the embedding model by changes of low rank, which are in a file of the
project; the other weights are the embedding model's. It runs in 8-bit integers, too, as a graph
that is made once and kept in the cache folder. The file also has float32 scores of a few probes: if
the integer scores are far off, the model is not used.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.models.bert_graph import RECIPE, NotSuited, pair_graph, watched_graph
from rag.models.graphs import cores, keep, kept, largest, session
from rag.models.model_files import ModelFiles
from rag.models.vectors import Offsets, Vectors

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

MODEL = "model_sha256"  # the key for the embedding model it was trained on from
TITLES = "titles"  # the key for the titles of SQuAD that it was trained on
CONTEXT = "context"  # the key for whether it was trained with the context of sentences
EXPECTED = "probes"  # the key for `nothing` of the probes in float32
WINDOW = 192  # word pieces of a question and a sentence; longer sentences are cut
FARTHEST = 1.0  # from a probe's float32 score; these differ by some 3

PROBES = (
    ("Who built the bridge?", "The bridge was built by Blay & Sons in 1931."),
    ("When was the ferry sold?", "The ferry can take 212 people and 40 cars."),
    (
        "How many people lost their homes in the flood?",
        "“3,500 people have lost their homes,” the minister told reporters in Geneva after the "
        "flood, “and nobody has answered for it.”",
    ),
)


@dataclass(frozen=True, slots=True)
class PairScores:
    """Scores of a sentence's word pieces as parts of an answer; higher is likelier."""

    offsets: Offsets  # of the pieces in the sentence
    starts: Vectors  # (pieces,): that an answer starts with it
    ends: Vectors  # (pieces,): that one ends with it
    nothing: float  # that no words of the sentence answer; against a start and an end


class PairModel:
    """Safe to use from several threads; no sentence's scores depend on the others'."""

    def __init__(self, files: ModelFiles, graph: bytes, *, reads_context: bool) -> None:
        """`reads_context`: what comes with a sentence is its context, not names of the question."""
        self.reads_context = reads_context
        self._session = session(graph)
        self._tokenizer = _load_tokenizer(files)
        self._threads = ThreadPoolExecutor(cores(), thread_name_prefix="read")

    def read(self, question: str, sentences: Sequence[tuple[str, str]]) -> list[PairScores]:
        """The scores of each sentence, read with the question.

        Each sentence comes with names or words from the text before it; see `introduced`.
        """
        return list(self._threads.map(lambda pair: self._read(question, *pair), sentences))

    def farthest(self) -> float:
        """The largest difference of a probe's score from its float32 score."""
        about = self._session.get_modelmeta().custom_metadata_map
        exact = json.loads(about[EXPECTED])
        given = [self._read(*probe, "").nothing for probe in PROBES]
        return float(np.abs(np.subtract(given, exact)).max())

    def _read(self, question: str, sentence: str, about: str) -> PairScores:
        before, text = introduced(sentence, about)
        encoded = self._tokenizer.encode(question, text)
        own = own_pieces(encoded, before)
        kinds = own_kinds(encoded, own) if self.reads_context else encoded.type_ids
        (scores,) = self._session.run(None, _make_input(encoded, kinds))
        offsets = np.array(encoded.offsets, dtype=np.int64).reshape(-1, 2) - before
        starts, ends, _ = scores[0, own].T
        return PairScores(offsets[own], starts, ends, float(scores[0, 0, 2]))


def introduced(sentence: str, about: str) -> tuple[int, str]:
    """A sentence as it is read, with how many characters stand before its own.

    `about` are names that the text or its title has used before, or its context:
    "Lavrov: He arrived at noon."
    """
    before = f"{about}: " if about else ""
    return len(before), before + sentence


def own_pieces(read: Encoding, before: int) -> list[int]:
    """The places of a sentence's pieces in a pair whose second text begins with an introduction."""
    pieces = zip(read.type_ids, read.special_tokens_mask, read.offsets, strict=True)
    return [
        at
        for at, (kind, special, (start, _)) in enumerate(pieces)
        if kind == 1 and not special and start >= before
    ]


def own_kinds(read: Encoding, own: Sequence[int]) -> list[int]:
    """The kind of each piece of a pair where a context is read: 1 for those of the sentence."""
    kinds = [0] * len(read.type_ids)
    for at in own:
        kinds[at] = 1
    return kinds


def pair_model(files: ModelFiles, trained: Path, cache: Path) -> PairModel | None:
    """The model of a file of changes; None if the changes are for another embedding model.

    Raises NotSuited, which says why, if the model cannot be made or run.
    """
    with np.load(trained, allow_pickle=False) as file:
        if str(file[MODEL]) != files.fingerprint.weights_sha256:
            return None
        changes: Mapping[str, Any] = {name: file[name] for name in file}
    context = bool(changes.get(CONTEXT, False))
    digest = sha256(trained.read_bytes()).hexdigest()
    path = cache / f"{files.fingerprint.weights_sha256[:16]}-{digest[:8]}-pairs-{RECIPE}.graph"
    graph = kept(path)
    if graph is not None:
        model = PairModel(files, graph, reads_context=context)
        if model.farthest() <= FARTHEST:
            return model
    about = {MODEL, TITLES, EXPECTED, CONTEXT}
    weights = {name: value for name, value in changes.items() if name not in about}
    tokenizer = _load_tokenizer(files)
    encoded = [tokenizer.encode(*probe) for probe in PROBES]
    probes = [_make_input(encoding, encoding.type_ids) for encoding in encoded]
    sizes = largest(watched_graph(files, weights), probes)
    graph = pair_graph(files, weights, sizes, {EXPECTED: json.dumps(changes[EXPECTED].tolist())})
    model = PairModel(files, graph, reads_context=context)
    if (far := model.farthest()) > FARTHEST:
        raise NotSuited(f"in 8-bit integers its scores are too far off, by {far:.2f}")
    keep(graph, path)
    return model


def _load_tokenizer(files: ModelFiles) -> Tokenizer:
    tokenizer = files.tokenizer()
    tokenizer.enable_truncation(WINDOW, strategy="longest_first")
    return tokenizer


def _make_input(encoded: Encoding, kinds: Sequence[int]) -> dict[str, Any]:
    return {
        "pieces": np.array([encoded.ids], dtype=np.int64),
        "kinds": np.array([kinds], dtype=np.int64),
    }
