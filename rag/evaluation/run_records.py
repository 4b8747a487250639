"""What flows from a file of test questions to a run's summary, in the order of the flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from rag.records import Hit


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of an article that carry an answer; without an article, of any of them."""

    article: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A test question, and whatever is known about the right answer."""

    id: str
    question: str
    history: tuple[str, ...] = ()
    relevant: Mapping[str, int] = field(default_factory=dict)  # article id -> grade, from 1 on
    evidence: tuple[Evidence, ...] = ()
    answerable: bool | None = None  # None: nobody has said
    speaker: str | None = None
    contains: tuple[str, ...] = ()  # words the answer must show
    never: tuple[str, ...] = ()  # words the answer must not show
    tags: tuple[str, ...] = ()
    asked: date | None = None  # the day that "last week" counts from; None: the day of the run
    any_words: bool = False  # any words of an evidence's article will do ("match": "article")

    @property
    def judged(self) -> bool:
        """Whether it is known what is relevant, or that nothing is."""
        return bool(self.relevant or self.evidence) or self.answerable is False


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """The questions of a file, in its order, and where each stands."""

    path: str
    sha256: str  # of everything read: the file, or the files of a folder
    questions: tuple[Question, ...]
    places: tuple[str, ...]  # "path:line" of each question
    notes: tuple[str, ...] = ()  # what was left out, and why: shown before a run
    corpus: str | None = None  # the articles that came with the questions (BEIR)


@dataclass(frozen=True, slots=True)
class Run:
    """What was run: with which questions, on which index, with which program (run.json)."""

    name: str
    started: datetime
    questions_file: str
    questions_sha256: str
    questions_count: int
    index_path: str
    generation: str
    source: Mapping[str, Any]  # what the generation is made of and with, as its manifest says
    settings: Mapping[str, Any]
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question: a line of lines.jsonl."""

    question: Question
    hits: tuple[Hit, ...]  # best first, up to 100; beyond the first ten their text is left out
    answer: Mapping[str, Any]  # as docs/interface.md describes an answer
    scores: Mapping[str, float]  # by measure; a measure that does not apply is left out
    search_ms: float
    ask_ms: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over questions with its 95 % interval; `count` is how many questions it is over."""

    mean: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class AbstentionPoint:
    """What answering nothing of a confidence below the threshold would come to."""

    threshold: float
    precision: float
    recall: float
    f1: float
    refused: int  # not answered


@dataclass(frozen=True, slots=True)
class LevelPoint:
    """What answering from a threshold of confidence on would come to; below it is unsure."""

    threshold: float
    answered: int
    unsure: int
    refused: int  # nothing was found: the same at every threshold
    right: float | None  # share of the answered that are right; None: none is known
    held: float | None  # share of the unsure that hold what was expected; None: none is known


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds that half, and that 95 of 100 questions take at most."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run comes to (summary.json)."""

    measures: Mapping[str, Estimate]  # by measure, in the order of `measures.MEASURES`
    slices: Mapping[str, Mapping[str, Estimate]]  # by tag, then by measure
    abstention: tuple[AbstentionPoint, ...]  # by threshold, rising; empty: nothing unanswerable
    ranks: Mapping[str, int]  # rank of the first relevant article, "1" to "100", and "none"
    latency_ms: Mapping[str, Latency]  # "search" and "ask"
    questions: int
    unjudged: int  # questions that nobody has said the relevant articles of
    levels: tuple[LevelPoint, ...] = ()  # by threshold, rising; empty: of an older version
