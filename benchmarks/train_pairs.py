"""Train the embedding model on to read a question and a sentence as one text: fact/pairs.npz.

    python -m benchmarks.train_pairs --data PATH --out FOLDER [--seed N] [--plan PLAN]
        [--rank N] [--context] [--bfloat16] [--whole]
    python -m benchmarks.average_pairs FOLDER/member-*.npz --out WEIGHTS

PATH is as for `benchmarks.readers`. A plan is what is learnt from, stage by stage: a number of
questions, and the sets that they are drawn from with their shares:

    6000:made=1,qamr=1 16000:squad=4,natural=2,selqa=2,qamr=2

Sets are those of `benchmarks.reading_sets`, and made: questions made of SQuAD's sentences
(`benchmarks.made_questions`). A question is read with the sentences of its context that hold an
annotated answer, and with the two others that share most of its words. Only changes of low rank are
trained, and what few numbers stand beside the matrices. With --context a sentence is read with its
title and the sentence before it, otherwise with names of the question that stand there.

Titles are held out as `benchmarks.reading_sets` says; with --whole they are learnt from too, so
that nothing here measures the weights.

The command can be ended at any time: started again, it goes on from the last checkpoint, which is
written every three minutes, and the weights are the same. Members of different seeds begin alike,
so that the mean of what they learn is as good.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import nn

from benchmarks.command import count, report, say
from benchmarks.data import DataMissing
from benchmarks.made_questions import Maker
from benchmarks.pair_examples import Example, Pair, as_read, asked_pairs, example, made_pairs
from benchmarks.pair_reading import RANK, Reading, pair_loss
from benchmarks.reading_sets import SELQA, SETS, SQUAD, Row, read_set, unseen_titles
from rag.errors import RagError
from rag.models.embedder import Embedder
from rag.progress import progress_bar
from rag.settings import read_settings

MADE = "made"
PLAN = "6000:made=1,qamr=1 16000:squad=4,natural=2,selqa=2,qamr=2"
_AT_ONCE = 32  # pairs a step
_CHUNK = 256  # questions drawn at once, and put into steps of similar length
_RATE, _DECAY, _WARMING = 1e-3, 0.01, 0.1
_CHECKPOINT_EVERY = 180.0  # seconds

Item = TypeVar("Item")
Source = Callable[[int, int, random.Random], list[Pair]]  # draw from one place to another


class PlanError(RagError):
    """A plan cannot be read."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of a plan: so many questions, drawn from sets with these shares."""

    questions: int
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides the weights, beside the data."""

    plan: str
    seed: int
    rank: int
    context: bool
    bfloat16: bool
    whole: bool


def read_plan(text: str) -> list[Stage]:
    """The stages of a plan. Raises PlanError."""
    stages = []
    for part in text.split():
        try:
            questions, _, shares = part.partition(":")
            pairs = (one.split("=") for one in shares.split(","))
            stages.append(Stage(count(questions), {name: float(share) for name, share in pairs}))
        except ValueError:
            raise _plan_error(part) from None
        if unknown := stages[-1].shares.keys() - {*SETS, MADE}:
            raise _plan_error(f"{part}: {', '.join(sorted(unknown))}")
    if not stages:
        raise _plan_error(text)
    return stages


def _plan_error(part: str) -> PlanError:
    known = ", ".join((*SETS, MADE))
    return PlanError(
        f"--plan: {part!r} is no stage", hint=f"write 16000:squad=4,natural=2; sets are {known}"
    )


def train(recipe: Recipe, data: Path, out: Path) -> None:
    """Train one member on from its checkpoint, if there is one, and write its weights."""
    stages = read_plan(recipe.plan)
    out.mkdir(parents=True, exist_ok=True)
    weights = out / f"member-{recipe.seed}.npz"
    torch.set_num_threads(1)
    torch.manual_seed(0)  # all members begin alike
    embedder = Embedder(read_settings().model)
    reading = Reading(embedder, recipe.rank, context=recipe.context)
    names = dict.fromkeys(name for stage in stages for name in stage.shares)
    rows = {name: _learnt_from(name, data, recipe) for name in names}
    for name, own in rows.items():
        say(f"{name}: {len(own)} questions to learn from")
    sources = {name: _source(name, own, recipe, embedder) for name, own in rows.items()}
    _fit(reading, stages, sources, recipe, out / f"member-{recipe.seed}.pt")
    titles = {row["title"] for own in rows.values() for row in own} - {""}
    reading.save(embedder.fingerprint.weights_sha256, sorted(titles), weights)
    say(f"{weights}: {weights.stat().st_size:,} bytes")


def _learnt_from(name: str, data: Path, recipe: Recipe) -> list[Row]:
    name = SQUAD if name == MADE else name
    rows = read_set(name, data)
    unseen = frozenset[str]() if recipe.whole else unseen_titles(name, rows)
    return [row for row in rows if row["title"] not in unseen]


def _source(name: str, rows: Sequence[Row], recipe: Recipe, embedder: Embedder) -> Source:
    """What draws pairs of a set: its questions one after the other, each round in a new order."""
    examples = [example(row, whole=name == SELQA) for row in rows]
    if name == MADE:
        paragraphs = sorted({tuple(one.text for one in each.sentences) for each in examples})
        texts = [(text, paragraph) for paragraph in paragraphs for text in paragraph]
        maker = Maker(sorted({text for text, _ in texts}), embedder.embed_questions)
        return lambda first, last, order: made_pairs(
            _drawn(texts, first, last, f"{name}-{recipe.seed}"), maker, order
        )

    def asked(first: int, last: int, order: random.Random) -> list[Pair]:
        some: list[Example] = _drawn(examples, first, last, f"{name}-{recipe.seed}")
        return [as_read(pair, order, context=recipe.context) for pair in asked_pairs(some, order)]

    return asked


def _drawn(items: Sequence[Item], first: int, last: int, seed: str) -> list[Item]:
    """Those from one place to another of endless rounds, each of all items in its own order."""
    found: list[Item] = []
    while first < last:
        turn, at = divmod(first, len(items))
        order = list(range(len(items)))
        random.Random(f"{seed}-{turn}").shuffle(order)  # noqa: S311  # drawn, not secret
        some = order[at : at + last - first]
        found += [items[place] for place in some]
        first += len(some)
    return found


def _fit(
    reading: Reading,
    stages: Sequence[Stage],
    sources: Mapping[str, Source],
    recipe: Recipe,
    checkpoint: Path,
) -> None:
    chunks = [stage for stage in stages for _ in range(math.ceil(stage.questions / _CHUNK))]
    optimizer = torch.optim.AdamW(reading.learning(), lr=_RATE, weight_decay=_DECAY)
    state = _Checkpoint(checkpoint, reading, optimizer, recipe)
    begun = state.read()
    # where each set is drawn from next, for each chunk: nothing but the plan decides it
    places = list(accumulate((stage.shares for stage in chunks), _ahead, initial={}))
    reading.train()
    with progress_bar() as progress:
        for number in range(begun, len(chunks)):
            before, behind = places[number], places[number + 1]
            order = random.Random(f"{recipe.seed}-{number}")  # noqa: S311
            torch.manual_seed(recipe.seed * len(chunks) + number)
            pairs = [
                pair
                for name in chunks[number].shares
                for pair in sources[name](round(before.get(name, 0)), round(behind[name]), order)
            ]
            batches = _batches(pairs, order)
            losses = []
            for step, batch in enumerate(batches):
                rate = _rate((number + step / len(batches)) / len(chunks))
                losses.append(_step(reading, optimizer, batch, rate, recipe.bfloat16))
            progress(f"Training, loss {sum(losses) / len(losses):.3f}", number + 1, len(chunks))
            state.write(number + 1, last=number + 1 == len(chunks))


def _ahead(places: Mapping[str, float], shares: Mapping[str, float]) -> dict[str, float]:
    """How many questions of each set are drawn when one more chunk is, of these shares."""
    whole = sum(shares.values())
    drawn = {name: _CHUNK * share / whole for name, share in shares.items()}
    return {name: places.get(name, 0) + drawn.get(name, 0) for name in {**places, **drawn}}


def _batches(pairs: list[Pair], order: random.Random) -> list[list[Pair]]:
    """The pairs of a chunk; those of similar length side by side."""
    order.shuffle(pairs)
    pairs.sort(key=_length)
    found = [pairs[at : at + _AT_ONCE] for at in range(0, len(pairs), _AT_ONCE)]
    order.shuffle(found)
    return found


def _length(pair: Pair) -> int:
    return len(pair.question) + len(pair.sentence.about) + len(pair.sentence.text)


def _rate(done: float) -> float:
    """The learning rate when a share of the plan is done: rising at first, then along a cosine."""
    if done < _WARMING:
        return _RATE * max(done / _WARMING, 0.01)
    return _RATE * (1 + math.cos(math.pi * (done - _WARMING) / (1 - _WARMING))) / 2


def _step(
    reading: Reading,
    optimizer: torch.optim.Optimizer,
    batch: Sequence[Pair],
    rate: float,
    bfloat16: bool,
) -> float:
    for group in optimizer.param_groups:
        group["lr"] = rate
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16):
        loss = pair_loss(reading, batch)
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(reading.learning(), 1.0)
    optimizer.step()
    return float(loss.detach())


class _Checkpoint:
    """What is on disk of a training, so that it can go on where it was ended."""

    def __init__(
        self, path: Path, reading: Reading, optimizer: torch.optim.Optimizer, recipe: Recipe
    ) -> None:
        self._path, self._reading, self._optimizer = path, reading, optimizer
        self._recipe = json.dumps({name: getattr(recipe, name) for name in recipe.__slots__})
        self._written = time.monotonic()

    def read(self) -> int:
        """Take up what was learnt; how many chunks that was. Raises DataMissing for another's."""
        if not self._path.is_file():
            return 0
        kept: dict[str, Any] = torch.load(self._path, weights_only=True)
        if kept["recipe"] != self._recipe:
            raise DataMissing(
                f"{self._path}: is of another training: {kept['recipe']}",
                hint="name another folder with --out, or delete this checkpoint",
            )
        for value, learnt in zip(self._reading.learning(), kept["learnt"], strict=True):
            value.data.copy_(learnt)
        self._optimizer.load_state_dict(kept["optimizer"])
        say(f"{self._path}: goes on after {kept['done']} chunks")
        return int(kept["done"])

    def write(self, done: int, *, last: bool) -> None:
        """Keep what was learnt, if that was last done a while ago or this is the end."""
        if not last and time.monotonic() - self._written < _CHECKPOINT_EVERY:
            return
        kept = {
            "recipe": self._recipe,
            "done": done,
            "learnt": [value.detach() for value in self._reading.learning()],
            "optimizer": self._optimizer.state_dict(),
        }
        beside = self._path.with_suffix(".tmp")
        torch.save(kept, beside)
        beside.replace(self._path)
        self._written = time.monotonic()


def main() -> int:
    """Read the options and train; the exit code, 2 where data is missing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--out", type=Path, required=True, help="folder of what is trained")
    parser.add_argument("--plan", default=PLAN, help="stages, each with its sets and their shares")
    parser.add_argument("--seed", type=int, default=0, help="number of the member")
    parser.add_argument("--rank", type=count, default=RANK, help="of the changes")
    parser.add_argument("--context", action="store_true", help="read the sentence before, too")
    parser.add_argument("--bfloat16", action="store_true", help="for processors that are fast so")
    parser.add_argument("--whole", action="store_true", help="learn from all titles")
    given = parser.parse_args()
    recipe = Recipe(given.plan, given.seed, given.rank, given.context, given.bfloat16, given.whole)
    return report(lambda: train(recipe, given.data, given.out))


if __name__ == "__main__":
    sys.exit(main())
