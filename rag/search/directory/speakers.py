"""The quoted speakers of the corpus, found by name, misspelt name or role."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from typing import Any

from rapidfuzz import fuzz, process

from rag.index.span_table import Statements
from rag.language.english.person_names import SUFFIXES
from rag.language.english.titles import STYLES
from rag.names.folding import fold, transliterate_from_german
from rag.names.institutions import is_institution
from rag.names.name import Name, same_person
from rag.names.people import gender, is_title, surname, without_titles
from rag.names.states import NAME_OF_STATE, states
from rag.records import Article, Query, Speaker
from rag.search.directory.descriptions import Roles, write_titles_in_full
from rag.search.topic import Term, find_keys, find_terms

# Least similarity, 0 to 100, of a misspelt name to a known one. Lavrow and Lavrov are 83, Macron
# and Marcos 67.
SIMILAR = 80
# A surname means one person if this share of the statements under the surname is theirs.
_NEARLY_ALL = 0.8
# A description means one person if it describes them in this share of its uses.
_MOSTLY = 0.7
_SPOKESPEOPLE = find_keys("spokesman spokeswoman spokesperson")
SIMILAR_GIVEN = 70  # Sergej and Sergey are 73, Konrad and Konstantin 50


@dataclass(frozen=True, slots=True)
class PreparedSpeakers:
    """What `Speakers` computes of an index, to be kept with it."""

    names: Mapping[str, Name]  # of all spellings
    counts: Mapping[str, int]  # what `Speakers.count_statements` gives
    descriptions: str  # of the speakers, as `Roles.to_json` writes them

    def to_json(self) -> dict[str, Any]:
        """All but the descriptions, as JSON has it."""
        names = {name: astuple(parsed) for name, parsed in self.names.items()}
        return {"names": names, "counts": dict(self.counts)}

    @classmethod
    def of_json(cls, fields: Mapping[str, Any], descriptions: str) -> PreparedSpeakers:
        """What `to_json` made, with the descriptions."""
        names = {
            name: Name(key, gender, tuple(given), tuple(family), (keys[0], keys[1]))
            for name, (key, gender, given, family, keys) in fields["names"].items()
        }
        return cls(names, fields["counts"], descriptions)


class Speakers:
    """The speakers of a corpus."""

    def __init__(
        self,
        articles: Mapping[str, Article],
        statements: Statements,
        prepared: PreparedSpeakers | None = None,
    ) -> None:
        """`prepared` is what need not be computed, because it is kept with the index."""
        self._prepared = prepared
        self._counts = statements.counts()
        self._names = prepared.names if prepared else {name: Name.of(name) for name in self._counts}
        self._by_word: dict[str, set[str]] = defaultdict(set)
        for name, taken_apart in self._names.items():
            for word in taken_apart.key.split():
                self._by_word[word].add(name)
        self._offices = {name: _office(name) for name in self._counts if is_institution(name)}
        self._by_office: dict[frozenset[str], set[str]] = defaultdict(set)
        owned: dict[frozenset[str], set[str]] = defaultdict(set)
        for name, office in self._offices.items():
            self._by_office[office].add(name)
            if owner := _OWNED.search(name):
                owned[_office(owner.group("own"))].add(name)
        for office, names in owned.items():
            if len({self._offices[name] for name in names}) == 1:
                self._by_office[office] |= (
                    names  # a ministry named with its state, if no other state's is
                )
        self._articles, self._statements = articles, statements
        self._one_names: dict[str, str] = {}

    def find_named(self, name: str) -> Speaker | None:
        """The speaker whom a name means; "Lavrov" finds both Sergei and Sergey Lavrov."""
        if _is_style(name):
            return self._styled(name)
        return self._of(
            name, set().union(*(self._by_word.get(word, set()) for word in _words(name)))
        )

    def find_with_all_words(self, name: str) -> Speaker | None:
        """The speaker who has every word of a name; "Pelosi Taiwan" finds none."""
        speaker = self.find_named(name)
        if speaker is None:
            return None
        their_words = set[str]().union(*(_words(spelling) for spelling in speaker.spellings))
        return speaker if their_words.issuperset(_words(name)) else None

    def _styled(self, style: str) -> Speaker | None:
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
            family, self._by_word.keys(), scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=3
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

    def find_by_role(self, role: str) -> Speaker | None:
        """The speaker whom a description means: "the US ambassador"; None for none or several.

        The description must belong to one person in most of its uses. Some uses are wrong, because
        a name may stand next to another person's office.
        """
        if _is_style(role):
            return self._styled(role)
        if _is_plural(role):
            return None  # "Roe's lawyers" are several, whoever is introduced as one of them
        role = write_titles_in_full(role)
        role_terms = find_terms(role)
        titled = any(is_title(word) for word in re.findall(r"[\w-]+", role))
        if not titled and (len(role_terms) < 2 or not re.search(r"\b[a-z]{4,}", role)):
            return None  # a name, or a word for anybody: "police"
        if all(key.startswith("@") for term in role_terms for key in term.keys):
            return None  # only a state
        return self._most_described(role_terms, self._roles.find_names(role_terms))

    def find_titled(self, name: str) -> Speaker | None:
        """The one of several namesakes whom a title before the name means: "Senator Roe".

        None if the title means none of them, or several.
        """
        bare = without_titles(name)
        title = name.removesuffix(bare).strip()
        namesakes = self.find_named(bare) if title and " " not in bare else None
        if namesakes is None or " " in namesakes.name:
            return None
        # in small letters, because a title is no name here
        title_terms = find_terms(write_titles_in_full(title).lower())
        return self._most_described(title_terms, namesakes.spellings) if title_terms else None

    def _most_described(self, role_terms: Sequence[Term], among: Iterable[str]) -> Speaker | None:
        """The person whom a role describes in most of its uses; None for none or several."""
        times = {name: self._roles.count_uses(name, role_terms) for name in sorted(among)}
        most_described = max(times, key=lambda name: times[name], default="")
        if not times.get(most_described):
            return None
        spellings = [name for name in times if times[name] and same_person(most_described, name)]
        if sum(times[name] for name in spellings) < _MOSTLY * sum(times.values()):
            return None
        return self.find_named(max(spellings, key=len))

    def find_spokespeople(self, institution: str) -> frozenset[str]:
        """The names of those whom articles describe as spokespeople of an institution."""
        terms = find_terms(institution)
        return frozenset(
            name
            for name in self._roles.find_names(terms)
            if any(
                words & _SPOKESPEOPLE and all(term.matches(words) for term in terms)
                for words in self._roles.counts[name]
            )
        )

    def is_described(self, spellings: Iterable[str], role: str) -> bool:
        """Whether a description of a speaker with these spellings has all words of a role."""
        role_terms = find_terms(write_titles_in_full(role))
        return bool(role_terms) and any(
            self._roles.count_uses(name, role_terms) for name in spellings
        )

    def name_of(self, spelling: str) -> str:
        """The one name of the person whom the articles spell so; the spelling if that is unsure."""
        if spelling in self._offices:
            return spelling
        if spelling not in self._one_names:  # a given name has thousands of bearers to look at
            speaker = self.find_named(spelling)
            is_sure = speaker is not None and spelling in speaker.spellings
            self._one_names[spelling] = speaker.name if speaker and is_sure else spelling
        return self._one_names[spelling]

    def list_names(self) -> tuple[str, ...]:
        """One spelling for each person, the most quoted first."""
        return tuple(self.count_statements())

    def count_statements(self) -> dict[str, int]:
        """The number of statements of each person, by one spelling, the most quoted first."""
        if self._prepared is not None:
            return dict(self._prepared.counts)
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
        return counts

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

    @cached_property
    def _roles(self) -> Roles:
        """Collected when first needed, because most questions name no role."""
        if self._prepared is not None:
            return Roles.of_json(self._prepared.descriptions)
        return Roles.collect(self._articles, self._statements)

    def prepare(self, counts: Mapping[str, int]) -> PreparedSpeakers:
        """Everything that can be kept with the index; `counts` is from `count_statements`."""
        return PreparedSpeakers(self._names, counts, self._roles.to_json())

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


def ask_speaker(query: Query, name: str, speaker: Speaker | None) -> Query:
    """The query for a speaker's words; without a speaker, for the name, which finds none."""
    resolved = speaker or Speaker(name)
    return replace(query, speaker=resolved.name, spellings=resolved.spellings, each=resolved.each)


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


