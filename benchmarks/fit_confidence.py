"""Learn what speaks for an answer from questions with and without one: fact/confidence.json.

    python -m benchmarks.fit_confidence --data PATH [--out runs/] [--limit N]

PATH is a folder with reading/squad.jsonl.gz and reading/natural.jsonl.gz, as
`benchmarks.reading_sets` has them, and dialogue/*.jsonl.gz, as benchmarks/dialogue.py has them:
SQuAD 2.0 (CC BY-SA 4.0), natural questions (CC BY-SA 3.0) and MTRAG-UN (Apache-2.0): their licences
allow it. Each question is asked of all paragraphs, or passages, of its set; those with an answer
are asked once more with their own ones held back, and then have none. Of SQuAD and of the natural
questions only those on titles that the project's pair reader has not seen are asked.

Two sets of weights are learnt, with that model's odds and for machines that cannot run it. Printed
is how well weights learnt from the other titles, or the other sets, part the answerable questions
from the others; runs/calibration.svg shows how often they are right. With --limit, every n-th
question of SQuAD and of the natural ones, and nothing is written.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.calibration_plot import plot
from benchmarks.command import Opened, Options, open_index, run, say
from benchmarks.data import find, lines, write_lines
from benchmarks.paragraphs import corpus, paragraph_ids
from benchmarks.reading_sets import NATURAL, SQUAD, Row, read_set
from benchmarks.runs import print_table, short
from benchmarks.separation import Flags, Numbers, auc, expected_calibration_error, refused_at_90
from benchmarks.signals import SignalReader
from benchmarks.unseen import unseen_rows
from rag.answer.fact.confidence import NEARNESS, SUPPORT, WEIGHTS, Weights, measure_signals
from rag.progress import progress_bar

_ANSWERABLE = {"ANSWERABLE": True, "PARTIAL": True, "UNANSWERABLE": False}
_MADE_OF = "SQuAD 2.0 (CC BY-SA 4.0), QED (CC BY-SA 3.0), MTRAG-UN (Apache-2.0)"
DIALOGUE = "dialogue"


@dataclass(frozen=True, slots=True)
class Seen:
    """A question's signals, and whether what was searched holds its answer."""

    set: str
    group: str  # a title of SQuAD: none is learnt from and measured on at once
    answerable: bool
    signals: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Asked:
    group: str
    question: str
    history: tuple[str, ...]
    answerable: bool
    own: frozenset[str]  # the articles that answer, or might


def measure(options: Options) -> None:
    """Ask, learn, say how good that is, and write the weights."""
    passages, turns = find(options.data, "dialogue", "passages.jsonl.gz", "turns.jsonl.gz")
    seen = [question for name in (SQUAD, NATURAL) for question in _paragraphs(name, options)]
    opened = open_index(passages, options, "fit-dialogue")
    seen += _all(DIALOGUE, opened, _turns(turns))
    fitted = []
    for name in (SUPPORT, NEARNESS):
        only = [question for question in seen if name in question.signals]
        say(f"\nby {name}")
        judged = _judge_all(only)
        _print(judged)
        if name == SUPPORT:
            _draw(judged, options.out / "calibration.svg")
        weights = _fit(only)
        say(f"bias {weights.bias:.3f}, " + ", ".join(f"{n} {w:.3f}" for n, w in weights.of.items()))
        rounded = {name: round(weight, 4) for name, weight in weights.of.items()}
        fitted.append({"bias": round(weights.bias, 4), "weights": rounded})
    if options.limit:
        say("LIMITED: nothing is written")
        return
    made_by = "python -m benchmarks.fit_confidence"
    written = {"made by": made_by, "made of": _MADE_OF, "fitted": fitted}
    WEIGHTS.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    say(f"Written: {WEIGHTS}")


