"""What the collection is about -> its extent, topics, speakers, outlets and newest articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.collection.articles import list_answer
from rag.collection.holdings import Holdings
from rag.collection.talk import MOST_QUESTIONS, extent, try_asking
from rag.language.english.stop_words import STOP_WORDS
from rag.names.folding import fold
from rag.names.people import surname
from rag.notice import Counted, Notice, joined
from rag.records import Answer, AnswerKind, Filters, Query, Status

_TOPICS, _SPEAKERS, _NEWEST = 12, 8, 5
_OUTLETS = 20


def overview(question: str, query: Query, holdings: Holdings) -> Answer:
    """Extent, topics and speakers in sentences, and the newest articles as a list."""
    parts = [extent(holdings), _topics(holdings), _speakers(holdings), _outlets(holdings)]
    head = joined([part for part in parts if part], by="\n")
    articles = sorted(
        holdings.search.articles(Filters()),
        key=lambda article: (str(article.date or ""), article.id),
        reverse=True,
    )
    return list_answer(question, query, head, articles, _NEWEST)


def topics(question: str, query: Query, holdings: Holdings) -> Answer:
    """The most frequent topics, and questions to go on with."""
    return _prose(question, query, [_topics(holdings) or extent(holdings)], holdings.examples())


def outlets(question: str, query: Query, holdings: Holdings) -> Answer:
    """The outlets, with how many articles are theirs."""
    return _prose(question, query, [_outlets(holdings) or Notice("No article names its outlet.")])


def _prose(
    question: str, query: Query, lines: Sequence[Notice], questions: Sequence[str] = ()
) -> Answer:
    questions = questions[:MOST_QUESTIONS]
    shown = [*lines, *([try_asking(questions)] if questions else [])]
    return Answer(
        question,
        query.searched_for,
        Status.ANSWERED,
        joined(shown, by="\n"),
        confidence=1.0,
        kind=AnswerKind.COLLECTION,
        try_asking=questions,
    )


def _topics(holdings: Holdings) -> Notice | None:
    people = {fold(surname(name)) for name in holdings.speakers.names()[:200]}
    found = _distinct(
        text for text in holdings.topics() if fold(text).split()[-1:] and _may_be(text, people)
    )
    listed = ", ".join(found[:_TOPICS])
    return Notice("Most often they are about: {topics}.", topics=listed) if listed else None


def _may_be(text: str, people: set[str]) -> bool:
    """Whether a text is a topic: longer than a letter, no stop word, and no speaker's name."""
    return len(text) > 2 and text.lower() not in STOP_WORDS and fold(surname(text)) not in people


def _distinct(texts: Iterable[str]) -> list[str]:
    """Texts without those whose words another has already."""
    kept: list[str] = []
    for text in texts:
        words = set(text.lower().split())
        if not any(words <= set(other.lower().split()) for other in kept):
            kept.append(text)
        if len(kept) >= _TOPICS:
            break
    return kept


def _speakers(holdings: Holdings) -> Notice | None:
    counts = holdings.speakers.counts()
    if not counts:
        return None
    shown = [
        Notice("{name} ({statements})", name=name, statements=Counted(count, "statement"))
        for name, count in list(counts.items())[:_SPEAKERS]
    ]
    return Notice("Most quoted: {names}.", names=joined(shown, by=", "))


def _outlets(holdings: Holdings) -> Notice | None:
    counts = holdings.outlets()
    if not counts:
        return None
    shown = [
        Notice("{outlet} ({articles})", outlet=outlet, articles=Counted(count, "article"))
        for outlet, count in list(counts.items())[:_OUTLETS]
    ]
    return Notice("Outlets: {outlets}.", outlets=joined(shown, by=", "))
