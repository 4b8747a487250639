"""A speaker's statements on a topic, in the order of time, without repetitions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from rag.answer.compose import cite
from rag.answer.evidence import Evidence
from rag.answer.reasons import find_reason
from rag.answer.said.on_topic import find_on_topic
from rag.answer.verify import fold
from rag.models.embedder import Vectors
from rag.records import ArticleReference, Query, Said, Timeline
from rag.search.retrieve.search import Search

MOST = 500  # statements; a speaker with thousands needs a topic
# Least similarity, 0 to 100, of two reports of the same words. Agencies change a comma or a
# spelling; different sentences on the same subject stay below.
_SAME = 90
# Least share of a report that is part of a longer one; a much longer one has other content.
_MOST_OF = 0.7


@dataclass(slots=True)
class _Group:
    """The first report of a statement, and the reports that repeat it."""

    first: Evidence
    words: str
    repeats: list[Evidence] = field(default_factory=list)


def build_timeline(query: Query, topic_vector: Vectors, search: Search) -> Timeline:
    """The statements of a query's speaker, oldest first; those of undated articles are last.

    Of repeated statements only the oldest is listed.
    """
    speaker = query.speaker or ""
    statements = find_on_topic(query, topic_vector, search, MOST) if query.spellings else []
    if not statements:
        return Timeline(speaker, query.topic, (), find_reason(query, search))
    statements.sort(
        key=lambda evidence: (
            str(evidence.article.date or "9999"),
            evidence.article.id,
            evidence.start,
        )
    )
    entries = [
        Said(cite(number, group.first), _elsewhere(group))
        for number, group in enumerate(_groups(statements), start=1)
    ]
    return Timeline(speaker, query.topic, entries)


def _groups(statements: Sequence[Evidence]) -> list[_Group]:
    groups: list[_Group] = []
    for evidence in statements:
        words = _spoken(fold(evidence.text).casefold())
        same = next((group for group in groups if _repeats(words, group.words)), None)
        if same is None:
            groups.append(_Group(evidence, words))
        else:
            same.repeats.append(evidence)
    return groups


def _spoken(text: str) -> str:
    """The quoted part of a text if it is at least half of the text, else the text."""
    quoted = " ".join(part.strip(" .,") for part in re.findall(r'"([^"]+)"', text))
    return quoted if len(quoted) >= len(text) / 2 else text


def _repeats(first: str, second: str) -> bool:
    """Whether two reports have the same words: nearly equal, or one is most of the other."""
    short, long = sorted((first, second), key=len)
    if len(short) >= _MOST_OF * len(long) and short in long:
        return True
    return fuzz.ratio(first, second, score_cutoff=_SAME) > 0


def _elsewhere(group: _Group) -> tuple[ArticleReference, ...]:
    """The other articles of a group, and the other places of their texts."""
    titles: dict[str, str] = {}
    for evidence in (group.first, *group.repeats):
        titles[evidence.article.id] = evidence.article.title
        for address in evidence.article.also:
            titles[address.article_id] = address.title or evidence.article.title
    titles.pop(group.first.article.id)
    return tuple(ArticleReference(article_id, title) for article_id, title in titles.items())
