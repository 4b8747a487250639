"""A sentence of a language model -> the sentence as it may be shown, or why it is struck.

Each part of a sentence must be supported by one piece of evidence: by two neighbouring sentences of
it, with its speakers and its day. A part whose marker names other evidence gets the
marker of the evidence that supports it. A quotation that is not exact loses its marks, and its
words must then be supported like any others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rag.answer.fact.nearness import find_telling_words
from rag.language.cues import VERBS as REPORTING
from rag.models.vectors import TokenVectors
from rag.names.states import states
from rag.notice import NO_NOTICE, Notice, joined
from rag.records import StruckSentence, WrittenSentence
from rag.writer.claims.markers import Part, split_at_markers, write_parts
from rag.writer.claims.named_days import find_days, name_day
from rag.writer.claims.polarity import find_conflict
from rag.writer.claims.quoted import drop_marks, find_quoted, is_exact, is_said_by
from rag.writer.claims.relations import (
    LEAST_IN_ORDER,
    find_miscounted,
    find_moved_condition,
    find_other_time,
    find_turned_round,
    measure_order,
)
from rag.writer.claims.subjects import find_joined, find_other_subject
from rag.writer.claims.supported import (
    find_new_words,
    find_probability,
    measure_support,
    missing_names,
    missing_numbers,
    says_enough,
)
from rag.writer.claims.voices import (
    Voice,
    find_other_voice,
    find_voices,
    has_pronoun,
    names_speaker,
)
from rag.writer.claims.windows import Embed, Window, cut_windows
from rag.writer.given import Given
from rag.writer.splitting import RawSentence, without_invisible

LEAST: Final = 0.5  # probability of support; lower ones are struck
_LINK: Final = re.compile(
    r"https?:|www\.|!\[|\]\(|<[/a-z!]|&#?\w+;|javascript:|~~|\\[a-z(\[]|\$\$", re.IGNORECASE
)
_FORMAT: Final = re.compile(r"\*\*|__|`|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)|\^(?=\[)")
_MARKERS_BEHIND: Final = r"\s*(?:[\[【][^\]】]*[\]】]\s*)*\.?$"
_BREAK: Final = re.compile(r"(?:…|\.\.\.)" + _MARKERS_BEHIND)
_QUESTION: Final = re.compile(r"\?" + _MARKERS_BEHIND)

LINK: Final = Notice("it holds a link or markup")
BROKEN_OFF: Final = Notice("it breaks off")
ASKS: Final = Notice("it is a question")
NO_EVIDENCE: Final = Notice("it names no evidence that supports it")


@dataclass(frozen=True, slots=True)
class _Claim:
    """A part of a sentence, and what the sentence says of its speaker."""

    text: str
    tokens: TokenVectors
    voices: Sequence[Voice]
    named_in: str  # the sentence, in which a speaker may be named
    goes_on: Sequence[str]  # the speakers of the sentence before, if it goes on with one


class Checker:
    """Checks the sentences of one answer against its evidence."""

    def __init__(self, evidence: Sequence[Given], embed: Embed) -> None:
        """`embed` gives the vectors of the word pieces of texts."""
        self._embed = embed
        self._given = evidence
        self._windows: dict[int, Sequence[Window]] = {}

    def check(
        self, raw: RawSentence, before: Sequence[WrittenSentence]
    ) -> WrittenSentence | StruckSentence:
        """A sentence as it may be shown, or why not; `before` are the sentences shown already."""
        text = without_invisible(" ".join(_FORMAT.sub("", raw.text).split()))
        if _LINK.search(text):
            return StruckSentence(text, LINK)
        if _BREAK.search(text):
            return StruckSentence(text, BROKEN_OFF)
        if _QUESTION.search(_OF_QUOTATIONS.sub("", text)):
            return StruckSentence(text, ASKS)
        parts = split_at_markers(text)
        exact = self._support_all(parts, before)
        if isinstance(exact, list):
            return self._passed(raw, parts, exact, ())
        if find_quoted(text):
            bare = [replace(part, text=drop_marks(part.text)) for part in parts]
            supported = self._support_all(bare, before)
            if isinstance(supported, list):
                return self._passed(raw, bare, supported, [_MARKS_DROPPED])
        return StruckSentence(text, exact)

    def _passed(
        self,
        raw: RawSentence,
        parts: Sequence[Part],
        supported: Sequence[Sequence[int]],
        repairs: Sequence[Notice],
    ) -> WrittenSentence:
        written = [
            replace(part, numbers=tuple(numbers))
            for part, numbers in zip(parts, supported, strict=True)
        ]
        changed = [
            part
            for part, new in zip(parts, written, strict=True)
            if set(part.numbers) != set(new.numbers)
        ]
        if changed:
            cited = any(part.numbers for part in changed)
            repairs = [*repairs, _MARKER_MOVED if cited else _MARKER_ADDED]
        numbers = tuple(dict.fromkeys(number for part in written for number in part.numbers))
        repair = joined(repairs, by="; ") if repairs else NO_NOTICE
        return WrittenSentence(write_parts(written), numbers, raw.point, repair)

    def _support_all(
        self, parts: Sequence[Part], before: Sequence[WrittenSentence]
    ) -> list[list[int]] | Notice:
        """The numbers of the evidence that supports each part, or why a part has none."""
        whole = "".join(part.text for part in parts)
        voices = find_voices(whole, _plain(before[-1].text) if before else "")
        last = self._speakers_of(before[-1].numbers) if before else []
        supported: list[list[int]] = []
        at = 0
        for part in parts:
            (tokens,) = self._embed([part.text])
            own = [
                voice for voice in voices if voice.start < at + len(part.text) and at < voice.end
            ]
            goes_on = last if has_pronoun(whole) else []
            numbers = self._support(_Claim(part.text, tokens, own, whole, goes_on), part.numbers)
            if isinstance(numbers, Notice):
                return numbers
            supported.append(numbers)
            at += len(part.text)
        return supported

    def _support(self, claim: _Claim, cited: Sequence[int]) -> list[int] | Notice:
        """The cited evidence that supports a claim, else other evidence, else why none does."""
        faults = {given.number: self._fault(claim, given) for given in self._cited(cited)}
        if right := [number for number, fault in faults.items() if fault is None]:
            return right
        for given in self._given:
            if given.number not in faults:
                faults[given.number] = self._fault(claim, given)
                if faults[given.number] is None:
                    return [given.number]
        # of what it cites, else of the best evidence
        return next((fault for fault in faults.values() if fault is not None), NO_EVIDENCE)

    def _cited(self, numbers: Sequence[int]) -> list[Given]:
        return [given for number in numbers for given in self._given if given.number == number]

    def _speakers_of(self, numbers: Sequence[int]) -> list[str]:
        return [speaker for given in self._cited(numbers) for speaker in given.speakers]

    def _fault(self, claim: _Claim, given: Given) -> Notice | None:
        """Why a piece of evidence does not support a claim; None if it does."""
        if (fault := _quotation_fault(claim, given)) is not None:
            return fault
        first: Notice | None = None
        for window in self._by_nearness(claim, given):
            fault = _window_fault(claim, window, given)
            if fault is None:
                return None
            first = first or fault
        return first

    def _by_nearness(self, claim: _Claim, given: Given) -> list[Window]:
        """The windows of a piece, those that miss the fewest words first."""
        telling = find_telling_words(claim.text, claim.tokens)
        return sorted(
            self._windows_of(given),
            key=lambda window: sum(not word.keys & window.evidence.keys for word in telling),
        )

    def _windows_of(self, given: Given) -> Sequence[Window]:
        if given.number not in self._windows:
            self._windows[given.number] = list(cut_windows(given, self._embed))
        return self._windows[given.number]


_FIRST_PERSON: Final = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|us)\b")
_OF_QUOTATIONS: Final = re.compile(r"[\"“][^\"“”]*[\"”]")
_MARKS_DROPPED: Final = Notice("quotation marks dropped: the words are not an exact quotation")
_MARKER_ADDED: Final = Notice("marker added for the evidence that supports it")
_MARKER_MOVED: Final = Notice("marker changed to the evidence that supports it")


def _plain(text: str) -> str:
    return "".join(part.text for part in split_at_markers(text))


def _quotation_fault(claim: _Claim, given: Given) -> Notice | None:
    for quoted in find_quoted(claim.text):
        if not is_exact(quoted.words, given):
            return Notice("the quotation “{words}” is not in the article", words=quoted.words)
        for voice in claim.voices:
            inside = claim.named_in.find(quoted.words)
            named = voice.start <= inside < voice.end and voice.speaker
            if named and not is_said_by(quoted.words, named, given):
                return Notice("{speaker} did not say “{words}”", speaker=named, words=quoted.words)
    return None


def _window_fault(claim: _Claim, window: Window, given: Given) -> Notice | None:
    """Why some sentences of a piece of evidence do not support a claim; None if they do."""
    return (
        _voice_fault(claim, window)
        or _number_fault(claim, window, given)
        or _word_fault(claim, window)
        or _fact_fault(claim, window)
    )


def _voice_fault(claim: _Claim, window: Window) -> Notice | None:
    if other := find_other_voice(claim.voices, window.speakers):
        if window.speakers or not _reports(window, other):
            return Notice("the evidence has no such words of {speaker}", speaker=other)
    elif claim.voices and not window.reported and not _reports(window, *window.speakers):
        return Notice("in the evidence these are the article’s own words")
    if window.mixed and claim.voices:
        return Notice("the evidence has words of several speakers")
    return None


def _fact_fault(claim: _Claim, window: Window) -> Notice | None:
    if window.reported and not _is_attributed(claim, window):
        return Notice("it gives a speaker’s words as a fact")
    return None


def _reports(window: Window, *speakers: str) -> bool:
    """Whether sentences that are not read as statements name a speaker and a verb of reporting."""
    text = " ".join(window.evidence.sentences)
    return names_speaker(text, speakers) and any(word in REPORTING for word in _words(text))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())


def _number_fault(claim: _Claim, window: Window, given: Given) -> Notice | None:
    text, evidence = claim.text, window.evidence
    days = find_days(evidence.text, given.day)
    if given.day and (claim.voices or any(word in REPORTING for word in _words(text))):
        days.append(name_day(given.day))  # the day on which the article reports it
    if missing := missing_numbers(text, days, evidence.text):
        return Notice("the evidence does not have {number}", number=missing[0])
    if miscounted := find_miscounted(text, evidence.sentences):
        return Notice("in the evidence {number} counts something else", number=miscounted)
    if other := find_other_time(text, evidence.sentences):
        return Notice("the evidence does not have {number}", number=other)
    return None


def _word_fault(claim: _Claim, window: Window) -> Notice | None:
    return _relation_fault(claim, window) or _support_fault(claim, window)


def _relation_fault(claim: _Claim, window: Window) -> Notice | None:
    text, evidence = claim.text, window.evidence
    if _FIRST_PERSON.search(_OF_QUOTATIONS.sub("", text)):
        return Notice("it speaks as if it were the speaker")
    if names := missing_names(text, evidence, window.speakers):
        return Notice("the evidence does not name {name}", name=names[0])
    if turned := find_turned_round(text, evidence.sentences, window.speakers):
        return Notice("the evidence has it the other way round: {word}", word=turned)
    own = [*window.speakers, *sorted(states(evidence.head))]
    if other := find_joined(text, evidence.sentences, own):
        return Notice("the evidence does not join it to the name before it: {name}", name=other)
    if word := find_other_subject(text, evidence.sentences, own):
        return Notice("the evidence says it of somebody else: {word}", word=word)
    if word := find_moved_condition(text, evidence.sentences):
        return Notice("in the evidence the condition is another one: {word}", word=word)
    if word := find_conflict(text, evidence.sentences, window.speakers):
        return Notice("the evidence denies it or is less sure of it: {word}", word=word)
    return None


def _support_fault(claim: _Claim, window: Window) -> Notice | None:
    text, evidence = claim.text, window.evidence
    if new := find_new_words(text, claim.tokens, evidence, window.speakers):
        return Notice("the evidence does not say: {word}", word=new[0])
    own_states = sorted(states(evidence.head))
    if measure_order(text, evidence.sentences, [*window.speakers, *own_states]) < LEAST_IN_ORDER:
        return Notice("its words stand in another relation in the evidence")
    if not says_enough(text, claim.tokens, evidence):
        return Notice("it says too little to be compared with the evidence")
    if find_probability(measure_support(text, claim.tokens, evidence)) < LEAST:
        return Notice("the evidence does not support it well enough")
    return None


def _is_attributed(claim: _Claim, window: Window) -> bool:
    """Whether a claim says whose words it gives: by name, or as a sentence that goes on with it."""
    if names_speaker(claim.named_in, window.speakers):
        return True
    if any(voice.speaker for voice in claim.voices):  # another one was found a fault before
        return True
    return bool(set(claim.goes_on) & set(window.speakers))
