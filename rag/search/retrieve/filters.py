"""Filters -> the articles that pass them."""

from __future__ import annotations

from rag.records import Article, Filters
from rag.search.retrieve.day_weights import EVERY_DAY


def lets_all_pass(filters: Filters) -> bool:
    """Whether every article passes the filters; the speaker filter is not considered."""
    return filters.dates == EVERY_DAY and filters.outlet is None and not filters.articles


def passes(article: Article, filters: Filters) -> bool:
    """Whether an article passes the filters; the speaker filter is not considered."""
    return (
        article.date in filters.dates
        and filters.outlet in {None, article.outlet, *(address.outlet for address in article.also)}
        and (
            not filters.articles
            or article.id in filters.articles
            or any(address.article_id in filters.articles for address in article.also)
        )
    )
