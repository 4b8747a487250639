"""Train the embedding model on to read a question and a sentence as one text: fact/pairs.npz.

    python -m benchmarks.train_pairs --data PATH [--out runs/] [--limit N]
    python -m benchmarks.train_pairs --data PATH --whole

PATH is as for `benchmarks.reading`. First come questions made of the paragraphs' sentences
(`benchmarks.made_questions`), then the annotators': each is read with the sentences of its
paragraph that hold an annotated answer, and with the two others that share most of its words; those
of a question without an answer are examples of sentences that do not answer. Only changes of low
rank are trained, and what few numbers stand beside the matrices; two members learn in other orders,
and their changes are averaged.

A quarter of the titles is held out, on which it is measured here, in `benchmarks.reading`, and in
fitting the confidence; these weights are kept under runs/pairs. With --whole all titles are learnt
from, so that nothing here measures it, and the weights are those of rag/answer/fact/pairs.npz. The
same data, machine and packages give the same weights. It takes some 28 and 39 minutes on two cores.
With --limit, every n-th question, and nothing is written.
"""

from __future__ import annotations

import multiprocessing
import random
import re
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertModel

from benchmarks.command import Options, run, say
from benchmarks.data import find, lines
from benchmarks.low_rank import DOWN, UP, Changes, LowRank, averaged
from benchmarks.made_questions import Maker
from benchmarks.marking import word_f1
from benchmarks.pair_examples import Example, Pair, Sentence, asked_pairs, example, made_pairs
from benchmarks.paragraphs import held_out
from benchmarks.separation import auc
from benchmarks.unseen import pairs_folder
from rag.answer.fact.pairs import LONGEST_PIECES, WEIGHTS, find_best_span, odds
from rag.models.embedder import Embedder
from rag.models.pair_model import (
    EXPECTED,
    MODEL,
    PROBES,
    TITLES,
    WINDOW,
    PairScores,
    introduced,
    own_pieces,
)
from rag.progress import progress_bar
from rag.settings import read_settings

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

_MEMBERS = 2
_MADE_ROUNDS, _ROUNDS = 2, 3
_AT_ONCE = 32  # pairs a step
_RATE, _DECAY, _DROPPED, _WARMING = 1e-3, 0.01, 0.1, 0.1
_RANK, _STRENGTH = 16, 2.0  # of the changes of a member; what their product is multiplied with
_KEPT_RANK = 22  # of their mean: with it the file stays below 2 MB
_MATRICES = ("query", "key", "value", "dense")
_CHANGED = re.compile(r"(.+)\.(up|down)")  # the name of a part of a change
_PLAIN = re.compile(r"\.plain(?=\.\w+$)")  # in the name of a changed layer's own weights


