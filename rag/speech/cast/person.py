"""Somebody whom an article names in full."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from rag.language.english.person_names import GIVEN_NAMES, SUFFIXES
from rag.language.english.titles import SOLE_ROLES
from rag.names.name import same_person
from rag.names.people import surname


@dataclass(slots=True, eq=False)
class Person:
    """Somebody whom the article names with a given and a family name, at least once."""

    names: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)  # "Bobby Quinn" for Robert “Bobby” Quinn
    roles: set[str] = field(default_factory=set)  # words of titles and appositions, lower case
    gender: str | None = None
    introduced: int = 0  # offset of the first full name
    evident: bool = False  # some word shows that this is a person, and no place and no title
    owns_surname: bool = False  # the surname alone meant this person before a namesake came in

    @property
    def name(self) -> str:
        """The full name that is written most often; of equally frequent ones, the first.

        "De Roe" has two words, and is still a family name only, as "Lund Berg" is of Ann Lund Berg.
        """
        full = [name for name in self.names if surname(name) != name] or list(self.names)
        full = [name for name in full if not any(other.endswith(f" {name}") for other in full)]
        return max(full, key=lambda name: self.names[name])

    def is_called(self, name: str) -> bool:
        """Whether a name can be this person's."""
        return any(same_person(own, name) for own in (self.name, *self.aliases))

    @property
    def is_suffixed(self) -> bool:
        """Whether the name ends in "Jr." or a number."""
        return self.name.split()[-1].lower().strip(".") in SUFFIXES

    @property
    def has_human_name(self) -> bool:
        """Whether a given name, an initial, a title or a role shows that this is a person."""
        words = self.name.split()
        initial = any(len(word.strip(".")) == 1 for word in words[:-1])
        role = self.roles & SOLE_ROLES
        return bool(self.gender or role or initial or words[0].lower() in GIVEN_NAMES)
