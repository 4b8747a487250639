"""Train the embedding model on to read a question and a sentence as one text: rag/answer/pairs.npz.

    python -m benchmarks.train_pairs --data PATH [--limit N]

PATH is as for `benchmarks.reading`. Every question is read with the sentences of its paragraph that
hold an annotated answer, and with the two others that share most of its words; those of a question
without an answer are examples of sentences that do not answer. Only changes of low rank are trained
(Hu et al. 2022, ICLR), and what few numbers stand beside the matrices. A quarter of the titles is
held out: on these it is measured here, in every other benchmark, and the confidence is fitted.

The same data, machine and packages give the same weights. With --limit, every n-th question, and
nothing is written.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize
from transformers import BertModel

from benchmarks.command import Options, run, say
from benchmarks.data import find, lines
from benchmarks.marking import word_f1
from benchmarks.paragraphs import held_out
from rag.answer.pairs import LONGEST_PIECES, WEIGHTS, best_span, odds
from rag.articles.sentences import sentences
from rag.evaluation.separation import auc
from rag.index.embedder import Embedder
from rag.index.pair_model import EXPECTED, MODEL, PROBES, WINDOW, PairScores
from rag.index.words import stem
from rag.progress import progress_bar
from rag.search.topic import content_words
from rag.settings import read_settings

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

_ROUNDS = 3
_AT_ONCE = 32  # pairs a step
_RATE, _DECAY, _DROPPED, _WARMING = 1e-3, 0.01, 0.1, 0.1
_RANK, _STRENGTH = 16, 2.0  # of the changes; what their product is multiplied with
_OTHERS = 2  # sentences that do not answer, for each question
_MIXED = 0.35  # by how much their order by shared words, 0 to 1, changes from round to round
_MATRICES = ("query", "key", "value", "dense")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One of a question's paragraph; the annotated answers that begin in it, as offsets."""

    text: str
    answers: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its paragraph."""

    question: str
    sentences: tuple[Sentence, ...]
    shared: tuple[float, ...]  # of the question's words with each sentence, as a share
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    question: str
    sentence: Sentence


def train(options: Options) -> None:
    """Train on most titles, measure on the others, and write what was trained."""
    (path,) = find(options.data, "reading", "squad.jsonl.gz")
    rows = list(lines(path))
    unseen = held_out(row["title"] for row in rows)
    rows = rows[:: max(1, len(rows) // options.limit)] if options.limit else rows
    embedder = Embedder(read_settings().model)
    learnt = [_example(row) for row in rows if row["title"] not in unseen]
    others = [_example(row) for row in rows if row["title"] in unseen]
    say(f"{len(learnt)} questions to learn from, {len(others)} on {', '.join(sorted(unseen))}")
    torch.manual_seed(0)
    reading = Reading(embedder)
    _fit(reading, learnt)
    _measure(reading, others)
    if options.limit:
        say("LIMITED: nothing is written")
        return
    reading.save(embedder.fingerprint.weights_sha256, WEIGHTS)
    say(f"{WEIGHTS}: {WEIGHTS.stat().st_size:,} bytes")


def _example(row: dict[str, Any]) -> Example:
    text = row["context"]
    marks = [(at, at + len(one)) for at, one in zip(row["starts"], row["answers"], strict=True)]
    found = tuple(
        Sentence(
            text[first:last],
            tuple(
                sorted({(a - first, min(b, last) - first) for a, b in marks if first <= a < last})
            ),
        )
        for first, last in sentences(text)
    )
    asked = _stems(row["question"])
    shared = tuple(len(asked & _stems(one.text)) / (len(asked) + 1) for one in found)
    return Example(row["question"].strip(), found, shared, tuple(row["answers"]))


def _stems(text: str) -> set[str]:
    return {stem(word) for word in content_words(text)}


class _LowRank(nn.Module):
    """A matrix with a product of two small ones added; nothing at first."""

    def __init__(self, matrix: Tensor) -> None:
        super().__init__()
        out, into = matrix.shape
        self.down = nn.Parameter(torch.randn(_RANK, into) / into**0.5)
        self.up = nn.Parameter(torch.zeros(out, _RANK))

    def forward(self, matrix: Tensor) -> Tensor:
        return matrix + _STRENGTH * (self.up @ self.down)


class Reading(nn.Module):
    """What `rag.index.pair_model.PairModel` computes, with gradients."""

    def __init__(self, embedder: Embedder) -> None:
        super().__init__()
        self.bert: Any = BertModel.from_pretrained(
            embedder.files.reader, add_pooling_layer=False, local_files_only=True
        )
        self.before = {name: one.detach().clone() for name, one in self.bert.named_parameters()}
        for name, one in self.bert.named_parameters():
            one.requires_grad_(name.endswith("bias") or "LayerNorm" in name or "token_type" in name)
        for name, layer in list(self.bert.encoder.named_modules()):
            if name.rsplit(".", 1)[-1] in _MATRICES:
                parametrize.register_parametrization(layer, "weight", _LowRank(layer.weight))
        width = self.bert.config.hidden_size
        self.dropped = nn.Dropout(_DROPPED)
        self.scores = nn.Linear(width, 3)  # that an answer starts, ends; that there is none
        nn.init.normal_(self.scores.weight, std=0.02)
        self.tokenizer: Tokenizer = embedder.files.tokenizer()
        self.tokenizer.enable_truncation(WINDOW, strategy="longest_first")
        self.tokenizer.enable_padding()

    def forward(self, read: Sequence[Encoding]) -> Tensor:
        """The scores of each piece, (pairs, pieces, 3)."""
        seen = self.bert(
            input_ids=torch.tensor([one.ids for one in read]),
            token_type_ids=torch.tensor([one.type_ids for one in read]),
            attention_mask=torch.tensor([one.attention_mask for one in read]),
        )
        found: Tensor = self.scores(self.dropped(seen.last_hidden_state))
        return found

    def encoded(self, pairs: Sequence[_Pair]) -> list[Encoding]:
        """The pairs as the model reads them."""
        return self.tokenizer.encode_batch([(one.question, one.sentence.text) for one in pairs])

    @torch.no_grad()
    def read(self, pairs: Sequence[_Pair]) -> Iterator[PairScores]:
        """What is known of each sentence, in their order."""
        self.eval()
        for first in range(0, len(pairs), _AT_ONCE):
            read = self.encoded(pairs[first : first + _AT_ONCE])
            for one, scores in zip(read, self(read).numpy(), strict=True):
                own = _own(one)
                starts, ends, _ = scores[own].T
                offsets = np.array(one.offsets)[own]
                yield PairScores(offsets, starts, ends, float(scores[0, 2]))

    def save(self, fingerprint: str, path: Path) -> None:
        """Write what was trained, in half precision, and what the probes get by it."""
        kept: dict[str, Any] = {
            "scores": self.scores.weight,
            "scores.bias": self.scores.bias,
        }
        for name, value in self.bert.named_parameters():
            if ".parametrizations.weight.0." in name:
                layer, part = name.split(".parametrizations.weight.0.")
                scale = _STRENGTH if part == "up" else 1.0
                kept[f"{layer}.weight/{part}"] = value * scale
            elif name in self.before and value.requires_grad:
                kept[name] = value - self.before[name]
        written = {name: value.detach().numpy().astype(np.float16) for name, value in kept.items()}
        probes = [_Pair(question, Sentence(text, ())) for question, text in PROBES]
        expected = np.array([one.nothing for one in self.read(probes)], np.float32)
        np.savez_compressed(path, **{MODEL: np.array(fingerprint), EXPECTED: expected, **written})


def _own(read: Encoding) -> list[int]:
    """The places of the sentence's pieces."""
    kinds = zip(read.type_ids, read.special_tokens_mask, strict=True)
    return [at for at, (kind, special) in enumerate(kinds) if kind == 1 and not special]


