"""Statements of speakers who are described, and not named: "officials", "Roe's family"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from rag.index.dense import Rows
from rag.index.searched import SearchedIndex
from rag.names.institutions import is_institution
from rag.search.topic import Term, find_keys, find_terms

_OWNED = re.compile(r"(?:the )?(?P<owner>.+?)(?:['’]s|(?<=s)['’]) (?P<role>.+)")
_HIS = re.compile(r"(?:his|her|their) ", re.IGNORECASE)

_RowsByKeys = Mapping[frozenset[str], Sequence[int]]  # by the keys of a mention or of a name


class DescribedRows:
    """Finds the rows of statements by a description of their speaker, in one generation."""

    def __init__(self, generation: SearchedIndex, by_speaker: Mapping[str, Rows]) -> None:
        """`by_speaker` has the rows of each named speaker."""
        self._generation = generation
        self._by_speaker = by_speaker

    def find(self, description: str) -> list[int]:
        """The rows of statements by speakers without a name who have a description, ascending.

        Institutions whose name contains the description are included: "the sheriff's office".
        "Roe's family" is also "his family" in an article whose title names Roe.
        """
        wanted = find_terms(description)
        if not wanted:
            return []
        rows = set(_matching(self._unnamed, wanted))
        if len(wanted) > 1 and is_institution(description):
            rows.update(_matching(self._institutions, wanted))
        if owned := _OWNED.fullmatch(description):
            owner, role = find_terms(owned["owner"]), find_terms(owned["role"])
            rows.update(row for row in _matching(self._his, role) if self._is_on(row, owner))
        return sorted(rows)

    def _is_on(self, row: int, owner: Sequence[Term]) -> bool:
        """Whether the title of a row's article names somebody."""
        number = int(self._generation.statements.article_numbers[row])
        title_keys = find_keys(self._titles[number])
        return bool(owner) and all(term.matches(title_keys) for term in owner)

    @cached_property
    def _titles(self) -> Sequence[str]:
        return [article.title for article in self._generation.articles.values()]

    @cached_property
    def _mentions(self) -> Mapping[str, Sequence[int]]:
        """The rows of statements by speakers without a name, by the words that mention them."""
        return self._generation.statements.by_mention()

    @cached_property
    def _unnamed(self) -> _RowsByKeys:
        return _by_keys(self._mentions.items())

    @cached_property
    def _his(self) -> _RowsByKeys:
        """The rows of "his family", "her lawyer"."""
        return _by_keys(item for item in self._mentions.items() if _HIS.match(item[0]))

    @cached_property
    def _institutions(self) -> _RowsByKeys:
        named = self._by_speaker.items()
        return _by_keys((name, rows.tolist()) for name, rows in named if is_institution(name))


def _by_keys(texts: Iterable[tuple[str, Sequence[int]]]) -> _RowsByKeys:
    """Rows by the keys of the words of a text."""
    rows_by_keys: dict[frozenset[str], list[int]] = defaultdict(list)
    for text, rows in texts:
        rows_by_keys[find_keys(text)] += rows
    return rows_by_keys


def _matching(table: _RowsByKeys, terms: Sequence[Term]) -> Iterator[int]:
    """The rows whose keys have all of the terms."""
    for keys, rows in table.items():
        if all(term.matches(keys) for term in terms):
            yield from rows
