"""An index -> weights of confidence fitted on its own articles, and how well they do.

Questions are made of sentences (`sentence_questions`). Each is asked as it is, or of other articles
that tell the same; then with every article held back that may answer it; then with a name, a
number or a year of another question: the last two have no answer. Measured is what weights fitted
on other articles' questions come to.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from rag.answer.fact.confidence import Weights, shipped
from rag.assistant import Assistant
from rag.errors import QuestionError
from rag.evaluation.drafting.sentence_questions import Known, Made, made_questions, swapped
from rag.evaluation.logistic import fit
from rag.evaluation.separation import Flags, Numbers, auc, expected_calibration_error, refused_at_90
from rag.evaluation.signals_of import SignalReader
from rag.models.embedder import Embedder
from rag.progress import Progress

FEWEST = 40  # questions with an answer, and as many without one, whose sentences can be weighed
_PARTS = 5  # the articles are parted into so many for the measurement
WORSE = 0.01  # of AUC: what parts questions by chance, where the weights part them alike


@dataclass(frozen=True, slots=True)
class Measured:
    """How well weights part the questions with an answer from those without one."""

    auc: float
    refused_at_90: float
    ece: float
    answered: float  # of those with an answer, at the confidence that is asked for
    refused: float  # of those without one


@dataclass(frozen=True, slots=True)
class Calibration:
    """Fitted weights, and what they and the shipped ones come to on the same questions."""

    weights: Weights
    questions: int  # whose sentences could be weighed
    answerable: int
    ruled_out: int  # questions refused whatever the weights
    own: Measured  # weights fitted on the questions of other articles
    shipped: Measured

    @property
    def worse(self) -> bool:
        """Whether the fitted weights part the questions worse than the shipped."""
        return self.own.auc < self.shipped.auc - WORSE


class _Kind(Enum):
    """How a question is asked."""

    OWN_WORDS = auto()  # of the article that it was made of, which has all of its words
    RETOLD = auto()  # of other articles that tell the same
    UNANSWERED = auto()


@dataclass(frozen=True, slots=True)
class _Seen:
    article: str
    kind: _Kind
    signals: Mapping[str, float]

    @property
    def answerable(self) -> bool:
        return self.kind is not _Kind.UNANSWERED


def calibrate(  # noqa: PLR0913  # what is asked, what for, and how much
    assistant: Assistant,
    embedder: Embedder,
    *,
    least: float,
    most: int,
    seed: int = 0,
    progress: Progress = lambda *_: None,
) -> Calibration:
    """Fit weights on up to so many questions made of an index's articles; the same for a seed.

    `least` is the confidence that is asked for. Raises QuestionError where the articles give too
    few questions.
    """
    rng = random.Random(seed)  # noqa: S311  # chosen again alike, not in secret
    index = assistant.index
    known = Known(index.articles, index.copies)
    made = made_questions(index.articles, index.statements, most, rng, known)
    others = list(swapped(made, rng, known))
    if len(made) < FEWEST:
        raise _too_few(len(made), len(made) + len(others), len(index.articles))
    reader = SignalReader(assistant, embedder)
    seen, ruled_out = _ask(reader, made, others, known, progress)
    seen = _in_other_words(seen)
    answerable = [one.answerable for one in seen]
    if min(sum(answerable), len(seen) - sum(answerable)) < FEWEST:
        raise _too_few(sum(answerable), len(seen) - sum(answerable), len(index.articles))
    shipped_weights = shipped(frozenset(seen[0].signals))
    return Calibration(
        weights=_fit(seen),
        questions=len(seen),
        answerable=sum(answerable),
        ruled_out=ruled_out,
        own=_measured(_crossed(seen), answerable, least),
        shipped=_measured(
            [shipped_weights.probability(one.signals) for one in seen], answerable, least
        ),
    )


def _too_few(with_answer: int, without: int, articles: int) -> QuestionError:
    return QuestionError(
        f"{articles} articles gave {with_answer} questions with an answer and {without} without "
        f"one; {FEWEST} of each are needed",
        hint="some hundred articles give enough; until then the weights that come with the program "
        "are used, and RAG_CONFIDENCE sets how much is refused",
    )


def _ask(
    reader: SignalReader,
    made: Sequence[Made],
    others: Sequence[Made],
    known: Known,
    progress: Progress,
) -> tuple[list[_Seen], int]:
    """What the assistant sees of each question, and how many it refuses whatever the weights."""
    asked = [(one, _Kind.RETOLD, known.copies_of(one.article)) for one in made if one.retold]
    asked += [(one, _Kind.OWN_WORDS, frozenset[str]()) for one in made]
    asked += [(one, _Kind.UNANSWERED, one.holding) for one in made]
    asked += [(one, _Kind.UNANSWERED, frozenset[str]()) for one in others]
    seen = []
    for done, (one, kind, held_back) in enumerate(asked, start=1):
        found = reader.signals(one.question, held_back=held_back)
        if found is not None:
            seen.append(_Seen(one.article, kind, found))
        progress("Asking", done, len(asked))
    return seen, len(asked) - len(seen)


def _in_other_words(seen: Sequence[_Seen]) -> list[_Seen]:
    """Without the questions that are asked in their article's own words, if others are enough."""
    if sum(one.kind is _Kind.RETOLD for one in seen) < FEWEST:
        return list(seen)
    return [one for one in seen if one.kind is not _Kind.OWN_WORDS]


def _fit(seen: Sequence[_Seen]) -> Weights:
    found = fit([one.signals for one in seen], [one.answerable for one in seen])
    return Weights(
        round(found.bias, 6), {name: round(weight, 6) for name, weight in found.of.items()}
    )


def _crossed(seen: Sequence[_Seen]) -> list[float]:
    """For each question, what weights fitted on other articles' questions expect."""
    parts = {name: n % _PARTS for n, name in enumerate(sorted({one.article for one in seen}))}
    fitted = [_fit([one for one in seen if parts[one.article] != part]) for part in range(_PARTS)]
    return [fitted[parts[one.article]].probability(one.signals) for one in seen]


def _measured(sure: Sequence[float], answerable: Sequence[bool], least: float) -> Measured:
    expected, right = np.array(sure), np.array(answerable, dtype=bool)
    # as if there were as many of both: what the weights reckon with
    return Measured(
        auc=auc(expected, right),
        refused_at_90=refused_at_90(expected, right),
        ece=_balanced(expected, right),
        answered=float((expected[right] >= least).mean()),
        refused=float((expected[~right] < least).mean()),
    )


def _balanced(expected: Numbers, right: Flags) -> float:
    """The calibration error where each kind counts alike: the rarer one is repeated."""
    kinds = [np.flatnonzero(right), np.flatnonzero(~right)]
    longest = max(map(len, kinds))
    rows = np.concatenate([np.resize(one, longest) for one in kinds])
    return expected_calibration_error(expected[rows], right[rows])