def _fit(reading: Reading, examples: Sequence[Example]) -> None:
    order = random.Random(0)  # noqa: S311
    heads = list(reading.scores.parameters())
    rest = [one for one in reading.bert.parameters() if one.requires_grad]
    rounds = [_batches(examples, order) for _ in range(_ROUNDS)]
    steps = sum(map(len, rounds))
    optimizer = torch.optim.AdamW([*rest, *heads], lr=_RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, _RATE, total_steps=steps + 1, pct_start=_WARMING
    )
    reading.train()
    with progress_bar() as progress:
        for step, batch in enumerate((one for each in rounds for one in each), start=1):
            with torch.autocast("cpu", torch.bfloat16):
                loss = _loss(reading, batch)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_([*rest, *heads], 1.0)
            optimizer.step()
            schedule.step()
            progress("Training", step, steps)


def _batches(examples: Sequence[Example], order: random.Random) -> list[list[_Pair]]:
    """The pairs of a round; those of similar length side by side."""
    pairs = [pair for one in examples for pair in _pairs(one, order)]
    order.shuffle(pairs)
    found = []
    for first in range(0, len(pairs), _AT_ONCE * 16):
        alike = pairs[first : first + _AT_ONCE * 16]
        alike.sort(key=lambda one: len(one.question) + len(one.sentence.text))
        found += [alike[at : at + _AT_ONCE] for at in range(0, len(alike), _AT_ONCE)]
    order.shuffle(found)
    return found


