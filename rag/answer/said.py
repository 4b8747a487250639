"""What somebody said -> the statements that say it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rag.answer.evidence import Evidence
from rag.answer.support import Support, Topic
from rag.index.embedder import Vectors
from rag.records import Article, Query, Statement, StatementKind
from rag.search.search import Search
from rag.search.topic import keys, terms

MOST = 4  # statements in an answer
MOST_DAYS = 6  # in an answer on how words changed
CANDIDATES = 200  # statements looked at, the most similar ones

# A statement ranks this much higher where the article quotes it than where it retells it.
_DIRECT_BONUS = 0.06
# How close to the best statement another must come to stand beside it.
_NEAR_BEST = 0.72
# Characters before a statement that tell what it is about: a paragraph and its heading.
_CONTEXT = 600


def said(query: Query, topic_vector: Vectors, search: Search) -> list[Evidence]:
    """The statements that answer, best first; none where nothing was said on the topic.

    An empty topic asks for anything the speaker said.
    """
    found = _on_topic(query, topic_vector, search)
    if query.latest:
        found.sort(key=lambda one: str(one.article.date or ""), reverse=True)
        return found[:MOST]
    return _near_best(found)[:MOST]


def changed(query: Query, topic_vector: Vectors, search: Search) -> list[Evidence]:
    """The best statements of each day on which the speaker spoke on the topic, oldest first.

    Days are the articles'; of more than six, the first, the last and some between are shown.
    """
    dated = [one for one in _on_topic(query, topic_vector, search) if one.article.date]
    dated.sort(key=lambda one: str(one.article.date))  # stable: the best of a day stays first
    days = [list(group) for _, group in groupby(dated, key=lambda one: one.article.date)]
    each = 2 if len(days) <= MOST // 2 else 1
    return [one for day in _spread(days, MOST_DAYS) for one in _near_best(day)[:each]]


def _on_topic(query: Query, topic_vector: Vectors, search: Search) -> list[Evidence]:
    by = query.spellings or None
    asked = [term for term in terms(query.topic) if not _names_speaker(term.text, query)]
    topic = Topic(asked, search.weight)
    found = []
    for hit in search.statements(topic_vector, query.filters, by=by, k=CANDIDATES):
        statement = hit.statement
        if statement.speaker is None or statement.speaker in query.not_by:
            continue
        article = search.article(statement.article_id)
        support = _support(statement, article, topic, hit.similarity, search)
        if support.is_enough or not asked:
            bonus = _DIRECT_BONUS if statement.kind is StatementKind.DIRECT else 0.0
            found.append(
                Evidence(
                    article,
                    statement.start,
                    statement.end,
                    support.score + bonus,
                    statement.speaker,
                )
            )
    return sorted(found, key=lambda one: (-one.score, one.article.id, one.start))


def _support(
    statement: Statement, article: Article, topic: Topic, similarity: float, search: Search
) -> Support:
    own = keys(article.text[statement.start : statement.end])
    around = own | keys(_before(statement, article, search))
    names = [term for term in topic.terms if term.name]
    missing = [term for term in names if not term.matches(around)]
    return Support(
        own=topic.coverage(own),
        context=topic.coverage(around),
        similarity=max(similarity, 0.0),
        names=not missing or search.article_matches(article, missing),
    )


def _before(statement: Statement, article: Article, search: Search) -> str:
    """The paragraph a statement goes on from, as far as no one else speaks in it."""
    paragraph = article.text.rfind("\n\n", 0, statement.start)
    start = article.text.rfind("\n\n", 0, max(paragraph, 0))
    start = max(start, statement.start - _CONTEXT, 0)
    for other in search.in_article(article.id):
        if other.end <= statement.start and other.speaker != statement.speaker:
            start = max(start, other.end)
    return article.text[start : statement.start]


def _names_speaker(word: str, query: Query) -> bool:
    return any(word.lower() in name.lower().split() for name in query.spellings)


def _near_best(found: Sequence[Evidence]) -> list[Evidence]:
    return [one for one in found if one.score >= _NEAR_BEST * found[0].score]


def _spread(days: list[list[Evidence]], most: int) -> list[list[Evidence]]:
    """At most so many days, evenly spread, the first and the last among them."""
    if len(days) <= most:
        return days
    return [days[round(i * (len(days) - 1) / (most - 1))] for i in range(most)]
