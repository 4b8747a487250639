"""A question on the collection, or talk -> its answer, by what it requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from rag.collection.articles import counted, dated, listed
from rag.collection.holdings import Holdings
from rag.collection.overview import outlets, overview, topics
from rag.collection.people import people
from rag.collection.summary import summary
from rag.collection.talk import talk
from rag.records import Answer, Query, Request

_Reply = Callable[[str, Query, Holdings], Answer]

_REPLIES: Final[Mapping[Request, _Reply]] = {
    Request.GREETING: talk,
    Request.THANKS: talk,
    Request.GOODBYE: talk,
    Request.HELP: talk,
    Request.OVERVIEW: overview,
    Request.TOPICS: topics,
    Request.PEOPLE: people,
    Request.LIST: listed,
    Request.COUNT: counted,
    Request.OUTLETS: outlets,
    Request.DATES: dated,
    Request.SUMMARY: summary,
}


def reply(question: str, query: Query, holdings: Holdings) -> Answer:
    """The answer to a query that has a request."""
    request = query.request
    if request is None:
        raise ValueError("the query requests nothing of the collection")
    return _REPLIES[request](question, query, holdings)
