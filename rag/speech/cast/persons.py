"""Paragraphs -> the people an article names, with the names, roles and gender it gives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rag.language.cues import COMMON_FORMS, VERBS, Cue, Form
from rag.language.english.calendar_words import DAY_WORDS
from rag.language.english.grammar_words import ADVERBS, CONJUNCTIONS, DETERMINERS, PREPOSITIONS
from rag.language.english.person_names import GIVEN_NAMES, PARTICLES, SUFFIXES
from rag.language.english.titles import FEMALE_ROLES, MALE_ROLES, SOLE_ROLES
from rag.names.folding import fold
from rag.names.institutions import is_institution
from rag.names.name import same_person
from rag.names.people import gender, is_debris, is_title, surname, without_titles
from rag.speech.grammar.phrases import is_adverb, is_nominal
from rag.speech.grammar.tokens import Token, TokenKind
from rag.speech.paragraphs import Paragraph

# an apposition longer than this is a misreading: "Konstantin Kosachev, Vice Chairman of the ..., "
_APPOSITION = 12

# no article names more people of one surname; what does is a list, and comparing all takes long
MOST_NAMESAKES = 40
# the words that headlines write without a capital letter
_SMALL = PREPOSITIONS | CONJUNCTIONS | DETERMINERS | {"'s", "is", "not", "be"}
_HIS = frozenset("he she his her him himself herself".split())
# what stands before the names of places, ships, films and firms
_PLACING = frozenset("in at across throughout near the".split())


@dataclass(slots=True, eq=False)
class Person:
    """Somebody the article names with a given and a family name, at least once."""

    names: Counter[str] = field(default_factory=Counter)
    roles: set[str] = field(default_factory=set)  # words of titles and appositions, lower case
    gender: str | None = None
    introduced: int = 0  # where the first full name begins
    evident: bool = False  # some word shows that this is a person, and no place and no title
    owns_surname: bool = False  # called by it alone before a namesake came in

    @property
    def name(self) -> str:
        """The name in full, as written most often; of equals, the first.

        "De Roe" has two words, and is still a family name alone.
        """
        whole = [name for name in self.names if surname(name) != name] or list(self.names)
        return max(whole, key=lambda name: self.names[name])

    @property
    def suffixed(self) -> bool:
        """Whether the name ends in "Jr." or a number."""
        return self.name.split()[-1].lower().strip(".") in SUFFIXES


@dataclass(frozen=True, slots=True)
class Naming:
    """A place where a name stands: first and last token of a sentence."""

    first: int
    last: int
    name: str  # without titles


def people(paragraphs: Sequence[Paragraph]) -> list[Person]:
    """Return the people that the article names in full, in the order of their introduction."""
    found: list[Person] = []
    by_surname: dict[str, list[Person]] = {}
    located = places(paragraphs)
    named = [
        (sentence, naming)
        for paragraph in paragraphs
        if not is_headline(paragraph)
        for sentence in paragraph.sentences
        for naming in namings(sentence)
    ]
    elsewhere = {naming.name for _, naming in named}
    for sentence, naming in named:
        name = behind_opening(naming.name)
        opens = naming.first == 0 and name in elsewhere
        _enter(sentence, replace(naming, name=name) if opens else naming, found, by_surname)
    for person in found:
        if not _person_by_name(person):
            person.evident = person.evident and person.name not in located
    return found


def behind_opening(name: str) -> str:
    """A name as it may be without the first word of its sentence: "Suspect Jane Roe"; or ""."""
    opening, _, rest = name.lower().partition(" ")
    given, *others = rest.split() or [""]
    if not others or opening in GIVEN_NAMES or given not in GIVEN_NAMES:
        return ""  # "Pérez Roe" may be somebody's family name
    return name.partition(" ")[2]


def places(paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    """The names that stand behind "in", "at", "across" ... or "the", as no person's does."""
    return frozenset(
        naming.name
        for paragraph in paragraphs
        for sentence in paragraph.sentences
        for naming in namings(sentence)
        if naming.first > 0
        and sentence[naming.first - 1].low in _PLACING
        and not _goes_on(sentence, naming.last + 1)
    )


def _goes_on(sentence: Sequence[Token], at: int) -> bool:
    """Whether a name is only a part of its phrase: "in Roe's house", "the Roe family"."""
    return at < len(sentence) and is_nominal(sentence[at])


def written(paragraphs: Sequence[Paragraph]) -> tuple[frozenset[str], frozenset[str]]:
    """The words written with a capital letter inside sentences only, and those ever without."""
    capital, small = set[str](), set[str]()
    for paragraph in paragraphs:
        if is_headline(paragraph):
            continue
        for sentence in paragraph.sentences:
            for token in sentence[1:]:
                (capital if token.capitalised else small).add(token.text)
    return frozenset(word for word in capital if word.lower() not in small), frozenset(small)


def is_headline(paragraph: Paragraph) -> bool:
    """Whether a paragraph is in title case, so that a capital letter shows no name."""
    words = [
        token
        for sentence in paragraph.sentences
        for token in sentence
        if token.kind is TokenKind.WORD and token.low not in _SMALL
    ]
    if len(paragraph.sentences) > 2 or len(words) < 4:
        return False
    return all(token.capitalised for token in words)


