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
    """Another place of exactly the same text as an article's."""

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
    """A news article, cleaned: title, date and other fields are not part of the text."""

    id: str  # path below corpus/, followed by "#line" if a file has many articles
    title: str
    text: str
    published: date | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    dateline: str | None = None  # the words that `published` was read from, if there are any
    mentioned: date | None = None  # the latest full date in the text, if not `published`
    modified: date | None = None
    language: str | None = None  # ISO 639-1; None if the text is too short or mixed
    also: tuple[Address, ...] = ()  # the other places of the same text
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
    """A span of an article that reports a speaker's words."""

    article_id: str
    start: int
    end: int
    speaker: str | None  # the full name in this article; None if unclear
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
    """The filters of a question; an empty field restricts nothing."""

    speaker: str | None = None
    dates: DateRange = DateRange()
    outlet: str | None = None
    articles: tuple[str, ...] = ()


class QuestionKind(StrEnum):
    """The kind of a question, which decides how it is answered."""

    STATEMENT = "statement"  # what somebody said
    FACT = "fact"  # anything that a sentence of an article may answer; all other questions
    PUBLISHED = "published"  # when or where an article was published
    CHANGE = "change"  # how a speaker's statements changed
    COLLECTION = "collection"  # the contents of the collection: its articles, speakers, topics
    TALK = "talk"  # a greeting, thanks, or a question about the program


class Request(StrEnum):
    """The request of a question on the collection, or of talk."""

    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    HELP = "help"
    TRUST = "trust"  # whether an answer, or the program, can be relied on
    TASK = "task"  # work that the program does not do: to translate, to write, to have an opinion
    COMPLAINT = "complaint"  # the answer did not help
    OVERVIEW = "overview"  # what the collection is about
    TOPICS = "topics"
    PEOPLE = "people"  # who is quoted, on a topic or at all
    LIST = "list"  # articles, on a topic or all
    COUNT = "count"  # how many articles
    QUOTED = "quoted"  # how many statements a speaker has
    OUTLETS = "outlets"
    AUTHORS = "authors"
    DATES = "dates"  # the first and the last day
    SUMMARY = "summary"  # of an article, a topic, or a speaker's positions
    SOURCES = "sources"  # the articles that the previous answer cites


@dataclass(frozen=True, slots=True)
class Speaker:
    """All speakers that one name can mean: usually one person, in one or more spellings."""

    name: str  # the most frequent full spelling; of several people, the common part
    spellings: frozenset[str] = frozenset()  # values of `Statement.speaker`; empty: nobody quoted
    each: tuple[Speaker, ...] = ()  # the single speakers of a list of names, "Roe and Poe"


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood."""

    searched_for: str  # as a complete question, which is understood in the same way
    kind: QuestionKind
    topic: str  # without the speaker and the days
    filters: Filters = Filters()  # those of the request; for statements also the question's days
    speaker: str | None = None  # the speaker asked about, as the index names them
    spellings: frozenset[str] = frozenset()  # of the speaker in the articles; empty: not quoted
    each: tuple[Speaker, ...] = ()  # the single speakers, if several are named
    described: bool = False  # the speaker is a description and not a name: "researchers"
    not_by: frozenset[str] = frozenset()  # excluded speakers: "who else ..."
    subject: str | None = None  # of a fact: a state or an institution that it must contain
    latest: bool = False  # newest first
    earliest: bool = False  # articles of a list, oldest first
    request: Request | None = None  # of a question on the collection, or of talk
    nth: int = 0  # the article at this place of the list in `previous`; -1: the last; 0: none
    own: str = ""  # the question's own words, if `searched_for` adds words of earlier ones
    context: str = ""  # earlier questions, searched together with this one
    context_weight: float = 0.0  # of the passages found with `context`; those without it have 1
    context_names: tuple[str, ...] = ()  # names of earlier questions that articles must have
    near: DateRange = DateRange()  # days in the question, whose articles rank higher
    asks_for_words: bool = False  # it asks for statements, but is answered as a fact
    page: int = 0  # the number of times that more was asked for
    most: int | None = None  # statements or articles that are shown; None: the usual number
    language: str | None = None  # ISO 639-1, if the question is certainly not in English
    previous: Query | None = None  # the question before: "who else", "which article", "the second"
    resumes: Query | None = None  # the query that later questions continue, after "why?"
    parts: tuple[Query, ...] = ()  # of a text with several questions, all of them, in order

    @property
    def alone(self) -> str:
        """The question without words of earlier ones."""
        return self.own or self.searched_for


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question, with its score: higher is better, 0 to 1."""

    passage: Passage
    score: float


class CitationKind(StrEnum):
    """How an article reports cited words that are not its own sentences."""

    DIRECT = "direct"  # a quotation
    INDIRECT = "indirect"  # a speaker's words, retold by the article
    MIXED = "mixed"  # both
    HEADLINE = "headline"  # the article's title or standfirst, never a speaker's words


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact words of an article that support a part of an answer."""

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
    also: tuple[str, ...] = ()  # ids of the other articles that have the same words
    kind: CitationKind | None = None  # None: the article's own sentences
    # of an excerpt: offsets, in the article, of the sentence that most likely answers
    likely: tuple[int, int] | None = None
    authors: tuple[str, ...] = ()  # of the article

    @property
    def line(self) -> str:
        """The words on one line, as in an answer's text."""
        return " ".join(self.text.split())


