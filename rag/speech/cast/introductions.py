"""Paragraphs -> the people an article names, with the names, roles and gender it gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.language.cues import COMMON_FORMS, VERBS, Cue
from rag.language.english.grammar_words import DETERMINERS, PREPOSITIONS
from rag.language.english.person_names import GIVEN_NAMES
from rag.language.english.titles import FEMALE_ROLES, MALE_ROLES, SOLE_ROLES
from rag.names.folding import fold
from rag.names.institutions import is_institution
from rag.names.people import gender, is_debris, surname
from rag.speech.cast.namings import (
    Naming,
    find_namings,
    find_places,
    is_headline,
)
from rag.speech.cast.person import Person
from rag.speech.grammar.phrases import has_verb, is_adverb, is_nominal
from rag.speech.grammar.tokens import Token, TokenKind
from rag.speech.paragraphs import Paragraph

# an apposition longer than this is a misreading: "Konstantin Kosachev, Vice Chairman of the ..., "
_APPOSITION = 12
# No article names more people of one surname: what does is a list, and comparing all takes long.
MOST_NAMESAKES = 40
_ROLES_OF_ANYBODY = SOLE_ROLES | MALE_ROLES | FEMALE_ROLES
_HIS = frozenset("he she his her him himself herself".split())


def find_people(paragraphs: Sequence[Paragraph]) -> list[Person]:
    """Return the people that the article names in full, in the order of their introduction."""
    places = find_places(paragraphs)
    named = [
        (sentence, naming)
        for paragraph in paragraphs
        if not is_headline(paragraph)
        for sentence in paragraph.sentences
        for naming in find_namings(sentence)
    ]
    names = {naming.name for _, naming in named}
    introduced = _Introductions()
    for sentence, naming in named:
        opening, _, name = naming.name.partition(" ")
        given = opening.lower() in GIVEN_NAMES or surname(name) == name
        stands_alone = name in names and not given
        opens = naming.first == 0 and stands_alone  # "Brothers Tom Roe", and "Tom Roe" elsewhere
        introduced.add(sentence, replace(naming, name=name) if opens else naming)
    for person in introduced.people:
        if not person.has_human_name:
            person.evident = person.evident and person.name not in places
    return introduced.people


class _Introductions:
    """The people introduced so far."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self._by_surname: dict[str, list[Person]] = {}

    def add(self, sentence: Sequence[Token], naming: Naming) -> None:
        """Take note of a name: of somebody new, or of somebody known."""
        if is_institution(naming.name) or is_debris(naming.name) or _is_byline(naming.name):
            return
        namesakes = self._by_surname.get(fold(surname(naming.name)), [])
        title = gender(" ".join(token.text for token in sentence[naming.first : naming.last + 1]))
        if len(naming.name.split()) < 2 and (namesakes or not _is_described(sentence, naming)):
            _note_surname(sentence, naming, namesakes, title)
            return
        alias = f"{naming.nickname} {surname(naming.name)}" if naming.nickname else naming.name
        person = next(
            (one for one in namesakes if one.is_called(naming.name) or one.is_called(alias)), None
        )
        if person is None and len(namesakes) >= MOST_NAMESAKES:
            return
        if person is None:
            person = Person(introduced=sentence[naming.first].start)
            self.people.append(person)
            self._by_surname.setdefault(fold(surname(naming.name)), []).append(person)
        person.names[naming.name] += 1
        if naming.nickname:
            person.aliases.add(alias)
        roles = _roles(sentence, naming)
        person.roles |= roles
        person.gender = person.gender or title or _gender_of(roles)
        person.evident |= person.has_human_name or _acts_as_person(sentence, naming)


def _note_surname(
    sentence: Sequence[Token], naming: Naming, namesakes: Sequence[Person], title: str | None
) -> None:
    """Note what "Mr. Roe" says about the one Roe it can mean; `title` is the gender it shows."""
    fitting = [person for person in namesakes if title is None or person.gender in {None, title}]
    if len(fitting) != 1:
        return
    person = fitting[0]
    person.owns_surname = person.owns_surname or len(namesakes) == 1
    person.gender = person.gender or title
    person.roles |= _roles(sentence, naming)
    person.evident |= _acts_as_person(sentence, naming)


