"""The statements on a topic, and how well each fits it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.answer.evidence import Evidence, FoundEvidence
from rag.answer.said.topic_rules import is_on_topic
from rag.answer.support import Support, Topic
from rag.models.embedder import Vectors
from rag.names.people import is_title
from rag.records import Article, CitationKind, Query, Statement, StatementKind
from rag.search.retrieve.search import Search
from rag.search.topic import Term, find_full_names, find_keys, find_names, find_terms

CANDIDATES = 200  # statements that are considered, the most similar ones

# A quotation ranks this much higher than a retold statement.
_DIRECT_BONUS = 0.06
# The first statement of an article ranks this much higher than its last, because news begins with
# the main point.
_EARLY_BONUS = 0.1
# Least share of the topic's words in a statement and its article's title, and least cosine, of a
# statement that may be on the topic because of the title.
_TITLED, _TITLED_CLOSE = 0.75, 0.4
# Characters before a statement that show its topic: a paragraph and its heading.
_CONTEXT = 600


def split_by_speaker(query: Query) -> list[Query]:
    """One query for each speaker that a query names; usually only the query itself."""
    if not query.each:
        return [query]
    return [
        replace(query, speaker=speaker.name, spellings=speaker.spellings & query.spellings, each=())
        for speaker in query.each
    ]


def find_on_topic(
    query: Query, topic_vector: Vectors, search: Search, most: int = CANDIDATES
) -> list[Evidence]:
    """The statements on the topic among the `most` most similar ones, best first.

    If there is none, those that are on it by their article's title and their meaning.
    """
    topic_terms = _asked_terms(query)
    worded = any(
        not term.name for term in topic_terms
    )  # a name in a title says nothing about a single statement
    on_it, titled_alike = [], []
    for statement, support in measure_support(query, topic_vector, search, most):
        evidence = make_evidence(statement, search.article(statement.article_id), support.score)
        if not topic_terms or is_on_topic(support):
            on_it.append(evidence)
        elif support.article >= _TITLED and support.similarity >= _TITLED_CLOSE and worded:
            titled_alike.append(evidence)
    return sorted(
        on_it or titled_alike,
        key=lambda evidence: (-evidence.score, evidence.article.id, evidence.start),
    )


def measure_support(
    query: Query, topic_vector: Vectors, search: Search, most: int = CANDIDATES
) -> Iterator[tuple[Statement, Support]]:
    """The statements that may answer, most similar first, and how well each fits the topic."""
    other_names = (*find_full_names(query.topic), *_initials(query.topic, search))
    topic = Topic(_asked_terms(query), search.weight, other_names)
    for hit in search.find_statements(topic_vector, query, most):
        statement = hit.statement
        if statement.speaker in query.not_by or (statement.speaker is None and not query.described):
            continue
        if not search.has_names(statement.article_id, query.context_names):
            continue
        article = search.article(statement.article_id)
        if query.owner and not _is_near(query.owner, statement, article):
            continue
        support = _support(statement, article, topic, hit.similarity, search)
        if support is not None:
            yield statement, support


def _asked_terms(query: Query) -> list[Term]:
    return [term for term in find_terms(query.topic) if not _names_speaker(term.text, query)]


def _initials(topic: str, search: Search) -> list[tuple[Sequence[Term], Sequence[Term]]]:
    """For each institution in a topic: another name, and its name in the topic."""
    topic_names = dict.fromkeys([*find_names(topic), re.sub(r"^[Tt]he ", "", topic)])
    return [
        (find_terms(other), find_terms(name))
        for name in topic_names
        for other in search.find_other_names(name)
    ]


def make_evidence(statement: Statement, article: Article, score: float) -> Evidence:
    """A statement as evidence; quotations and early ones rank higher."""
    if statement.kind is StatementKind.DIRECT:
        score += _DIRECT_BONUS
    score += _EARLY_BONUS * (1 - statement.start / len(article.text))
    speaker = statement.speaker
    if speaker is None and statement.mention is not None:
        speaker = article.text[slice(*statement.mention)]  # "researchers": a speaker without a name
    kind = CitationKind(statement.kind.value)
    return Evidence(article, statement.start, statement.end, score, speaker, kind=kind)


def make_found(evidence: Sequence[Evidence]) -> FoundEvidence:
    """Evidence as an answer, as sure as its best piece."""
    return FoundEvidence(evidence, min(max((piece.score for piece in evidence), default=0.0), 1.0))


def _support(
    statement: Statement, article: Article, topic: Topic, similarity: float, search: Search
) -> Support | None:
    """How a statement fits; None if a name of the topic is not in its article."""
    if not topic.terms:  # every text covers an empty topic
        return Support(1.0, 1.0, 1.0, max(similarity, 0.0))

    def has_name(name: Sequence[Term]) -> bool:
        return search.article_matches(article, name)

    clause = _clause_of(statement, article)
    own = topic.with_names(
        find_keys(clause or article.text[statement.start : statement.end]), has_name
    )
    if clause and not topic.coverage(own):
        return None
    with_context = topic.with_names(own | find_keys(_before(statement, article, search)), has_name)
    missing = [term for term in topic.names if not term.matches(with_context)]
    if missing and not search.article_matches(article, missing):
        return None
    plain = topic.without_names()
    return Support(
        topic.coverage(own),
        topic.coverage(with_context),
        topic.coverage(with_context | find_keys(article.title)),
        max(similarity, 0.0),
        plain.coverage(with_context | find_keys(article.title)) if plain else 1.0,
        not missing or all(term.matches(find_keys(article.title)) for term in missing),
    )


def _clause_of(statement: Statement, article: Article) -> str | None:
    """The clause in which somebody speaks, if the rest of a statement is not theirs.

    In "The statue is in the park where Roe announced her plans", it is "Roe announced her plans".
    """
    mention = statement.mention
    if statement.kind is StatementKind.DIRECT or mention is None or mention[0] <= statement.start:
        return None
    opened = _CLAUSE.search(article.text, statement.start, mention[0])
    return article.text[mention[0] : statement.end] if opened else None


_CLAUSE = re.compile(r"\b(?:where|which|who|whom)\s+(?:\S+\s+(?:\S+\s+)?and\s+)?\Z")


def _is_near(names: Sequence[str], statement: Statement, article: Article) -> bool:
    """Whether names stand in a statement, not far before it, or in its article's title.

    A statement by "Poe's lawyer" is not near to Roe, whoever is named beside it.
    """
    text = article.text[max(0, statement.start - _CONTEXT) : statement.end]
    keys = find_keys(text) | find_keys(article.title)
    terms = [term for name in names for term in find_terms(name)]
    owners = [
        owned["owner"]
        for owned in _OWNED_ROLE.finditer(article.text, statement.start, statement.end)
        if is_title(owned["role"])
    ]
    of_others = owners and not any(
        term.matches(find_keys(owner)) for owner in owners for term in terms
    )
    return not of_others and all(term.matches(keys) for term in terms)


_OWNED_ROLE = re.compile(
    r"\b(?P<owner>[A-Z][\w-]{1,30})(?:['’]s|(?<=s)['’])\s(?:[a-z-]{2,20}\s){0,2}?(?P<role>[a-z]{4,20})\b"
)


def _before(statement: Statement, article: Article, search: Search) -> str:
    """The text right before a statement, up to the last words of another speaker."""
    paragraph = article.text.rfind("\n\n", 0, statement.start)
    start = article.text.rfind("\n\n", 0, max(paragraph, 0))
    start = max(start, statement.start - _CONTEXT, 0)
    for other in search.list_statements(article.id):
        if other.end <= statement.start and other.speaker != statement.speaker:
            start = max(start, other.end)
    return article.text[start : statement.start]


def _names_speaker(word: str, query: Query) -> bool:
    return any(word.lower() in name.lower().split() for name in query.spellings)
