"""A question as understood, and what was found for it -> its answer, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from rag.answer import compose
from rag.answer.compose import NOTHING_CLOSE
from rag.answer.evidence import NOTHING, Found
from rag.answer.fact.excerpts import MOST
from rag.answer.fact.facts import Models, as_fact, facts, may_ask_for_a_fact
from rag.answer.fact.pairs import WEIGHTS as PAIRS
from rag.answer.fact.reader import packaged_reader
from rag.answer.published import asks_for_an_article, published
from rag.answer.reasons import decides, reason, unheard
from rag.answer.repeats import with_copies
from rag.answer.said.said import beside, changed, nearest, said
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
    """What the articles say, or the reason why they do not.

    `least` is how likely the articles must hold an answer on a fact, 0 to 1.
    """
    query = searched.query
    if query.kind is QuestionKind.PUBLISHED:
        dated = published(question, query, searched.hits, search)
        if dated is not None:
            return dated
    found = _found(searched, search, models, least)
    why = None if found.evidence and found.sure else reason(query, search)
    closest = _closest(searched.hits, search)
    if not found.evidence or (why and not found.sure and decides(query, search)):
        return compose.not_found(question, query, why or NOTHING_CLOSE, closest)
    shown = replace(found, evidence=with_copies(found.evidence, search))
    if why is not None:
        return compose.unsure(question, query, shown, why, closest)
    return compose.answered(question, query, shown, unheard(query, shown.evidence, search))


def _found(searched: Searched, search: Search, models: Models, least: float) -> Found:
    """The evidence: somebody's words where they are asked for and there are any, else sentences."""
    query = searched.query
    if query.kind is QuestionKind.STATEMENT:
        found = said(query, searched.topic_vector, search)
        if found.evidence or query.previous is not None:
            return found
        if query.page:
            return beside(query, searched.topic_vector, search)
        sentences = _sentences(searched, search, models, least)
        if may_ask_for_a_fact(query):
            return sentences
        return _with_nearest(sentences, query, searched, search)
    if query.kind is QuestionKind.CHANGE:
        found = changed(query, searched.topic_vector, search)
        if found.evidence:
            return found
    if query.kind is QuestionKind.PUBLISHED and asks_for_an_article(query):
        return NOTHING
    return _sentences(searched, search, models, least)


def _with_nearest(sentences: Found, query: Query, searched: Searched, search: Search) -> Found:
    """What comes closest where nobody's words are on the topic: the asked speaker's, then others.

    Nothing where neither comes near.
    """
    own = nearest(query, searched.topic_vector, search) if query.topic else []
    places = {(one.article.id, one.start) for one in own}
    others = [one for one in sentences.evidence if (one.article.id, one.start) not in places]
    return replace(sentences, evidence=[*own, *others][:MOST], sure=False)


def _sentences(searched: Searched, search: Search, models: Models, least: float) -> Found:
    query = searched.query
    if query.kind is not QuestionKind.FACT:
        query = as_fact(query)
    return facts(query, searched.hits, searched.vector, search, models, least=least)


def _closest(hits: Sequence[Hit], search: Search) -> list[Article]:
    ids = dict.fromkeys(hit.passage.article_id for hit in hits)
    return [search.article(article_id) for article_id in list(ids)[:_CLOSEST]]
