"""How many passages a second are embedded, and how near their vectors are to those in float32.

    python -m benchmarks.embedding --data PATH [--limit N]

PATH is a folder with news/articles.jsonl.gz, which is not part of this project. A sample of N
passages (256) is embedded in rounds of 32, each by every system in turn, so that what else runs on
the machine slows all of them. Beside the time on the clock stands the processor's time, which other
programs disturb less: on a quiet machine of two cores, twice that number a second are embedded.

float32   `SentenceTransformer.encode` with its defaults
bfloat16  the same in bfloat16, where the processor computes with it
ours      what the index is built with
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks.command import Options, run, say
from benchmarks.data import find
from rag.articles.corpus import read_corpus
from rag.articles.passages import cut
from rag.models.embedder import Embedder, Vectors
from rag.models.sentence_model import SentenceModel, computes_bfloat16
from rag.settings import read_settings

_ROUND = 32
_PASSAGES = 256
_EVERY = 50  # one passage of so many is in the sample: of many articles
_SEED = 1

Embed = Callable[[Sequence[str]], Vectors]


def measure(options: Options) -> None:
    """Embed a sample by every system in turn, and print rates and cosines."""
    (articles,) = find(options.data, "news", "articles.jsonl.gz")
    settings = read_settings()
    embedder = Embedder(settings.model, settings.cache)
    texts = _sample(articles, embedder, settings.passage_tokens, options.limit or _PASSAGES)
    pieces = np.array([embedder.pieces(text) + 2 for text in texts])
    say(f"{len(texts)} passages, {pieces.mean():.0f} word pieces on average")
    exact = SentenceModel(embedder.files, exact=True)
    systems: dict[str, Embed] = {"float32": exact.passages}
    if computes_bfloat16():
        systems["bfloat16"] = SentenceModel(embedder.files).passages
    systems["ours"] = embedder.embed_passages
    for embed in systems.values():
        embed(texts[:2])
    _print(_timed(systems, texts), len(texts))


def _timed(systems: dict[str, Embed], texts: Sequence[str]) -> dict[str, _Timed]:
    timed = {name: _Timed() for name in systems}
    for first in range(0, len(texts), _ROUND):
        for name, embed in systems.items():
            clock, processor = time.perf_counter(), time.process_time()
            timed[name].vectors.append(embed(texts[first : first + _ROUND]))
            timed[name].seconds += time.perf_counter() - clock
            timed[name].processor += time.process_time() - processor
    return timed


class _Timed:
    """What one system took so far, and what it gave."""

    def __init__(self) -> None:
        self.seconds = self.processor = 0.0
        self.vectors: list[Vectors] = []


def _print(timed: dict[str, _Timed], count: int) -> None:
    exact = timed["float32"]
    expected = np.concatenate(exact.vectors)
    say(f"{'':10}{'a second':>10}{'ratio':>7}{'a core s':>10}{'ratio':>7}  cosine mean, least")
    for name, spent in timed.items():
        cosines = (np.concatenate(spent.vectors) * expected).sum(axis=1)
        say(
            f"{name:10}{count / spent.seconds:10.1f}{exact.seconds / spent.seconds:7.2f}"
            f"{count / spent.processor:10.1f}{exact.processor / spent.processor:7.2f}"
            f"  {cosines.mean():.4f}, {cosines.min():.4f}"
        )


def _sample(articles: Path, embedder: Embedder, tokens: int, count: int) -> list[str]:
    """Passages behind their titles, as they are indexed, in no order."""
    passages = (
        f"{article.title}\n{passage.text}"
        for article in read_corpus(articles)
        for passage in cut(
            article, max_tokens=tokens, window=embedder.window, pieces=embedder.pieces
        )
    )
    taken = list(islice(passages, 0, count * _EVERY, _EVERY))
    return [taken[row] for row in np.random.default_rng(_SEED).permutation(len(taken))]


if __name__ == "__main__":
    sys.exit(run(__doc__, measure))
