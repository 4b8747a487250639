"""A question, alone and with earlier questions -> its passages, in one ranking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from rag.models.vectors import Vectors
from rag.records import DateRange, Hit, Passage, Query
from rag.search.retrieve.day_weights import choose_day_weight
from rag.search.retrieve.search import Search

DEPTH = 100  # passages of each ranking that are combined
NAMED = 1.4  # factor for a passage whose article has the names of the earlier questions


def list_searched_texts(query: Query) -> list[str]:
    """The question alone, and together with the earlier ones if it may depend on them."""
    return [query.alone, *([f"{query.context} {query.alone}"] if query.context else [])]


def find_passages(  # noqa: PLR0913  # a question, its vectors, and what limits the passages
    query: Query,
    vectors: Sequence[Vectors],
    search: Search,
    k: int,
    *,
    days: DateRange,
    today: date,
) -> list[Hit]:
    """The k best passages. `vectors` are those of `list_searched_texts`, in its order.

    Passages are limited to `days`. The days that the question names only change the weights.
    """
    texts = list_searched_texts(query)
    filters = replace(query.filters, dates=days)
    depth = k if len(texts) == 1 else max(k, DEPTH)
    weight_of = choose_day_weight(query.near, today)
    rankings = [
        search.find_passages(text, vector, filters, depth, weight_of=weight_of)
        for text, vector in zip(texts, vectors, strict=True)
    ]
    if len(rankings) == 1:
        return rankings[0]
    alone, together = rankings

    def has_names(article_id: str) -> bool:
        return bool(query.context_names) and search.has_names(article_id, query.context_names)

    return weigh_together(alone, together, query.context_weight, k, has_names)


def weigh_together(
    alone: Sequence[Hit],
    together: Sequence[Hit],
    weight: float,
    k: int,
    has_names: Callable[[str], bool] = lambda _: False,
) -> list[Hit]:
    """The k best passages of two rankings. The second has the weight `weight`, the first 1.

    A passage that is missing in a ranking has the score 0 there. `has_names` tells whether the
    article of an id has the names of the earlier questions. The scores stay between 0 and 1.
    """
    scores: dict[Passage, float] = {hit.passage: hit.score for hit in alone}
    for hit in together:
        scores[hit.passage] = scores.get(hit.passage, 0.0) + weight * hit.score
    for passage in scores:
        if has_names(passage.article_id):
            scores[passage] *= NAMED
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0].id))
    highest = (1 + weight) * (NAMED if ranked and has_names(ranked[0][0].article_id) else 1)
    return [Hit(passage, score / highest) for passage, score in ranked[:k]]
