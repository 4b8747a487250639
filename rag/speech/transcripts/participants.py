"""The labels of a transcript -> whom each of them means: "MR. ROE" is Tom Roe, "JR" Jane Roe."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.language.english.person_names import PARTICLES
from rag.names.folding import fold
from rag.names.name import same_person
from rag.names.people import without_titles
from rag.speech.cast.cast import Cast
from rag.speech.cast.namings import find_namings
from rag.speech.grammar.tokens import Token
from rag.speech.paragraphs import Paragraph
from rag.speech.transcripts.labels import Label

# "JR", "J.R.", "MvdB"
_INITIALS = re.compile(r"[A-Z]\.?(?:[a-z]{1,3}|[A-Z]\.?)?[A-Z]\.?")
QUESTIONS = frozenset({"Q", "Question", "QUESTION"})
_ANSWERS = frozenset({"A", "Answer", "ANSWER"})
_LONGEST_ACRONYM = 5  # letters


class Participants:
    """The people whom labels name, in the order in which they come in."""

    def __init__(
        self, paragraphs: Sequence[Paragraph], labels: Mapping[int, Label], cast: Cast
    ) -> None:
        """`labels` are those of a text by the numbers of their paragraphs."""
        self._labels = labels
        self._cast = cast
        self._known = {
            at: cast.name_somebody(_tokens(paragraphs[at], label)) for at, label in labels.items()
        }
        # names are written in small letters here, so that a label in capitals is a heading
        self._writes_small = any(
            label.is_full and not label.bare.isupper() for label in labels.values()
        )
        self._full: dict[str, int] = {}  # full name -> the paragraph that introduces it
        self._titles: dict[str, set[str]] = {}  # full name -> the titles before it
        for at, label in labels.items():
            if label.is_full and not self._is_heading(at, label):
                name = self._known[at] or label.bare
                self._introduce(at, name)
                self._titles.setdefault(name, set()).update(label.titles)
        for at, label in labels.items():
            if not label.is_full and label.has_title:
                # with the title, which tells namesakes apart
                self._introduce(at, self._known[at] or label.titled)
        names = {label.name for label in labels.values()}
        self.answer_questions = bool(names & QUESTIONS) and bool(names & _ANSWERS)
        self._answerer = self._find_answerer(paragraphs) if self.answer_questions else None
        self._meant: dict[str, list[str]] = {}  # of labels that have been looked up
        self._by_initials: dict[str, str | None] = {}

    def is_person(self, at: int) -> bool:
        """Whether a label surely names a person."""
        label = self._labels[at]
        full = label.is_full and label.described
        named = full or label.has_title or self._known[at] is not None or self._is_initials(label)
        return label.is_office or (bool(label.bare) and named)

    def speaker(self, at: int) -> str | None:
        """The full name of whom a label means; None for nobody, or for one of two namesakes."""
        label = self._labels[at]
        if label.name in _ANSWERS:
            return self._answerer
        if not label.bare:
            return None
        if meant := self._meant_by(label):
            came_in = [name for name in meant if self._full[name] <= at]
            choice = came_in or meant
            if len(choice) > 1:  # "SEN. STONE", beside a REP. STONE
                shared = [name for name in choice if label.titles & self._titles.get(name, set())]
                choice = shared if len(shared) == 1 else choice
            return self._name(choice[0]) if len(choice) == 1 else None
        if self._known[at] is not None:
            return self._known[at]
        if _INITIALS.fullmatch(label.bare):
            others = label.bare if len(label.bare) > 2 else None  # CNN may ask
            return self._with_initials(label.bare) or others
        if self._is_heading(at, label):
            return None
        return label.bare if self._cast.may_be_name(label.bare) else None  # not "EDUCATION:"

    def _name(self, name: str) -> str:
        """A full name, or a family name; with its title if somebody else has the same one."""
        alone = without_titles(name)
        namesakes = [other for other in self._full if without_titles(other) == alone]
        return alone if len(namesakes) == 1 else name

    def _find_answerer(self, paragraphs: Sequence[Paragraph]) -> str | None:
        """Whom "A:" means: the one person who is named before the first question."""
        namings = [
            (sentence, naming)
            for paragraph in paragraphs[: min(self._labels)]
            for sentence in paragraph.sentences
            for naming in find_namings(sentence)
            if not _is_asker(sentence, naming.first)
        ]
        named = {
            self._cast.name_somebody(sentence[naming.first : naming.last + 1])
            for sentence, naming in namings
        } - {None}
        if not named:  # nothing shows that it is a person, but it can be nobody else
            named = {naming.name for _, naming in namings if naming.name in self._cast.names}
        return named.pop() if len(named) == 1 else None

    def _is_heading(self, at: int, label: Label) -> bool:
        """Whether a label in capitals is no name: "CURRENT HOME:", beside "Jane Roe:"."""
        shouted = label.bare.isupper() and len(label.bare) > _LONGEST_ACRONYM
        known = self._known[at] is not None or label.described or label.has_title
        return shouted and self._writes_small and not known

    def _introduce(self, at: int, name: str) -> None:
        if name not in self._full and not any(_is_one(name, other) for other in self._full):
            self._full[name] = at

    def _meant_by(self, label: Label) -> list[str]:
        """The full names that a label can mean, in the order in which they come in."""
        if label.titled not in self._meant:
            fitting = [name for name in self._full if _is_one(label.titled, name)]
            self._meant[label.titled] = sorted(fitting, key=lambda name: self._full[name])
        return self._meant[label.titled]

    def _is_initials(self, label: Label) -> bool:
        return bool(_INITIALS.fullmatch(label.bare)) and bool(self._with_initials(label.bare))

    def _with_initials(self, label: str) -> str | None:
        """Whom "JR" means: one who takes part, else one of the article; None for two."""
        initials = label.replace(".", "").upper()
        if initials not in self._by_initials:
            taking_part = {name for name in self._full if initials in _initials(name)}
            mentioned = {name for name in self._cast.names if initials in _initials(name)}
            fitting = taking_part or mentioned
            self._by_initials[initials] = fitting.pop() if len(fitting) == 1 else None
        return self._by_initials[initials]


def _is_asker(sentence: Sequence[Token], at: int) -> bool:
    """Whether a name is that of who asks: "Interview by Jane Roe", "Interview: Jane Roe"."""
    return at > 0 and sentence[at - 1].low in {"by", ":"}


def _initials(name: str) -> set[str]:
    """The initials of a name: with its particles ("MVDB"), and without them ("MB")."""
    words = name.split()
    own = [word for word in words if word.lower() not in PARTICLES]
    return {"".join(word[0].upper() for word in some) for some in (words, own)}


def _is_one(label: str, name: str) -> bool:
    """Whether a label can mean somebody: by a name, a surname or a given name alone."""
    return same_person(label, name) or fold(label) == fold(name.split(maxsplit=1)[0])


def _tokens(paragraph: Paragraph, label: Label) -> list[Token]:
    return [
        token
        for sentence in paragraph.sentences
        for token in sentence
        if label.start <= token.start and token.end <= label.start + len(label.name)
    ]
