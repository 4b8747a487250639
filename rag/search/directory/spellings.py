"""Which spellings of the quoted speakers mean one person or one institution.

"Lavrov", "Sergei Lavrov" and "Sergey Lavrov" do; "Trump" means Donald and not Ivanka Trump if he
says nearly all that is said under the name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from rag.language.english.person_names import SUFFIXES
from rag.names.folding import fold, transliterate_from_german
from rag.names.institutions import is_institution
from rag.names.name import Name
from rag.names.people import gender, surname, without_titles
from rag.names.states import NAME_OF_STATE, states
from rag.records import Speaker

# Least similarity, 0 to 100, of a misspelt name to a known one. Lavrow and Lavrov are 83, Macron
# and Marcos 67.
_SIMILAR = 80
_SIMILAR_GIVEN = 70  # Sergej and Sergey are 73, Konrad and Konstantin 50
# A surname means one person if this share of the statements under the surname is theirs.
_NEARLY_ALL = 0.8


class Spellings:
    """The spellings of all quoted speakers, and how much is said under each."""

    def __init__(self, counts: Mapping[str, int], names: Mapping[str, Name]) -> None:
        """`counts` are the statements under each spelling, and `names` the spellings, parsed."""
        self._counts, self._names = counts, names
        self._by_word: dict[str, set[str]] = defaultdict(set)
        for name, taken_apart in names.items():
            for word in taken_apart.key.split():
                self._by_word[word].add(name)
        self._offices = {name: _office(name) for name in counts if is_institution(name)}
        self._by_office: dict[frozenset[str], set[str]] = defaultdict(set)
        owned: dict[frozenset[str], set[str]] = defaultdict(set)
        for name, office in self._offices.items():
            self._by_office[office].add(name)
            if owner := _OWNED.search(name):
                owned[_office(owner.group("own"))].add(name)
        for office, same_office in owned.items():
            if len({self._offices[name] for name in same_office}) == 1:
                # a ministry named with its state, if no other state's is
                self._by_office[office] |= same_office

    def is_of_institution(self, spelling: str) -> bool:
        """Whether a spelling of a quoted speaker names an institution."""
        return spelling in self._offices

    def find(self, name: str) -> Speaker | None:
        """The speaker whom a name means; "Lavrov" finds both Sergei and Sergey Lavrov."""
        words = name_words(name)
        return self._of(name, set().union(*(self._by_word.get(word, set()) for word in words)))

    def find_styled(self, style: str) -> Speaker | None:
        """The only speaker whose name begins with a title: "the Pope"; None for several."""
        word = style.lower().removeprefix("the ")
        styled = [name for name in self._counts if name.lower().startswith(f"{word} ")]
        speaker = self._speaker(style, styled)
        return speaker if speaker is not None and speaker.name in styled else None

    def find_misspelt(self, name: str) -> Speaker | None:
        """The speaker whom a misspelt name means; None if no name is close.

        "Sergej Lawrow" is spelt as in German.
        """
        german = transliterate_from_german(name)
        return self._find_similar(name) or (self._find_similar(german) if german != name else None)

    def _find_similar(self, name: str) -> Speaker | None:
        family = fold(surname(name))
        given = fold(without_titles(name)).removesuffix(family).strip()
        if len(family) < 4:
            return None
        similar = process.extract(
            family, self._by_word.keys(), scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=3
        )
        for word, _, _ in similar:
            candidates = [
                candidate
                for candidate in self._by_word[word]
                if word in fold(surname(candidate)).split()
                and _similar_given(given, candidate)
                and len({gender(name), gender(candidate)} - {None}) < 2
            ]
            if word[0] == family[0] and candidates:
                return self._speaker(word.title(), candidates)
        return None

    def count_statements(self) -> dict[str, int]:
        """The number of statements of each person, by one spelling, the most quoted first."""
        counts: dict[str, int] = {}
        taken: set[str] = set()
        # by their marks: thousands of names have one given name in common
        names_by_mark: dict[str, list[str]] = defaultdict(list)
        for name, taken_apart in self._names.items():
            for mark in taken_apart.marks():
                names_by_mark[mark].append(name)
        for name, _ in sorted(self._counts.items(), key=lambda item: (-item[1], item[0])):
            if name not in taken:
                taken_apart = self._names[name]
                candidates = set().union(*(names_by_mark[mark] for mark in taken_apart.marks()))
                if office := self._offices.get(name):
                    candidates |= self._by_office[office]
                speaker = self._of(name, candidates) if len(candidates) > 1 else None
                spellings = (speaker.spellings if speaker else {name}) - taken
                taken |= spellings | {name}
                counts.setdefault(speaker.name if speaker else name, 0)
                counts[speaker.name if speaker else name] += sum(
                    self._counts[spelling] for spelling in spellings
                )
        return dict(sorted(counts.items(), key=lambda item: -item[1]))

    def _of(self, name: str, candidates: Collection[str]) -> Speaker | None:
        """One speaker for the candidates that a name can mean."""
        parsed = self._names.get(name) or Name.of(name)
        possible = [
            candidate for candidate in candidates if parsed.same_person(self._names[candidate])
        ]
        words = set(parsed.key.split())
        possible = [
            candidate
            for candidate in possible
            if not _is_of_many(candidate) or self._part_of(words, candidate)
        ]
        if parsed.given and not _is_of_many(name):
            possible = self._without_namesakes(parsed, possible)
        exact = [candidate for candidate in possible if self._names[candidate].key == parsed.key]
        says_most = len(words) == 1 and self._said(exact) >= _NEARLY_ALL * self._said(possible)
        if exact and (
            says_most or any(candidate.isupper() or _is_of_many(candidate) for candidate in exact)
        ):
            possible = exact  # the CDC is not the Maine CDC
        if is_institution(name):
            possible = [*possible, *self._of_office(name).difference(possible)]
        return self._speaker(name, self._of_generation(name, possible))

    def _without_namesakes(self, asked: Name, possible: list[str]) -> list[str]:
        """The candidates without the family name alone, if it means others of this name.

        "Trump" is not Ivanka Trump if Donald Trump says nearly all that is said under full names.
        """
        full = [name for name in possible if self._names[name].given or name.isupper()]
        namesakes = [
            other
            for word in asked.family_keys[1:]
            for other in self._by_word.get(word, ())
            if (known := self._names[other]).given
            and known.family_keys[1] == word
            and not _is_of_many(other)
            and not asked.same_person(known)
        ]
        own = self._said(full)
        return possible if own >= _NEARLY_ALL * (own + self._said(namesakes)) else full

    def _of_office(self, name: str) -> set[str]:
        """The names of one institution: "Russia's Defense Ministry", "Russian Defense Ministry"."""
        return self._by_office.get(self._offices.get(name) or _office(name), set())

    def _part_of(self, words: Collection[str], institution: str) -> bool:
        """Whether the words are most of an institution's name: "the Treasury".

        "Florida" is not enough for the University of Florida.
        """
        telling = set(self._names[institution].key.split()) - _ANY_INSTITUTION
        return 2 * len(telling.intersection(words)) > len(telling)

    def _of_generation(self, name: str, candidates: Sequence[str]) -> Sequence[str]:
        """The candidates of one generation: the son for "Jr.", else the more quoted."""
        suffix = _suffix(name)
        same = [candidate for candidate in candidates if _suffix(candidate) == suffix]
        different = [candidate for candidate in candidates if _suffix(candidate) != suffix]
        return same if (suffix and same) or self._said(same) > self._said(different) else candidates

    def _said(self, names: Iterable[str]) -> int:
        return sum(self._counts[name] for name in names)

    def _speaker(self, asked_name: str, names: Iterable[str]) -> Speaker | None:
        """The speaker of several spellings: one person if nearly all statements are theirs.

        Otherwise all of them, under the name that was asked for. None without spellings.
        """
        spellings = frozenset(names)
        if not spellings:
            return None
        # full names first, then the most frequent, then by alphabet
        best = min(
            spellings,
            key=lambda name: (-min(len(name.split()), 2), -self._counts[name], name),
        )
        taken_apart = self._names[best]
        office = self._offices.get(best)
        same = frozenset(
            spelling
            for spelling in spellings
            if taken_apart.same_person(self._names[spelling])
            or (office and office == self._offices.get(spelling))
        )
        if self._said(same) >= _NEARLY_ALL * self._said(spellings):
            return Speaker(best, same)
        return Speaker(without_titles(asked_name), spellings)


def name_words(name: str) -> list[str]:
    """The words of a name that are looked up."""
    return fold(without_titles(name)).split()


def _is_of_many(name: str) -> bool:
    """Whether a name belongs to an institution, by its last word or an "of"."""
    return is_institution(name) or " of " in name


def _office(name: str) -> frozenset[str]:
    """The words that identify an institution, in any order, with one name for a state."""
    named_states = states(name)
    plain = NAME_OF_STATE.sub(" ", re.sub(r"['’]s?(?!\w)", " ", name)) if named_states else name
    words = fold(plain).replace("defence", "defense").split()
    state_keys = {f"@{state}" for state in named_states}
    return frozenset({*words, *state_keys}) - {"of", "the", "for", "and"}


_OWNED = re.compile(r"['’]s (?P<own>\S+ .+)")
_ANY_INSTITUTION = {"of", "the", "for", "and", "us", "uk"}


def _suffix(name: str) -> str:
    """The suffix of a name: "jr" of "John Roe Jr."; usually empty."""
    last = name.lower().rstrip(".").rsplit(maxsplit=1)[-1:]
    return last[0] if last and last[0] in SUFFIXES else ""


def _similar_given(given: str, candidate: str) -> bool:
    """Whether the given name asked for can be a misspelling of a speaker's given name.

    "Jill Biden" is not a misspelt "Joe Biden". If only "Biden" is known, she is not found. Without
    a given name the answer is yes.
    """
    if not given:
        return True
    name = fold(without_titles(candidate))
    known = name.removesuffix(fold(surname(candidate))).strip()
    if not known or given[0] != known[0]:
        return False
    short = min(len(given), len(known)) == 1
    return short or fuzz.ratio(given, known) >= _SIMILAR_GIVEN
