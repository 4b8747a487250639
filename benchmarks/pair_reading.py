"""The embedding model with changes of low rank that are learnt: it reads question and sentence.

`rag.models.pair_model.PairModel` computes the same without gradients, in 8-bit integers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertModel

from benchmarks.low_rank import DOWN, UP, Changes, LowRank
from benchmarks.pair_examples import Pair, Sentence
from rag.answer.fact.pairs import LONGEST_PIECES
from rag.models.embedder import Embedder
from rag.models.pair_model import (
    CONTEXT,
    EXPECTED,
    MODEL,
    PROBES,
    TITLES,
    WINDOW,
    PairScores,
    introduced,
    own_kinds,
    own_pieces,
)

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

RANK = 16
_AT_ONCE = 32  # pairs read at once without gradients
_STRENGTH = 2.0  # what the product of a change is multiplied with, at this rank
_DROPPED = 0.1
_MATRICES = ("query", "key", "value", "dense")
_CHANGED = re.compile(r"(.+)\.(up|down)")  # the name of a part of a change
_PLAIN = re.compile(r"\.plain(?=\.\w+$)")  # in the name of a changed layer's own weights


class Reading(nn.Module):
    """What `rag.models.pair_model.PairModel` computes, with gradients."""

    def __init__(self, embedder: Embedder, rank: int = RANK, *, context: bool = False) -> None:
        super().__init__()
        self.context = context
        self.bert: Any = BertModel.from_pretrained(
            embedder.files.reader,
            add_pooling_layer=False,
            local_files_only=True,
            attention_probs_dropout_prob=0.0,  # a fifth of the time, and no better
            attn_implementation="eager",  # on short texts three times as fast backwards
        )
        self.before = {
            name: parameter.detach().clone() for name, parameter in self.bert.named_parameters()
        }
        for name, parameter in self.bert.named_parameters():
            parameter.requires_grad_(
                name.endswith("bias") or "LayerNorm" in name or "token_type" in name
            )
        # a product of more columns grows with the root of their number (Kalajdzievski 2023)
        self.strength = _STRENGTH * (RANK / rank) ** 0.5
        for name, layer in list(self.bert.encoder.named_modules()):
            inside, _, last = name.rpartition(".")
            if last in _MATRICES:
                changed = LowRank(layer, rank, self.strength)
                setattr(self.bert.encoder.get_submodule(inside), last, changed)
        width = self.bert.config.hidden_size
        self.dropped = nn.Dropout(_DROPPED)
        self.scores = nn.Linear(width, 3)  # that an answer starts, ends; that there is none
        nn.init.normal_(self.scores.weight, std=0.02)
        self.tokenizer: Tokenizer = embedder.files.tokenizer()
        self.tokenizer.enable_truncation(WINDOW, strategy="longest_first")
        self.tokenizer.enable_padding()

    def forward(self, pairs: Sequence[Pair]) -> tuple[list[Encoding], list[list[int]], Tensor]:
        """What is read, the places of the sentences' own pieces, and the scores of each piece.

        The scores have the shape (pairs, pieces, 3).
        """
        read = self._encoded(pairs)
        own = [
            own_pieces(encoding, before(pair)) for pair, encoding in zip(pairs, read, strict=True)
        ]
        kinds = [
            own_kinds(encoding, pieces) if self.context else encoding.type_ids
            for encoding, pieces in zip(read, own, strict=True)
        ]
        seen = self.bert(
            input_ids=torch.tensor([encoding.ids for encoding in read]),
            token_type_ids=torch.tensor(kinds),
            attention_mask=torch.tensor([encoding.attention_mask for encoding in read]),
        )
        scores: Tensor = self.scores(self.dropped(seen.last_hidden_state))
        return read, own, scores

    def _encoded(self, pairs: Sequence[Pair]) -> list[Encoding]:
        texts = [introduced(pair.sentence.text, pair.sentence.about)[1] for pair in pairs]
        questions = [pair.question for pair in pairs]
        return self.tokenizer.encode_batch(list(zip(questions, texts, strict=True)))

    @torch.no_grad()
    def read(self, pairs: Sequence[Pair]) -> Iterator[PairScores]:
        """What is known of each sentence, in their order."""
        self.eval()
        for first in range(0, len(pairs), _AT_ONCE):
            some = pairs[first : first + _AT_ONCE]
            for pair, encoding, own, scores in zip(some, *self(some), strict=True):
                starts, ends, _ = scores.numpy()[own].T
                offsets = np.array(encoding.offsets)[own] - before(pair)
                yield PairScores(offsets, starts, ends, float(scores[0, 2]))

    def learning(self) -> list[nn.Parameter]:
        """Everything that is learnt."""
        return [parameter for parameter in self.parameters() if parameter.requires_grad]

    def changes(self) -> Changes:
        """What was learnt, by the names of the weights."""
        changes: dict[str, Tensor] = {
            "scores": self.scores.weight,
            "scores.bias": self.scores.bias,
        }
        for name, value in self._named():
            if changed := _CHANGED.fullmatch(name):
                layer, part = changed.groups()
                scale = self.strength if f"/{part}" == UP else 1.0
                changes[f"{layer}.weight/{part}"] = value * scale
            else:
                changes[name] = value - self.before[name]
        return {name: value.detach().numpy() for name, value in changes.items()}

    @torch.no_grad()
    def take(self, changes: Changes) -> None:
        """Read by these changes."""
        self.scores.weight.copy_(torch.tensor(changes["scores"]))
        self.scores.bias.copy_(torch.tensor(changes["scores.bias"]))
        for name, layer in self.bert.encoder.named_modules():
            if isinstance(layer, LowRank):
                weight = f"encoder.{name}.weight"
                layer.take(changes[weight + UP], changes[weight + DOWN])
        for name, value in self._named():
            if name in changes:
                value.copy_(self.before[name] + torch.tensor(changes[name]))

    def _named(self) -> Iterator[tuple[str, nn.Parameter]]:
        """What is learnt, by the names that it has where nothing is changed."""
        for name, value in self.bert.named_parameters():
            if value.requires_grad:
                yield _PLAIN.sub("", name), value

    @classmethod
    def load(cls, embedder: Embedder, path: Path) -> Reading:
        """What reads by a file of weights."""
        with np.load(path, allow_pickle=False) as file:
            about = {MODEL, TITLES, EXPECTED, CONTEXT}
            context = bool(file[CONTEXT]) if CONTEXT in file else False
            changes = {name: file[name].astype(np.float32) for name in file if name not in about}
        reading = cls(embedder, context=context)
        reading.take(changes)
        return reading

    def save(self, fingerprint: str, titles: Sequence[str], path: Path) -> None:
        """Write what was learnt, in half precision, of what, and what the probes get by it."""
        written: dict[str, Any] = {
            name: value.astype(np.float16) for name, value in self.changes().items()
        }
        probes = [Pair(question, Sentence(text, ())) for question, text in PROBES]
        expected = np.array([scores.nothing for scores in self.read(probes)], np.float32)
        about = {
            MODEL: np.array(fingerprint),
            TITLES: np.array(titles, str),
            EXPECTED: expected,
            CONTEXT: np.array(self.context),
        }
        np.savez_compressed(path, **about, **written)  # type: ignore[arg-type]


def before(pair: Pair) -> int:
    """How many characters stand before a pair's sentence."""
    return introduced(pair.sentence.text, pair.sentence.about)[0]


