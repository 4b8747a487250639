"""The records from a file of test questions to the summary of a run, in that order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from rag.records import Hit

# No measure and no time is larger; what somebody else wrote may be, or no number at all.
Number = Annotated[float, Field(ge=-1e9, le=1e9)]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of an article that hold an answer; without an article, of any article."""

    article: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A test question, and what is known about the right answer."""

    id: str
    question: str
    history: tuple[str, ...] = ()
    relevant: Mapping[str, int] = field(default_factory=dict)  # article id -> grade, from 1 on
    evidence: tuple[Evidence, ...] = ()
    answerable: bool | None = None  # None: not known
    speaker: str | None = None
    contains: tuple[str, ...] = ()  # words that the answer must contain
    never: tuple[str, ...] = ()  # words that the answer must not contain
    tags: tuple[str, ...] = ()
    asked: date | None = None  # the day that "last week" counts from; None: the day of the run
    any_words: bool = False  # any words of the evidence's article are right ("match": "article")

    @property
    def judged(self) -> bool:
        """Whether the relevant articles are known, or that there are none."""
        return bool(self.relevant or self.evidence) or self.answerable is False


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """The questions of a file in order, with their places."""

    path: str
    sha256: str  # of everything read: the file, or the files of a folder
    questions: tuple[Question, ...]
    places: tuple[str, ...]  # "path:line" of each question
    notes: tuple[str, ...] = ()  # what was left out and why; shown before a run
    corpus: str | None = None  # the articles that came with the questions (BEIR)


@dataclass(frozen=True, slots=True)
class Run:
    """The questions, the index and the program of a run (run.json)."""

    name: str
    started: datetime
    questions_file: str
    questions_sha256: str
    questions_count: int
    index_path: str
    generation: str
    source: Mapping[str, Any]  # how the generation was built, from its manifest
    settings: Mapping[str, Any]
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a question: a line of lines.jsonl."""

    question: Question
    hits: tuple[Hit, ...]  # best first, up to 100; only the first ten have their text
    answer: Mapping[str, Any]  # as docs/interface.md describes an answer
    scores: Mapping[str, Number]  # by measure, without measures that do not apply
    search_ms: Number
    ask_ms: Number


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over `count` questions with its 95 % interval."""

    mean: Number
    low: Number
    high: Number
    count: int


@dataclass(frozen=True, slots=True)
class AbstentionPoint:
    """The effect of answering nothing with a confidence below the threshold."""

    threshold: Number
    precision: Number
    recall: Number
    f1: Number
    refused: int  # not answered


@dataclass(frozen=True, slots=True)
class LevelPoint:
    """The effect of answering from a threshold of confidence on; below it, an answer is unsure."""

    threshold: Number
    answered: int
    unsure: int
    refused: int  # nothing was found; the same at every threshold
    right: Number | None  # share of right answers among the answered; None: not known
    held: Number | None  # share of the unsure that show what was expected; None: not known


@dataclass(frozen=True, slots=True)
class Latency:
    """The median and the 95th percentile of milliseconds."""

    p50: Number
    p95: Number


@dataclass(frozen=True, slots=True)
class Summary:
    """The measures of a run (summary.json)."""

    measures: Mapping[str, Estimate]  # by measure, in the order of `measures.MEASURES`
    slices: Mapping[str, Mapping[str, Estimate]]  # by tag, then by measure
    abstention: tuple[
        AbstentionPoint, ...
    ]  # by rising threshold; empty without unanswerable questions
    ranks: Mapping[str, int]  # rank of the first relevant article, "1" to "100", and "none"
    latency_ms: Mapping[str, Latency]  # "search", "ask"; of a language model "first sentence"
    questions: int
    unjudged: int  # questions without a judgement
    levels: tuple[LevelPoint, ...] = ()  # by rising threshold; empty in older versions
