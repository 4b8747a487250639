"""A query for a speaker's words -> the statements that answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from rag.answer.evidence import Evidence, FoundEvidence
from rag.answer.repeats import remove_copies
from rag.answer.said.nearest import find_others_nearest
from rag.answer.said.on_topic import (
    CANDIDATES,
    find_on_topic,
    make_evidence,
    make_found,
    split_by_speaker,
)
from rag.models.embedder import Vectors
from rag.records import CitationKind, Query, StatementKind
from rag.search.retrieve.search import Search
from rag.search.topic import find_keys, find_terms

MOST = 4  # statements in an answer
_STANDFIRST = 2  # distance from the speaker of what an article begins with
MOST_DAYS = 6  # in an answer on a change

_TITLED = 0.5  # least share of the topic's words in the title of an article on it
_COMPANY = 0.25  # least cosine to the topic of a statement that is shown beside a single one

# Least share of the best statement's score that another must have to be shown with it.
_NEAR_BEST = 0.72


def find_statements(query: Query, topic_vector: Vectors, search: Search) -> FoundEvidence:
    """The statements on the topic, best first; of all topics if the topic is empty."""
    same_articles = frozenset[str]()
    if query.previous is not None:
        before = find_statements(query.previous, topic_vector, search)
        same_articles = frozenset(evidence.article.id for evidence in before.evidence)
        heard = {evidence.speaker for evidence in before.evidence}
        query = replace(query, not_by=query.not_by.union(name for name in heard if name))
    by_speaker = [
        _best(speaker_query, topic_vector, search) for speaker_query in split_by_speaker(query)
    ]
    if same_articles:  # "Who else commented?" asks for others in what was shown
        inside: list[Sequence[Evidence]] = [
            [evidence for evidence in statements if evidence.article.id in same_articles]
            for statements in by_speaker
        ]
        if not any(inside) and (
            nearest := find_others_nearest(query, same_articles, topic_vector, search)
        ):
            return replace(make_found(nearest), sure=False)
        by_speaker = inside if any(inside) else by_speaker
    spoken = [_with_quotations(statements, search) for statements in by_speaker if statements]
    speakers = max(1, len(spoken))
    if not query.latest:  # then the newest is first
        spoken = [_direct_first(statements, max(1, MOST // speakers)) for statements in spoken]
    most = max(1, (query.most or MOST) // speakers)
    first = query.page * most
    shown = [statements[first : first + most] for statements in spoken]
    more = sum(max(0, len(statements) - first - most) for statements in spoken)
    found = replace(make_found([evidence for chosen in shown for evidence in chosen]), more=more)
    alone = len(found.evidence) == 1 and not query.each and not query.latest
    if alone and query.spellings:
        return replace(
            found, evidence=_with_company(found.evidence[0], query, topic_vector, search)
        )
    return found


def _with_company(
    only: Evidence, query: Query, topic_vector: Vectors, search: Search
) -> list[Evidence]:
    """The only statement on the topic, and the speaker's nearest one in an article on it."""
    asked, title = find_terms(query.topic), find_keys(only.article.title)
    if sum(term.matches(title) for term in asked) < _TITLED * len(asked):
        return [only]
    others = [
        make_evidence(hit.statement, only.article, hit.similarity)
        for hit in search.find_statements(topic_vector, query, CANDIDATES)
        if hit.statement.article_id == only.article.id
        and hit.statement.start != only.start
        and (not query.owner or hit.statement.speaker == only.speaker)
        and hit.similarity >= _COMPANY
    ]
    return remove_copies([only, *others[:1]])


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
        return make_found([])
    most_a_day = 2 if len(days) <= MOST // 2 else 1
    spread = _spread(days, query.most or MOST_DAYS)
    shown = (_with_quotations(_near_best(day)[:most_a_day], search) for day in spread)
    return make_found([evidence for day in shown for evidence in day[: most_a_day + 1]])


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
            shown.setdefault(key, make_evidence(follows, evidence.article, evidence.score))
    return list(shown.values())


def _near_best(ranked: Sequence[Evidence]) -> list[Evidence]:
    return [evidence for evidence in ranked if evidence.score >= _NEAR_BEST * ranked[0].score]


def _spread(days: list[list[Evidence]], most: int) -> list[list[Evidence]]:
    """At most `most` days, evenly spread, with the first and the last."""
    if len(days) <= most:
        return days
    return [days[round(i * (len(days) - 1) / (most - 1))] for i in range(most)]
