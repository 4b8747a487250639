"""A question as understood, and what was found for it -> its answer, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from rag.answer import compose
from rag.answer.evidence import Found
from rag.answer.fact.facts import Models, as_fact, facts, may_ask_for_a_fact
from rag.answer.fact.pairs import WEIGHTS as PAIRS
from rag.answer.fact.reader import packaged_reader
from rag.answer.published import asks_for_an_article, published
from rag.answer.reasons import reason, unheard
from rag.answer.repeats import with_copies
from rag.answer.said.said import changed, said
from rag.models.embedder import Embedder, Vectors
from rag.models.reranker import Reranker
from rag.records import Answer, Article, Hit, Query, QuestionKind
from rag.search.retrieve.search import Search

_CLOSEST = 3  # articles named where there is no answer


@dataclass(frozen=True, slots=True)
class Searched:
    """A question as understood, with the passages found for it, best first."""

    query: Query
    hits: Sequence[Hit]
    vector: Vectors  # of what is searched for
    topic_vector: Vectors  # of its topic; where it has none, the same


def models_with(embedder: Embedder, reranker: Reranker | None) -> Models:
    """The models that answer beside an embedding model."""
    return Models(
        embedder.token_vectors,
        packaged_reader(embedder.fingerprint),
        reranker,
        partial(embedder.pair_model, PAIRS),
    )


def answer(
    question: str, searched: Searched, search: Search, models: Models, *, least: float
) -> Answer:
    """What the articles say, each quotation verified, or the reason why they do not.

    `least` is how likely the articles must hold an answer on a fact, 0 to 1. Raises
    UnverifiedQuotation where words are not in their article.
    """
    query = searched.query
    if query.kind is QuestionKind.PUBLISHED:
        dated = published(question, query, searched.hits, search)
        if dated is not None:
            return dated
    found = _found(searched, search, models, least)
    if found.evidence:
        shown = with_copies(found.evidence, search)
        silent = unheard(query, shown, search)
        return compose.answered(question, query, replace(found, evidence=shown), silent)
    closest = _closest(searched.hits, search)
    return compose.not_found(question, query, reason(query, search), closest)


def _found(searched: Searched, search: Search, models: Models, least: float) -> Found:
    query = searched.query
    match query.kind:
        case QuestionKind.STATEMENT:
            found = said(query, searched.topic_vector, search)
            if found.evidence or not may_ask_for_a_fact(query):
                return found
            query = as_fact(query)
        case QuestionKind.CHANGE:
            return changed(query, searched.topic_vector, search)
        case QuestionKind.PUBLISHED:
            if asks_for_an_article(query):
                return Found((), 0.0)
            query = as_fact(query)
        case QuestionKind.FACT:
            pass
    return facts(query, searched.hits, searched.vector, search, models, least=least)


def _closest(hits: Sequence[Hit], search: Search) -> list[Article]:
    ids = dict.fromkeys(hit.passage.article_id for hit in hits)
    return [search.article(article_id) for article_id in list(ids)[:_CLOSEST]]
