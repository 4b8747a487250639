"""How well a checker of sentences tells which claims their evidence supports.

    python -m benchmarks.claims --data PATH [--limit N] [--whole]

PATH is a folder with claims/wice_dev.jsonl.gz: for each claim the numbered sentences of the page
that it cites, which of them support it, and whether they do, in part or whole; WiCE can be brought
into this form, and is not part of this project (annotations ODC-BY, texts CC BY-SA). A claim that
is supported only in part counts as not supported.

given   a claim is read with its supporting sentences; one that has none, with the three closest
found   a claim is read with the five closest sentences of its page, by cosine and shared words

Each fifth of the claims is judged by weights that the other four fifths taught; so is the threshold
of the cosine. With --whole, weights are learnt from all claims and written to
rag/writer/claims/supported.json.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.command import Options, run, say
from benchmarks.data import find, lines
from benchmarks.fit_confidence import fit
from benchmarks.runs import interval, note_limit, print_table
from benchmarks.separation import Flags, Numbers, auc_of
from rag.answer.fact.confidence import Weights
from rag.answer.fact.nearness import find_telling_words
from rag.evaluation.run_records import Estimate
from rag.evaluation.statistics import RESAMPLES
from rag.models.embedder import Embedder, Vectors
from rag.progress import progress_bar
from rag.search.topic import find_keys
from rag.settings import read_settings
from rag.writer.claims.supported import WEIGHTS, Evidence, measure_support

_GIVEN, _FOUND = "given", "found"
_CLOSEST = {_GIVEN: 3, _FOUND: 5}  # sentences
_FOLDS = 5
_SEED = 20221122
_MADE_OF = "WiCE, development set (annotations ODC-BY, texts CC BY-SA)"


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim in one view: what speaks for it, and whether it is supported."""

    supported: bool
    signals: Mapping[str, float]
    cosine: Mapping[str, float]  # to the nearest sentence, as a signal of its own


def measure(options: Options) -> None:
    """Read every claim in both views, judge it by weights of other claims, and print how well."""
    (path,) = find(options.data, "claims", "wice_dev.jsonl.gz")
    rows = list(lines(path))
    kept = rows[: options.limit]
    settings = read_settings()
    views = _read_all(kept, Embedder(settings.model, settings.cache))
    supported = np.array([claim.supported for claim in views[_GIVEN]])
    say(f"Claims: {len(kept)}, of which {supported.sum()} are supported")
    note_limit(options, len(kept), len(rows))
    table = []
    for view, judged in views.items():
        for name, ours in (("ours", True), ("cosine", False)):
            chances = _judge_unseen(views if ours else {view: judged}, view, ours=ours)
            cells = map(interval, _estimates(chances, supported))
            table.append([f"{view}: {name}", *cells])
    print_table(["", "balanced accuracy", "AUC"], table)
    if options.whole:
        _write(_learn([claim for judged in views.values() for claim in judged], ours=True))


def _read_all(rows: Sequence[Any], embedder: Embedder) -> dict[str, list[Judged]]:
    views: dict[str, list[Judged]] = {_GIVEN: [], _FOUND: []}
    with progress_bar() as progress:
        for done, row in enumerate(rows, start=1):
            for view, judged in _read(row, embedder):
                views[view].append(judged)
            progress("Reading claims", done, len(rows))
    return views


def _read(row: Any, embedder: Embedder) -> Iterator[tuple[str, Judged]]:
    claim, sentences = row["claim"], row["evidence"]
    (tokens,) = embedder.token_vectors([claim])
    (vector,) = embedder.embed_questions([claim])
    cosines: Vectors = embedder.embed_passages(sentences) @ vector
    telling = [word.keys for word in find_telling_words(claim, tokens)]
    shared = [_share(telling, find_keys(sentence)) for sentence in sentences]
    closest = np.argsort(-(cosines + np.array(shared)), kind="stable").tolist()
    supporting = [chosen for chosen in row["supporting_sentences"] if chosen]
    for view, most in _CLOSEST.items():
        chosen = sorted(closest[:most])
        if view == _GIVEN and supporting:
            chosen = min(supporting, key=len)
        texts = [sentences[at] for at in chosen]
        evidence = Evidence(texts, embedder.token_vectors(texts), row["meta"]["claim_title"])
        signals = measure_support(claim, tokens, evidence)
        cosine = {"cosine": float(cosines[chosen].max())}
        yield view, Judged(row["label"] == "supported", signals, cosine)


def _share(telling: Sequence[frozenset[str]], keys: frozenset[str]) -> float:
    return sum(not word.isdisjoint(keys) for word in telling) / max(1, len(telling))


def _judge_unseen(views: Mapping[str, Sequence[Judged]], view: str, *, ours: bool) -> Numbers:
    """The probability of each claim of a view, by weights that other claims taught."""
    judged = views[view]
    folds = np.random.default_rng(_SEED).permutation(len(judged)) % _FOLDS
    chances = np.zeros(len(judged))
    for fold in range(_FOLDS):
        others = [
            claim
            for claims in views.values()
            for claim, own in zip(claims, folds, strict=True)
            if own != fold
        ]
        weights = _learn(others, ours=ours)
        for at in np.flatnonzero(folds == fold).tolist():
            chances[at] = weights.probability(_signals(judged[at], ours=ours))
    return chances


def _learn(judged: Sequence[Judged], *, ours: bool) -> Weights:
    return fit(
        [_signals(claim, ours=ours) for claim in judged], [claim.supported for claim in judged]
    )


def _signals(judged: Judged, *, ours: bool) -> Mapping[str, float]:
    return judged.signals if ours else judged.cosine


def _estimates(chances: Numbers, supported: Flags) -> Iterator[Estimate]:
    """Balanced accuracy at one half, and AUC, with intervals over claims drawn again."""
    count = len(chances)
    shares = np.full(count, 1 / count)
    drawn = np.random.default_rng(_SEED).multinomial(count, shares, size=RESAMPLES)
    for measured in (_balanced, auc_of):
        (value,) = measured(chances, supported, np.ones((1, count)))
        again = measured(chances, supported, drawn.astype(np.float64))
        low, high = np.nanquantile(again, [0.025, 0.975])
        yield Estimate(float(value), float(low), float(high), count)


def _balanced(chances: Numbers, supported: Flags, weights: Numbers) -> Numbers:
    """One value for each row of weights of the claims."""
    kept = chances >= 0.5
    of_kind = [
        (weights[:, kind] @ right[kind]) / np.maximum(weights[:, kind].sum(axis=1), 1)
        for kind, right in ((supported, kept), (~supported, ~kept))
    ]
    return np.asarray(sum(of_kind) / 2)


def _write(weights: Weights) -> None:
    rounded = {name: round(weight, 4) for name, weight in weights.of.items()}
    content = {
        "made by": "python -m benchmarks.claims --whole",
        "made of": _MADE_OF,
        "bias": round(weights.bias, 4),
        "weights": rounded,
    }
    WEIGHTS.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    say(f"Written: {WEIGHTS}")


if __name__ == "__main__":
    sys.exit(run(__doc__, measure, whole="learn from all claims, and write the weights"))
