"""A generation -> what it covers: how many articles, from when to when, of which outlets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from rag.index.searched import SearchedIndex
from rag.records import Coverage


def describe_coverage(generation: SearchedIndex) -> Coverage:
    """How many articles there are, and from when to when."""
    articles = generation.articles.values()
    dated = sorted(
        ((article.date, article.approximate_date) for article in articles if article.date),
        key=lambda day: day[0],
    )
    return Coverage(
        articles=len(articles),
        statements=len(generation.statements),
        first=dated[0][0] if dated else None,
        last=dated[-1][0] if dated else None,
        first_approximate=bool(dated) and dated[0][1],
        last_approximate=bool(dated) and dated[-1][1],
        undated=len(articles) - len(dated),
        unread=sum(not file.expected for file in generation.unread),
        languages=dict(Counter(a.language for a in articles if a.language).most_common()),
    )


def count_outlets(generation: SearchedIndex) -> Mapping[str, int]:
    """Every outlet and how many articles are its own, the most first."""
    counts = Counter(article.outlet for article in generation.articles.values() if article.outlet)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