def pair_loss(reading: Reading, pairs: Sequence[Pair], teachers: Sequence[Reading] = ()) -> Tensor:
    """Less the likelier the annotated spans are, of all spans and of there being none.

    Where a sentence answers and no words are marked, all its spans are right. With teachers, which
    read as it does, half of the loss is how far it is from their mean (Hinton et al. 2015).
    """
    read, own, likely = _chances(reading, pairs)
    count = len(read[0].ids)
    losses = []
    for row, (pair, encoding) in enumerate(zip(pairs, read, strict=True)):
        if pair.sentence.whole:
            losses.append(-torch.logsumexp(likely[row, 1:], dim=0))
            continue
        right = _places(pair, encoding, own[row])
        places = [1 + first * count + last for first, last in right] or [0]
        losses.append(-torch.logsumexp(likely[row, places], dim=0))
    loss = torch.stack(losses).mean()
    if not teachers:
        return loss
    with torch.no_grad():
        wanted = torch.stack([_chances(teacher, pairs)[2].exp() for teacher in teachers]).mean(
            dim=0
        )
    return (loss - (wanted * likely).sum(dim=1).mean()) / 2


def _chances(
    reading: Reading, pairs: Sequence[Pair]
) -> tuple[list[Encoding], list[list[int]], Tensor]:
    """What is read, the sentences' own pieces, and the log probability of each span.

    The first column is of there being no answer; then come the spans, by their first and their last
    piece.
    """
    read, own, scores = reading(pairs)
    scores = scores.float()
    count = scores.shape[1]
    inside = torch.zeros(len(read), count, dtype=torch.bool)
    for row, pieces in enumerate(own):
        inside[row, pieces] = True
    length = torch.arange(count) - torch.arange(count)[:, None]
    possible = inside[:, :, None] & inside[:, None] & (length >= 0) & (length < LONGEST_PIECES)
    spans = (scores[:, :, :1] + scores[:, None, :, 1]).masked_fill(~possible, -1e4)
    every = torch.cat([scores[:, :1, 2], spans.flatten(1)], dim=1)
    return read, own, torch.log_softmax(every, dim=1)


def _places(pair: Pair, read: Encoding, own: Sequence[int]) -> set[tuple[int, int]]:
    """The first and last piece of each annotated answer; none of one behind the window."""
    places = set()
    shift = before(pair)
    for start, end in pair.sentence.answers:
        first, last = start + shift, end + shift
        marked = [at for at in own if read.offsets[at][0] < last and read.offsets[at][1] > first]
        if marked:
            places.add((marked[0], min(marked[-1], marked[0] + LONGEST_PIECES - 1)))
    return places
