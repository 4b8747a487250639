"""Articles as read -> each article once: its newest version, with all its addresses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import count

from rag.records import Address, Article, Version


def merge(articles: Iterable[Article]) -> dict[str, Article]:
    """Return the articles by id, in the order in which they were first read.

    Of several articles with one id the newest stays, by the day on which it was modified, else
    published; of those of one day, the article read last. The others are its versions. Of several
    articles with one text, that published first stays, and the others are in its `also`.
    """
    by_id: dict[str, list[Article]] = {}
    for article in articles:
        by_id.setdefault(article.id, []).append(article)
    return _group_by_text([_choose_newest(versions) for versions in by_id.values()])


def digest(text: str) -> str:
    """A digest of a text: 16 hexadecimal digits."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _choose_newest(versions: Sequence[Article]) -> Article:
    # sorted is stable: of articles of one day, that read last comes last
    *older, newest = sorted(
        versions, key=lambda version: version.modified or version.published or date.min
    )
    kept: dict[str, Version] = {}
    for old in reversed(older):
        if old.text != newest.text:
            key = digest(old.text)
            kept.setdefault(
                key, Version(old.title, old.published, old.modified, len(old.text), key)
            )
    return replace(newest, versions=tuple(kept.values())) if kept else newest


def _group_by_text(articles: Sequence[Article]) -> dict[str, Article]:
    places = count()
    by_text: dict[str, list[tuple[int, Article]]] = {}
    for article in articles:
        by_text.setdefault(digest(article.text), []).append((next(places), article))
    kept: list[tuple[int, Article]] = []
    for same in by_text.values():
        kept += [_choose_first(group) for group in _split_articles(same)]
    return {article.id: article for _, article in sorted(kept, key=lambda placed: placed[0])}


def _split_articles(same: Sequence[tuple[int, Article]]) -> list[list[tuple[int, Article]]]:
    """Split articles with one text if the text is a notice and not an article.

    An outlet does not print an article under two titles. If it seems to, the text is a notice that
    its site shows instead of articles ("subscribe to read on").
    """
    titles: dict[str, set[str]] = {}
    for _, article in same:
        if article.outlet:
            titles.setdefault(article.outlet, set()).add(article.title.casefold())
    if all(len(outlet_titles) == 1 for outlet_titles in titles.values()):
        return [list(same)]
    by_title: dict[str, list[tuple[int, Article]]] = {}
    for place, article in same:
        by_title.setdefault(article.title.casefold(), []).append((place, article))
    return list(by_title.values())


def _choose_first(group: Sequence[tuple[int, Article]]) -> tuple[int, Article]:
    """The article published first, with the others' addresses. Those without a day come last."""
    ranked = sorted(group, key=lambda placed: (placed[1].published or date.max, placed[0]))
    (place, kept), *others = ranked
    if not others:
        return place, kept
    also = tuple(
        Address(other.id, other.title, other.outlet, other.url, other.published)
        for _, other in others
    )
    return place, replace(kept, also=also)
