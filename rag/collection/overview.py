"""Questions about the collection: its extent, topics, speakers, outlets and newest articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from rag.collection.articles import answer_with_list
from rag.collection.holdings import Holdings
from rag.collection.talk import MOST_QUESTIONS, describe_extent, suggest_questions
from rag.language.english.calendar_words import DAY_WORDS
from rag.language.english.nationalities import NATIONALITIES
from rag.language.english.stop_words import ASKING_WORDS, STOP_WORDS
from rag.names.folding import fold
from rag.names.people import surname
from rag.notice import Counted, Notice, Part, joined
from rag.records import Answer, AnswerKind, Facet, FacetKind, Filters, Query, Status
from rag.suggest.topic_words import NOUN_OR_VERB, OUTLETS

_TOPICS, _SPEAKERS, _NEWEST = 12, 8, 5
_OUTLETS = 20


def describe_collection(question: str, query: Query, holdings: Holdings) -> Answer:
    """Extent, topics and speakers in sentences, and the newest articles as a list."""
    facets = list_facets(holdings)
    head = joined([describe_extent(holdings), *_write_sentences(facets)], by="\n")
    articles = sorted(
        holdings.search.find_articles(Filters()),
        key=lambda article: (str(article.date or ""), article.id),
        reverse=True,
    )
    answer = answer_with_list(question, query, head, articles, _NEWEST)
    return replace(answer, preface=describe_extent(holdings), facets=facets)


def list_facets(holdings: Holdings) -> list[Facet]:
    """The most frequent topics, the most quoted people and the largest outlets."""
    return [*_list_topics(holdings), *speaker_facets(holdings, _SPEAKERS), *_list_outlets(holdings)]


def list_topics(question: str, query: Query, holdings: Holdings) -> Answer:
    """The most frequent topics, and questions to ask next."""
    return _answer_with_list(
        question, query, describe_extent(holdings), _list_topics(holdings), holdings.examples()
    )


def list_outlets(question: str, query: Query, holdings: Holdings) -> Answer:
    """The outlets, each with its number of articles."""
    none = Notice("No article names its outlet.")
    return _answer_with_list(question, query, none, _list_outlets(holdings))


def _answer_with_list(
    question: str,
    query: Query,
    none: Notice,
    facets: Sequence[Facet],
    questions: Sequence[str] = (),
) -> Answer:
    """An answer that lists facets, or says `none` if there are none."""
    questions = questions[:MOST_QUESTIONS]
    shown = [
        *(_write_sentences(facets) or [none]),
        *([suggest_questions(questions)] if questions else []),
    ]
    return Answer(
        question,
        query.searched_for,
        Status.ANSWERED,
        joined(shown, by="\n"),
        confidence=1.0,
        kind=AnswerKind.COLLECTION,
        preface="" if facets else none,
        facets=facets,
        try_asking=questions,
    )


def _write_sentences(facets: Sequence[Facet]) -> list[Notice]:
    """One sentence for each kind among the facets."""
    sentences = []
    for kind, form in SENTENCES.items():
        counted = [_write_count(facet) for facet in facets if facet.kind is kind]
        if counted:
            sentences.append(Notice(form, names=joined(counted, by=", ")))
    return sentences


SENTENCES: Final = {
    FacetKind.TOPIC: "Most often they are about: {names}.",
    FacetKind.SPEAKER: "Most quoted: {names}.",
    FacetKind.OUTLET: "Outlets: {names}.",
}


def _write_count(facet: Facet) -> Part:
    if facet.count is None:
        return facet.name
    noun = "article" if facet.kind is FacetKind.OUTLET else "statement"
    return Notice("{name} ({count})", name=facet.name, count=Counted(facet.count, noun))


def _list_topics(holdings: Holdings) -> list[Facet]:
    people = {fold(surname(name)) for name in holdings.speakers.list_names()[:200]}
    distinct = _keep_distinct(
        text
        for text in holdings.topics()
        if fold(text).split()[-1:] and _can_be_topic(text, people)
    )
    return [
        Facet(FacetKind.TOPIC, text, f"Which articles are about {text}?")
        for text in distinct[:_TOPICS]
    ]


def _can_be_topic(text: str, people: set[str]) -> bool:
    """Whether a text can be a topic.

    It has over two letters, is no stop word, day, outlet or adjective of a nation, and has no name
    of a speaker. A name and a word that may be a verb ("Jeddah point") were probably a subject and
    its verb.
    """
    if len(text) <= 2 or text in OUTLETS:
        return False
    if text.lower() in STOP_WORDS | ASKING_WORDS | DAY_WORDS | NATIONALITIES:
        return False
    *before, last = text.split()
    if before and before[-1][:1].isupper() and last in NOUN_OR_VERB:
        return False
    words = re.split(r"['’]s?\s|\s", text)
    return people.isdisjoint(fold(word) for word in (surname(text), *words))


def _keep_distinct(texts: Iterable[str]) -> list[str]:
    """The texts without those whose words are all in an earlier text."""
    kept: list[str] = []
    for text in texts:
        words = set(text.lower().split())
        if not any(words <= set(kept_text.lower().split()) for kept_text in kept):
            kept.append(text)
        if len(kept) >= _TOPICS:
            break
    return kept


def speaker_facets(holdings: Holdings, most: int) -> list[Facet]:
    """The most quoted people."""
    return [
        Facet(FacetKind.SPEAKER, name, f"What did {name} say?", count)
        for name, count in list(holdings.speakers.count_statements().items())[:most]
    ]


def _list_outlets(holdings: Holdings) -> list[Facet]:
    return [
        Facet(FacetKind.OUTLET, outlet, f"Which articles are from {outlet}?", count)
        for outlet, count in list(holdings.outlets().items())[:_OUTLETS]
    ]