def _is_described(sentence: Sequence[Token], naming: Naming) -> bool:
    """Whether an apposition calls one word a person: "Camilla, the queen consort"."""
    before = sentence[naming.first - 1] if naming.first else None
    no_start = before and (before.low in PREPOSITIONS or before.kind is TokenKind.NUMBER)
    apposition = _apposition(sentence, naming.last + 1)
    if no_start or naming.name.isupper() or has_verb(apposition):
        return False  # In Ohio, the governor said; Property 1 LLC, owner of the hotel
    return bool({token.low for token in apposition} & SOLE_ROLES)


def _is_byline(name: str) -> bool:
    """Whether an agency's initials end a name: "Washington CNN"; "JANE ROE" is a person."""
    words = name.split()
    if len(words) < 2 or words[0].isupper() or words[0].lower() in GIVEN_NAMES:
        return False
    last = words[-1]
    return len(last) > 1 and last.isalpha() and last.isupper() and not set(last) <= set("IVX")


def _acts_as_person(sentence: Sequence[Token], naming: Naming) -> bool:
    """Whether a name says something, is followed by "who", or is "he" in the same sentence."""
    before = sentence[naming.first - 1].low if naming.first else ""
    behind = [token for token in sentence[naming.last + 1 :][:4] if not is_adverb(token)]
    if not behind:
        return before in COMMON_FORMS
    if behind[0].text == "," and behind[1:2]:
        return behind[1].low == "who" or behind[1].low.isdigit()
    if _says(behind[0]) or before in COMMON_FORMS or behind[0].low == "who":
        return True
    later_words = {token.low for token in sentence[naming.last + 1 :]}
    alone = naming.first == 0 and not any(token.capitalised for token in behind)
    return alone and bool(later_words & _HIS)


def _says(token: Token) -> bool:
    verb = VERBS.get(token.low)
    return verb is not None and verb.cue in {Cue.SAY, Cue.TELL} and not token.capitalised


def _gender_of(roles: set[str]) -> str | None:
    male, female = bool(roles & MALE_ROLES), bool(roles & FEMALE_ROLES)
    if male == female:
        return None
    return "male" if male else "female"


def _roles(sentence: Sequence[Token], naming: Naming) -> set[str]:
    """The words of titles before a name, and of an apposition before or behind it."""
    first = naming.first
    while first > max(0, naming.first - 5) and _in_role(sentence[first - 1]):
        first -= 1
    own = {fold(word) for word in naming.name.split()}
    tokens = [
        *_leading_apposition(sentence, naming),
        *sentence[first : naming.last + 1],
        *_apposition(sentence, naming.last + 1),
    ]
    words = {token.low.strip(".") for token in tokens if token.kind is TokenKind.WORD}
    return {word for word in words if fold(word) not in own and len(word) > 1}


def _leading_apposition(sentence: Sequence[Token], naming: Naming) -> Sequence[Token]:
    """The role that a comma separates from a name: "Roe's wife, Jane Roe, said"."""
    end, behind = naming.first - 1, sentence[naming.last + 1 :][:1]
    if end < 1 or sentence[end].text != "," or sentence[end - 1].low not in _ROLES_OF_ANYBODY:
        return []
    if behind and behind[0].text != "," and not _says(behind[0]):
        return []  # a list: "his wife, Jane Roe and Tom Poe"
    first = end
    while first > max(0, end - 5) and _in_role(sentence[first - 1]):
        first -= 1
    return sentence[first:end]


def _in_role(token: Token) -> bool:
    return token.kind is TokenKind.WORD and is_nominal(token) and token.low != "'s"


def _apposition(sentence: Sequence[Token], at: int) -> Sequence[Token]:
    if at + 1 >= len(sentence) or sentence[at].text != ",":
        return []
    opening = sentence[at + 1]
    if not (is_nominal(opening) or opening.low in DETERMINERS):
        return []
    for end in range(at + 1, min(at + 2 + _APPOSITION, len(sentence))):
        if sentence[end].kind is TokenKind.MARK:
            return sentence[at + 1 : end]
    return []
