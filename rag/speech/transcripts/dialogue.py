"""Paragraphs -> the turns of a debate or an interview: "Jane Roe: It rains. It will snow."."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.language.english import word_set
from rag.language.english.person_names import GIVEN_NAMES
from rag.names.people import surname
from rag.speech.cast.cast import Cast
from rag.speech.cast.namings import find_namings
from rag.speech.grammar.tokens import TokenKind
from rag.speech.paragraphs import Paragraph
from rag.speech.transcripts.labels import Label, find_label, may_be_label
from rag.speech.transcripts.participants import QUESTIONS, Participants

_FEWEST_WORDS = 5  # in a turn that shows what kind of text this is
_OFTEN = 2  # turns of whoever takes part in the talk
_FEWEST_TURNS = 4
# labels; so many different ones make a list, and comparing all takes long
_MOST_NAMES = 200
# share of labelled paragraphs below which a text has labels, but is no transcript
_SPARSE = 0.15
# share of labelled paragraphs from which the others between them are turns that go on
_DENSE = 0.4
# what is no speech: applause or crosstalk in brackets, the time of day
_STAGE = re.compile(
    r"[\[(][^\])]{1,80}[\])]|\d{1,2}:\d{2}\s?(?:[ap]\.?m\.?)?(?: [A-Z]{2,4})?|[_*=-]+"
)

# what people say of themselves and to each other
_IN_PERSON = word_set("i me my we us our you your")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person says behind a label; offsets into the text."""

    speaker: str | None  # None if the label names nobody, or could mean two people
    start: int
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

    It is one if labels come again and again, and one of them is a person's, or they are "Q:" and
    "A:". "Trainer:" and "Owner:" make a list.
    """
    labels = {
        at: label
        for at, paragraph in enumerate(paragraphs)
        if (label := find_label(text, paragraph.start, paragraph.end)) is not None
    }
    if len(labels) < _FEWEST_TURNS or len({label.name for label in labels.values()}) > _MOST_NAMES:
        return {}
    said = {at for at in labels if _is_said(paragraphs, at, labels)}
    participants = Participants(paragraphs, labels, cast)
    labelled = [_Labelled(at, label, participants.speaker(at)) for at, label in labels.items()]
    shown = Counter(item.key for item in labelled if item.at in said)
    persons = {item.key for item in labelled if participants.is_person(item.at)}
    asks = QUESTIONS if participants.answer_questions else frozenset()
    all_turns = Counter(item.key for item in labelled)
    often = {
        key
        for key, count in all_turns.items()
        if shown[key] >= _OFTEN
        or (count >= _OFTEN and (key in asks or (key in persons and shown[key])))
    }
    turns = sum(item.key in often for item in labelled)
    named = bool(often & persons) or participants.answer_questions
    if len(often) < 2 or not named or turns < _FEWEST_TURNS:
        return {}
    if turns < _SPARSE * (labelled[-1].at - labelled[0].at + 1):
        return {}
    takes_part = {item.at for item in labelled if item.key in often | persons or not item.speaker}
    return {
        item.at: turn
        for item, turn in _turns(text, paragraphs, labelled)
        if item.at in takes_part  # the others end a turn, and are read like any paragraph
    }


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
            if spans and may_be_label(text[slice(*span)]):
                break  # somebody else's, in a form that is not known
            if spans and at + 1 == behind and text[: span[1]].endswith("?"):
                break  # the next one is asked, by somebody without a label
            if _is_caption(paragraphs[at]):
                continue
            spans.append(span)
            until = at
        mark = item.label.end, item.label.end + 1
        label = item.label.start, item.label.start + len(item.label.name)
        if spans:
            yield item, Turn(item.speaker, item.label.opening, label, mark, tuple(spans), until)


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
