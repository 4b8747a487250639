"""Sentences -> the places where names stand in them, and what capital letters say about a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.language.cues import VERBS, Cue, Form
from rag.language.english.calendar_words import DAY_WORDS
from rag.language.english.grammar_words import ADVERBS, CONJUNCTIONS, DETERMINERS, PREPOSITIONS
from rag.language.english.person_names import GIVEN_NAMES, NICKNAMES, PARTICLES
from rag.names.institutions import is_institution
from rag.names.people import is_title, without_titles
from rag.speech.grammar.phrases import is_nominal, skip_place
from rag.speech.grammar.tokens import Token, TokenKind
from rag.speech.paragraphs import Paragraph

_LONGEST = 12  # tokens of a name with its titles
_FEWEST_PROFILES = 3
_IN_PERSON = frozenset("i me my we us our you your".split())
# the words that headlines write without a capital letter
_SMALL = PREPOSITIONS | CONJUNCTIONS | DETERMINERS | {"'s", "is", "not", "be"}
# what stands before the names of places, ships, films and firms
_PLACING = frozenset("in at across throughout near the".split())


@dataclass(frozen=True, slots=True)
class Naming:
    """A place where a name stands: first and last token of a sentence."""

    first: int
    last: int
    name: str  # without titles
    nickname: str = ""  # inside the name: Robert “Bobby” Quinn


@dataclass(frozen=True, slots=True)
class WordCases:
    """The words that an article writes with and without a capital letter inside sentences."""

    always_capital: frozenset[str]
    small: frozenset[str]


def find_namings(sentence: Sequence[Token]) -> Iterator[Naming]:
    """Yield the runs of capitalised words outside quotations, without titles before them."""
    at = 0
    while at < len(sentence):
        if not _in_name(sentence[at]):
            at += 1
            continue
        last = at
        while last + 1 < len(sentence) and last - at < _LONGEST:
            behind = _behind_particles(sentence, last + 1)
            if behind < len(sentence) and _in_name(sentence[behind]):
                last = behind
            elif office := _office(sentence, last):
                last = office
            else:
                break
        yield _naming(sentence, at, last)
        at = last + 1


def find_places(paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    """The names that follow "in", "at", "across" ... or "the", as no person's name does."""
    return frozenset(
        naming.name
        for paragraph in paragraphs
        for sentence in paragraph.sentences
        for naming in find_namings(sentence)
        if naming.first > 0
        and sentence[naming.first - 1].low in _PLACING
        and not _phrase_goes_on(sentence, naming.last + 1)
    )


def find_profiles(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """Where the names of a list stand that says something of each of them: "Jane Roe: The mayor".

    They look like the labels of a debate, but each comes once, and nobody says "I" or "you".
    """
    names: dict[str, int] = {}
    for paragraph in paragraphs:
        sentence = paragraph.sentences[0]
        naming = next(find_namings(sentence[:_LONGEST]), None)
        if naming is None or naming.first or " " not in naming.name:
            continue
        words = [token for own in paragraph.sentences for token in own][naming.last + 1 :]
        if len(words) < 2 or words[0].text != ":":
            continue
        if naming.name in names or any(_is_spoken(token) for token in words):
            return frozenset()
        names[naming.name] = sentence[0].start
    return frozenset(names.values()) if len(names) >= _FEWEST_PROFILES else frozenset()


def _is_spoken(token: Token) -> bool:
    return token.is_quote or token.low in _IN_PERSON or token.text in {"?", "!"}


def without_opening(name: str) -> str:
    """A name without the first word of its sentence: "Suspect Jane Roe"; "" if that is no name."""
    opening, _, rest = name.lower().partition(" ")
    given, *others = rest.split() or [""]
    if not others or opening in GIVEN_NAMES or given not in GIVEN_NAMES:
        return ""  # "Pérez Roe" may be somebody's family name
    return name.partition(" ")[2]


def sort_by_case(paragraphs: Sequence[Paragraph]) -> WordCases:
    """Return how an article writes its words; headlines and first words show nothing."""
    capital, small = set[str](), set[str]()
    for paragraph in paragraphs:
        if is_headline(paragraph):
            continue
        for sentence in paragraph.sentences:
            for token in sentence[1:]:
                (capital if token.capitalised else small).add(token.text)
    always = frozenset(word for word in capital if word.lower() not in small)
    return WordCases(always, frozenset(small))


def is_headline(paragraph: Paragraph) -> bool:
    """Whether a paragraph is in title case, so that a capital letter shows no name."""
    words = [
        token
        for sentence in paragraph.sentences
        for token in sentence
        if token.kind is TokenKind.WORD and token.low not in _SMALL
    ]
    introduces = paragraph.sentences[-1][-1].text == ":"
    if len(paragraph.sentences) > 2 or len(words) < 4 or introduces:
        return False
    return all(token.capitalised for token in words)


def _phrase_goes_on(sentence: Sequence[Token], at: int) -> bool:
    """Whether a name is only a part of its phrase: "in Roe's house", "the Roe family"."""
    return at < len(sentence) and is_nominal(sentence[at])


def _behind_particles(sentence: Sequence[Token], at: int) -> int:
    """The place behind the small words inside a name: "Ursula von der Leyen"."""
    while at < len(sentence) and sentence[at].low in PARTICLES and not _in_name(sentence[at]):
        at += 1
    return at


def _office(sentence: Sequence[Token], last: int) -> int | None:
    """The last token of "of State" behind "Secretary", if a title goes on with a preposition."""
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
    first = skip_place(sentence, first, last)
    name = without_titles(" ".join(token.text for token in sentence[first : last + 1]))
    words = len(name.split())
    if first == 0 and words >= 2 and not is_institution(name):
        # "Yesterday Trump": the first word of a sentence has its capital letter from that
        opening = sentence[0].low
        verb = VERBS.get(opening)
        says = verb is not None and verb.cue is Cue.SAY and verb.form is not Form.BASE  # "Adds Roe"
        no_name = opening.endswith("ly") or says or _is_occupation(opening, name.split())
        no_name = no_name and opening not in GIVEN_NAMES
        if words == last - first + 1 and no_name:
            name = name.split(maxsplit=1)[1]
    nicknames = (token.nickname for token in sentence[first:last] if token.nickname)
    return Naming(first, last, name, next(nicknames, ""))


def _is_occupation(opening: str, name: Sequence[str]) -> bool:
    """Whether the first word of a sentence says what somebody is: "Drummer Jane Roe"."""
    behind = name[1].lower() if len(name) > 2 else ""
    acts = opening.endswith(("er", "or", "ist", "man", "woman", "smith", "mother", "father"))
    return acts and behind in GIVEN_NAMES | NICKNAMES.keys()
