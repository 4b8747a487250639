"""A query and the passages found -> an answer, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from rag.answer import compose
from rag.answer.compose import NOTHING_CLOSE
from rag.answer.evidence import NO_EVIDENCE, Evidence, FoundEvidence
from rag.answer.fact.excerpts import MOST
from rag.answer.fact.facts import Models, ask_for_fact, find_sentences, may_ask_for_a_fact
from rag.answer.fact.pairs import WEIGHTS as PAIRS
from rag.answer.published import answer_on_article, asks_for_an_article
from rag.answer.reasons import (
    decides,
    explain_silence,
    find_open_pronoun,
    find_reason,
    fits_many,
)
from rag.answer.repeats import add_copies
from rag.answer.said.acts import answers_as_asked
from rag.answer.said.nearest import add_silent, find_nearest_statements, find_other_statements
from rag.answer.said.said import find_changes, find_statements
from rag.models.embedder import Embedder, Vectors
from rag.models.reranker import Reranker
from rag.notice import Notice
from rag.records import Answer, Article, Hit, Query, QuestionKind
from rag.search.retrieve.search import Search

_CLOSEST = 3  # articles that are named if there is no answer


@dataclass(frozen=True, slots=True)
class Searched:
    """A query with the passages found for it, best first."""

    query: Query
    hits: Sequence[Hit]
    vector: Vectors  # of the question
    topic_vector: Vectors  # of the topic, or of the question if it has no topic

    def first(self, count: int) -> Searched:
        """The same with the best passages only."""
        return replace(self, hits=self.hits[:count])


def gather_models(embedder: Embedder, reranker: Reranker | None) -> Models:
    """All models that are used to answer."""
    return Models(embedder.token_vectors, reranker, partial(embedder.pair_model, PAIRS))


def answer(
    question: str, searched: Searched, search: Search, models: Models, *, least: float
) -> Answer:
    """The answer from the articles, or the reason why there is none.

    `least` is the least probability, 0 to 1, of a sure answer on a fact.
    """
    query = searched.query
    if query.kind is QuestionKind.PUBLISHED:
        dated = answer_on_article(question, query, searched.hits, search)
        if dated is not None:
            return dated
    findings = _found(searched, search, models, least)
    if find_open_pronoun(query) or fits_many(query, search):
        findings = replace(findings, sure=False)
    why = None if findings.evidence and findings.sure else _reason(query, findings, search)
    closest = _closest(searched.hits, search)
    if not findings.evidence or (why and not findings.sure and decides(query, search)):
        return compose.compose_not_found(question, query, why or NOTHING_CLOSE, closest)
    shown = replace(findings, evidence=add_copies(findings.evidence, search))
    if why is not None:
        return compose.compose_unsure(question, query, shown, why, closest)
    silence = explain_silence(query, shown.evidence, search)
    nearest = add_silent(shown.evidence, query, searched.topic_vector, search) if silence else []
    if silence and nearest:
        together = replace(shown, evidence=[*shown.evidence, *nearest], sure=False)
        return compose.compose_unsure(question, query, together, silence, closest)
    return compose.compose_answer(question, query, shown, silence)


def _reason(query: Query, findings: FoundEvidence, search: Search) -> Notice:
    """Why the evidence may not answer; if it is shown for a fact, what is missing for a fact."""
    if query.kind is QuestionKind.STATEMENT and findings.evidence and may_ask_for_a_fact(query):
        query = ask_for_fact(query)
    return find_reason(query, search)


def _found(searched: Searched, search: Search, models: Models, least: float) -> FoundEvidence:
    """The evidence: statements if they are asked for and exist, else sentences."""
    query = searched.query
    if query.kind is QuestionKind.STATEMENT:
        findings = find_statements(query, searched.topic_vector, search)
        if query.previous is not None or answers_as_asked(query, findings.evidence):
            return findings
        if query.page and not findings.evidence:
            return find_other_statements(query, searched.topic_vector, search)
        sentences = _sentences(searched, search, models, least)
        if may_ask_for_a_fact(query) and (sentences.evidence or not findings.evidence):
            return sentences
        if findings.evidence:
            return replace(findings, sure=False)
        return _with_nearest(sentences, query, searched, search)
    if query.kind is QuestionKind.CHANGE:
        findings = find_changes(query, searched.topic_vector, search)
        if findings.evidence:
            return findings
        sentences = _sentences(searched, search, models, least)
        own = find_statements(query, searched.topic_vector, search)
        return sentences if sentences.sure else _with_own_words(sentences, own)
    if query.kind is QuestionKind.PUBLISHED and asks_for_an_article(query):
        return NO_EVIDENCE
    return _sentences(searched, search, models, least)


def _with_nearest(
    sentences: FoundEvidence, query: Query, searched: Searched, search: Search
) -> FoundEvidence:
    """The closest evidence if no statement is on the topic: statements, then sentences."""
    speakers_own = (
        find_nearest_statements(query, searched.topic_vector, search) if query.topic else []
    )
    shown_places = {(evidence.article.id, evidence.start) for evidence in speakers_own}
    others = [
        evidence
        for evidence in sentences.evidence
        if (evidence.article.id, evidence.start) not in shown_places
        and query.filters.speaker is None
        and _is_on_speaker(evidence, query, search)
    ]
    return replace(sentences, evidence=[*speakers_own, *others][:MOST], sure=False)


def _with_own_words(sentences: FoundEvidence, own: FoundEvidence) -> FoundEvidence:
    """The speaker's words on the topic, then sentences that may tell how they changed; not sure."""
    first = list(own.evidence[: MOST // 2])
    others = [
        sentence
        for sentence in sentences.evidence
        if not any(
            sentence.article.id == said.article.id
            and sentence.start < said.end
            and said.start < sentence.end
            for said in first
        )
    ]
    return replace(sentences, evidence=[*first, *others][:MOST], sure=False)


def _is_on_speaker(evidence: Evidence, query: Query, search: Search) -> bool:
    """Whether an excerpt has the speaker's name, or no other named speaker's words.

    Without that name in the excerpt, the article must have it. An article must be of the days of
    the question. An unknown speaker's name is not looked for.
    """
    if evidence.article.date not in query.filters.dates:
        return False
    named = {word for name in query.spellings for word in name.split() if len(word) > _INITIAL}
    if not named or any(word in evidence.text for word in named):
        return True
    of_others = any(
        statement.start < evidence.end
        and evidence.start < statement.end
        and statement.speaker is not None
        and statement.speaker not in query.spellings
        for statement in search.list_statements(evidence.article.id)
    )
    return not of_others and any(word in evidence.article.text for word in named)


_INITIAL = 2  # letters; shorter words are not enough to name a person


def _sentences(searched: Searched, search: Search, models: Models, least: float) -> FoundEvidence:
    query = searched.query
    if query.kind is not QuestionKind.FACT:
        query = ask_for_fact(query)
    return find_sentences(query, searched.hits, searched.vector, search, models, least=least)


def _closest(hits: Sequence[Hit], search: Search) -> list[Article]:
    ids = dict.fromkeys(hit.passage.article_id for hit in hits)
    return [search.article(article_id) for article_id in list(ids)[:_CLOSEST]]