def _pairs(one: Example, order: random.Random) -> list[_Pair]:
    others = [at for at, sentence in enumerate(one.sentences) if not sentence.answers]
    others.sort(key=lambda at: -one.shared[at] - _MIXED * order.random())
    right = [at for at, sentence in enumerate(one.sentences) if sentence.answers]
    return [_Pair(one.question, one.sentences[at]) for at in [*right, *others[:_OTHERS]]]


def _loss(reading: Reading, batch: Sequence[_Pair]) -> Tensor:
    """Less the likelier the annotated spans are, of all spans and of there being none."""
    read = reading.encoded(batch)
    scores = reading(read).float()
    count = scores.shape[1]
    inside = torch.zeros(len(read), count, dtype=torch.bool)
    for row, one in enumerate(read):
        inside[row, _own(one)] = True
    length = torch.arange(count) - torch.arange(count)[:, None]
    possible = inside[:, :, None] & inside[:, None] & (length >= 0) & (length < LONGEST_PIECES)
    spans = (scores[:, :, :1] + scores[:, None, :, 1]).masked_fill(~possible, -1e4)
    likely = torch.log_softmax(torch.cat([scores[:, :1, 2], spans.flatten(1)], dim=1), dim=1)
    losses = []
    for row, (pair, one) in enumerate(zip(batch, read, strict=True)):
        right = _places(pair.sentence, one)
        places = [1 + first * count + last for first, last in right] or [0]
        losses.append(-torch.logsumexp(likely[row, places], dim=0))
    return torch.stack(losses).mean()


def _places(sentence: Sentence, read: Encoding) -> set[tuple[int, int]]:
    """The first and last piece of each annotated answer; none of one behind the window."""
    found = set()
    for start, end in sentence.answers:
        own = [at for at in _own(read) if read.offsets[at][0] < end and read.offsets[at][1] > start]
        if own:
            found.add((own[0], min(own[-1], own[0] + LONGEST_PIECES - 1)))
    return found


def _measure(reading: Reading, examples: Sequence[Example]) -> None:
    pairs = [_Pair(one.question, sentence) for one in examples for sentence in one.sentences]
    scores = list(reading.read(pairs))
    first, marked, highest = [], [], []
    at = 0
    for one in examples:
        own = scores[at : at + len(one.sentences)]
        at += len(own)
        chances = [odds(each) for each in own]
        highest.append(max(chances))
        right = [n for n, sentence in enumerate(one.sentences) if sentence.answers]
        if right:
            first.append(chances.index(max(chances)) in right)
            text = one.sentences[right[0]].text
            marked.append(word_f1([text[slice(*best_span(own[right[0]]))]], one.answers))
    answerable = np.array([bool(one.answers) for one in examples])
    say(
        f"Titles not seen: the sentence Hit@1 {np.mean(first):.3f}, F1 in the right sentence "
        f"{np.mean(marked):.3f}, answerable or not AUC {auc(np.array(highest), answerable):.3f}"
    )


if __name__ == "__main__":
    sys.exit(run(__doc__, train))