def is_office(name: str) -> bool:
    """Whether a phrase names an office and not a person: "the governor of Florida"."""
    words = name.partition(",")[0].split()
    if "of" in words:
        words = words[: words.index("of")]
    is_role = len(words) > 1 and words[-1].islower() and is_title(words[-1])
    return is_role and not _is_plural(" ".join(words))


def _is_plural(role: str) -> bool:
    """Whether a role's noun is in the plural: "lawyers for Roe"."""
    noun = _TIE.split(role, maxsplit=1)[0].split()[-1:]
    return bool(noun) and noun[0].islower() and bool(re.search(r"[^\Wsui]s$", noun[0]))


_TIE = re.compile(r" (?:of|for|in|at|to|from|on|with) ")


def _is_style(name: str) -> bool:
    """Whether a phrase is only a title that is kept before a name: "the Pope"."""
    return name.lower().removeprefix("the ") in STYLES


def _suffix(name: str) -> str:
    """The suffix of a name: "jr" of "John Roe Jr."; usually empty."""
    last = name.lower().rstrip(".").rsplit(maxsplit=1)[-1:]
    return last[0] if last and last[0] in SUFFIXES else ""


def _words(name: str) -> list[str]:
    """The words of a name that are looked up."""
    return fold(without_titles(name)).split()


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
    return short or fuzz.ratio(given, known) >= SIMILAR_GIVEN
