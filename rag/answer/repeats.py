"""Evidence -> evidence without copies: words that several articles carry are quoted once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol, TypeVar

from rag.answer.evidence import Evidence
from rag.answer.verify import fold, is_verbatim
from rag.records import Article
from rag.search.retrieve.search import Search


class _Words(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def speaker(self) -> str | None: ...


Words = TypeVar("Words", bound=_Words)


def without_copies(ranked: Iterable[Words]) -> list[Words]:
    """What is ranked in its order; the same words of the same speaker are kept once, the first."""
    kept: dict[tuple[str | None, str], Words] = {}
    for one in ranked:
        kept.setdefault((one.speaker, fold(one.text).casefold()), one)
    return list(kept.values())


def with_copies(chosen: Iterable[Evidence], search: Search) -> list[Evidence]:
    """Evidence with the ids of the other articles that carry its very words.

    Looked at are articles whose text is the same or nearly the same.
    """
    return [replace(one, also=_others(one, search)) for one in chosen]


def _others(one: Evidence, search: Search) -> tuple[str, ...]:
    article: Article = one.article
    same = [other.article_id for other in article.also]
    near = [
        other
        for other in search.copies_of(article.id)
        if is_verbatim(one.text, search.article(other).text)
    ]
    further = [each.article_id for other in near for each in search.article(other).also]
    return tuple(dict.fromkeys([*same, *near, *further]))
