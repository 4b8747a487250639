"""Paragraphs -> the turns of a debate or an interview: "Jane Roe: It rains. It will snow."."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.language.english import word_set
from rag.language.english.person_names import GIVEN_NAMES
from rag.names.folding import fold
from rag.names.name import same_person
from rag.names.people import surname, without_titles
from rag.speech.cast.cast import Cast
from rag.speech.cast.namings import find_namings
from rag.speech.grammar.tokens import Token, TokenKind
from rag.speech.labels import Label, find_label
from rag.speech.paragraphs import Paragraph

_FEWEST_WORDS = 5  # in a turn that shows what kind of text this is
_OFTEN = 2  # turns of whoever takes part in the talk
_FEWEST_TURNS = 4
# share of labelled paragraphs below which a text has labels, but is no transcript
_SPARSE = 0.15
# share of labelled paragraphs from which the others between them are turns that go on
_DENSE = 0.4
# what is no speech: applause or crosstalk in brackets, the time of day
_STAGE = re.compile(
    r"[\[(][^\])]{1,80}[\])]|\d{1,2}:\d{2}\s?(?:[ap]\.?m\.?)?(?: [A-Z]{2,4})?|[_*=-]+"
)
_INITIALS = re.compile(r"(?:[A-Z]\.?){2,3}")

# what people say of themselves and to each other
_IN_PERSON = word_set("i me my we us our you your")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person says behind a label; offsets into the text."""

    speaker: str | None  # None if the label names nobody, or could mean two people
    label: Span
    mark: Span  # the colon
    said: tuple[Span, ...]  # one for each paragraph
    last: int  # number of its last paragraph


@dataclass(frozen=True, slots=True)
class _Labelled:
    at: int  # number of the paragraph
    label: Label
    speaker: str | None

    @property
    def key(self) -> str:
        """Whose turn it is, named or not."""
        return self.speaker or self.label.name


def find_turns(text: str, paragraphs: Sequence[Paragraph], cast: Cast) -> Mapping[int, Turn]:
    """The turns by the number of their first paragraphs; none if the text is no transcript.

    It is one if labels come again and again, and one of them is a person's: "Trainer:" and "Owner:"
    make a list.
    """
    labels = {
        at: label
        for at, paragraph in enumerate(paragraphs)
        if (label := find_label(text, paragraph.start, paragraph.end)) is not None
    }
    said = {at for at in labels if _is_said(paragraphs, at, labels)}
    participants = _Participants(paragraphs, labels, cast)
    labelled = [_Labelled(at, label, participants.speaker(at)) for at, label in labels.items()]
    shown = Counter(item.key for item in labelled if item.at in said)
    often = {key for key, count in shown.items() if count >= _OFTEN}
    turns = sum(item.key in often for item in labelled)
    persons = {item.key for item in labelled if participants.is_person(item.at)}
    if len(often) < 2 or not often & persons or turns < _FEWEST_TURNS:
        return {}
    if turns < _SPARSE * (labelled[-1].at - labelled[0].at + 1):
        return {}
    taking_part = [item for item in labelled if item.key in often | persons or not item.speaker]
    return {item.at: turn for item, turn in _turns(text, paragraphs, taking_part)}


