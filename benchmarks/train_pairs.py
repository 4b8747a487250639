"""Train the embedding model on to read a question and a sentence as one text: fact/pairs.npz.

    python -m benchmarks.train_pairs --data PATH --out FOLDER [--seed N] [--plan PLAN]
        [--rank N] [--context] [--teacher WEIGHTS ...] [--bfloat16] [--whole] [--minutes N]
    python -m benchmarks.average_pairs FOLDER/member-*.npz --out WEIGHTS

PATH is as for `benchmarks.readers`. A plan is what is learnt from, stage by stage: a number of
questions, and the sets that they are drawn from with their shares:

    6000:made=1,qamr=1 16000:squad=4,natural=2,selqa=2,qamr=2

Sets are those of `benchmarks.reading_sets`, and made: questions made of SQuAD's sentences
(`benchmarks.made_questions`). A question is read with the sentences of its context that hold an
annotated answer, and with the two others that share most of its words. Only changes of low rank are
trained, and what few numbers stand beside the matrices. With --context a sentence is read with its
title and the sentence before it, otherwise with names of the question that stand there. Teachers
are weights trained so: what they say together is learnt, too.

Titles are held out as `benchmarks.reading_sets` says; with --whole they are learnt from too, so
that nothing here measures the weights.

The command can be ended at any time, or ends by itself after some minutes: started again, it goes
on from the last checkpoint, which is written every three minutes, and the weights are the same as
without a break. Members of different seeds begin alike, so that the mean of what they learn is as
good as what each learns.
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
from benchmarks.reading_sets import SELQA, SQUAD, Row, read_set, unseen_titles
from benchmarks.training_plan import MADE, PLAN, Stage, read_plan
from benchmarks.unseen import titles_of
from rag.models.embedder import Embedder
from rag.progress import progress_bar
from rag.settings import read_settings

_AT_ONCE = 32  # pairs a step
_RATE, _DECAY, _WARMING = 1e-3, 0.01, 0.1
_CHECKPOINT_EVERY = 180.0  # seconds

Item = TypeVar("Item")
Source = Callable[[int, int, random.Random], list[Pair]]  # draw from one place to another


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides the weights, beside the data."""

    plan: str
    seed: int
    rank: int
    context: bool
    teachers: tuple[str, ...]  # files of weights
    bfloat16: bool
    whole: bool


def train(recipe: Recipe, data: Path, out: Path, *, minutes: float = math.inf) -> Path | None:
    """Train one member on from its checkpoint, if there is one, and write its weights.

    The file of the weights; None if the minutes did not suffice. Raises PlanError and DataMissing.
    """
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
    until = time.monotonic() + minutes * 60
    teachers = [Reading.load(embedder, Path(path)).eval() for path in recipe.teachers]
    if any(teacher.context != recipe.context for teacher in teachers):
        raise DataMissing(
            f"{', '.join(recipe.teachers)}: some teachers are not trained as --context says.",
            hint="name teachers that read the same texts",
        )
    learner = _Learner(reading, teachers, recipe, out / f"member-{recipe.seed}.pt")
    if not _fit(learner, stages, sources, until):
        say("not at the end of the plan: start the same command again to go on")
        return None
    titles = {row["title"] for own in rows.values() for row in own} - {""}
    titles.update(*(titles_of(Path(path)) for path in recipe.teachers))
    reading.save(embedder.fingerprint.weights_sha256, sorted(titles), weights)
    say(f"{weights}: {weights.stat().st_size:,} bytes")
    return weights


def _learnt_from(name: str, data: Path, recipe: Recipe) -> list[Row]:
    name = SQUAD if name == MADE else name
    rows = read_set(name, data)
    unseen = frozenset[str]() if recipe.whole else unseen_titles(name, rows)
    return [row for row in rows if row["title"] not in unseen]


def _source(name: str, rows: Sequence[Row], recipe: Recipe, embedder: Embedder) -> Source:
    """What draws pairs of a set: its questions one after the other, each round in a new order."""
    examples = [example(row, whole=name == SELQA) for row in rows]
    if name == MADE:
        paragraphs = sorted(
            {tuple(sentence.text for sentence in question.sentences) for question in examples}
        )
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
    drawn: list[Item] = []
    while first < last:
        turn, at = divmod(first, len(items))
        order = list(range(len(items)))
        random.Random(f"{seed}-{turn}").shuffle(order)  # noqa: S311  # drawn, not secret
        some = order[at : at + last - first]
        drawn += [items[place] for place in some]
        first += len(some)
    return drawn


def _fit(
    learner: _Learner, stages: Sequence[Stage], sources: Mapping[str, Source], until: float
) -> bool:
    """Learn until the plan or the time ends; whether it was the plan."""
    chunks = [chunk for stage in stages for chunk in stage.chunks()]
    # where each set is drawn from next, for each chunk: nothing but the plan decides it
    start = dict[str, float]()
    places = list(accumulate(chunks, _ahead, initial=start))
    begun, seed = learner.read(), learner.recipe.seed
    with progress_bar() as progress:
        for number in range(begun, len(chunks)):
            before, behind = places[number], places[number + 1]
            order = random.Random(f"{seed}-{number}")  # noqa: S311
            torch.manual_seed(seed * len(chunks) + number)
            pairs = [
                pair
                for name in chunks[number].shares
                for pair in sources[name](round(before.get(name, 0)), round(behind[name]), order)
            ]
            batches = _batches(pairs, order)
            for at, batch in enumerate(batches):
                learner.step(batch, _rate((number + at / len(batches)) / len(chunks)))
            progress("Training", number + 1, len(chunks))
            late = time.monotonic() >= until
            learner.write(number + 1, now=late or number + 1 == len(chunks))
            if late:
                return number + 1 == len(chunks)
    return True


