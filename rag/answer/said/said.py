"""A query for a speaker's words -> the statements that answer it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from rag.answer.evidence import Evidence, FoundEvidence
from rag.answer.repeats import remove_copies
from rag.answer.said.topic_rules import is_on_topic
from rag.answer.support import Support, Topic
from rag.models.embedder import Vectors
from rag.records import Article, CitationKind, Query, Statement, StatementKind
from rag.search.retrieve.search import Search
from rag.search.topic import Term, find_full_names, find_keys, find_names, find_terms

MOST = 4  # statements in an answer
NEAREST = 2  # statements that are shown as closest if none is on the topic
_NEAR = 0.15  # least cosine to the topic of a statement that is shown as closest
_STANDFIRST = 2  # distance from the speaker of what an article begins with
MOST_DAYS = 6  # in an answer on a change
CANDIDATES = 200  # statements that are considered, the most similar ones

# A quotation ranks this much higher than a retold statement.
_DIRECT_BONUS = 0.06
# The first statement of an article ranks this much higher than its last, because news begins with
# the main point.
_EARLY_BONUS = 0.1
# Least share of the best statement's score that another must have to be shown with it.
_NEAR_BEST = 0.72
# Least share of the topic's words in a statement and its article's title, and least cosine, of a
# statement that may be on the topic because of the title.
_TITLED, _TITLED_CLOSE = 0.75, 0.4
# Characters before a statement that show its topic: a paragraph and its heading.
_CONTEXT = 600


def find_statements(query: Query, topic_vector: Vectors, search: Search) -> FoundEvidence:
    """The statements on the topic, best first; of all topics if the topic is empty."""
    if query.previous is not None:
        before = find_statements(query.previous, topic_vector, search)
        heard = {evidence.speaker for evidence in before.evidence}
        query = replace(query, not_by=query.not_by.union(name for name in heard if name))
    by_speaker = [
        _best(speaker_query, topic_vector, search) for speaker_query in split_by_speaker(query)
    ]
    spoken = [_with_quotations(statements, search) for statements in by_speaker if statements]
    speakers = max(1, len(spoken))
    if not query.latest:  # then the newest is first
        spoken = [_direct_first(statements, max(1, MOST // speakers)) for statements in spoken]
    most = max(1, (query.most or MOST) // speakers)
    first = query.page * most
    shown = [statements[first : first + most] for statements in spoken]
    more = sum(max(0, len(statements) - first - most) for statements in spoken)
    return replace(_found([evidence for chosen in shown for evidence in chosen]), more=more)


def _direct_first(ranked: Sequence[Evidence], most: int) -> list[Evidence]:
    """Of `most` statements each: quotations, then what articles retell, then standfirsts.

    So the statements of an answer are also the first of a longer one.
    """
    pages = (ranked[start : start + most] for start in range(0, len(ranked), most))
    return [evidence for page in pages for evidence in _order_by_distance(page)]


def _order_by_distance(shown: Sequence[Evidence]) -> list[Evidence]:
    """The nearest to the speaker first; a quotation stays behind the retelling it continues."""
    groups: list[list[Evidence]] = []
    for evidence in shown:
        before = groups[-1][-1] if groups else None
        if (
            before is not None
            and _distance_from_speaker(before) < _STANDFIRST
            and before.article.id == evidence.article.id
            and before.end <= evidence.start
            and not before.article.text[before.end : evidence.start].strip()
        ):
            groups[-1].append(evidence)
        else:
            groups.append([evidence])
    groups.sort(key=lambda group: min(map(_distance_from_speaker, group)))
    return [evidence for group in groups for evidence in group]


def _distance_from_speaker(evidence: Evidence) -> int:
    """0 for a quotation, 1 for words that the article retells, `_STANDFIRST` for its first ones."""
    if evidence.kind is CitationKind.DIRECT:
        return 0
    return _STANDFIRST if evidence.start == 0 and evidence.kind is CitationKind.INDIRECT else 1


def find_nearest_statements(query: Query, topic_vector: Vectors, search: Search) -> list[Evidence]:
    """The statements of each speaker of the question that are nearest to the topic."""
    nearest_statements: list[Evidence] = []
    for speaker_query in split_by_speaker(query):
        if not speaker_query.spellings:
            continue
        close = [
            _evidence(hit.statement, search.article(hit.statement.article_id), hit.similarity)
            for hit in search.find_statements(topic_vector, speaker_query, NEAREST)
            if hit.similarity >= _NEAR
        ]
        ranked = remove_copies(sorted(close, key=lambda evidence: -evidence.score))
        nearest_statements += ranked[: max(1, NEAREST // max(1, len(query.each)))]
    return nearest_statements


def find_other_statements(query: Query, topic_vector: Vectors, search: Search) -> FoundEvidence:
    """The speaker's statements on other topics, after all on the topic were shown; not sure."""
    places = {
        (evidence.article.id, evidence.start)
        for evidence in find_on_topic(query, topic_vector, search)
    }
    anything = (
        find_on_topic(replace(query, topic=""), topic_vector, search) if query.spellings else []
    )
    further = [
        evidence
        for evidence in remove_copies(anything)
        if (evidence.article.id, evidence.start) not in places
    ]
    shown = sorted(further, key=lambda evidence: -evidence.score)[: query.most or MOST]
    return replace(_found(shown), sure=False)


