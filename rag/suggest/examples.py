"""Example questions, made from the corpus and kept only if it answers them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rag.names.name import same_person
from rag.records import Status
from rag.suggest.answering_index import AnsweringIndex
from rag.suggest.askable import is_sure
from rag.suggest.topics import find_topics

_SPEAKERS = 3  # most quoted people who are asked about
_TRIES = 4  # topics tried for each of them
_CUT = ("...", "…")  # the end of a title that its outlet has shortened
_AGAIN = 1.0  # a topic's bonus for each further statement on it


def suggest_examples(index: AnsweringIndex) -> list[str]:
    """Up to four questions that this corpus answers; none for a corpus without statements."""
    questions: list[str] = []
    asked_topics: set[str] = set()
    titles: list[str] = []
    for speaker in index.speakers[:_SPEAKERS]:
        articles = {
            citation.article_id for citation in index.ask(f"What did {speaker} say?").citations
        }
        titles += [index.article(article_id).title for article_id in sorted(articles)]
        ranked = _rank_topics(index, articles, speaker)
        for topic in [name for name in ranked if name not in asked_topics][:_TRIES]:
            question = f"What did {speaker} say about {topic}?"
            if index.ask(question).status is Status.ANSWERED:
                asked_topics.add(topic)
                questions.append(question)
                break
    for title in [title for title in titles if not title.endswith(_CUT)][:1]:
        question = f"When was “{title}” published?"
        if index.ask(question).status is Status.ANSWERED:
            questions.append(question)
    return questions


def _rank_topics(index: AnsweringIndex, articles: Iterable[str], speaker: str) -> list[str]:
    """The topics of a speaker's statements in some articles, best first."""
    scores: dict[str, float] = defaultdict(float)
    for article in sorted(articles):
        text = index.article(article).text
        for statement in index.statements(article):
            if (
                statement.speaker
                and same_person(statement.speaker, speaker)
                and is_sure(statement, text)
            ):
                for topic in find_topics(index.article(article), statement):
                    scores[topic.text] = max(scores[topic.text] + _AGAIN, topic.score)
    return sorted(scores, key=lambda text: (-scores[text], text))
