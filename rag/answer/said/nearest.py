"""Statements that come closest where none is on the topic: shown, and never as sure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from rag.answer.evidence import Evidence, FoundEvidence
from rag.answer.repeats import remove_copies
from rag.answer.said.on_topic import (
    CANDIDATES,
    find_on_topic,
    make_evidence,
    make_found,
    split_by_speaker,
)
from rag.models.embedder import Vectors
from rag.records import Query
from rag.search.retrieve.search import Search

_NEAREST = 2  # statements that are shown as closest if none is on the topic
_MOST = 4  # further statements, and those of others
_NEAR = 0.15  # least cosine to the topic of a statement that is shown as closest
# The same beside the statements of others that are sure. Of five silent speakers, those with a
# statement on the topic in other words reach 0.39, those without one 0.25.
_NEAR_OTHERS = 0.3


def find_nearest_statements(query: Query, topic_vector: Vectors, search: Search) -> list[Evidence]:
    """The statements of each speaker of the question that are nearest to the topic."""
    nearest_statements: list[Evidence] = []
    for speaker_query in split_by_speaker(query):
        if not speaker_query.spellings:
            continue
        close = [
            make_evidence(hit.statement, search.article(hit.statement.article_id), hit.similarity)
            for hit in search.find_statements(topic_vector, speaker_query, _NEAREST)
            if hit.similarity >= _NEAR
        ]
        ranked = remove_copies(sorted(close, key=lambda evidence: -evidence.score))
        nearest_statements += ranked[: max(1, _NEAREST // max(1, len(query.each)))]
    return nearest_statements


def find_other_statements(query: Query, topic_vector: Vectors, search: Search) -> FoundEvidence:
    """The speaker's statements on other topics, after all on the topic were shown; not sure."""
    places = {
        (evidence.article.id, evidence.start)
        for evidence in find_on_topic(query, topic_vector, search)
    }
    anything = (
        find_on_topic(replace(query, topic=""), topic_vector, search) if query.spellings else []
    )
    further = [
        evidence
        for evidence in remove_copies(anything)
        if (evidence.article.id, evidence.start) not in places
    ]
    shown = sorted(further, key=lambda evidence: -evidence.score)[: query.most or _MOST]
    return replace(make_found(shown), sure=False)


def find_others_nearest(
    query: Query, articles: Collection[str], topic_vector: Vectors, search: Search
) -> list[Evidence]:
    """The named speakers' statements in some articles that are nearest to the topic."""
    near = [
        make_evidence(hit.statement, search.article(hit.statement.article_id), hit.similarity)
        for hit in search.find_statements(topic_vector, query, CANDIDATES)
        if hit.statement.article_id in articles
        and hit.statement.speaker is not None
        and hit.statement.speaker not in query.not_by
        and hit.similarity >= _NEAR_OTHERS
    ]
    return remove_copies(sorted(near, key=lambda evidence: -evidence.score))[:_MOST]


def add_silent(
    evidence: Sequence[Evidence],
    query: Query,
    topic_vector: Vectors,
    search: Search,
) -> list[Evidence]:
    """What those of several speakers who are not in the evidence say nearest to the topic.

    Only the articles of the evidence count: what they say elsewhere is on something else.
    """
    quoted = {piece.speaker for piece in evidence}
    articles = {piece.article.id for piece in evidence}
    added: list[Evidence] = []
    for alone in split_by_speaker(query) if query.each else ():
        if alone.spellings and quoted.isdisjoint(alone.spellings):
            added += find_others_nearest(alone, articles, topic_vector, search)[:_NEAREST]
    return added