def split_by_speaker(query: Query) -> list[Query]:
    """One query for each speaker that a query names; usually only the query itself."""
    if not query.each:
        return [query]
    return [
        replace(query, speaker=speaker.name, spellings=speaker.spellings & query.spellings, each=())
        for speaker in query.each
    ]


def _best(query: Query, topic_vector: Vectors, search: Search) -> Sequence[Evidence]:
    """The statements of one speaker, the latest or the best first."""
    statements = remove_copies(find_on_topic(query, topic_vector, search))
    if query.latest:
        return sorted(
            statements, key=lambda evidence: str(evidence.article.date or ""), reverse=True
        )
    return _near_best(statements)


def find_changes(query: Query, topic_vector: Vectors, search: Search) -> FoundEvidence:
    """The best statements on the topic of each day, oldest first.

    The days are those of the articles. Of more than six days, the first, the last and some between
    are shown. There are none for a single day, because it shows no change.
    """
    statements = remove_copies(find_on_topic(query, topic_vector, search))
    dated_statements = [evidence for evidence in statements if evidence.article.date]
    # a stable sort: the best statement of a day stays first
    dated_statements.sort(key=lambda evidence: str(evidence.article.date))
    days = [
        list(group)
        for _, group in groupby(dated_statements, key=lambda evidence: evidence.article.date)
    ]
    if len(days) < 2:
        return _found([])
    most_a_day = 2 if len(days) <= MOST // 2 else 1
    spread = _spread(days, query.most or MOST_DAYS)
    shown = (_with_quotations(_near_best(day)[:most_a_day], search) for day in spread)
    return _found([evidence for day in shown for evidence in day[: most_a_day + 1]])


def _found(evidence: Sequence[Evidence]) -> FoundEvidence:
    return FoundEvidence(evidence, min(max((piece.score for piece in evidence), default=0.0), 1.0))


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
        evidence = _evidence(statement, search.article(statement.article_id), support.score)
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
        article = search.article(statement.article_id)
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


def _evidence(statement: Statement, article: Article, score: float) -> Evidence:
    if statement.kind is StatementKind.DIRECT:
        score += _DIRECT_BONUS
    score += _EARLY_BONUS * (1 - statement.start / len(article.text))
    speaker = statement.speaker
    if speaker is None and statement.mention is not None:
        speaker = article.text[slice(*statement.mention)]  # "researchers": a speaker without a name
    kind = CitationKind(statement.kind.value)
    return Evidence(article, statement.start, statement.end, score, speaker, kind=kind)


def _with_quotations(chosen: Sequence[Evidence], search: Search) -> list[Evidence]:
    """Each statement and, after a retold one, the quotation of the same speaker that follows it.

    News often retells first and then quotes: "On the deal, he expressed support. “We are in favor
    of it,” he said." The first sentence has the topic, the second the speaker's own words.
    """
    shown: dict[tuple[str, int], Evidence] = {}
    for evidence in chosen:
        shown.setdefault((evidence.article.id, evidence.start), evidence)
        statements = search.list_statements(evidence.article.id)
        place = next(
            i for i, statement in enumerate(statements) if statement.start == evidence.start
        )
        follows = statements[place + 1] if place + 1 < len(statements) else None
        if (
            follows is not None
            and statements[place].kind is not StatementKind.DIRECT
            and follows.kind is StatementKind.DIRECT
            and follows.speaker == statements[place].speaker
            and not evidence.article.text[evidence.end : follows.start].strip()
        ):
            key = (evidence.article.id, follows.start)
            shown.setdefault(key, _evidence(follows, evidence.article, evidence.score))
    return list(shown.values())


def _support(
    statement: Statement, article: Article, topic: Topic, similarity: float, search: Search
) -> Support | None:
    """How a statement fits; None if a name of the topic is not in its article."""
    if not topic.terms:  # every text covers an empty topic
        return Support(1.0, 1.0, 1.0, max(similarity, 0.0))

    def has_name(name: Sequence[Term]) -> bool:
        return search.article_matches(article, name)

    own = topic.with_names(find_keys(article.text[statement.start : statement.end]), has_name)
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


def _near_best(ranked: Sequence[Evidence]) -> list[Evidence]:
    return [evidence for evidence in ranked if evidence.score >= _NEAR_BEST * ranked[0].score]


def _spread(days: list[list[Evidence]], most: int) -> list[list[Evidence]]:
    """At most `most` days, evenly spread, with the first and the last."""
    if len(days) <= most:
        return days
    return [days[round(i * (len(days) - 1) / (most - 1))] for i in range(most)]
