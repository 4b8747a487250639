"""A role in words -> whom it means: "the top Russian diplomat" is a foreign minister of Russia."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.language.english.grammar_words import DETERMINERS
from rag.language.english.nationalities import GROUPS, NATIONALITIES
from rag.language.english.titles import ROLE_FAMILIES, ROLE_WORDS
from rag.names.people import is_title
from rag.speech.cast.person import Person
from rag.speech.grammar.tokens import Token

INDEFINITE = frozenset("a an one another some any several many few two three".split())


@dataclass(frozen=True, slots=True)
class Description:
    """A role that an article mentions: "the top Russian diplomat"."""

    noun: str
    adjectives: frozenset[str]

    def fits(self, person: Person) -> bool:
        """Whether a person's titles make them "the diplomat", "the senator" ..."""
        own_family = frozenset({self.noun}) if is_title(self.noun) else frozenset[str]()
        titles = person.roles & ROLE_FAMILIES.get(self.noun, own_family)
        if not titles:
            return False
        if self.noun == "diplomat" and "minister" in titles and "foreign" not in person.roles:
            return False
        wanted, actual = self.adjectives & NATIONALITIES, person.roles & NATIONALITIES
        return not (wanted and actual and not wanted & actual)


class Roles:
    """Who has which role in an article, and which roles nobody with a name has so far."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._by_role: dict[str, list[Person]] = {}
        for person in people:
            for role in person.roles & ROLE_WORDS:
                self._by_role.setdefault(role, []).append(person)
        self._unnamed: set[str] = set()  # "official" since "a senior official" was mentioned
        self._open: dict[tuple[int, int], Description] = {}  # by the offsets of the mention

    def find(
        self, words: Sequence[Token], head: Sequence[Token], subjects: Sequence[Person]
    ) -> Person | None:
        """Whom a noun phrase with this head means; `subjects` are the latest ones, last first."""
        noun = head[-1].low
        if words[0].low in INDEFINITE or noun in self._unnamed:
            return None
        definite = words[0].low in {"the", "this", "that"} or any(word.low == "'s" for word in head)
        if not definite or (len(words) > len(head) and head[-1].low != "minister"):
            return None
        description = Description(noun, frozenset(word.low for word in head[:-1]))
        fitting = [person for person in self._with_role(noun) if description.fits(person)]
        for person in subjects:
            if person in fitting:
                return person
        known = [person for person in fitting if person.introduced < words[0].start]
        if len(known) == 1 and len(fitting) == 1:
            return known[0]
        if not known:
            self._open[words[0].start, words[-1].end] = description
        return None

    def named_later(self, mention: tuple[int, int], person: Person | None) -> bool:
        """Whether a person who is introduced right behind a mention is whom it describes."""
        description = self._open.get(mention)
        if description is None or person is None or person.introduced < mention[0]:
            return False
        return description.fits(person)

    def note_unnamed(self, tokens: Sequence[Token]) -> None:
        """Take note of people without a name: after "an official", "the official" is that one."""
        for at, token in enumerate(tokens):
            if token.low in INDEFINITE:
                for noun in tokens[at + 1 : at + 5]:
                    if noun.low in ROLE_FAMILIES and not _name_follows(tokens, noun):
                        self._unnamed.add(noun.low)

    def _with_role(self, noun: str) -> list[Person]:
        family = ROLE_FAMILIES.get(noun, frozenset({noun}))
        return list(
            dict.fromkeys(
                person for role in sorted(family) for person in self._by_role.get(role, ())
            )
        )


def find_second_role(words: Sequence[Token]) -> Sequence[Token]:
    """Of "coach and program director Jane Roe", who is one person, the second part; else nothing.

    "The coach and director Jane Roe" may be two.
    """
    ties = [at for at, word in enumerate(words) if word.low == "and"]
    parted = any(word.text == "," or word.low in DETERMINERS | {"'s", "of"} for word in words)
    if len(ties) != 1 or ties[0] == 0 or parted:
        return ()
    first, behind = words[ties[0] - 1], words[ties[0] + 1 :]
    singular = (
        not first.capitalised and not first.low.endswith(("s", "ing")) and first.low not in GROUPS
    )
    name = len(behind)
    while name and behind[name - 1].capitalised and not is_title(behind[name - 1].text):
        name -= 1
    is_one_person = (singular or is_title(first.text)) and 0 < name <= len(behind) - 2
    return behind if is_one_person else ()


def _name_follows(tokens: Sequence[Token], noun: Token) -> bool:
    following = [token for token in tokens if token.start > noun.end][:1]
    return bool(following) and following[0].capitalised