class Status(StrEnum):
    """How certain it is that the evidence answers the question."""

    ANSWERED = "answered"
    UNSURE = "unsure"  # the closest evidence, which may not answer
    NOT_FOUND = "not_found"  # no evidence is close, or a name of the question is unknown


class AnswerKind(StrEnum):
    """The content of an answer."""

    EVIDENCE = "evidence"  # words of the articles
    COLLECTION = "collection"  # lists and counts made from the index
    TALK = "talk"  # the program's own words


@dataclass(frozen=True, slots=True)
class Unread:
    """A file, or a row of one, that is not in the index, and why."""

    path: str  # below the corpus, followed by ":line" or "#row"
    reason: str
    expected: bool = False  # it is not an article: a README or a picture


@dataclass(frozen=True, slots=True)
class Coverage:
    """The extent of a corpus: the number of articles, and their first and last day."""

    articles: int
    statements: int
    first: date | None
    last: date | None
    first_approximate: bool
    last_approximate: bool
    undated: int
    unread: int = 0  # files that could not be read, except expected ones
    languages: Mapping[str, int] = field(default_factory=dict)  # ISO 639-1 -> articles, most first


@dataclass(frozen=True, slots=True)
class ArticleReference:
    """An article by id and title."""

    article_id: str
    title: str


class FacetKind(StrEnum):
    """The kinds of facets by which a collection can be browsed."""

    TOPIC = "topic"
    SPEAKER = "speaker"
    OUTLET = "outlet"


@dataclass(frozen=True, slots=True)
class Facet:
    """A topic, a speaker or an outlet of the collection, with a question that leads there."""

    kind: FacetKind
    name: str
    question: str
    count: int | None = None  # a speaker's statements, an outlet's articles; None: not counted


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence of a language model that its evidence supports."""

    text: str  # with its markers
    numbers: tuple[int, ...]  # of the citations that support it
    point: bool = False  # whether it begins an item of a list
    repair: str = ""  # what was changed; empty: nothing


@dataclass(frozen=True, slots=True)
class StruckSentence:
    """A sentence of a language model that its evidence does not support."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Writing:
    """An answer as a language model wrote it; each sentence shown is supported by citations."""

    model: str
    sentences: tuple[WrittenSentence, ...] = ()  # as shown; none if there is a problem
    struck: tuple[StruckSentence, ...] = ()
    problem: str = ""  # why only the citations are shown; empty: the sentences are shown
    pending: bool = False  # it is not written yet
    timings_ms: Mapping[str, float] = field(default_factory=dict)  # "first" sentence, "end"

    @property
    def text(self) -> str:
        """The sentences with their markers: paragraphs, and a line for each item of a list."""
        lines: list[str] = []
        for sentence in self.sentences:
            if sentence.point:
                lines.append(f"- {sentence.text}")
            elif lines and not lines[-1].startswith("- "):
                lines[-1] += f" {sentence.text}"
            else:
                lines.append(sentence.text)
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Answer:
    """Verified quotations with their citations, or the reason why there are none."""

    question: str
    searched_for: str  # the question as understood, in words
    status: Status
    text: str
    reason: str | None = None  # why there is no answer, or none by one of several speakers
    citations: Sequence[Citation] = ()
    closest: Sequence[ArticleReference] = ()
    confidence: float = 0.0  # of a fact, its probability; 0 without evidence
    kind: AnswerKind = AnswerKind.EVIDENCE
    preface: str = ""  # the program's own sentences, which stand before the evidence
    facets: Sequence[Facet] = ()  # the list that answers a question on the collection
    more: int = 0  # further statements, people or articles that also answer and are not shown
    try_asking: Sequence[str] = ()  # questions that the articles answer
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    writing: Writing | None = None  # what a language model wrote from the citations, if one did

    @property
    def lines(self) -> Sequence[str]:
        """The text's lines, without the last one if it repeats the reason."""
        lines = self.text.splitlines()
        return lines[:-1] if self.reason and self.status is not Status.UNSURE else lines


@dataclass(frozen=True, slots=True)
class Examined:
    """A query, the passages found, best first, and the answer."""

    query: Query
    hits: tuple[Hit, ...]
    answer: Answer


@dataclass(frozen=True, slots=True)
class Said:
    """A statement on a timeline, and the other articles with the same words."""

    citation: Citation
    also_in: Sequence[ArticleReference] = ()  # other articles that have nearly the same words


@dataclass(frozen=True, slots=True)
class Timeline:
    """A speaker's statements on a topic, oldest first, undated last, or the reason for none."""

    speaker: str  # as the index names them
    topic: str
    said: Sequence[Said]
    reason: str | None = None
