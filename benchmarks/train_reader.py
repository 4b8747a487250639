"""Train the reader that marks the words of an answer, and measure it on titles it has not seen.

    python -m benchmarks.train_reader --data PATH [--out runs/]

PATH is as for `benchmarks.reading`. Four readers are trained first, each on three quarters of the
titles and measured on the others, given the right sentence; they are kept under runs/reader for
`benchmarks.reading`, which so never marks words by a reader that has seen their title. The reader
of rag/answer/fact/reader.npz is then trained on all titles, so that nothing here measures it. The
same data, machine and packages give the same weights.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from benchmarks.command import Options, run, say
from benchmarks.data import find, lines
from benchmarks.marking import word_f1
from benchmarks.paragraphs import folds
from benchmarks.runs import interval
from benchmarks.unseen import reader_folder
from rag.answer.fact.reader import DAMPING, MODEL, REACH, SPREAD, WEIGHTS, Reader, choose_likeliest
from rag.answer.fact.reader_features import KINDS, Features, compute_features
from rag.answer.fact.reader_spans import LONGEST
from rag.evaluation.statistics import bootstrap
from rag.language.sentences import sentences
from rag.models.embedder import Embedder, TokenVectors
from rag.models.pair_model import TITLES
from rag.settings import read_settings

_ROUNDS = 8
_AT_ONCE = 32  # questions a step
_RATE, _DECAY, _DROPPED = 2e-3, 0.1, 0.5
_HIDDEN, _PROJECTED, _KIND = 48, 16, 16
_MEMBERS = 3  # trained alike from other random numbers; their probabilities are averaged


@dataclass(frozen=True, slots=True)
class Example:
    """A question with a sentence that holds an annotated answer."""

    id: str
    title: str
    sentence: str
    answers: tuple[str, ...]
    right: tuple[tuple[int, int], ...]  # first word and length less one, as annotators marked them
    seen: Features


def train(options: Options) -> None:
    """Train and measure the readers of the folds, then the one of the project."""
    (path,) = find(options.data, "reading", "squad.jsonl.gz")
    rows = [row for row in lines(path) if row["answers"]]
    rows = rows[:: max(1, len(rows) // options.limit)] if options.limit else rows
    embedder = Embedder(read_settings().model)
    examples = list(_examples(rows, embedder))
    model = embedder.fingerprint.weights_sha256
    folder = reader_folder(options.work("trial") if options.limit else options.out)
    folder.mkdir(parents=True, exist_ok=True)
    say(f"{len(examples)} questions with their right sentences")
    scores: list[float] = []
    for number, held_out in enumerate(folds(asked.title for asked in examples)):
        file = folder / f"{number}.npz"
        _train([asked for asked in examples if asked.title not in held_out], model, file)
        measured = _scores(file, embedder, [asked for asked in examples if asked.title in held_out])
        scores += measured
        say(f"without {', '.join(sorted(held_out))}: {len(measured)}, F1 {np.mean(measured):.3f}")
    say(f"F1 given the right sentence, titles not seen: {interval(bootstrap(scores))}")
    if not options.limit:
        _train(examples, model, WEIGHTS)
        say(f"{WEIGHTS}: {WEIGHTS.stat().st_size:,} bytes")


def _train(examples: Sequence[Example], model: str, file: Path) -> None:
    save(fitted(examples), model, sorted({asked.title for asked in examples}), file)


def _examples(rows: Sequence[dict[str, Any]], embedder: Embedder) -> Iterator[Example]:
    """One for each question and sentence in which an annotated answer begins."""
    held: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for at, row in enumerate(rows):
        spans = sentences(row["context"])
        for answer, start in zip(row["answers"], row["starts"], strict=True):
            for first, last in spans:
                if first <= start < last:
                    words = (start - first, min(start + len(answer), last) - first)
                    held.setdefault((at, row["context"][first:last]), []).append(words)
    texts = sorted({text for _, text in held})
    read = dict(zip(texts, embedder.token_vectors(texts), strict=True))
    questions = [row["question"].strip() for row in rows]
    asked: list[TokenVectors] = embedder.token_vectors(questions)
    for (at, text), marked in held.items():
        seen = compute_features(questions[at], asked[at], text, read[text])
        right = {_place(span, seen) for span in marked} - {None} if seen else set()
        if seen and right:
            row = rows[at]
            yield Example(
                row["id"],
                row["title"],
                text,
                tuple(row["answers"]),
                tuple(sorted(place for place in right if place)),
                seen,
            )


def _place(span: tuple[int, int], seen: Features) -> tuple[int, int] | None:
    inside = [at for at, (start, end) in enumerate(seen.words) if start < span[1] and end > span[0]]
    return (inside[0], min(inside[-1] - inside[0], LONGEST - 1)) if inside else None


class Trained(nn.Module):
    """`rag.answer.fact.reader.Reader` with gradients; its parameters have the same names."""

    def __init__(self, like: Features) -> None:
        super().__init__()
        own, dimension, spans = like.own.shape[1], like.vectors.shape[1], like.spans.shape[2]
        self.words = nn.Linear(dimension, _PROJECTED)
        self.asked = nn.Linear(dimension, _PROJECTED, bias=False)
        self.aligned = nn.Linear(dimension, _PROJECTED)
        self.kinds = nn.Embedding(KINDS, _KIND)
        self.gate = nn.Linear(_KIND, own)
        width = 2 * REACH + 1
        self.near = nn.Conv1d(own + 5 * _PROJECTED + _KIND, _HIDDEN, width, padding=REACH)
        self.far = nn.Conv1d(_HIDDEN, _HIDDEN, width, padding=REACH)
        self.ends = nn.Linear(2 * _HIDDEN, 2)
        self.spans = nn.Linear(_KIND, spans)
        self.lengths = nn.Parameter(torch.zeros(KINDS, LONGEST))
        self.dropped = nn.Dropout(_DROPPED)

    def forward(self, batch: Sequence[Features]) -> Tensor:
        """The scores of spans, (questions, most words, LONGEST); those that cannot be are low."""
        count = max(len(features.words) for features in batch)
        kinds = torch.tensor([features.kind for features in batch])
        kind = self.kinds(kinds)
        words = self.words(_padded([features.vectors for features in batch], count) * SPREAD)
        asked = self.asked(torch.tensor(np.stack([features.asked for features in batch])) * SPREAD)
        aligned = self.aligned(_padded([features.aligned for features in batch], count) * SPREAD)
        own = _padded([features.own for features in batch], count)
        sides = [
            own * (torch.sigmoid(self.gate(kind))[:, None] * 2),
            torch.relu(words),
            words * asked[:, 1:2] / DAMPING,
            words * asked[:, 0:1] / DAMPING,
            words * aligned / DAMPING,
            aligned,
            kind[:, None].expand(-1, count, -1),
        ]
        lengths = torch.tensor([len(features.words) for features in batch])
        inside = (torch.arange(count) < lengths[:, None])[:, None]
        rows = self.dropped(torch.cat(sides, dim=2)).transpose(1, 2) * inside
        near = torch.relu(self.near(rows)) * inside
        far = torch.relu(self.far(self.dropped(near)))
        ends = self.ends(self.dropped(torch.cat([near, far], dim=1).transpose(1, 2)))
        last = torch.arange(count)[:, None] + torch.arange(LONGEST)
        behind = ends[..., 1][:, last.clamp(max=count - 1)]
        beyond = last >= lengths[:, None, None]
        spans = _padded([features.spans for features in batch], count)
        whole = torch.einsum("bnls,bs->bnl", spans, self.spans(kind))
        scores = ends[..., :1] + behind + whole + self.lengths[kinds][:, None]
        masked: Tensor = scores.masked_fill(beyond, -1e4)
        return masked


def _padded(parts: Sequence[Any], count: int) -> Tensor:
    """Arrays of different lengths as one tensor, with zeros behind the shorter."""
    padded = np.zeros((len(parts), count, *parts[0].shape[1:]), np.float32)
    for row, part in enumerate(parts):
        padded[row, : len(part)] = part
    return torch.from_numpy(padded)


def fitted(examples: Sequence[Example]) -> list[Trained]:
    """The members of a reader trained on examples."""
    return [_fitted(examples, seed) for seed in range(_MEMBERS)]


def _fitted(examples: Sequence[Example], seed: int) -> Trained:
    torch.manual_seed(seed)
    order = random.Random(seed)  # noqa: S311
    model = Trained(examples[0].seen)
    steps = _ROUNDS * -(-len(examples) // _AT_ONCE)
    optimizer = torch.optim.AdamW(model.parameters(), lr=_RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps + 1)
    for _ in range(_ROUNDS):
        for batch in _batches(examples, order):
            scores = model([asked.seen for asked in batch])
            likely = torch.log_softmax(scores.flatten(1), dim=1).view_as(scores)
            loss = torch.stack([
                -torch.logsumexp(torch.stack([likely[row, a, b] for a, b in asked.right]), dim=0)
                for row, asked in enumerate(batch)
            ]).mean()  # fmt: skip
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return model.eval()


def _batches(examples: Sequence[Example], order: random.Random) -> list[list[Example]]:
    """All examples, in another order each time; sentences of similar length side by side."""
    mixed = order.sample(list(examples), len(examples))
    batches = []
    for first in range(0, len(mixed), _AT_ONCE * 8):
        alike = sorted(mixed[first : first + _AT_ONCE * 8], key=lambda asked: len(asked.seen.words))
        batches += [alike[at : at + _AT_ONCE] for at in range(0, len(alike), _AT_ONCE)]
    order.shuffle(batches)
    return batches


def save(members: Sequence[Trained], fingerprint: str, titles: Sequence[str], path: Path) -> None:
    """Write a reader's weights in half precision, with the hash of the model it reads by.

    `titles` are those it was trained on.
    """
    weights = {
        f"{number}/{name.removesuffix('.weight').replace('.bias', '_bias')}": value
        for number, member in enumerate(members)
        for name, value in member.named_parameters()
    }
    kept = {name: value.detach().numpy().astype(np.float16) for name, value in weights.items()}
    about = {MODEL: np.array(fingerprint), TITLES: np.array(titles, str)}
    np.savez_compressed(path, **about, **kept)  # type: ignore[arg-type]


def _scores(file: Path, embedder: Embedder, examples: Sequence[Example]) -> list[float]:
    """The F1 of each question's words in its right sentence, the first that has it."""
    reader = Reader.load(file, embedder.fingerprint)
    if reader is None:
        raise AssertionError(file)  # just written for this model
    scores: dict[str, float] = {}
    for asked in examples:
        if asked.id not in scores:
            read = choose_likeliest(
                reader.probabilities(asked.seen), asked.sentence, asked.seen.words
            )
            scores[asked.id] = word_f1([asked.sentence[slice(*read.span)]], asked.answers)
    return list(scores.values())


if __name__ == "__main__":
    sys.exit(run(__doc__, train))
