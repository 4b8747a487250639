"""Evidence -> evidence without copies: the same words of several articles are quoted once."""

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


def remove_copies(ranked: Iterable[Words]) -> list[Words]:
    """The items in their order; of the same words by the same speaker, only the first is kept."""
    kept: dict[tuple[str | None, str], Words] = {}
    for words in ranked:
        kept.setdefault((words.speaker, fold(words.text).casefold()), words)
    return list(kept.values())


def add_copies(chosen: Iterable[Evidence], search: Search) -> list[Evidence]:
    """Evidence with the ids of the other articles that have exactly the same words.

    Only articles with the same or nearly the same text are searched.
    """
    return [replace(evidence, also=_others(evidence, search)) for evidence in chosen]


def _others(evidence: Evidence, search: Search) -> tuple[str, ...]:
    article: Article = evidence.article
    same = [other.article_id for other in article.also]
    near_copies = [
        other
        for other in search.copies_of(article.id)
        if is_verbatim(evidence.text, search.article(other).text)
    ]
    copies_of_near = [
        address.article_id for other in near_copies for address in search.article(other).also
    ]
    return tuple(dict.fromkeys([*same, *near_copies, *copies_of_near]))
