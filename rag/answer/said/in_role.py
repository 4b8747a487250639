"""The words of whoever has a role in an article on the role's owner: "Roe's lawyer".

An article on Roe calls her lawyer "the lawyer", so that the role belongs to many lawyers, and the
owner's name shows whom it means.
"""

from __future__ import annotations

from rag.answer.evidence import Evidence, FoundEvidence
from rag.answer.said.said import find_statements
from rag.models.embedder import Vectors
from rag.records import Query
from rag.search.retrieve.search import Search
from rag.search.topic import find_keys, find_terms


def choose_role(query: Query, topic_vector: Vectors, search: Search) -> Query:
    """The query for all whom the articles give its role, if only they speak on the topic."""
    if query.in_role is None or find_statements(query, topic_vector, search).evidence:
        return query
    held = find_statements(query.in_role, topic_vector, search)
    return query.in_role if held.evidence else query


def is_certainly_of_role(query: Query, found: FoundEvidence) -> bool:
    """Whether statements are of one speaker, and one of them names the role's owner."""
    speakers = {piece.speaker for piece in found.evidence}
    return len(speakers) == 1 and any(_names_owner(piece, query) for piece in found.evidence)


def _names_owner(piece: Evidence, held: Query) -> bool:
    """Whether a statement, or the title of its article, names the role's owner."""
    keys = find_keys(piece.text) | find_keys(piece.article.title)
    return all(term.matches(keys) for name in held.owner for term in find_terms(name))