def _ahead(places: dict[str, float], chunk: Stage) -> dict[str, float]:
    """How many questions of each set are drawn when one more chunk is."""
    whole = sum(chunk.shares.values())
    drawn = {name: chunk.questions * share / whole for name, share in chunk.shares.items()}
    return {name: places.get(name, 0) + drawn.get(name, 0) for name in {**places, **drawn}}


def _batches(pairs: list[Pair], order: random.Random) -> list[list[Pair]]:
    """The pairs of a chunk; those of similar length side by side."""
    order.shuffle(pairs)
    pairs.sort(key=_length)
    batches = [pairs[at : at + _AT_ONCE] for at in range(0, len(pairs), _AT_ONCE)]
    order.shuffle(batches)
    return batches


def _length(pair: Pair) -> int:
    return len(pair.question) + len(pair.sentence.about) + len(pair.sentence.text)


def _rate(done: float) -> float:
    """The learning rate when a share of the plan is done: rising at first, then along a cosine."""
    if done < _WARMING:
        return _RATE * max(done / _WARMING, 0.01)
    return _RATE * (1 + math.cos(math.pi * (done - _WARMING) / (1 - _WARMING))) / 2


class _Learner:
    """A reading that is trained, with what is on disk of it, so that it can go on if ended."""

    def __init__(
        self, reading: Reading, teachers: Sequence[Reading], recipe: Recipe, path: Path
    ) -> None:
        self.recipe, self._teachers = recipe, teachers
        self._reading, self._path = reading.train(), path
        self._optimizer = torch.optim.AdamW(reading.learning(), lr=_RATE, weight_decay=_DECAY)
        self._written = time.monotonic()

    def step(self, batch: Sequence[Pair], rate: float) -> None:
        """Learn from pairs."""
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.recipe.bfloat16):
            loss = pair_loss(self._reading, batch, self._teachers)
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._reading.learning(), 1.0)
        self._optimizer.step()

    def read(self) -> int:
        """Take up what was learnt; how many chunks that was. Raises DataMissing for another's."""
        if not self._path.is_file():
            return 0
        kept: dict[str, Any] = torch.load(self._path, weights_only=True)
        if kept["recipe"] != self._described():
            raise DataMissing(
                f"{self._path}: is of another training: {kept['recipe']}",
                hint="name another folder with --out, or delete this checkpoint",
            )
        for value, learnt in zip(self._reading.learning(), kept["learnt"], strict=True):
            value.data.copy_(learnt)
        self._optimizer.load_state_dict(kept["optimizer"])
        say(f"{self._path}: goes on after {kept['done']} chunks")
        return int(kept["done"])

    def write(self, done: int, *, now: bool) -> None:
        """Keep what was learnt, now or if that was last done a while ago."""
        if not now and time.monotonic() - self._written < _CHECKPOINT_EVERY:
            return
        kept = {
            "recipe": self._described(),
            "done": done,
            "learnt": [value.detach() for value in self._reading.learning()],
            "optimizer": self._optimizer.state_dict(),
        }
        beside = self._path.with_suffix(".tmp")
        torch.save(kept, beside)
        beside.replace(self._path)
        self._written = time.monotonic()

    def _described(self) -> str:
        return json.dumps({name: getattr(self.recipe, name) for name in self.recipe.__slots__})


def main() -> int:
    """Read the options and train; the exit code, 2 where data is missing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--out", type=Path, required=True, help="folder of what is trained")
    parser.add_argument("--plan", default=PLAN, help="stages, each with its sets and their shares")
    parser.add_argument("--seed", type=int, default=0, help="number of the member")
    parser.add_argument("--rank", type=count, default=RANK, help="of the changes")
    parser.add_argument("--context", action="store_true", help="read the sentence before, too")
    parser.add_argument("--teacher", type=Path, nargs="+", default=[], help="weights to learn from")
    parser.add_argument("--bfloat16", action="store_true", help="for processors that are fast so")
    parser.add_argument("--whole", action="store_true", help="learn from all titles")
    parser.add_argument("--minutes", type=float, default=math.inf, help="end after so many")
    given = parser.parse_args()
    recipe = Recipe(
        plan=given.plan,
        seed=given.seed,
        rank=given.rank,
        context=given.context,
        teachers=tuple(map(str, given.teacher)),
        bfloat16=given.bfloat16,
        whole=given.whole,
    )
    return report(lambda: _train(recipe, given))


def _train(recipe: Recipe, given: argparse.Namespace) -> None:
    train(recipe, given.data, given.out, minutes=given.minutes)


if __name__ == "__main__":
    sys.exit(main())
