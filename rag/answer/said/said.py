"""What somebody said -> the statements that say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from rag.answer.evidence import Evidence, Found
from rag.answer.repeats import without_copies
from rag.answer.support import Support, Topic
from rag.models.embedder import Vectors
from rag.records import Article, CitationKind, Query, Statement, StatementKind
from rag.search.retrieve.search import Search
from rag.search.topic import Term, full_names, keys, names, terms

MOST = 4  # statements in an answer
NEAREST = 2  # statements shown as closest, where none is on the topic
_NEAR = 0.15  # cosine to the topic from which a statement is worth showing as closest
MOST_DAYS = 6  # in an answer on how words changed
CANDIDATES = 200  # statements looked at, the most similar ones

# A statement ranks this much higher where the article quotes it than where it retells it.
_DIRECT_BONUS = 0.06
# The first statement of an article ranks this much higher than its last: news tells the main
# thing first.
_EARLY_BONUS = 0.1
# How close to the best statement another must come to stand beside it.
_NEAR_BEST = 0.72
# Cosine from which a statement may say in other words what the topic's words say.
_CLOSE = 0.45
# The same where a name of the topic stands elsewhere in the article only.
_NAMELESS = 0.3
# Share of the topic's words that stand in a statement and its article's title, and the cosine, from
# which it may be on the topic all the same.
_TITLED, _TITLED_CLOSE = 0.75, 0.4
# Characters before a statement that tell what it is about: a paragraph and its heading.
_CONTEXT = 600


def said(query: Query, topic_vector: Vectors, search: Search) -> Found:
    """The statements that answer, best first; none where nothing was said on the topic.

    An empty topic asks for anything the speaker said.
    """
    if query.previous is not None:
        heard = {one.speaker for one in said(query.previous, topic_vector, search).evidence}
        query = replace(query, not_by=query.not_by.union(name for name in heard if name))
    every = [_best(one, topic_vector, search) for one in of_each(query)]
    spoken = [found for found in every if found]
    most = max(1, MOST // max(1, len(spoken)))
    first = query.page * most
    shown = [_with_quotations(found[first : first + most], search)[:most] for found in spoken]
    more = sum(max(0, len(found) - first - most) for found in spoken)
    return replace(_found([one for theirs in shown for one in theirs]), more=more)


def nearest(query: Query, topic_vector: Vectors, search: Search) -> list[Evidence]:
    """The statements of each speaker asked about that come nearest to the topic, on it or not."""
    shown: list[Evidence] = []
    for own in of_each(query):
        if not own.spellings:
            continue
        found = [
            _evidence(hit.statement, search.article(hit.statement.article_id), hit.similarity)
            for hit in search.statements(topic_vector, own, NEAREST)
            if hit.similarity >= _NEAR
        ]
        ranked = without_copies(sorted(found, key=lambda one: -one.score))
        shown += ranked[: max(1, NEAREST // max(1, len(query.each)))]
    return shown


def beside(query: Query, topic_vector: Vectors, search: Search) -> Found:
    """What the speaker said besides, where all on the topic is shown: close, and not sure."""
    on_it = {(one.article.id, one.start) for one in on_topic(query, topic_vector, search)}
    anything = on_topic(replace(query, topic=""), topic_vector, search) if query.spellings else []
    others = [one for one in without_copies(anything) if (one.article.id, one.start) not in on_it]
    shown = sorted(others, key=lambda one: -one.score)[:MOST]
    return replace(_found(shown), sure=False)


def of_each(query: Query) -> list[Query]:
    """A query as one for each of the speakers that it names; mostly itself alone."""
    if not query.each:
        return [query]
    return [
        replace(query, speaker=one.name, spellings=one.spellings & query.spellings, each=())
        for one in query.each
    ]


def _best(query: Query, topic_vector: Vectors, search: Search) -> Sequence[Evidence]:
    """What one speaker said, the latest or the best first."""
    found = without_copies(on_topic(query, topic_vector, search))
    if query.latest:
        return sorted(found, key=lambda one: str(one.article.date or ""), reverse=True)
    return _near_best(found)


def changed(query: Query, topic_vector: Vectors, search: Search) -> Found:
    """The best statements of each day on which the speaker spoke on the topic, oldest first.

    Days are the articles'; of more than six, the first, the last and some between are shown. None
    if there is but one day: it shows no change.
    """
    found = without_copies(on_topic(query, topic_vector, search))
    dated = [one for one in found if one.article.date]
    dated.sort(key=lambda one: str(one.article.date))  # stable: the best of a day stays first
    days = [list(group) for _, group in groupby(dated, key=lambda one: one.article.date)]
    if len(days) < 2:
        return _found([])
    each = 2 if len(days) <= MOST // 2 else 1
    shown = (_with_quotations(_near_best(day)[:each], search) for day in _spread(days, MOST_DAYS))
    return _found([one for day in shown for one in day[: each + 1]])


def _found(evidence: Sequence[Evidence]) -> Found:
    return Found(evidence, min(max((one.score for one in evidence), default=0.0), 1.0))


def on_topic(
    query: Query, topic_vector: Vectors, search: Search, most: int = CANDIDATES
) -> list[Evidence]:
    """All statements on the topic, of the `most` that are most similar to it, best first.

    Where there is none, those that are about it by their article's title and their meaning.
    """
    asked = [term for term in terms(query.topic) if not _names_speaker(term.text, query)]
    same = (*full_names(query.topic), *_initials(query.topic, search))
    topic = Topic(asked, search.weight, same)
    worded = topic.without_names() is not None  # a name in a title is on every page of it
    found, titled = [], []
    for hit in search.statements(topic_vector, query, most):
        statement = hit.statement
        if statement.speaker in query.not_by or (statement.speaker is None and not query.described):
            continue
        article = search.article(statement.article_id)
        support = _support(statement, article, topic, hit.similarity, search)
        if support is None:
            continue
        if not asked or _on(support):
            found.append(_evidence(statement, article, support.score))
        elif support.article >= _TITLED and support.similarity >= _TITLED_CLOSE and worded:
            titled.append(_evidence(statement, article, support.score))
    return sorted(found or titled, key=lambda one: (-one.score, one.article.id, one.start))


def _initials(topic: str, search: Search) -> list[tuple[Sequence[Term], Sequence[Term]]]:
    """Of each institution in a topic what else it is called, and its name there."""
    asked = dict.fromkeys([*names(topic), re.sub(r"^[Tt]he ", "", topic)])
    return [(terms(other), terms(name)) for name in asked for other in search.also_called(name)]


def _evidence(statement: Statement, article: Article, score: float) -> Evidence:
    if statement.kind is StatementKind.DIRECT:
        score += _DIRECT_BONUS
    score += _EARLY_BONUS * (1 - statement.start / len(article.text))
    speaker = statement.speaker
    if speaker is None and statement.mention is not None:
        speaker = article.text[slice(*statement.mention)]  # "researchers": nobody's name
    kind = CitationKind(statement.kind.value)
    return Evidence(article, statement.start, statement.end, score, speaker, kind=kind)


def _with_quotations(chosen: Sequence[Evidence], search: Search) -> list[Evidence]:
    """Behind each statement that is retold, the quotation of the same speaker that follows it.

    News retells first and quotes then: "On the deal, he expressed support. “We are in favor of
    it,” he said." The words asked for are in the first, the speaker's own in the second.
    """
    shown: dict[tuple[str, int], Evidence] = {}
    for one in chosen:
        shown.setdefault((one.article.id, one.start), one)
        spoken = search.in_article(one.article.id)
        at = next(i for i, statement in enumerate(spoken) if statement.start == one.start)
        follows = spoken[at + 1] if at + 1 < len(spoken) else None
        if (
            follows is not None
            and spoken[at].kind is not StatementKind.DIRECT
            and follows.kind is StatementKind.DIRECT
            and follows.speaker == spoken[at].speaker
            and not one.article.text[one.end : follows.start].strip()
        ):
            key = (one.article.id, follows.start)
            shown.setdefault(key, _evidence(follows, one.article, one.score))
    return list(shown.values())


def _support(
    statement: Statement, article: Article, topic: Topic, similarity: float, search: Search
) -> Support | None:
    """How a statement fits; None where a name of the topic is not in its article at all."""
    if not topic.terms:  # all of nothing stands in any text
        return Support(1.0, 1.0, 1.0, max(similarity, 0.0))

    def named(name: Sequence[Term]) -> bool:
        return search.article_matches(article, name)

    own = topic.with_names(keys(article.text[statement.start : statement.end]), named)
    around = topic.with_names(own | keys(_before(statement, article, search)), named)
    missing = [term for term in topic.names if not term.matches(around)]
    if missing and not search.article_matches(article, missing):
        return None
    plain = topic.without_names()
    return Support(
        topic.coverage(own),
        topic.coverage(around),
        topic.coverage(around | keys(article.title)),
        max(similarity, 0.0),
        plain.coverage(around | keys(article.title)) if plain else 1.0,
        not missing or all(term.matches(keys(article.title)) for term in missing),
    )


def _on(support: Support) -> bool:
    """Whether a statement is on the topic at all.

    Half of the topic's words stand in it, or most right before it, or else its meaning is so close
    that other words must say the same. Names alone are not enough where the topic has other words.
    """
    if not support.plain and support.similarity < _CLOSE:
        return False
    return (
        (support.own >= 0.5 and support.similarity >= (0.1 if support.named else _NAMELESS))
        or (support.context >= 0.75 and support.similarity >= 0.15)
        or (support.own >= 0.3 and support.article >= 0.75 and support.similarity >= 0.2)
        or (support.context >= 0.3 and support.similarity >= 0.4)
        or (support.similarity >= 0.5 and (support.own > 0 or support.context >= 0.3))
        or support.similarity >= 0.6
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
