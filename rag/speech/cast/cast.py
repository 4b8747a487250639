"""A mention -> whose it is: "he", "Lavrov" and "the minister" become "Sergei Lavrov", or None.

English only. What the text leaves open stays None: a pronoun with two people it could stand for, a
surname that two people share, "a senior official". A wrong name under a quotation would be worse
than no name.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from rag.language.cues import VERBS
from rag.language.english.grammar_words import ADVERBS, DETERMINERS, OTHER_PRONOUNS, PRONOUNS
from rag.language.english.nationalities import GROUPS, NATIONALITIES
from rag.language.english.person_names import FEMALE_NAMES, GIVEN_NAMES, MALE_NAMES
from rag.language.english.titles import ROLE_FAMILIES, ROLE_WORDS, SOLE_ROLES
from rag.names.folding import fold
from rag.names.institutions import is_institution
from rag.names.name import same_person
from rag.names.people import gender, is_debris, is_title, surname, without_titles
from rag.speech.cast.persons import Naming, Person, behind_opening, namings, people, places, written
from rag.speech.cast.pronouns import Scene, referent, talker, unrivalled
from rag.speech.clauses.clause import Clause, low_at
from rag.speech.clauses.openings import sentence_subject
from rag.speech.grammar.heads import (
    head_of,
    institution,
    is_acronym,
    is_called,
    joined,
    of_institution,
    without_owner,
)
from rag.speech.grammar.phrases import Phrase
from rag.speech.grammar.tokens import Token, TokenKind
from rag.speech.paragraphs import Paragraph

# how far back, in sentences, "he" or "the minister" may reach
_REACH = 6
_PRONOUNS = {"he": "male", "she": "female"}
# these are no one person, whatever capital letter they have
_NOBODY = GROUPS | NATIONALITIES | PRONOUNS | OTHER_PRONOUNS | DETERMINERS | ADVERBS
_NO_NAME = PRONOUNS | OTHER_PRONOUNS | DETERMINERS  # "I", "We"; but US, WHO
_INDEFINITE = frozenset("a an one another some any several many few two three".split())


class Cast:
    """The people of an article, and what has been read of it so far."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._people = people(paragraphs)
        self._by_surname: dict[str, list[Person]] = {}
        self._by_given: dict[str, list[Person]] = {}
        for person in self._people:
            self._by_surname.setdefault(fold(surname(person.name)), []).append(person)
            self._by_given.setdefault(fold(person.name.split()[0]), []).append(person)
        self._by_full_name = {person.name: person for person in reversed(self._people)}
        self._by_role: dict[str, list[Person]] = {}
        for person in self._people:
            for role in person.roles & ROLE_WORDS:
                self._by_role.setdefault(role, []).append(person)
        self._proper, self._small = written(paragraphs)
        self._places = places(paragraphs)
        self._scenes: deque[Scene] = deque(maxlen=_REACH)
        self._unnamed: set[str] = set()  # "official" since "a senior official" was mentioned
        self._paragraph = 0
        self._described: dict[tuple[int, int], tuple[str, set[str]]] = {}  # roles left open

    def speaker(self, tokens: Sequence[Token], phrase: Phrase) -> str | None:
        """The name in full of whom a phrase of a sentence means; None where that is open."""
        if phrase.several:
            found = self._named(_second_role(tokens[phrase.first : phrase.last + 1]), phrase.first)
            return found.name if isinstance(found, Person) else found
        if phrase.antecedent is not None:
            phrase = Phrase(*phrase.antecedent)
        words = tokens[phrase.first : phrase.last + 1]
        if len(words) == 1 and words[0].low in _PRONOUNS:
            person = self._pronoun(tokens, phrase.first, _PRONOUNS[words[0].low])
            return None if person is None else person.name
        if len(words) == 1 and not words[0].capitalised:
            return None
        found = self._named(words, phrase.first) or self._apposition(tokens, phrase)
        return found.name if isinstance(found, Person) else found

    def somebody(self, words: Sequence[Token]) -> str | None:
        """The name in full of whom a name means, if the text tells that it is a person's."""
        found = self._named(words, 1)  # of a label each word is a name's, the first one too
        if isinstance(found, Person) and (found.evident or found.gender):
            return found.name
        return None

    def is_heading(self, tokens: Sequence[Token], clause: Clause) -> bool:
        """Whether "COST:" and the like, of words that the article writes small, is no speaker."""
        words = tokens[clause.subject.first : clause.subject.last + 1]
        return tokens[clause.cue[0]].text == ":" and all(
            word.text.isupper() and word.text.lower() in self._small for word in words
        )

    def enter(self, paragraph: int) -> None:
        """Begin a paragraph, by its number."""
        self._paragraph = paragraph

    def heard(self, tokens: Sequence[Token], speakers: Sequence[str | None]) -> None:
        """Take note of a sentence that has been read, and of who speaks in it."""
        named = tuple(
            person
            for naming in namings(tokens)
            if (person := self._person(naming.name, tokens, naming)) is not None
        )
        names = list(speakers)
        unclear = None in names
        if not names:
            phrase = sentence_subject(tokens, len(tokens))
            names = [] if phrase is None else [self.speaker(tokens, phrase)]
            unclear = phrase is not None and self._somebody(tokens, phrase, None)
        found = (self._by_name(name) for name in dict.fromkeys(names))
        subjects = tuple(person for person in found if person is not None)
        unclear = unclear or any(self._unknown(name) for name in speakers)
        self._note_unnamed(tokens)
        if named or subjects or unclear:
            spoken = bool(speakers)
            self._scenes.append(Scene(subjects, named, spoken, unclear, self._paragraph))

    # ------------------------------------------------------------------------------- names

    def _named(self, words: Sequence[Token], place: int) -> Person | str | None:
        """Whom a noun phrase names: a person of the article, an institution, or nobody."""
        words = [word for word in words if word.kind is not TokenKind.MARK]
        head = head_of(words)
        if not head:
            return None
        if is_called(head):
            return self._institution(head)
        described = len(head) == 1 or words[0].low in DETERMINERS
        if not head[-1].capitalised or (described and is_title(head[-1].text)):
            return self._role(words, head)
        alone = len(head) == 1 and not is_acronym(head[0]) and " " not in head[0].text
        if alone and head[0].low in _NO_NAME:
            return None
        if head[-1].low in GROUPS and not self._is_somebody(words):
            return None
        if place == 0 and alone and not self._is_proper(head[0]):
            return None
        text = joined(head)
        name = without_titles(text)
        if is_institution(text) or of_institution(head):
            return self._institution(head)
        if is_debris(name):
            return None
        person = self._person(name, words, None)
        if person is None and place == 0:
            person = self._by_name(behind_opening(name))
        if person is not None:
            vague = words[0].low in _INDEFINITE and len(name.split()) == 1
            return None if vague else person
        ambiguous = fold(surname(name)) in self._by_surname and len(name.split()) == 1
        return None if ambiguous else name.removeprefix("the ").removeprefix("The ")

    def _is_somebody(self, words: Sequence[Token]) -> bool:
        """Whether a name that is a people's as well is a person's here: "Tom French", "French"."""
        if words[0].low in DETERMINERS or words[-1].low.endswith("s"):
            return False
        person = self._person(without_titles(joined(words)), words, None)
        return person is not None and person.evident

    def _institution(self, head: Sequence[Token]) -> str | None:
        """An institution's name; "Trump's Justice Department" is the Justice Department."""
        owner, own = without_owner(head)
        if owner and not is_institution(joined(own)):
            return None
        people = self._by_surname.get(fold(surname(owner)), []) if owner else []
        if any(one.gender for one in people) and not is_title(owner.split()[-1]):
            return institution(own) if len(own) > 1 else None
        return institution(head)

    def _apposition(self, tokens: Sequence[Token], phrase: Phrase) -> Person | None:
        """ "His brother, John Roe, said": the person named in full between commas."""
        first = phrase.last + 2
        if first >= len(tokens) or tokens[first - 1].text != ",":
            return None
        last = first
        while last < len(tokens) and tokens[last].capitalised:
            last += 1
        if last - first < 2 or last >= len(tokens) or tokens[last].text != ",":
            return None
        name = without_titles(joined(tokens[first:last]))
        return self._person(name, tokens[first:last], None)

    def _is_proper(self, token: Token) -> bool:
        return token.text in self._proper or fold(token.text) in self._by_surname

    def _person(self, name: str, tokens: Sequence[Token], naming: Naming | None) -> Person | None:
        """The one person of the article a name can mean."""
        place = tokens[naming.first if naming else 0].start
        words = name.split()
        if not words:
            return None
        namesakes = self._by_surname.get(fold(surname(name)), [])
        if len(words) == 1 and not namesakes and words[0].lower() in GIVEN_NAMES:
            namesakes = self._by_given.get(fold(name), [])
            return namesakes[0] if len(namesakes) == 1 else None
        written = " ".join(token.text for token in tokens[:6]) if naming is None else ""
        title = gender(written)
        fitting = [
            one
            for one in namesakes
            if same_person(one.name, name) and (title is None or one.gender in {None, title})
        ]
        if len(fitting) > 1 and len(words) == 1:
            fitting = self._owner(fitting, place)
        return fitting[0] if len(fitting) == 1 else None

    def _owner(self, namesakes: list[Person], place: int) -> list[Person]:
        """Of people with one surname, whom the surname alone means here."""
        before = [one for one in namesakes if one.introduced < place] or namesakes
        plain = [one for one in before if not one.suffixed] or before
        if len(plain) == 1:
            return plain
        near = [
            one
            for scene in self._scenes
            if scene.paragraph == self._paragraph
            for one in scene.named
            if one in plain
        ]
        if len(set(map(id, near))) == 1:
            return near[:1]
        return [one for one in plain if one.owns_surname]

    def _unknown(self, name: str | None) -> bool:
        """Whether a speaker's name may be somebody's whom the article never names in full."""
        if name is None or name in self._by_full_name:
            return False
        return not (name.isupper() or is_institution(name) or name in self._places)

    def _by_name(self, name: str | None) -> Person | None:
        return self._by_full_name.get(name) if name else None

    # ---------------------------------------------------------------------------- pronouns

    def _pronoun(self, tokens: Sequence[Token], at: int, wanted: str) -> Person | None:
        """Who "he" or "she" is: the last subject it fits, unless somebody else could be meant."""
        owner = sentence_subject(tokens, at)
        if owner is None or owner.last >= at or owner.first == at:
            return referent(self._scenes, wanted)
        person = self._by_name(self.speaker(tokens, owner))
        if tokens[at - 1].text == "," and low_at(tokens, at + 1) in VERBS:
            # Roe is tired, he said: who is talked about rarely talks
            return talker(self._scenes, wanted, person)
        if person is not None and person.gender in {None, wanted} and person.evident:
            return person if person.gender else unrivalled(person, self._scenes, wanted)
        if self._somebody(tokens, owner, wanted):
            return None
        return referent(self._scenes, wanted)

    def _somebody(self, tokens: Sequence[Token], phrase: Phrase, wanted: str | None) -> bool:
        """Whether a phrase means one person whom it leaves open: "Roe", "the mayor"."""
        words = tokens[phrase.first : phrase.last + 1]
        last = words[-1]
        if phrase.several or self._by_name(self.speaker(tokens, phrase)) is not None:
            return False
        if last.low in SOLE_ROLES:
            return True
        name = without_titles(joined(words))
        if name != last.text or not last.capitalised or last.low in _NOBODY:
            return False
        opens = phrase.first == 0 and len(words) == 1 and not self._is_proper(last)
        if opens and (last.low in self._small or last.low.endswith("s")):
            return False  # a common noun, whose capital letter is the sentence's
        other = {"male": FEMALE_NAMES, "female": MALE_NAMES}.get(wanted or "", frozenset())
        return last.low not in other and self._unknown(name)

    # ------------------------------------------------------------------------------- roles

    def _role(self, words: Sequence[Token], head: Sequence[Token]) -> Person | None:
        """Whom "the top Russian diplomat" means, by the role the article gave somebody."""
        noun = head[-1].low
        if words[0].low in _INDEFINITE or noun in self._unnamed:
            return None
        definite = words[0].low in {"the", "this", "that"} or any(word.low == "'s" for word in head)
        if not definite or (len(words) > len(head) and head[-1].low != "minister"):
            return None
        described = {word.low for word in head[:-1]}
        family = ROLE_FAMILIES.get(noun, frozenset({noun}))
        with_role = {id(one): one for role in sorted(family) for one in self._by_role.get(role, ())}
        fits = [one for one in with_role.values() if _fits(one, noun, described)]
        recent = [scene.subjects[0] for scene in reversed(self._scenes) if scene.subjects]
        for person in recent[:3]:
            if person in fits:
                return person
        known = [one for one in fits if one.introduced < words[0].start]
        if len(known) == 1 and len(fits) == 1:
            return known[0]
        if not known:
            self._described[words[0].start, words[-1].end] = noun, described
        return None

    def named_later(self, mention: tuple[int, int], name: str) -> str | None:
        """The name, where it introduces whom a role mentioned right before it describes."""
        if mention not in self._described:
            return None
        noun, described = self._described[mention]
        person = self._by_name(name)
        if person is None or person.introduced < mention[0]:
            return None
        return name if _fits(person, noun, described) else None

    def _note_unnamed(self, tokens: Sequence[Token]) -> None:
        for at, token in enumerate(tokens):
            if token.low in _INDEFINITE:
                for noun in tokens[at + 1 : at + 5]:
                    if noun.low in ROLE_FAMILIES and not _names_follow(tokens, noun):
                        self._unnamed.add(noun.low)


