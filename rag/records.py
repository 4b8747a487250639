"""The vocabulary: what flows from a file to an answer, in the order of the flow.

Every record is frozen. Offsets are character offsets into `Article.text`, start included and
end excluded, so that whatever is cited can be found, checked and highlighted in its article.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Address:
    """Another place where the very text of an article stands."""

    article_id: str
    title: str
    outlet: str | None
    url: str | None
    published: date | None


@dataclass(frozen=True, slots=True)
class Version:
    """An older text of an article, which a newer one under the same id replaced."""

    title: str
    published: date | None
    modified: date | None
    characters: int
    digest: str  # of the text: 16 hexadecimal digits


@dataclass(frozen=True, slots=True)
class Article:
    """A news article, cleaned: what is not part of the text is in the other fields."""

    id: str  # path below corpus/, with "#line" behind it where a file holds many articles
    title: str
    text: str
    published: date | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    dateline: str | None = None  # the words that say `published`, where the source has it
    mentioned: date | None = None  # the latest full date in the text, kept if not `published`
    modified: date | None = None
    language: str | None = None  # ISO 639-1; None where the text is too short to tell, or mixed
    also: tuple[Address, ...] = ()  # where the same text stands as well
    versions: tuple[Version, ...] = ()  # older ones, the newest first

    @property
    def date(self) -> date | None:
        """The date filters use: `published`, else the latest full date mentioned."""
        return self.published or self.mentioned

    @property
    def approximate_date(self) -> bool:
        """Whether `date` is only a date that the text mentions."""
        return self.published is None and self.mentioned is not None


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences: `text == article.text[start:end]`."""

    article_id: str
    start: int
    end: int
    text: str

    @property
    def id(self) -> str:
        """32 hexadecimal digits made of the article's id, the offsets and the text."""
        key = f"{self.article_id}\0{self.start}\0{self.end}\0{self.text}"
        return hashlib.blake2b(key.encode(), digest_size=16).hexdigest()


class StatementKind(StrEnum):
    """How words are reported: in quotation marks, without, or partly."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what: a span of an article that reports somebody's words."""

    article_id: str
    start: int
    end: int
    speaker: str | None  # as this article names them in full; None where that is unclear
    mention: tuple[int, int] | None  # the speaker as written here: "he"; None within a turn
    cue: tuple[int, int] | None  # the verb: "said", "according to"
    kind: StatementKind


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from `first` to `last`, both included; None is open."""

    first: date | None = None
    last: date | None = None

    def __contains__(self, day: date | None) -> bool:
        if day is None:
            return self == DateRange()
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the asker restricts a question to; everything empty restricts nothing."""

    speaker: str | None = None
    dates: DateRange = DateRange()
    outlet: str | None = None
    articles: tuple[str, ...] = ()


class QuestionKind(StrEnum):
    """What a question asks for, which decides how it is answered."""

    STATEMENT = "statement"  # what somebody said
    FACT = "fact"  # anything that a sentence of an article may answer: the general way
    PUBLISHED = "published"  # when, or where, an article appeared
    CHANGE = "change"  # how what somebody said changed
    COLLECTION = "collection"  # what the collection holds: its articles, speakers, topics
    TALK = "talk"  # a greeting, thanks, or a question on the program itself


class Request(StrEnum):
    """What a question on the collection or a remark to the program asks for."""

    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    HELP = "help"
    OVERVIEW = "overview"  # what the collection is about
    TOPICS = "topics"
    PEOPLE = "people"  # who is quoted, on a topic or at all
    LIST = "list"  # articles, on a topic or all
    COUNT = "count"  # how many articles
    OUTLETS = "outlets"
    DATES = "dates"  # from when to when
    SUMMARY = "summary"  # of an article, a topic, or a speaker's positions
    SOURCES = "sources"  # the articles that the answer before cites


