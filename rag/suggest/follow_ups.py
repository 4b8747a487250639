"""An answer -> follow-up questions, made from what the same people say near it.

A topic is a noun phrase of a statement (rag.suggest.topics), never a stop word. No topic is
suggested twice, nor the one that was just asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.names.name import same_person
from rag.records import Answer, Query, QuestionKind, Statement
from rag.search.topic import find_keys
from rag.suggest.answering_index import AnsweringIndex
from rag.suggest.askable import is_sure
from rag.suggest.topics import Topic, find_topics

_MOST = 3  # questions suggested
_READ = 16  # statements whose topics are considered, the nearest to the cited words first


def suggest_follow_ups(query: Query, answer: Answer, index: AnsweringIndex) -> tuple[str, ...]:
    """Suggest up to three questions on what else the quoted people said, best first."""
    if query.kind is QuestionKind.PUBLISHED:
        return ()
    asked_keys = set(find_keys(query.searched_for))
    questions: list[str] = []
    for topic, speaker in _rank_topics(query, answer, index):
        if len(questions) == _MOST:
            break
        if topic.keys and not topic.keys & asked_keys:
            asked_keys |= topic.keys
            name = index.understand(f"What did {speaker} say?").speaker  # the name in one spelling
            questions.append(f"What did {name or speaker} say about {topic.text}?")
    return tuple(questions)


def _rank_topics(query: Query, answer: Answer, index: AnsweringIndex) -> list[tuple[Topic, str]]:
    """The topics of statements near the evidence with their speakers, best first."""
    ranked = [
        (topic, str(statement.speaker))
        for statement in _find_near(query, answer, index)
        for topic in find_topics(index.article(statement.article_id), statement)
    ]
    return sorted(ranked, key=lambda pair: -pair[0].score)


def _find_near(query: Query, answer: Answer, index: AnsweringIndex) -> Sequence[Statement]:
    """Statements of the quoted people, or of anybody if nobody is quoted, near the cited words."""
    places = [(citation.article_id, citation.start) for citation in answer.citations]
    places = places or [(reference.article_id, 0) for reference in answer.closest]
    people = {
        citation.speaker for citation in answer.citations if citation.speaker
    } or query.spellings
    near: dict[tuple[str, int, int], tuple[int, Statement]] = {}
    for article_id, start in dict(reversed(places)).items():
        for statement in _list_theirs(index, article_id, people):
            near[article_id, statement.start, statement.end] = (
                abs(statement.start - start),
                statement,
            )
    closest = sorted(near.values(), key=lambda pair: pair[0])[:_READ]
    return [statement for _, statement in closest]


def _list_theirs(
    index: AnsweringIndex, article_id: str, people: set[str] | frozenset[str | None]
) -> Iterator[Statement]:
    article = index.article(article_id)
    for statement in index.statements(article_id):
        if statement.speaker is None or not is_sure(statement, article.text):
            continue
        if not people or any(name and same_person(name, statement.speaker) for name in people):
            yield statement