def namings(sentence: Sequence[Token]) -> Iterator[Naming]:
    """The runs of capitalised words outside quotations, without titles before them."""
    at = 0
    while at < len(sentence):
        if not _in_name(sentence[at]):
            at += 1
            continue
        last = at
        while last + 1 < len(sentence) and last - at < 12:
            follows = sentence[last + 1]
            if _in_name(follows):
                last += 1
            elif (
                follows.low in PARTICLES
                and last + 2 < len(sentence)
                and _in_name(sentence[last + 2])
            ):
                last += 2
            elif office := _office(sentence, last):
                last = office
            else:
                break
        yield _naming(sentence, at, last)
        at = last + 1


def _office(sentence: Sequence[Token], last: int) -> int | None:
    """The last token of "of State" behind "Secretary", where a title goes on with a preposition."""
    at = last + 1
    if not is_title(sentence[last].text) or sentence[at].low not in {"of", "to", "for"}:
        return None
    at += 2 if sentence[at + 1 : at + 2] and sentence[at + 1].low == "the" else 1
    return at if at < len(sentence) and _in_name(sentence[at]) else None


def _in_name(token: Token) -> bool:
    return (
        token.capitalised
        and is_nominal(token)
        and token.low not in DAY_WORDS
        and token.low not in DETERMINERS
        and token.low not in ADVERBS
    )


def _naming(sentence: Sequence[Token], first: int, last: int) -> Naming:
    text = " ".join(token.text for token in sentence[first : last + 1])
    name = without_titles(text)
    words = len(name.split())
    if first == 0 and words >= 2 and not is_institution(name):
        # "Yesterday Trump": the first word of a sentence has its capital letter from that
        opening = sentence[0].low
        verb = VERBS.get(opening)
        says = verb is not None and verb[1] is Cue.SAY and verb[2] is not Form.BASE  # "Adds Roe:"
        no_name = (opening.endswith("ly") or says) and opening not in GIVEN_NAMES
        if words == last - first + 1 and no_name:
            name = name.split(maxsplit=1)[1]
    return Naming(first, last, name)


def _enter(
    sentence: Sequence[Token],
    naming: Naming,
    found: list[Person],
    by_surname: dict[str, list[Person]],
) -> None:
    if is_institution(naming.name) or is_debris(naming.name) or _is_byline(naming.name):
        return
    key = fold(surname(naming.name))
    namesakes = by_surname.get(key, [])
    title = gender(" ".join(token.text for token in sentence[naming.first : naming.last + 1]))
    if len(naming.name.split()) < 2:
        fitting = [one for one in namesakes if title is None or one.gender in {None, title}]
        if len(fitting) == 1:
            fitting[0].owns_surname = fitting[0].owns_surname or len(namesakes) == 1
            fitting[0].gender = fitting[0].gender or title
            fitting[0].roles |= _roles(sentence, naming)
            fitting[0].evident |= _acts_as_person(sentence, naming)
        return
    person = next((one for one in namesakes if same_person(one.name, naming.name)), None)
    if person is None and len(namesakes) >= MOST_NAMESAKES:
        return
    if person is None:
        person = Person(introduced=sentence[naming.first].start)
        found.append(person)
        by_surname.setdefault(key, []).append(person)
    person.names[naming.name] += 1
    roles = _roles(sentence, naming)
    person.roles |= roles
    person.gender = person.gender or title or _gender_of(roles)
    person.evident |= _person_by_name(person) or _acts_as_person(sentence, naming)


def _is_byline(name: str) -> bool:
    """Whether an agency's initials end a name: "Washington CNN"; "JANE ROE" is somebody."""
    words = name.split()
    if len(words) < 2 or words[0].isupper() or words[0].lower() in GIVEN_NAMES:
        return False
    last = words[-1]
    return len(last) > 1 and last.isalpha() and last.isupper() and not set(last) <= set("IVX")


def _person_by_name(person: Person) -> bool:
    """Whether a given name, a title or a role shows a person."""
    words = person.name.split()
    initial = any(len(word.strip(".")) == 1 for word in words[:-1])
    role = person.roles & SOLE_ROLES
    return bool(person.gender or role or initial or words[0].lower() in GIVEN_NAMES)


def _acts_as_person(sentence: Sequence[Token], naming: Naming) -> bool:
    """Whether somebody named says something, is "who", or "he" right in the sentence."""
    before = sentence[naming.first - 1].low if naming.first else ""
    behind = [token for token in sentence[naming.last + 1 :][:4] if not is_adverb(token)]
    if not behind:
        return before in COMMON_FORMS
    if behind[0].text == "," and behind[1:2]:
        return behind[1].low == "who" or behind[1].low.isdigit()
    if _says(behind[0]) or before in COMMON_FORMS or behind[0].low == "who":
        return True
    own = {token.low for token in sentence[naming.last + 1 :]}
    lone = naming.first == 0 and not any(token.capitalised for token in behind)
    return lone and bool(own & _HIS)


def _says(token: Token) -> bool:
    verb = VERBS.get(token.low)
    return verb is not None and verb[1] in {Cue.SAY, Cue.TELL} and not token.capitalised


def _gender_of(roles: set[str]) -> str | None:
    male, female = bool(roles & MALE_ROLES), bool(roles & FEMALE_ROLES)
    return None if male == female else "male" if male else "female"


def _roles(sentence: Sequence[Token], naming: Naming) -> set[str]:
    """The words of titles before a name and of an apposition behind it."""
    first = naming.first
    while first > max(0, naming.first - 5) and _in_role(sentence[first - 1]):
        first -= 1
    own = {fold(word) for word in naming.name.split()}
    before = sentence[first : naming.last + 1]
    after = _apposition(sentence, naming.last + 1)
    words = {token.low.strip(".") for token in [*before, *after] if token.kind is TokenKind.WORD}
    return {word for word in words if fold(word) not in own and len(word) > 1}


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
