"""A mention -> whom it means: "he", "Lavrov" and "the minister" become "Sergei Lavrov", or None.

English only. What the text leaves open stays None: a pronoun that could mean two people, a surname
that two people share, "a senior official". A wrong name under a quotation is worse than no name.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from rag.language.cues import VERBS
from rag.language.english.grammar_words import (
    ADVERBS,
    DETERMINERS,
    OTHER_PRONOUNS,
    PREPOSITIONS,
    PRONOUNS,
)
from rag.language.english.nationalities import GROUPS, NATIONALITIES
from rag.language.english.person_names import FEMALE_NAMES, GIVEN_NAMES, MALE_NAMES
from rag.language.english.reporting_words import DOCUMENTS
from rag.language.english.titles import SOLE_ROLES
from rag.names.folding import fold
from rag.names.institutions import is_institution
from rag.names.people import gender, is_debris, is_title, surname, without_titles
from rag.speech.cast.introductions import find_people
from rag.speech.cast.namings import (
    Naming,
    find_namings,
    find_places,
    find_profiles,
    sort_by_case,
    without_opening,
)
from rag.speech.cast.person import Person
from rag.speech.cast.pronouns import Scene, find_referent, find_talker, unless_rivalled
from rag.speech.cast.roles import INDEFINITE, Roles, find_second_role
from rag.speech.clauses.clause import Clause, low_at
from rag.speech.clauses.openings import find_sentence_subject
from rag.speech.grammar.heads import (
    find_author,
    find_head,
    is_acronym,
    is_of_institution,
    is_own_name,
    join_words,
    name_institution,
    split_owner,
)
from rag.speech.grammar.phrases import Phrase
from rag.speech.grammar.tokens import Token, TokenKind
from rag.speech.paragraphs import Paragraph

# how far back, in sentences, "he" or "the minister" may reach
_REACH = 6
_RECENT = 3  # subjects that a role most likely means
_PRONOUNS = {"he": "male", "she": "female"}
_OF_TWO = frozenset({"elder", "older", "younger"})
# these are no single person, even with a capital letter
_NOBODY = GROUPS | NATIONALITIES | PRONOUNS | OTHER_PRONOUNS | DETERMINERS | ADVERBS
_NO_NAME = PRONOUNS | OTHER_PRONOUNS | DETERMINERS  # "I", "We"; but US, WHO


class Cast:
    """The people of an article, and what has been read of it so far."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        people = find_people(paragraphs)
        self._by_surname: dict[str, list[Person]] = {}
        self._by_given: dict[str, list[Person]] = {}
        for person in people:
            self._by_surname.setdefault(fold(surname(person.name)), []).append(person)
            self._by_given.setdefault(fold(person.name.split()[0]), []).append(person)
        self._by_full_name = {person.name: person for person in reversed(people)}
        self._roles = Roles(people)
        self._cases = sort_by_case(paragraphs)
        self._places = find_places(paragraphs)
        self._profiles = find_profiles(paragraphs)
        self._scenes: deque[Scene] = deque(maxlen=_REACH)
        self._paragraph = 0

    @property
    def names(self) -> Sequence[str]:
        """The full names of the people, in no order."""
        return tuple(self._by_full_name)

    def name_speaker(self, tokens: Sequence[Token], phrase: Phrase) -> str | None:
        """The full name of whom a phrase of a sentence means; None if the text leaves it open."""
        if phrase.several:
            second_role = find_second_role(tokens[phrase.first : phrase.last + 1])
            return _name_of(self._named(second_role, phrase.first))
        if phrase.antecedent is not None:
            phrase = Phrase(*phrase.antecedent)
        words = tokens[phrase.first : phrase.last + 1]
        if len(words) == 1 and words[0].low in _PRONOUNS:
            return _name_of(self._pronoun(tokens, phrase.first, _PRONOUNS[words[0].low]))
        if len(words) == 1 and not words[0].capitalised:
            return None
        author = find_author(words)
        if author:
            named = self._named(author, 1)
            sure = isinstance(named, Person) or (
                named and (named.isupper() or is_institution(named))
            )
            return _name_of(named) if sure else None
        if not words[-1].capitalised and (named := self._apposition(tokens, phrase)):
            return named.name  # "Roe's deputy, Ann Poe, said", whoever else is a deputy
        return _name_of(self._named(words, phrase.first) or self._apposition(tokens, phrase))

    def name_somebody(self, words: Sequence[Token]) -> str | None:
        """The full name of whom a name means, if the text shows that it is a person's."""
        named = self._named(words, 1)  # in a label the first word is a part of the name as well
        if isinstance(named, Person) and (named.evident or named.gender):
            return named.name
        return None

    def name_later(self, mention: tuple[int, int], name: str) -> str | None:
        """The name, if it introduces the person whom a role mentioned right before it describes."""
        return name if self._roles.named_later(mention, self._by_name(name)) else None

    def may_be_name(self, name: str) -> bool:
        """Whether capitalised words are a name, and no heading, as far as the article shows."""
        words = name.split()
        if any(word.lower() in self._cases.small for word in words):
            return False
        return len(words) > 1 or name.isupper() or name in self._cases.always_capital

    def is_heading(self, tokens: Sequence[Token], clause: Clause) -> bool:
        """Whether a label is no speaker's: "COST:" beside "cost", or a name in a list of people."""
        if tokens[clause.cue[0]].text == ":" and tokens[0].start in self._profiles:
            return True
        words = tokens[clause.subject.first : clause.subject.last + 1]
        return tokens[clause.cue[0]].text == ":" and all(
            word.text.isupper() and word.text.lower() in self._cases.small for word in words
        )

    def enter_paragraph(self, number: int) -> None:
        """Begin a paragraph."""
        self._paragraph = number

    def hear(self, tokens: Sequence[Token], speakers: Sequence[str | None]) -> None:
        """Take note of a sentence that has been read, and of who speaks in it."""
        named = tuple(
            person
            for naming in find_namings(tokens)
            if (person := self._person(naming.name, tokens, naming)) is not None
        )
        names = list(speakers)
        unclear = None in names
        if not names:
            phrase = find_sentence_subject(tokens, len(tokens))
            names = [] if phrase is None else [self.name_speaker(tokens, phrase)]
            unclear = phrase is not None and self._is_open(tokens, phrase, None)
        persons = (self._by_name(name) for name in dict.fromkeys(names))
        subjects = tuple(person for person in persons if person is not None)
        unclear = unclear or any(self._is_unknown(name) for name in speakers)
        self._roles.note_unnamed(tokens)
        if named or subjects or unclear:
            spoken = bool(speakers)
            self._scenes.append(Scene(subjects, named, spoken, unclear, self._paragraph))

    # ------------------------------------------------------------------------------- names

    def _named(self, words: Sequence[Token], place: int) -> Person | str | None:
        """Whom a noun phrase names: a person of the article, an institution, or nobody."""
        words = [word for word in words if word.kind is not TokenKind.MARK]
        head = find_head(words)
        if not head:
            return None
        if is_own_name(head):
            return self._institution(head)
        if place > 0 and _is_paper(words):
            return join_words(words[1:])
        described = len(head) == 1 or words[0].low in DETERMINERS
        if not head[-1].capitalised or (described and is_title(head[-1].text)):
            subjects = [scene.subjects[0] for scene in reversed(self._scenes) if scene.subjects]
            return self._roles.find(words, head, subjects[:_RECENT])
        if self._is_no_name(words, head, place):
            return None
        if is_institution(join_words(head)) or is_of_institution(head):
            return self._institution(head)
        return self._by_words(words, head, place)

    def _by_words(
        self, words: Sequence[Token], head: Sequence[Token], place: int
    ) -> Person | str | None:
        """The person of the article whom a name means, or the name as it stands."""
        name = without_titles(join_words(head))
        if is_debris(name):
            return None
        person = self._person(name, words, None)
        if person is None and place == 0:
            person = self._by_name(without_opening(name))
        if person is not None:
            vague = words[0].low in INDEFINITE and len(name.split()) == 1
            return None if vague else person
        ambiguous = fold(surname(name)) in self._by_surname and len(name.split()) == 1
        return None if ambiguous else name.removeprefix("the ").removeprefix("The ")

    def _is_no_name(self, words: Sequence[Token], head: Sequence[Token], place: int) -> bool:
        """Whether capitalised words name a group, or nobody: "Republicans", "We", "Most"."""
        if head[-1].low in GROUPS and not self._is_somebody(words):
            return True
        if len(head) > 1 or is_acronym(head[0]) or " " in head[0].text:
            return False
        return head[0].low in _NO_NAME or (place == 0 and not self._is_proper(head[0]))

    def _is_somebody(self, words: Sequence[Token]) -> bool:
        """Whether the name of a people is a person's name here: "Tom French", "French"."""
        if words[0].low in DETERMINERS or words[-1].low.endswith("s"):
            return False
        person = self._person(without_titles(join_words(words)), words, None)
        return person is not None and person.evident

    def _institution(self, head: Sequence[Token]) -> str | None:
        """An institution's name; "Trump's Justice Department" is the Justice Department."""
        owner, own = split_owner(head)
        if owner and not is_institution(join_words(own)):
            return None
        people = self._by_surname.get(fold(surname(owner)), []) if owner else []
        if any(person.gender for person in people) and not is_title(owner.split()[-1]):
            return name_institution(own) if len(own) > 1 else None
        return name_institution(head)

    def _apposition(self, tokens: Sequence[Token], phrase: Phrase) -> Person | None:
        """ "His brother, John Roe, said", "said his brother, John Roe.": who is named in full."""
        first = phrase.last + 2
        if first >= len(tokens) or tokens[first - 1].text != ",":
            return None
        while first + 1 < len(tokens) and not tokens[first].capitalised:
            if not is_title(tokens[first].text):
                return None
            first += 1  # "his mother, 56-year-old Jane Roe, said"
        naming = next(find_namings(tokens[first:]), None)
        if naming is None or naming.first or " " not in naming.name:
            return None
        last = first + naming.last + 1
        ends = last >= len(tokens) or tokens[last].is_quote or tokens[last].text in {".", ":", "("}
        between = not ends and tokens[last].text == ","
        if not (ends or between):
            return None
        person = self._person(naming.name, tokens[first:last], None)
        # a place may end a sentence as well: "said the head of the union, New York."
        sure = between or (person is not None and person.has_human_name)
        return person if sure or self._is_somebody_described(tokens, phrase, person) else None

    def _is_somebody_described(
        self, tokens: Sequence[Token], phrase: Phrase, person: Person | None
    ) -> bool:
        """Whether "the warden" before a comma is a person, so that the name behind it is theirs."""
        words = tokens[phrase.first : phrase.last + 1]
        noun = words[-1]
        one = noun.kind is TokenKind.NUMBER or not noun.low.endswith("s") or noun.low[-2:] == "ss"
        definite = words[0].low in DETERMINERS or any(word.low == "'s" for word in words)
        alone = definite and not any(word.low in PREPOSITIONS for word in words)
        document = noun.low in DOCUMENTS or noun.low in GROUPS or is_institution(noun.text)
        named = person is not None and person.name not in self._places
        return one and alone and not noun.capitalised and not document and named

    def _is_proper(self, token: Token) -> bool:
        return token.text in self._cases.always_capital or fold(token.text) in self._by_surname

    def _person(self, name: str, tokens: Sequence[Token], naming: Naming | None) -> Person | None:
        """The one person of the article a name can mean."""
        place = tokens[naming.first if naming else 0].start
        words = name.split()
        if not words:
            return None
        namesakes = self._by_surname.get(fold(surname(name)), [])
        if len(words) == 1 and not namesakes:
            namesakes = self._by_given.get(fold(name), [])
            listed = words[0].lower() in GIVEN_NAMES
            if len(namesakes) != 1 or not (listed or self._is_given_name(name, namesakes[0])):
                return None
            return namesakes[0]
        written = " ".join(token.text for token in tokens[:6]) if naming is None else ""
        title = gender(written)
        fitting = [
            person
            for person in namesakes
            if person.is_called(name) and (title is None or person.gender in {None, title})
        ]
        if len(words) == 1 and any(token.text in _OF_TWO for token in tokens[:2]) and not naming:
            return None  # "the elder Roe"
        if len(fitting) > 1 and len(words) == 1:
            fitting = self._owners_of_surname(fitting, place)
        return fitting[0] if len(fitting) == 1 else None

    def _is_given_name(self, name: str, person: Person) -> bool:
        """Whether the first word of a name is surely a given name, if it is in no list."""
        other = name.isupper() or name.lower() in _NOBODY or name in self._places
        return person.has_human_name and person.evident and not other

    def _owners_of_surname(self, namesakes: list[Person], place: int) -> list[Person]:
        """Of people with one surname, those whom the surname alone can mean here."""
        before = [person for person in namesakes if person.introduced < place] or namesakes
        plain = [person for person in before if not person.is_suffixed] or before
        if len(plain) == 1:
            return plain
        near = {
            person
            for scene in self._scenes
            if scene.paragraph == self._paragraph
            for person in scene.named
            if person in plain
        }
        if len(near) == 1:
            return list(near)
        return [person for person in plain if person.owns_surname]

    def _is_unknown(self, name: str | None) -> bool:
        """Whether a speaker's name may be that of somebody whom the article never names in full."""
        if name is None or name in self._by_full_name:
            return False
        return not (name.isupper() or is_institution(name) or name in self._places)

    def _by_name(self, name: str | None) -> Person | None:
        return self._by_full_name.get(name) if name else None

    # ---------------------------------------------------------------------------- pronouns

    def _pronoun(self, tokens: Sequence[Token], at: int, wanted: str) -> Person | None:
        """Who "he" or "she" is: the last subject that fits, unless somebody else could be meant."""
        owner = find_sentence_subject(tokens, at)
        if owner is None or owner.last >= at or owner.first == at:
            return find_referent(self._scenes, wanted)
        person = self._by_name(self.name_speaker(tokens, owner))
        if tokens[at - 1].text == "," and low_at(tokens, at + 1) in VERBS:
            # Roe is tired, he said: who is talked about rarely talks
            return find_talker(self._scenes, wanted, person)
        if person is not None and person.gender in {None, wanted} and person.evident:
            return person if person.gender else unless_rivalled(person, self._scenes, wanted)
        if self._is_open(tokens, owner, wanted):
            return None
        return find_referent(self._scenes, wanted)

    def _is_open(self, tokens: Sequence[Token], phrase: Phrase, wanted: str | None) -> bool:
        """Whether a phrase means one person without saying whom: "Roe", "the mayor"."""
        words = tokens[phrase.first : phrase.last + 1]
        last = words[-1]
        if phrase.several or self._by_name(self.name_speaker(tokens, phrase)) is not None:
            return False
        if last.low in SOLE_ROLES:
            return True
        name = without_titles(join_words(words))
        if name != last.text or not last.capitalised or last.low in _NOBODY:
            return False
        opens = phrase.first == 0 and len(words) == 1 and not self._is_proper(last)
        if opens and (last.low in self._cases.small or last.low.endswith("s")):
            return False  # a common noun, whose capital letter is the sentence's
        other_gender = {"male": FEMALE_NAMES, "female": MALE_NAMES}.get(wanted or "", frozenset())
        return last.low not in other_gender and self._is_unknown(name)


def _is_paper(words: Sequence[Token]) -> bool:
    """Whether "The" is a part of a name inside a sentence: "The Brusk Democrat"."""
    return len(words) > 2 and words[0].text == "The" and all(word.capitalised for word in words)


def _name_of(named: Person | str | None) -> str | None:
    return named.name if isinstance(named, Person) else named