class _Participants:
    """The people whom the labels of a transcript name, in the order in which they come in."""

    def __init__(
        self,
        paragraphs: Sequence[Paragraph],
        labels: Mapping[int, Label],
        cast: Cast,
    ) -> None:
        self._labels = labels
        self._cast = cast
        self._known = {
            at: cast.name_somebody(_tokens(paragraphs[at], label)) for at, label in labels.items()
        }
        self._full: dict[int, str] = {}  # by the paragraph that introduces them
        for at, label in labels.items():
            if " " in label.bare:
                self._introduce(at, self._known[at] or label.bare)
        for at, label in labels.items():
            if " " not in label.bare and label.has_title:
                # the title tells namesakes apart
                self._introduce(at, self._known[at] or label.titled)
        self._full = dict(sorted(self._full.items()))

    def _introduce(self, at: int, name: str) -> None:
        if not any(_is_one(name, other) for other in self._full.values()):
            self._full[at] = name

    def is_person(self, at: int) -> bool:
        """Whether a label surely names a person."""
        label = self._labels[at]
        full = " " in label.bare and label.described
        named = full or label.has_title or self._known[at] is not None or self._is_initials(at)
        return label.is_office or (bool(label.bare) and named)

    def speaker(self, at: int) -> str | None:
        """The full name of whom a label means; None for nobody, or for one of two namesakes."""
        label = self._labels[at]
        if not label.bare:
            return None
        meant = [name for name in self._full.values() if _is_one(label.titled, name)]
        if meant:
            came_in = [name for came, name in self._full.items() if came <= at and name in meant]
            choice = came_in or meant
            return without_titles(choice[0]) if len(choice) == 1 else None
        if self._known[at] is None and _INITIALS.fullmatch(label.bare):
            others = label.bare if len(label.bare) > 2 else None  # CNN may ask
            return self._with_initials(label.bare) or others
        if self._known[at] is None and not self._cast.may_be_name(label.bare):
            return None  # "EDUCATION:", "Verdict:"
        return self._known[at] or label.bare

    def _is_initials(self, at: int) -> bool:
        bare = self._labels[at].bare
        return bool(_INITIALS.fullmatch(bare)) and self._with_initials(bare) is not None

    def _with_initials(self, initials: str) -> str | None:
        """Whom "JR" means: one who takes part, else one of the article; None for two."""
        for names in (self._full.values(), self._cast.names):
            fitting = {name for name in names if _initials(name) == initials.replace(".", "")}
            if fitting:
                return fitting.pop() if len(fitting) == 1 else None
        return None


def _initials(name: str) -> str:
    return "".join(word[0].upper() for word in name.split())


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


def _is_said(paragraphs: Sequence[Paragraph], at: int, labels: Mapping[int, Label]) -> bool:
    """Whether what follows a label can be somebody's words, and no number or list."""
    paragraph = paragraphs[at]
    if labels[at].said >= paragraph.end:
        if at + 1 >= len(paragraphs) or at + 1 in labels:
            return False
        paragraph = paragraphs[at + 1]
    words = [
        token
        for sentence in paragraph.sentences
        for token in sentence
        if token.start >= labels[at].said and token.kind in {TokenKind.WORD, TokenKind.QUOTE}
    ]
    return len(words) >= _FEWEST_WORDS and sum(not word.capitalised for word in words) >= 2


def _turns(
    text: str, paragraphs: Sequence[Paragraph], labelled: Sequence[_Labelled]
) -> Iterator[tuple[_Labelled, Turn]]:
    first, last = labelled[0].at, labelled[-1].at
    goes_on = len(labelled) >= _DENSE * (last - first + 1)
    for number, item in enumerate(labelled):
        alone = item.label.said >= paragraphs[item.at].end
        behind = labelled[number + 1].at if number + 1 < len(labelled) else item.at + 1 + alone
        spans = [] if alone else [(item.label.said, paragraphs[item.at].end)]
        until = item.at
        for at in range(item.at + 1, min(behind, len(paragraphs))):
            span = paragraphs[at].start, paragraphs[at].end
            if _STAGE.fullmatch(text[slice(*span)].strip()):
                continue
            if not ((alone and not spans) or goes_on) or _tells_of(text[slice(*span)], item):
                break
            if spans and at + 1 == behind and text[: span[1]].endswith("?"):
                break  # the next one is asked, by somebody without a label
            if _is_caption(paragraphs[at]):
                continue
            spans.append(span)
            until = at
        mark = item.label.end, item.label.end + 1
        label = item.label.start, item.label.start + len(item.label.name)
        if spans:
            yield item, Turn(item.speaker, label, mark, tuple(spans), until)


def _is_caption(paragraph: Paragraph) -> bool:
    """Whether a paragraph is likely a picture's: one sentence that names somebody in full."""
    if len(paragraph.sentences) > 1 or any(
        token.low in _IN_PERSON for token in paragraph.sentences[0]
    ):
        return False
    return any(
        " " in naming.name and naming.name.split()[0].lower() in GIVEN_NAMES
        for naming in find_namings(paragraph.sentences[0])
    )


def _tells_of(paragraph: str, item: _Labelled) -> bool:
    """Whether a paragraph tells of the speaker, and so is the author's: "Roe shook her head."."""
    if item.speaker is None:
        return False
    return re.search(rf"\b{re.escape(surname(item.speaker))}\b", paragraph) is not None
