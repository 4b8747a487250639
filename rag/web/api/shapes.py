"""The schemas of the API: requests are checked against them, and OpenAPI shows them.

rag.interface makes the JSON; a test checks it against these schemas.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from rag.assistant import MOST_SHOWN
from rag.records import DateRange, Filters
from rag.search.question.cleaning import LONGEST_NAME, LONGEST_QUESTION, MOST_HISTORY
from rag.web.api.answers import Form

_MOST_ARTICLES = 100

Words = Annotated[str, StringConstraints(max_length=LONGEST_QUESTION)]
Name = Annotated[str, StringConstraints(max_length=LONGEST_NAME)]


def _check_written(day: Any) -> Any:
    """Accept days only as 2022-01-28; pydantic would also accept seconds since 1970."""
    if isinstance(day, date) or day is None or _DAY.fullmatch(str(day)):
        return day
    raise ValueError("write the day as 2022-01-28")


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Day = Annotated[date | None, BeforeValidator(_check_written)]


class FiltersBody(BaseModel):
    """The filters of a question; an omitted one does not restrict anything."""

    model_config = ConfigDict(extra="forbid")

    speaker: Annotated[Name | None, Field(description="only words of this person")] = None
    first: Annotated[Day, Field(alias="from", description="first day of the articles")] = None
    last: Annotated[Day, Field(alias="to", description="last day of the articles")] = None
    outlet: Annotated[Name | None, Field(description="only articles of this outlet")] = None
    articles: Annotated[
        list[Name], Field(max_length=_MOST_ARTICLES, description="only these, by their ids")
    ] = []

    def filters(self) -> Filters:
        """The filters as a record."""
        return Filters(
            self.speaker or None,
            DateRange(self.first, self.last),
            self.outlet or None,
            tuple(self.articles),
        )


class QuestionBody(BaseModel):
    """A question with the conversation before it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"question": "What did Lavrov say about peacekeepers?"}]},
    )

    question: Words
    history: Annotated[
        list[Words],
        Field(
            max_length=MOST_HISTORY,
            description="earlier questions, the oldest first; the latest are used, up to 4,000 "
            "characters in total",
        ),
    ] = []
    filters: FiltersBody = FiltersBody()
    language: Annotated[
        Literal["en", "ru"],
        Field(description="of `reason` and `preface`, which are the program's own words"),
    ] = "en"


Extra = Literal["follow_ups", "copies", "names"]


class AskBody(QuestionBody):
    """A question, and the wanted length of the answer."""

    most: Annotated[
        int | None,
        Field(
            ge=1,
            le=MOST_SHOWN,
            description="maximum number of statements or articles; omitted: as many as usual",
        ),
    ] = None
    written: Annotated[
        bool,
        Field(
            description="whether the language model writes the answer, if the server has one; "
            "false: only the quotations, at once"
        ),
    ] = True
    wanted: Annotated[
        list[Extra],
        Field(
            alias="with",
            max_length=3,
            description="what is added for readers: `follow_ups`, questions that the evidence "
            "suggests; `copies`, each citation as texts for the clipboard; `names`, one name for "
            "each speaker, however the articles spell it",
        ),
    ] = []

    def form(self) -> Form:
        """How the answer is written."""
        return Form(self.language, **dict.fromkeys(self.wanted, True))


class SearchBody(QuestionBody):
    """A question, and the wanted number of passages."""

    hits: Annotated[int, Field(ge=1, le=100)] = 10


Reported = Literal["direct", "indirect", "mixed"]
Cited = Literal["direct", "indirect", "mixed", "headline"]


class CopiesShape(BaseModel):
    """A citation as texts for the clipboard, with what its words are and where they stand."""

    plain: str
    markdown: str
    reference: str


class CitationShape(BaseModel):
    """The exact words of an article; docs/interface.md describes each field."""

    number: int
    article: str
    title: str
    published: date | None
    approximate_date: bool
    outlet: str | None
    authors: list[str]
    url: str | None
    speaker: str | None
    start: int
    end: int
    text: str
    bold: list[tuple[int, int]]
    also: list[str]
    kind: Cited | None
    label: str
    likely: tuple[int, int] | None
    copies: CopiesShape | None = None
    name: str | None = None


class ReferenceShape(BaseModel):
    """The id and the title of an article."""

    article: str
    title: str


class FacetShape(BaseModel):
    """A topic, a speaker or an outlet, with a question about it."""

    kind: Literal["topic", "speaker", "outlet"]
    name: str
    question: str
    count: int | None


class SentenceShape(BaseModel):
    """A sentence of a language model that its evidence supports."""

    text: str
    numbers: list[int]
    point: bool
    repair: str | None


class StruckShape(BaseModel):
    """A sentence of a language model that its evidence does not support."""

    text: str
    reason: str


class WritingShape(BaseModel):
    """An answer as a language model wrote it; docs/interface.md describes each field."""

    model: str
    pending: bool
    text: str
    sentences: list[SentenceShape]
    struck: list[StruckShape]
    problem: str | None
    timings_ms: dict[str, float]


class AnswerShape(BaseModel):
    """An answer, as `python -m rag ask --json` writes it."""

    version: Literal[2]
    id: Any
    question: str
    searched_for: str
    status: Literal["answered", "unsure", "not_found"]
    text: str
    reason: str | None
    citations: list[CitationShape]
    closest: list[ReferenceShape]
    confidence: float
    kind: Literal["evidence", "collection", "talk"]
    preface: str
    facets: list[FacetShape]
    more: int
    try_asking: list[str]
    follow_ups: list[str] = []
    timings_ms: dict[str, float]
    writing: WritingShape | None


class HitShape(BaseModel):
    """A passage that was found."""

    article: str
    start: int
    end: int
    score: float
    text: str


class SearchShape(BaseModel):
    """The closest passages, best first."""

    id: Any
    question: str
    hits: list[HitShape]


class StatementShape(BaseModel):
    """A statement in an article, with its speaker."""

    speaker: str | None
    kind: Reported
    start: int
    end: int
    mention: tuple[int, int] | None
    cue: tuple[int, int] | None
    text: str


class AddressShape(BaseModel):
    """Another address of the same text."""

    article: str
    title: str
    published: date | None
    outlet: str | None
    url: str | None


class VersionShape(BaseModel):
    """An older version of an article, whose text is not kept."""

    title: str
    published: date | None
    modified: datetime | None
    characters: int
    digest: str


class ArticleShape(BaseModel):
    """An article with its statements."""

    id: str
    title: str
    published: date | None
    approximate_date: bool
    outlet: str | None
    authors: list[str]
    url: str | None
    modified: datetime | None
    language: str | None
    also: list[AddressShape]
    copies: list[str]
    versions: list[VersionShape]
    text: str
    statements: list[StatementShape]


class CoverageShape(BaseModel):
    """What the articles cover."""

    generation: str
    articles: int
    statements: int
    first: date | None
    last: date | None
    first_approximate: bool
    last_approximate: bool
    undated: int
    speakers: list[str]
    examples: list[str]


class SaidShape(BaseModel):
    """A statement on a timeline."""

    citation: CitationShape
    retold: bool
    also_in: list[ReferenceShape]


class TimelineShape(BaseModel):
    """What a speaker said on a topic, oldest first, undated last."""

    speaker: str
    topic: str
    said: list[SaidShape]
    reason: str | None


class ProblemShape(BaseModel):
    """What went wrong, and how to fix it."""

    type: str
    title: str
    status: int
    detail: str
    hint: str
    request_id: str
