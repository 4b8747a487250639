"""A spelling of a person's name -> its parts, and whether two spellings can mean one person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from rag.language.english.person_names import GIVEN_NAMES, NICKNAMES
from rag.names.folding import fold, transliterate
from rag.names.institutions import is_institution
from rag.names.people import gender, split_name, without_titles


@dataclass(frozen=True, slots=True)
class Name:
    """A spelling of a name, taken apart so that it can be compared with many others."""

    key: str  # what `fold` makes of it
    gender: str | None
    given: tuple[str, ...]  # in lower case, without accents
    family: tuple[str, ...]
    family_keys: tuple[str, str]  # what `fold` makes of the family name, and of its last word

    @classmethod
    def of(cls, name: str) -> Name:
        """The parts of a name; titles count for the gender only."""
        given, family = split_name(without_titles(name))
        last = fold(family[-1]) if family else ""
        keys = (last if len(family) < 2 else fold(" ".join(family)), last)
        return cls(fold(name), gender(name), tuple(given), tuple(family), keys)

    def same_person(self, other: Name) -> bool:
        """Whether both can mean one person, as `same_person` says."""
        if self.key == other.key:
            return bool(self.key)
        if self.gender and other.gender and self.gender != other.gender:
            return False
        if not self.family or not other.family:
            return False
        if _is_double_surname(self, other) or _is_double_surname(other, self):
            return True
        long, short = sorted((self, other), key=lambda name: len(name.family), reverse=True)
        if len(long.family) > len(short.family) and short.given and not long.given:
            return False  # "Van Roe" is no Jane Roe
        whole = len(self.family) == len(other.family) or bool(self.given and other.given)
        return self._shares_family(other, whole=whole) and _compatible(self.given, other.given)

    def marks(self) -> tuple[str, ...]:
        """Keys for finding candidates: two names that can mean one person share at least one."""
        whole, last = self.family_keys
        marks = (f"all {self.key}", f"family {whole}", f"last {last}")
        near = f"given {' '.join(self.given)} {self._family_name(whole=True)[:1]}"
        return (*marks, near) if self.given else marks

    def _shares_family(self, other: Name, *, whole: bool) -> bool:
        at = 0 if whole else 1
        key, other_key = self.family_keys[at], other.family_keys[at]
        if key == other_key:
            return True
        if not self.given or self.given != other.given:
            return False
        mine, theirs = self._family_name(whole=whole), other._family_name(whole=whole)
        return _nearly_same(mine, key, theirs, other_key)

    def _family_name(self, *, whole: bool) -> str:
        """The family name; its last word if not `whole`: "Leyen" for "von der Leyen"."""
        return " ".join(self.family if whole else self.family[-1:])


_parse = lru_cache(maxsize=4096)(Name.of)


def same_person(a: str, b: str) -> bool:
    """Whether two spellings can mean one person; symmetric, not transitive.

    "Lavrov", "Mr. Lavrov", "Sergei Lavrov" and "Sergey V. Lavrov" are one; "Bill Clinton" and
    "Hillary Clinton" are not, nor are "Mrs. Clinton" and "Bill Clinton", nor "George W. Bush" and
    "George H.W. Bush". A given name alone ("Hillary") is nobody's surname and matches only itself.
    Accents, case and transliteration (Zelensky, Zelenskyy, Zelenskiy) make no difference.
    """
    return _parse(a).same_person(_parse(b))


def _is_double_surname(short: Name, long: Name) -> bool:
    """Whether a name is the two family names of another: "Lund Berg" of "Ann Lund Berg".

    "Marie Roe" is no family name of "Ann Marie Roe", and two agencies are no family.
    """
    words, whole = (*short.given, *short.family), (*long.given, *long.family)
    if not short.given or len(words) >= len(whole) or whole[-len(words) :] != words:
        return False
    named = _is_initial(words[0]) or words[0] in GIVEN_NAMES
    return not named and not is_institution(" ".join(words))


def _nearly_same(a: str, key_a: str, b: str, key_b: str) -> bool:
    """Whether two surnames with their keys, behind the same given names, are spelling variants."""
    if a[:1] != b[:1]:
        return False
    # Gorbachev, Gorbachov: vowels vary between transliterations, consonants distinguish people
    consonants_a, consonants_b = (re.sub(r"[aeiouy\W]", "", key) for key in (key_a, key_b))
    return consonants_a == consonants_b and fuzz.ratio(a, b) >= 80


def _compatible(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether given names can be one person's: missing names and initials contradict nothing."""
    if not a or not b:
        return True
    if _is_called_by_second(a) != _is_called_by_second(b):
        second, other = (a, b) if _is_called_by_second(a) else (b, a)
        return _same_given(second[1], other[0]) or (
            _is_initial(other[0]) and other[0][0] == second[0][0]
        )
    if not _same_given(a[0], b[0]):
        return False
    if len(a) > 1 and len(b) > 1:
        return a[1][0] == b[1][0]
    return True


def _is_called_by_second(given: Sequence[str]) -> bool:
    """Whether the second given name is in use: "J. Hyatt Brown" is Hyatt, and no Jamal."""
    return len(given) > 1 and _is_initial(given[0]) and not _is_initial(given[1])


def _is_initial(name: str) -> bool:
    return len(name.replace(".", "")) == 1


def _same_given(a: str, b: str) -> bool:
    if a == b or transliterate(a) == transliterate(b):
        return True
    short, long = sorted((a.replace(".", ""), b.replace(".", "")), key=len)
    if len(short) == 1:
        return long.startswith(short)
    full_a, full_b = NICKNAMES.get(a, frozenset({a})), NICKNAMES.get(b, frozenset({b}))
    if full_a == full_b or a in full_b or b in full_a:
        return True
    return len(a) > 4 and a[0] == b[0] and fuzz.ratio(a, b) >= 85
