"""Who says what in a sentence, and whether the evidence has it from the same speaker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.language.english.stop_words import STOP_WORDS
from rag.names.folding import fold
from rag.names.name import same_person
from rag.names.people import surname
from rag.names.states import states
from rag.records import Article
from rag.speech.statements import attribute

_PRONOUN = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Voice:
    """Words that a sentence reports, and the speaker it names; offsets in the sentence."""

    start: int
    end: int
    speaker: str | None  # None: a pronoun, or an office, that names nobody
    mention: str  # the speaker as the sentence writes them


def find_voices(sentence: str, before: str) -> list[Voice]:
    """What a sentence reports; `before` is the text before it, which says whom "he" means."""
    lead = f"{before} " if before else ""
    whole = lead + sentence
    voices = []
    for statement in attribute(Article(id="", title="", text=whole)):
        if statement.end <= len(lead):
            continue
        mention = whole[slice(*statement.mention)] if statement.mention else ""
        start = max(0, statement.start - len(lead))
        speaker = statement.speaker or (mention if _is_name(mention) else None)
        voices.append(Voice(start, statement.end - len(lead), speaker, mention))
    return voices


def _is_name(mention: str) -> bool:
    """Whether a mention is a name: "Lavrov" and "Russia", but not "He" or "The minister"."""
    words = mention.split()
    last = words[-1] if words else ""
    return last[:1].isupper() and last.lower() not in STOP_WORDS


def is_same_voice(named: str, speaker: str) -> bool:
    """Whether a name can mean a speaker of the evidence."""
    if same_person(named, speaker) or fold(named) == fold(speaker):
        return True
    named_states = states(named)
    return bool(named_states) and named_states == states(speaker) and len(named.split()) == 1


def names_speaker(sentence: str, speakers: Iterable[str]) -> bool:
    """Whether a sentence has the family name of one of the speakers."""
    words = {fold(word) for word in re.findall(r"[^\W\d_][\w’'-]*", sentence)}
    return any(fold(surname(speaker).split()[-1]) in words for speaker in speakers if speaker)


def has_pronoun(sentence: str) -> bool:
    """Whether a sentence can go on with the speaker of the sentence before it."""
    return bool(_PRONOUN.search(sentence))


def find_other_voice(voices: Sequence[Voice], speakers: Sequence[str]) -> str:
    """A speaker whom the sentence names and who is none of the speakers; "" if there is none."""
    for voice in voices:
        if voice.speaker and not any(is_same_voice(voice.speaker, speaker) for speaker in speakers):
            return voice.speaker
    return ""
