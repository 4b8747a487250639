"""The quoted speakers of the corpus, found by name, misspelt name or role."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from typing import Any

from rag.index.span_table import Statements
from rag.language.english.titles import ROLES_IN_QUESTIONS
from rag.names.name import Name, same_person
from rag.names.people import is_title, without_titles
from rag.records import Article, Query, Speaker
from rag.search.directory.descriptions import Roles, write_titles_in_full
from rag.search.directory.offices import is_plural, is_style
from rag.search.directory.spellings import Spellings, name_words
from rag.search.topic import Term, find_keys, find_terms

# A description means one person if it describes them in this share of its uses.
_MOSTLY = 0.7
_SPOKESPEOPLE = find_keys("spokesman spokeswoman spokesperson")
_OFFICERS = find_keys("ceo chair chairman chairwoman chief director executive president vp")


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
        counts = statements.counts()
        self._names = prepared.names if prepared else {name: Name.of(name) for name in counts}
        self._spellings = Spellings(counts, self._names)
        self._articles, self._statements = articles, statements
        self._one_names: dict[str, str] = {}

    def find_named(self, name: str) -> Speaker | None:
        """The speaker whom a name means; "Lavrov" finds both Sergei and Sergey Lavrov."""
        return self._spellings.find_styled(name) if is_style(name) else self._spellings.find(name)

    def find_with_all_words(self, name: str) -> Speaker | None:
        """The speaker who has every word of a name; "Pelosi Taiwan" finds none."""
        speaker = self.find_named(name)
        if speaker is None:
            return None
        their_words = set[str]().union(*(name_words(spelling) for spelling in speaker.spellings))
        return speaker if their_words.issuperset(name_words(name)) else None

    def find_by_given_name(self, name: str) -> Speaker | None:
        """The only quoted person with a given name: "Oprah"; None for none or several."""
        return self._spellings.find_by_given_name(name)

    def find_misspelt(self, name: str) -> Speaker | None:
        """The speaker whom a misspelt name means; None if no name is close."""
        return self._spellings.find_misspelt(name)

    def find_by_role(self, role: str) -> Speaker | None:
        """The speaker whom a description means: "the US ambassador"; None for none or several.

        The description must belong to one person in most of its uses. Some uses are wrong, because
        a name may stand next to another person's office.
        """
        if is_style(role):
            return self._spellings.find_styled(role)
        if is_plural(role):
            return None  # "Roe's lawyers" are several, whoever is introduced as one of them
        role = write_titles_in_full(role)
        role_terms = find_terms(role)
        titled = any(is_title(word) for word in re.findall(r"[\w-]+", role))
        if not titled and (len(role_terms) < 2 or not re.search(r"\b[a-z]{4,}", role)):
            return None  # a name, or a word for anybody: "police"
        if all(key.startswith("@") for term in role_terms for key in term.keys):
            return None  # only a state
        described = self._roles.find_names(role_terms)
        if not described:  # "the Larkfield boss" is its chief executive
            role_terms = tuple(_widen(term) for term in role_terms)
            described = self._roles.find_names(role_terms)
        return self._most_described(role_terms, described)

    def find_holders(self, role: str) -> tuple[frozenset[str], tuple[str, ...]]:
        """All whom articles describe by the title in a role, and the other words of the role.

        "Roe's lawyer" gives everybody who is called a lawyer or an attorney, and "Roe".
        """
        if is_plural(role):
            return frozenset(), ()
        terms = find_terms(write_titles_in_full(role))
        titles = [_widen(term) for term in terms if is_title(term.text)]
        titles = titles or [_widen(term) for term in terms if term.text in ROLES_IN_QUESTIONS]
        others = tuple(
            term.text for term in terms if not any(term.keys <= title.keys for title in titles)
        )
        holders = self._roles.find_names(titles) if titles else set()
        return (
            frozenset(name for name in holders if self._roles.count_uses(name, titles)),
            others,
        )

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
        return self._find_of(institution, _SPOKESPEOPLE)

    def find_officers(self, institution: str) -> frozenset[str]:
        """The names of those whom articles describe as heads or directors of an institution."""
        return self._find_of(institution, _OFFICERS)

    def _find_of(self, institution: str, roles: frozenset[str]) -> frozenset[str]:
        terms = find_terms(institution)
        return frozenset(
            name
            for name in self._roles.find_names(terms)
            if any(
                words & roles and all(term.matches(words) for term in terms)
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
        if self._spellings.is_of_institution(spelling):
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
        return self._spellings.count_statements()

    @cached_property
    def _roles(self) -> Roles:
        """Collected when first needed, because most questions name no role."""
        if self._prepared is not None:
            return Roles.of_json(self._prepared.descriptions)
        return Roles.collect(self._articles, self._statements)

    def prepare(self, counts: Mapping[str, int]) -> PreparedSpeakers:
        """Everything that can be kept with the index; `counts` is from `count_statements`."""
        return PreparedSpeakers(self._names, counts, self._roles.to_json())


def _widen(term: Term) -> Term:
    """A word for a role, with the titles that articles may give for it."""
    titles = ROLES_IN_QUESTIONS.get(term.text.lower())
    return replace(term, keys=term.keys.union(*map(find_keys, titles))) if titles else term


def ask_speaker(query: Query, name: str, speaker: Speaker | None) -> Query:
    """The query for a speaker's words; without a speaker, for the name, which finds none."""
    resolved = speaker or Speaker(name)
    return replace(query, speaker=resolved.name, spellings=resolved.spellings, each=resolved.each)
