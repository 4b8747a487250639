"""Which articles mention a name or a term, by the indexes of their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np

from rag.index.dense import Rows
from rag.index.searched import SearchedIndex
from rag.language.stems import stem, words
from rag.names.folding import fold
from rag.names.institutions import is_initials, is_institution, other_name
from rag.names.states import is_place, names_state, other_names
from rag.search.topic import find_terms, is_acronym

_INTRODUCING = 10_000  # passages that are searched for an institution's other name
_OTHER_NAMES = 3
_AT_ONCE = 64  # passages whose texts are fetched together
_NO_ROWS: Rows = np.empty(0, dtype=np.int64)


class Mentions:
    """Finds names in the articles of one generation."""

    def __init__(self, generation: SearchedIndex) -> None:
        self._generation = generation
        self._passage_articles = generation.passages.article_numbers
        self.has_key = _make_key_test(generation)

    def iterate_ids(self, name: str) -> Iterator[str]:
        """The ids of the articles that mention a name, as they are found."""
        rows: Rows | None = None
        for term in find_terms(name):
            written = [self._rows_with(spelling) for spelling in other_names(term.text)]
            with_term = written[0] if len(written) == 1 else np.unique(np.concatenate(written))
            rows = with_term if rows is None else _common(rows, with_term)
        phrase, ids = _phrase(name), tuple(self._generation.articles)
        if rows is None:
            if not is_acronym(name):
                return
            # "US", "WHO": in small letters, a stop word
            rows, phrase = self._rows_with(name), re.compile(rf"\b{re.escape(name)}\b")
        found_numbers = set[int]()
        for row, number in self._with_texts(rows):
            if number not in found_numbers:
                title = self._generation.articles[ids[number]].title
                text = f"{title}\n{self._generation.passages.text(row)}"
                if phrase is None or phrase.search(text):
                    found_numbers.add(number)
                    yield ids[number]

    def find_other_names(self, name: str) -> list[str]:
        """The other names of an institution, as in "World Health Organization (WHO)".

        For initials these are full names, and for a full name initials. The most frequent is first.
        """
        of_something = is_institution(name) or " of " in name  # "Bank of Larkfield"
        institution = is_initials(name) or (of_something and name != name.lower())
        if not institution or is_place(name):
            return []
        other_names_found: Counter[str] = Counter()
        for row, _ in self._with_texts(self._rows_with(name)[:_INTRODUCING]):
            other_names_found.update(other_name(name, self._generation.passages.text(row)))
        return [full_name for full_name, _ in other_names_found.most_common(_OTHER_NAMES)]

    def _with_texts(self, rows: Rows) -> Iterator[tuple[int, int]]:
        """Each of some passages and the number of its article, whose text is at hand."""
        for first in range(0, len(rows), _AT_ONCE):
            some = rows[first : first + _AT_ONCE]
            numbers = self._passage_articles[some].tolist()
            self._generation.bring_texts(numbers)
            yield from zip(some.tolist(), numbers, strict=True)

    def _rows_with(self, name: str) -> Rows:
        """The passages in which every word of a name occurs, ascending."""
        index = self._generation.words
        common_rows: Rows | None = None
        for word in map(stem, words(name)):
            rows = index.rows(word)
            if not len(rows):
                spellings = index.spelt_like(word, lambda a, b: fold(a) == fold(b))
                rows = np.unique(np.concatenate([_NO_ROWS, *map(index.rows, spellings)]))
            common_rows = rows if common_rows is None else _common(common_rows, rows)
        return _NO_ROWS if common_rows is None else common_rows


def _common(first: Rows, second: Rows) -> Rows:
    """The rows that occur in both arrays, ascending."""
    common_rows: Rows = np.intersect1d(first, second, assume_unique=True)
    return common_rows


def _phrase(name: str) -> re.Pattern[str] | None:
    """A pattern of a name's words in order, with up to two words between; None for one word."""
    name_terms = find_terms(name)
    if len(name_terms) < 2:
        return None
    parts = ("|".join(map(re.escape, other_names(term.text))) for term in name_terms)
    between = r"(?:['’]s)?(?:\W+\w+){0,2}?\W+"
    return re.compile(rf"(?<!\w)(?:{f'){between}(?:'.join(parts)})(?!\w)", re.IGNORECASE)


def _make_key_test(generation: SearchedIndex) -> Callable[[frozenset[str], int], bool]:
    """A test whether a key of a term stands in the article of a number.

    The test uses the index of the articles' words, because to split every article would take
    seconds.
    """
    ids = tuple(generation.articles)

    @lru_cache(maxsize=16)  # a few questions' terms
    def holding(keys: frozenset[str]) -> frozenset[int]:
        index = generation.article_words
        names = {key[1:] for key in keys if key.startswith("~")}
        spelt = {
            spelling
            for name in names
            for spelling in index.spelt_like(name, lambda word, folded: fold(word) == folded)
        }
        plain = {key for key in keys if key[0] not in "~@"}
        return frozenset(row for word in plain | spelt for row in index.rows(word).tolist())

    def stands_in(keys: frozenset[str], number: int) -> bool:
        states = [key[1:] for key in keys if key.startswith("@")]
        article = generation.articles[ids[number]]
        return number in holding(keys) or any(
            names_state(state, article.title) or names_state(state, article.text)
            for state in states
        )

    return stands_in