def train(options: Options) -> None:
    """Train on most titles and measure on the others, or train on all; write what was trained."""
    (path,) = find(options.data, "reading", "squad.jsonl.gz")
    rows = list(lines(path))
    titles = frozenset(row["title"] for row in rows)
    unseen = frozenset[str]() if options.whole else held_out(titles)
    rows = rows[:: max(1, len(rows) // options.limit)] if options.limit else rows
    embedder = Embedder(read_settings().model)
    learnt = [example(row) for row in rows if row["title"] not in unseen]
    others = [example(row) for row in rows if row["title"] in unseen]
    say(f"{len(learnt)} questions to learn from, {len(others)} of other titles to measure")
    with ProcessPoolExecutor(_MEMBERS, multiprocessing.get_context("spawn")) as pool:
        members = list(pool.map(partial(_member, learnt), range(_MEMBERS)))
    reading = Reading(embedder)
    reading.take(averaged(members, _KEPT_RANK))
    if others:
        _measure(reading, others)
    if options.limit:
        say("LIMITED: nothing is written")
        return
    file = WEIGHTS if options.whole else pairs_folder(options.out) / "0.npz"
    file.parent.mkdir(parents=True, exist_ok=True)
    reading.save(embedder.fingerprint.weights_sha256, sorted(titles - unseen), file)
    say(f"{file}: {file.stat().st_size:,} bytes")


def _member(examples: Sequence[Example], number: int) -> Changes:
    """What one member learns. All begin alike, so that the mean of what they learn is as good."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    embedder = Embedder(read_settings().model)
    texts = sorted({sentence.text for one in examples for sentence in one.sentences})
    maker = Maker(texts, embedder.embed_questions)
    reading = Reading(embedder)
    _fit(reading, examples, maker, number)
    return reading.changes()


class Reading(nn.Module):
    """What `rag.models.pair_model.PairModel` computes, with gradients."""

    def __init__(self, embedder: Embedder) -> None:
        super().__init__()
        self.bert: Any = BertModel.from_pretrained(
            embedder.files.reader,
            add_pooling_layer=False,
            local_files_only=True,
            attention_probs_dropout_prob=0.0,  # a fifth of the time, and no better
        )
        self.before = {name: one.detach().clone() for name, one in self.bert.named_parameters()}
        for name, one in self.bert.named_parameters():
            one.requires_grad_(name.endswith("bias") or "LayerNorm" in name or "token_type" in name)
        for name, layer in list(self.bert.encoder.named_modules()):
            inside, _, last = name.rpartition(".")
            if last in _MATRICES:
                changed = LowRank(layer, _RANK, _STRENGTH)
                setattr(self.bert.encoder.get_submodule(inside), last, changed)
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

    def encoded(self, pairs: Sequence[Pair]) -> list[Encoding]:
        """The pairs as the model reads them."""
        texts = [introduced(one.sentence.text, one.sentence.about)[1] for one in pairs]
        questions = [one.question for one in pairs]
        return self.tokenizer.encode_batch(list(zip(questions, texts, strict=True)))

    @torch.no_grad()
    def read(self, pairs: Sequence[Pair]) -> Iterator[PairScores]:
        """What is known of each sentence, in their order."""
        self.eval()
        for first in range(0, len(pairs), _AT_ONCE):
            some = pairs[first : first + _AT_ONCE]
            read = self.encoded(some)
            for pair, one, scores in zip(some, read, self(read).numpy(), strict=True):
                own = own_pieces(one, before := _before(pair.sentence))
                starts, ends, _ = scores[own].T
                offsets = np.array(one.offsets)[own] - before
                yield PairScores(offsets, starts, ends, float(scores[0, 2]))

    def changes(self) -> Changes:
        """What was learnt, by the names of the weights."""
        found: dict[str, Tensor] = {
            "scores": self.scores.weight,
            "scores.bias": self.scores.bias,
        }
        for name, value in self._learning():
            if changed := _CHANGED.fullmatch(name):
                layer, part = changed.groups()
                scale = _STRENGTH if f"/{part}" == UP else 1.0
                found[f"{layer}.weight/{part}"] = value * scale
            else:
                found[name] = value - self.before[name]
        return {name: value.detach().numpy() for name, value in found.items()}

    @torch.no_grad()
    def take(self, changes: Changes) -> None:
        """Read by these changes."""
        self.scores.weight.copy_(torch.tensor(changes["scores"]))
        self.scores.bias.copy_(torch.tensor(changes["scores.bias"]))
        for name, layer in self.bert.encoder.named_modules():
            if isinstance(layer, LowRank):
                weight = f"encoder.{name}.weight"
                layer.take(changes[weight + UP], changes[weight + DOWN])
        for name, value in self._learning():
            if name in changes:
                value.copy_(self.before[name] + torch.tensor(changes[name]))

    def _learning(self) -> Iterator[tuple[str, nn.Parameter]]:
        """What is learnt, by the names that it has where nothing is changed."""
        for name, value in self.bert.named_parameters():
            if value.requires_grad:
                yield _PLAIN.sub("", name), value

    def save(self, fingerprint: str, titles: Sequence[str], path: Path) -> None:
        """Write what was learnt, in half precision, of what, and what the probes get by it."""
        written: dict[str, Any] = {
            name: value.astype(np.float16) for name, value in self.changes().items()
        }
        probes = [Pair(question, Sentence(text, ())) for question, text in PROBES]
        expected = np.array([one.nothing for one in self.read(probes)], np.float32)
        about = {MODEL: np.array(fingerprint), TITLES: np.array(titles, str), EXPECTED: expected}
        np.savez_compressed(path, **about, **written)  # type: ignore[arg-type]


def _before(sentence: Sentence) -> int:
    return introduced(sentence.text, sentence.about)[0]


def _fit(reading: Reading, examples: Sequence[Example], maker: Maker, number: int) -> None:
    order = random.Random(number)  # noqa: S311
    heads = list(reading.scores.parameters())
    rest = [one for one in reading.bert.parameters() if one.requires_grad]
    made = [_batches(made_pairs(examples, maker, order), order) for _ in range(_MADE_ROUNDS)]
    asked = [_batches(asked_pairs(examples, order), order) for _ in range(_ROUNDS)]
    rounds = [*made, *asked]
    steps = sum(map(len, rounds))
    optimizer = torch.optim.AdamW([*rest, *heads], lr=_RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, _RATE, total_steps=steps + 1, pct_start=_WARMING
    )
    reading.train()
    with progress_bar() as progress:
        for step, batch in enumerate((one for each in rounds for one in each), start=1):
            loss = _loss(reading, batch)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_([*rest, *heads], 1.0)
            optimizer.step()
            schedule.step()
            if number == 0:  # the others are about as far
                progress("Training", step, steps)


def _batches(pairs: list[Pair], order: random.Random) -> list[list[Pair]]:
    """The pairs of a round; those of similar length side by side."""
    order.shuffle(pairs)
    found = []
    for first in range(0, len(pairs), _AT_ONCE * 16):
        alike = pairs[first : first + _AT_ONCE * 16]
        alike.sort(key=lambda one: len(one.question) + len(one.sentence.text))
        found += [alike[at : at + _AT_ONCE] for at in range(0, len(alike), _AT_ONCE)]
    order.shuffle(found)
    return found


def _loss(reading: Reading, batch: Sequence[Pair]) -> Tensor:
    """Less the likelier the annotated spans are, of all spans and of there being none."""
    read = reading.encoded(batch)
    scores = reading(read).float()
    count = scores.shape[1]
    inside = torch.zeros(len(read), count, dtype=torch.bool)
    for row, (pair, one) in enumerate(zip(batch, read, strict=True)):
        inside[row, own_pieces(one, _before(pair.sentence))] = True
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
    before = _before(sentence)
    pieces = own_pieces(read, before)
    for start, end in sentence.answers:
        first, last = start + before, end + before
        own = [at for at in pieces if read.offsets[at][0] < last and read.offsets[at][1] > first]
        if own:
            found.add((own[0], min(own[-1], own[0] + LONGEST_PIECES - 1)))
    return found


def _measure(reading: Reading, examples: Sequence[Example]) -> None:
    pairs = [Pair(one.question, sentence) for one in examples for sentence in one.sentences]
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
            marked.append(word_f1([text[slice(*find_best_span(own[right[0]]))]], one.answers))
    answerable = np.array([bool(one.answers) for one in examples])
    say(
        f"Titles not seen: the sentence Hit@1 {np.mean(first):.3f}, F1 in the right sentence "
        f"{np.mean(marked):.3f}, answerable or not AUC {auc(np.array(highest), answerable):.3f}"
    )


if __name__ == "__main__":
    sys.exit(run(__doc__, train, whole="learn from all titles, and write the project's weights"))
