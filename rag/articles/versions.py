"""Articles as read -> each article once: the newest of its versions, with all its addresses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import count

from rag.records import Address, Article, Version


def merge(articles: Iterable[Article]) -> dict[str, Article]:
    """Return the articles by id, in the order in which each came first.

    Of several with one id the newest stays, by the day it was modified, else published; of equal
    days the one read last. The others' texts are its versions. Of several ids with one text the
    one published first stays, and the others are in its `also`.
    """
    by_id: dict[str, list[Article]] = {}
    for article in articles:
        by_id.setdefault(article.id, []).append(article)
    return _each_text_once([_newest(versions) for versions in by_id.values()])


def digest(text: str) -> str:
    """16 hexadecimal digits that tell a text from any other."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _newest(versions: Sequence[Article]) -> Article:
    # sorted is stable: of equal days the one read last comes last
    *older, newest = sorted(versions, key=lambda one: one.modified or one.published or date.min)
    kept: dict[str, Version] = {}
    for one in reversed(older):
        if one.text != newest.text:
            key = digest(one.text)
            version = Version(one.title, one.published, one.modified, len(one.text), key)
            kept.setdefault(key, version)
    return replace(newest, versions=tuple(kept.values())) if kept else newest


def _each_text_once(articles: Sequence[Article]) -> dict[str, Article]:
    places = count()
    by_text: dict[str, list[tuple[int, Article]]] = {}
    for article in articles:
        by_text.setdefault(digest(article.text), []).append((next(places), article))
    kept: list[tuple[int, Article]] = []
    for same in by_text.values():
        kept += [_first(group) for group in _articles_of(same)]
    return {article.id: article for _, article in sorted(kept, key=lambda one: one[0])}


def _articles_of(same: Sequence[tuple[int, Article]]) -> list[list[tuple[int, Article]]]:
    """Split articles of one text where it is no article but a notice.

    One outlet does not print an article under two titles. Where it does, the text is what its site
    shows in the place of one ("subscribe to read on"), and the titles are all there is.
    """
    titles: dict[str, set[str]] = {}
    for _, article in same:
        if article.outlet:
            titles.setdefault(article.outlet, set()).add(article.title.casefold())
    if all(len(each) == 1 for each in titles.values()):
        return [list(same)]
    by_title: dict[str, list[tuple[int, Article]]] = {}
    for place, article in same:
        by_title.setdefault(article.title.casefold(), []).append((place, article))
    return list(by_title.values())


def _first(group: Sequence[tuple[int, Article]]) -> tuple[int, Article]:
    """The article published first, with the others' addresses; those without a day come last."""
    ranked = sorted(group, key=lambda one: (one[1].published or date.max, one[0]))
    (place, kept), *others = ranked
    if not others:
        return place, kept
    also = tuple(
        Address(one.id, one.title, one.outlet, one.url, one.published) for _, one in others
    )
    return place, replace(kept, also=also)