@dataclass(frozen=True, slots=True)
class Speaker:
    """Everybody whom one name can mean: usually one person, in one or more spellings."""

    name: str  # the most frequent spelling in full; of several people, what they have in common
    spellings: frozenset[str] = frozenset()  # values of `Statement.speaker`; empty: nobody quoted
    each: tuple[Speaker, ...] = ()  # of several that are named ("Roe and Poe"), each of them


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood."""

    searched_for: str  # in words; asked again, it is understood the same
    kind: QuestionKind
    topic: str  # what it is about, without the speaker and the days
    filters: Filters = Filters()  # for whose words: the asker's, and the days in the question
    speaker: str | None = None  # whose words are asked for, as the index names them
    spellings: frozenset[str] = frozenset()  # how the articles name that speaker; empty: nobody
    each: tuple[Speaker, ...] = ()  # of several speakers that are named, each of them
    described: bool = False  # the speaker is no name but a description, such as "researchers"
    not_by: frozenset[str] = frozenset()  # speakers left out: "who else ..."
    subject: str | None = None  # of a fact: a state or an institution that must stand in it
    latest: bool = False  # newest first
    request: Request | None = None  # of a question on the collection, or of talk
    own: str = ""  # the question's own words, where `searched_for` adds some of earlier questions
    context: str = ""  # earlier questions, searched together with this one
    context_weight: float = 0.0  # what is found so counts this much beside the question alone
    context_names: tuple[str, ...] = ()  # names of earlier questions that articles must have
    near: DateRange = DateRange()  # days in the question: their articles are found first
    asks_for_words: bool = False  # somebody's words, though it is answered as a fact
    page: int = 0  # how many times more was asked for
    language: str | None = None  # ISO 639-1, of a question that is surely not in English
    previous: Query | None = None  # of "who else" and "which article": the question before
    resumes: Query | None = None  # of "why?" and "which article": what later questions go on from

    @property
    def alone(self) -> str:
        """The question in its own words, without those of earlier ones."""
        return self.own or self.searched_for


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question, with its score: higher is better, 0 to 1."""

    passage: Passage
    score: float


class CitationKind(StrEnum):
    """How cited words stand in their article, where they are not the article's own sentences."""

    DIRECT = "direct"  # a quotation
    INDIRECT = "indirect"  # somebody's words, retold by the article
    MIXED = "mixed"  # both
    HEADLINE = "headline"  # the article's title or standfirst, never a speaker's words


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact words of an article that carry a part of an answer."""

    number: int  # the marker [number] in the answer's text
    article_id: str
    title: str
    date: date | None
    approximate_date: bool
    outlet: str | None
    url: str | None
    speaker: str | None
    start: int
    end: int
    text: str
    bold: tuple[tuple[int, int], ...] = ()  # offsets, in the article, of the words that answer
    also: tuple[str, ...] = ()  # ids of the other articles that carry the same words
    kind: CitationKind | None = None  # None: the article's own sentences
    # of unsure evidence: offsets, in the article, of the sentence that likeliest answers
    likely: tuple[int, int] | None = None

    @property
    def line(self) -> str:
        """The words on one line, as they stand in an answer's text."""
        return " ".join(self.text.split())


class Status(StrEnum):
    """How sure it is that what is shown answers the question."""

    ANSWERED = "answered"
    UNSURE = "unsure"  # the evidence that comes closest, which may not answer
    NOT_FOUND = "not_found"  # nothing comes near, or what decides is not in the corpus


class AnswerKind(StrEnum):
    """What an answer is made of."""

    EVIDENCE = "evidence"  # words of the articles
    COLLECTION = "collection"  # lists and counts that the program made of the index
    TALK = "talk"  # the program's own words


@dataclass(frozen=True, slots=True)
class Unread:
    """A file, or a row of one, that is not in the index, and why."""

    path: str  # below the corpus, with ":line" or "#row" behind it
    reason: str
    expected: bool = False  # a README or a picture: nobody misses it


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a corpus covers: how many articles, and the days between which they lie."""

    articles: int
    statements: int
    first: date | None
    last: date | None
    first_approximate: bool
    last_approximate: bool
    undated: int
    unread: int = 0  # files that should have been read, and could not be
    languages: Mapping[str, int] = field(default_factory=dict)  # ISO 639-1 -> articles, most first


@dataclass(frozen=True, slots=True)
class ArticleReference:
    """An article by id and title."""

    article_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown: verified quotations with their citations, or why there are none."""

    question: str
    searched_for: str  # the question as understood, in words
    status: Status
    text: str
    reason: str | None = None  # why there is none, or none of one of the speakers asked about
    citations: Sequence[Citation] = ()
    closest: Sequence[ArticleReference] = ()
    confidence: float = 0.0  # of a fact, its probability; 0 where there is no evidence
    kind: AnswerKind = AnswerKind.EVIDENCE
    more: int = 0  # further statements or articles that answer alike and are not shown
    try_asking: Sequence[str] = ()  # questions that the articles answer
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    @property
    def lines(self) -> Sequence[str]:
        """The text's lines, without the last where it repeats the reason."""
        lines = self.text.splitlines()
        return lines[:-1] if self.reason and self.status is not Status.UNSURE else lines


@dataclass(frozen=True, slots=True)
class Examined:
    """A question as understood, the passages found, best first, and its answer."""

    query: Query
    hits: tuple[Hit, ...]
    answer: Answer


@dataclass(frozen=True, slots=True)
class Said:
    """A statement on a timeline, and where else the same words stand."""

    citation: Citation
    also_in: Sequence[ArticleReference] = ()  # other articles that have nearly the same words


@dataclass(frozen=True, slots=True)
class Timeline:
    """What a speaker said on a topic, oldest first, undated last; or why there is nothing."""

    speaker: str  # as the index names them
    topic: str
    said: Sequence[Said]
    reason: str | None = None