def _paragraphs(name: str, options: Options) -> Iterator[Seen]:
    """The questions of a set on titles that the pair reader has not seen."""
    rows = unseen_rows(read_set(name, options.data))
    every = max(1, len(rows) // options.limit) if options.limit else 1
    articles = write_lines(corpus(rows), options.work(f"fit-{name}") / "corpus.jsonl")
    yield from _all(name, open_index(articles, options, f"fit-{name}"), _rows(rows, every))


def _rows(rows: Sequence[Row], every: int) -> Iterator[_Asked]:
    ids = paragraph_ids(rows)
    for row in rows[::every]:
        own = frozenset([ids[row["context"]]])
        yield _Asked(row["title"], row["question"].strip(), (), bool(row["answers"]), own)


def _turns(path: object) -> Iterator[_Asked]:
    for row in lines(path):  # type: ignore[arg-type]
        answerable = _ANSWERABLE.get(row["answerability"][0])
        asked = [message["text"] for message in row["input"] if message["speaker"] == "user"]
        if answerable is not None:
            own = frozenset(row["relevant"])
            yield _Asked(row["task"], asked[-1], tuple(asked[:-1]), answerable, own)


def _all(name: str, opened: Opened, given: Iterable[_Asked]) -> Iterator[Seen]:
    asked = list(given)
    reader = SignalReader(opened.assistant, opened.embedder)
    with progress_bar() as progress:
        for done, question in enumerate(asked, start=1):
            for signals in _signals(reader, question, held_back=frozenset()):
                yield Seen(name, question.group, question.answerable, signals)
            if question.answerable:
                for signals in _signals(reader, question, held_back=question.own):
                    yield Seen(name, question.group, False, signals)
            progress(f"Asking {name}", done, len(asked))


def _signals(
    reader: SignalReader, asked: _Asked, *, held_back: frozenset[str]
) -> Iterator[Mapping[str, float]]:
    """With what reads question and sentence together and without; none where all is ruled out."""
    able = reader.able(asked.question, asked.history, held_back=held_back)
    if able:
        yield measure_signals(able)
        yield measure_signals([replace(sentence, together=None) for sentence in able])


def _fit(seen: Sequence[Seen]) -> Weights:
    return fit([question.signals for question in seen], [question.answerable for question in seen])


def fit(signals: Sequence[Mapping[str, float]], answerable: Sequence[bool]) -> Weights:
    """Fit a logistic regression in which both kinds of question weigh the same.

    Signals are standardised first. Raises ValueError if all questions are answerable, or none.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    names = list(signals[0])
    rows = np.array(
        [[of_question[name] for name in names] for of_question in signals], dtype=np.float64
    )
    scaler = StandardScaler()
    regression = LogisticRegression(class_weight="balanced", tol=1e-10, max_iter=1000)
    make_pipeline(scaler, regression).fit(rows, np.array(answerable))
    weights = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - weights @ scaler.mean_)
    return Weights(bias, dict(zip(names, map(float, weights), strict=True)))


_Judged = Sequence[tuple[Seen, float]]  # each with what other weights expect of it


def _judge_all(seen: Sequence[Seen]) -> Mapping[str, _Judged]:
    """Each set by weights learnt from the other sets; SQuAD's titles also from its others."""
    squad = [question for question in seen if question.set == SQUAD]
    within: list[tuple[Seen, float]] = []
    for title in sorted({question.group for question in squad}):
        others = [question for question in squad if question.group != title]
        within += _judged(others, [question for question in squad if question.group == title])
    judged: dict[str, _Judged] = {"squad, from other titles": within}
    for name in (SQUAD, NATURAL, DIALOGUE):
        others = [question for question in seen if question.set != name]
        judged[f"{name}, from other sets"] = _judged(
            others, [question for question in seen if question.set == name]
        )
    return {name: of_set for name, of_set in judged.items() if of_set}


def _print(judged: Mapping[str, _Judged]) -> None:
    rows = []
    for name, of_set in judged.items():
        sure, answerable = _arrays(of_set)
        measures = (auc, refused_at_90, expected_calibration_error)
        rows.append([name, f"{len(of_set)}", *(short(m(sure, answerable), 3) for m in measures)])
    print_table(["", "questions", "AUC", "refused@90", "ECE"], rows)


def _draw(judged: Mapping[str, _Judged], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        plot({name: _arrays(of_set) for name, of_set in judged.items()}), encoding="utf-8"
    )
    say(f"Calibration: {file}")


def _arrays(judged: _Judged) -> tuple[Numbers, Flags]:
    answerable = np.array([question.answerable for question, _ in judged])
    return np.array([value for _, value in judged]), answerable


def _judged(learnt_from: Sequence[Seen], seen: Sequence[Seen]) -> list[tuple[Seen, float]]:
    """What weights learnt from some questions expect of others; nothing where none can be."""
    if len({question.answerable for question in learnt_from}) < 2:
        return []
    weights = _fit(learnt_from)
    return [(question, weights.probability(question.signals)) for question in seen]


if __name__ == "__main__":
    sys.exit(run(__doc__, measure))
