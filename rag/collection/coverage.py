"""A generation -> what it covers: how many articles, from when to when, of which outlets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from rag.index.searched import SearchedIndex
from rag.records import Coverage


def describe_coverage(generation: SearchedIndex) -> Coverage:
    """How many articles there are, and from when to when."""
    articles = generation.articles.values()
    dated = sorted((a for a in articles if a.date), key=lambda a: str(a.date))
    return Coverage(
        articles=len(articles),
        statements=len(generation.statements),
        first=dated[0].date if dated else None,
        last=dated[-1].date if dated else None,
        first_approximate=bool(dated) and dated[0].approximate_date,
        last_approximate=bool(dated) and dated[-1].approximate_date,
        undated=len(articles) - len(dated),
        unread=sum(not file.expected for file in generation.unread),
        languages=dict(Counter(a.language for a in articles if a.language).most_common()),
    )


def count_outlets(generation: SearchedIndex) -> Mapping[str, int]:
    """Every outlet and how many articles are its own, the most first."""
    counts = Counter(article.outlet for article in generation.articles.values() if article.outlet)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