def _names_follow(tokens: Sequence[Token], noun: Token) -> bool:
    following = [token for token in tokens if token.start > noun.end][:1]
    return bool(following) and following[0].capitalised


def _second_role(words: Sequence[Token]) -> Sequence[Token]:
    """Of "coach and program director Jane Roe", who is one person, the second part; else nothing.

    "The coach and director Jane Roe" may be two.
    """
    ties = [at for at, word in enumerate(words) if word.low == "and"]
    parted = any(word.text == "," or word.low in DETERMINERS | {"'s", "of"} for word in words)
    if len(ties) != 1 or ties[0] == 0 or parted:
        return ()
    first, behind = words[ties[0] - 1], words[ties[0] + 1 :]
    one = not first.capitalised and not first.low.endswith(("s", "ing")) and first.low not in GROUPS
    name = len(behind)
    while name and behind[name - 1].capitalised and not is_title(behind[name - 1].text):
        name -= 1
    is_one = (one or is_title(first.text)) and 0 < name <= len(behind) - 2
    return behind if is_one else ()


def _fits(person: Person, noun: str, described: set[str]) -> bool:
    """Whether a person's titles make them "the diplomat", "the senator" ..."""
    family = ROLE_FAMILIES.get(noun, frozenset({noun}) if is_title(noun) else frozenset())
    if not person.roles & family:
        return False
    if noun == "diplomat" and "minister" in person.roles & family and "foreign" not in person.roles:
        return False
    mine, theirs = described & NATIONALITIES, person.roles & NATIONALITIES
    return not (mine and theirs and not mine & theirs)
