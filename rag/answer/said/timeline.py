"""What a speaker said on a topic -> the same in the order of time, each thing once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from rag.answer.compose import cite
from rag.answer.evidence import Evidence
from rag.answer.reasons import find_reason
from rag.answer.said.said import find_on_topic
from rag.answer.verify import fold
from rag.models.embedder import Vectors
from rag.records import ArticleReference, Query, Said, Timeline
from rag.search.retrieve.search import Search

MOST = 500  # statements shown: a speaker of thousands is to be asked about a topic
# Similarity, 0 to 100, from which two reports are of the same words: agencies change a comma or a
# spelling, and another sentence on the same matter stays below.
_SAME = 90
# Of a report that is a part of another, the share that it must have: a longer one says more.
_MOST_OF = 0.7


@dataclass(slots=True)
class _Group:
    """The first report of some words, and the reports that repeat it."""

    first: Evidence
    words: str
    repeats: list[Evidence] = field(default_factory=list)


def build_timeline(query: Query, topic_vector: Vectors, search: Search) -> Timeline:
    """The statements of a query's speaker, oldest first, those of undated articles last.

    Where articles repeat one another, the oldest stands for all.
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
    """What stands between quotation marks, where that is most of it: not who said it, and how."""
    quoted = " ".join(part.strip(" .,") for part in re.findall(r'"([^"]+)"', text))
    return quoted if len(quoted) >= len(text) / 2 else text


def _repeats(first: str, second: str) -> bool:
    """Whether two reports are of the same words: nearly equal, or one most of the other."""
    short, long = sorted((first, second), key=len)
    if len(short) >= _MOST_OF * len(long) and short in long:
        return True
    return fuzz.ratio(first, second, score_cutoff=_SAME) > 0


def _elsewhere(group: _Group) -> tuple[ArticleReference, ...]:
    """The other articles of a group, and where their very texts stand as well."""
    titles: dict[str, str] = {}
    for evidence in (group.first, *group.repeats):
        titles[evidence.article.id] = evidence.article.title
        for address in evidence.article.also:
            titles[address.article_id] = address.title or evidence.article.title
    titles.pop(group.first.article.id)
    return tuple(ArticleReference(article_id, title) for article_id, title in titles.items())
