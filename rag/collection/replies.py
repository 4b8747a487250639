"""A question on the collection, or talk -> its answer, by its request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from rag.collection.articles import count_articles, list_articles, list_authors, show_dates
from rag.collection.holdings import Holdings
from rag.collection.overview import describe_collection, list_outlets, list_topics
from rag.collection.quoted_people import count_statements, list_people
from rag.collection.summary import summarise
from rag.collection.talk import answer_talk
from rag.records import Answer, Query, Request

_Reply = Callable[[str, Query, Holdings], Answer]

_REPLIES: Final[Mapping[Request, _Reply]] = {
    Request.GREETING: answer_talk,
    Request.THANKS: answer_talk,
    Request.GOODBYE: answer_talk,
    Request.HELP: answer_talk,
    Request.TRUST: answer_talk,
    Request.TASK: answer_talk,
    Request.COMPLAINT: answer_talk,
    Request.OVERVIEW: describe_collection,
    Request.TOPICS: list_topics,
    Request.PEOPLE: list_people,
    Request.LIST: list_articles,
    Request.COUNT: count_articles,
    Request.QUOTED: count_statements,
    Request.OUTLETS: list_outlets,
    Request.AUTHORS: list_authors,
    Request.DATES: show_dates,
    Request.SUMMARY: summarise,
}


def reply(question: str, query: Query, holdings: Holdings) -> Answer:
    """The answer to a query that has a request."""
    request = query.request
    if request is None:
        raise ValueError("the query requests nothing of the collection")
    return _REPLIES[request](question, query, holdings)
