"""The articles of one index as a list: searched, filtered, sorted, and shown a page at a time.

What a request needs is computed once for the index, as arrays with a number for each article, so
that a page of a long list takes milliseconds.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rag.collection.periods import Period, split_into_periods
from rag.index.searched import SearchedIndex
from rag.language.stems import stems
from rag.records import Article, DateRange, Speaker
from rag.search.retrieve.day_weights import EVERY_DAY

Chosen = NDArray[np.bool_]  # for each article whether it is chosen
Numbers = NDArray[np.int64]  # numbers of articles

_UNDATED = 0  # date.toordinal() begins with 1
_FEWEST_LETTERS = 3  # of a word that may be the beginning of others


class Order(StrEnum):
    """The order of a list."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    OUTLET = "outlet"
    STATEMENTS = "statements"  # those with the most statements first


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for; an empty field restricts nothing."""

    words: str = ""  # each must occur in the title or the text, in any form
    outlet: str = ""
    speaker: str = ""  # who is quoted, in any spelling
    language: str = ""  # ISO 639-1
    dates: DateRange = EVERY_DAY
    order: Order = Order.NEWEST


@dataclass(frozen=True, slots=True)
class Entry:
    """An article and the number of its statements by a named speaker, or by the wanted one."""

    article: Article
    statements: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A part of the articles that fit, and how all that fit are spread over time."""

    entries: Sequence[Entry]
    total: int
    periods: Sequence[Period]  # without gaps, oldest first; none if all are of one day or undated
    speaker: str = ""  # the wanted one, as the index names them


class ArticleList:
    """The list of an index's articles. Safe to use from several threads."""

    def __init__(self, index: SearchedIndex, find_speaker: Callable[[str], Speaker | None]) -> None:
        """`find_speaker` gives the speaker of the index that a name means."""
        self._index = index
        self._find_speaker = find_speaker
        self._articles = tuple(index.articles.values())
        self._orders: dict[Order, Numbers] = {}
        self._sorting = threading.Lock()

    def __len__(self) -> int:
        return len(self._articles)

    def list(self, wanted: Wanted, first: int, most: int) -> Listing:
        """At most `most` of the articles that fit, from number `first` of them on."""
        speaker = self._find_speaker(wanted.speaker) if wanted.speaker else None
        chosen, counts = self._choose(wanted, speaker)
        if wanted.order is Order.STATEMENTS and wanted.speaker:
            newest = self._sort(Order.NEWEST)
            order = newest[np.argsort(-counts[newest], kind="stable")]
        else:
            order = self._sort(wanted.order)
        fitting = order[chosen[order]]
        shown = fitting[first : first + most].tolist()
        periods = split_into_periods(self._days[fitting], self._approximate[fitting])
        entries = [Entry(self._articles[number], int(counts[number])) for number in shown]
        return Listing(entries, len(fitting), periods, speaker.name if speaker else "")

    @cached_property
    def languages(self) -> Mapping[str, int]:
        """The languages of the articles, ISO 639-1, with their numbers; the most frequent first."""
        counts = {code: len(rows) for code, rows in self._by_language.items()}
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def _choose(self, wanted: Wanted, speaker: Speaker | None) -> tuple[Chosen, Numbers]:
        """Which articles fit, and the number of statements of each."""
        chosen = np.ones(len(self), dtype=np.bool_)
        counts = self._statements
        if wanted.outlet:
            chosen &= self._mark(self._by_outlet.get(wanted.outlet.casefold(), ()))
        if wanted.language:
            chosen &= self._mark(self._by_language.get(wanted.language, ()))
        if wanted.dates != EVERY_DAY:
            first = wanted.dates.first or date.min
            last = wanted.dates.last or date.max
            dated = self._days != _UNDATED
            chosen &= dated & (self._days >= first.toordinal()) & (self._days <= last.toordinal())
        for word in stems(wanted.words):
            chosen &= self._mark(self._find_with_word(word))
        if wanted.speaker:
            counts = self._count_statements(speaker.spellings if speaker else ())
            chosen &= counts > 0
        return chosen, counts

    def _mark(self, numbers: Sequence[int] | Numbers) -> Chosen:
        marked = np.zeros(len(self), dtype=np.bool_)
        marked[np.asarray(numbers, dtype=np.int64)] = True
        return marked

    def _find_with_word(self, word: str) -> Numbers:
        """The articles with a stem; if there is none, those with a word that begins with it."""
        words = self._index.article_words
        rows = words.rows(word)
        if len(rows) or len(word) < _FEWEST_LETTERS:
            return rows
        longer = [words.rows(longer_word) for longer_word in words.beginning_with(word)]
        return np.concatenate([rows, *longer])

    def _count_statements(self, spellings: Collection[str]) -> Numbers:
        """For each article the number of its statements by a speaker, under any of the names."""
        by_speaker = self._rows_by_speaker
        rows = [by_speaker[name] for name in spellings if name in by_speaker]
        if not rows:
            return np.zeros(len(self), dtype=np.int64)
        numbers = self._index.statements.article_numbers[np.concatenate(rows)]
        return np.bincount(numbers, minlength=len(self))

    def _sort(self, order: Order) -> Numbers:
        """The numbers of all articles in an order; undated articles are the last by day."""
        with self._sorting:
            if order not in self._orders:
                numbers = sorted(range(len(self)), key=self._make_key(order))
                self._orders[order] = np.array(numbers, dtype=np.int64)
            return self._orders[order]

    def _make_key(self, order: Order) -> Callable[[int], tuple[object, ...]]:
        days, articles, counts = self._days.tolist(), self._articles, self._statements.tolist()

        def newest(number: int) -> tuple[object, ...]:
            return (-days[number], articles[number].id)

        match order:
            case Order.NEWEST:
                return newest
            case Order.OLDEST:
                return lambda number: (days[number] or date.max.toordinal(), articles[number].id)
            case Order.TITLE:
                return lambda number: (_sort_key(articles[number].title), *newest(number))
            case Order.OUTLET:
                return lambda number: (
                    articles[number].outlet is None,
                    _sort_key(articles[number].outlet or ""),
                    *newest(number),
                )
            case Order.STATEMENTS:
                return lambda number: (-counts[number], *newest(number))

    @cached_property
    def _days(self) -> Numbers:
        days = [
            article.date.toordinal() if article.date else _UNDATED for article in self._articles
        ]
        return np.array(days, dtype=np.int64)

    @cached_property
    def _approximate(self) -> Chosen:
        return np.array([article.approximate_date for article in self._articles], dtype=np.bool_)

    @cached_property
    def _statements(self) -> Numbers:
        return self._count_statements(self._rows_by_speaker)

    @cached_property
    def _rows_by_speaker(self) -> Mapping[str, Numbers]:
        return self._index.statements.rows_by_speaker()

    @cached_property
    def _by_outlet(self) -> Mapping[str, Sequence[int]]:
        """The numbers of an outlet's articles, those whose text has a second place included."""
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, article in enumerate(self._articles):
            for outlet in {article.outlet, *(address.outlet for address in article.also)}:
                if outlet:
                    numbers[outlet.casefold()].append(number)
        return numbers

    @cached_property
    def _by_language(self) -> Mapping[str, Sequence[int]]:
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, article in enumerate(self._articles):
            if article.language:
                numbers[article.language].append(number)
        return numbers


def _sort_key(text: str) -> str:
    """A text as lists are sorted: without accents, and without marks before its first letter."""
    decomposed = unicodedata.normalize("NFKD", re.sub(r"^[\W_]+", "", text))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
