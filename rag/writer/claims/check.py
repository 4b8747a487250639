"""A sentence of a language model -> the sentence as it may be shown, or why it is struck.

Each part of a sentence must be supported by one piece of evidence: by two neighbouring sentences of
it, with its speakers and its day. A part whose marker names other evidence gets the
marker of the evidence that supports it. A quotation that is not exact loses its marks, and its
words must then be supported like any others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from rag.answer.fact.nearness import find_telling_words
from rag.notice import NO_NOTICE, Notice, joined
from rag.records import StruckSentence, WrittenSentence
from rag.writer.claims.contradictions import OF_QUOTATIONS, Claim, find_fault, find_quotation_fault
from rag.writer.claims.grammar.verb_forms import lacks_verb
from rag.writer.claims.markers import Part, leans_on_before, split_at_markers, write_parts
from rag.writer.claims.plain_words import find_initials, rewrite, write_out
from rag.writer.claims.quoted import drop_marks, find_quoted
from rag.writer.claims.voices import find_voices, has_pronoun
from rag.writer.claims.windows import Embed, Window, cut_windows
from rag.writer.given import Given
from rag.writer.splitting import RawSentence, without_invisible

_LINK: Final = re.compile(
    r"https?:|www\.|!\[|\]\(|<[/a-z!]|&#?\w+;|javascript:|~~|\\[a-z(\[]|\$\$", re.IGNORECASE
)
_FORMAT: Final = re.compile(r"\*\*|__|`|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)|\^(?=\[)")
# what looks like quotation marks is read as such
_LIKE_MARKS: Final = {ord(mark): '"' for mark in "‟″‶〝〞〟＂❝❞ʺ˝ˮ״‹›「」『』《》"} | {
    ord(mark): "'" for mark in "‛′‵＇❛❜ʹʻ"
}
_MARKERS_BEHIND: Final = r"\s*(?:[\[【][^\]】]*[\]】]\s*)*\.?$"
_BREAK: Final = re.compile(r"(?:…|\.\.\.)" + _MARKERS_BEHIND)
_QUESTION: Final = re.compile(r"\?" + _MARKERS_BEHIND)
_BEGINS_WITH_PRONOUN: Final = re.compile(r"[\W\d]*(?:he|she|they|his|her|their)\b", re.IGNORECASE)

LINK: Final = Notice("it holds a link or markup")
BROKEN_OFF: Final = Notice("it breaks off")
ASKS: Final = Notice("it is a question")
FRAGMENT: Final = Notice("it is no whole sentence")
UNCLEAR: Final = Notice("it is not clear whom its pronoun means")
NO_EVIDENCE: Final = Notice("it names no evidence that supports it")


class Checker:
    """Checks the sentences of one answer against its evidence."""

    def __init__(self, evidence: Sequence[Given], embed: Embed) -> None:
        """`embed` gives the vectors of the word pieces of texts."""
        self._embed = embed
        self._given = evidence
        self._windows: dict[int, Sequence[Window]] = {}
        self._names = find_initials(given.citation.text for given in evidence)

    def check(
        self, raw: RawSentence, before: Sequence[WrittenSentence]
    ) -> WrittenSentence | StruckSentence:
        """A sentence as it may be shown, or why not; `before` are the sentences shown already."""
        plain = _FORMAT.sub("", raw.text).translate(_LIKE_MARKS)
        text = without_invisible(" ".join(plain.split()))
        if _LINK.search(text):
            return StruckSentence(text, LINK)
        if _BREAK.search(text):
            return StruckSentence(text, BROKEN_OFF)
        if _QUESTION.search(OF_QUOTATIONS.sub("", text)):
            return StruckSentence(text, ASKS)
        parts = split_at_markers(text)
        if lacks_verb(text):
            return StruckSentence(text, FRAGMENT)
        exact = self._find_support_for_all(parts, before)
        if isinstance(exact, list) and self._has_lost_subject(text, exact[0], before):
            return StruckSentence(text, UNCLEAR)
        if isinstance(exact, list):
            return self._accept(raw, parts, exact, ())
        if find_quoted(text):
            bare = [replace(part, text=drop_marks(part.text)) for part in parts]
            supported = self._find_support_for_all(bare, before)
            if isinstance(supported, list):
                return self._accept(raw, bare, supported, [_MARKS_DROPPED])
        return StruckSentence(text, exact)

    def _has_lost_subject(
        self, text: str, numbers: Sequence[int], before: Sequence[WrittenSentence]
    ) -> bool:
        """Whether a sentence begins with "he" or "she", and none before it can say who that is.

        That is the sentence right before it, if it has the same evidence or speaker.
        """
        if not _BEGINS_WITH_PRONOUN.match(text):
            return False
        if not before:
            return True
        if set(numbers) & set(before[-1].numbers):
            return False
        return not set(self._list_speakers(numbers)) & set(self._list_speakers(before[-1].numbers))

    def _accept(
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

    def _find_support_for_all(
        self, parts: Sequence[Part], before: Sequence[WrittenSentence]
    ) -> list[list[int]] | Notice:
        """The numbers of the evidence that supports each part, or why a part has none."""
        parts = [replace(part, text=write_out(part.text, self._names)) for part in parts]
        whole = "".join(part.text for part in parts)
        voices = find_voices(whole, _simplify(before[-1].text) if before else "")
        last = self._list_speakers(before[-1].numbers) if before else []
        supported: list[list[int]] = []
        at = 0
        for part in parts:
            text = rewrite(part.text)
            (tokens,) = self._embed([text])
            part_voices = [
                voice for voice in voices if voice.start < at + len(part.text) and at < voice.end
            ]
            goes_on = last if has_pronoun(whole) else []
            numbers = self._find_support(
                Claim(text, part.text, tokens, part_voices, whole, goes_on), part.numbers
            )
            if isinstance(numbers, Notice):
                return numbers
            before_it = supported[-1] if supported else before[-1].numbers if before else ()
            goes_with = part_voices or not before_it or set(numbers) & set(before_it)
            if leans_on_before(part.text, first=not supported) and not goes_with:
                return _LEANS
            supported.append(numbers)
            at += len(part.text)
        return supported

    def _find_support(self, claim: Claim, cited: Sequence[int]) -> list[int] | Notice:
        """The cited evidence that supports a claim, else other evidence, else why none does."""
        faults = {given.number: self._find_fault(claim, given) for given in self._list_cited(cited)}
        if right := [number for number, fault in faults.items() if fault is None]:
            return right
        for given in self._given:
            if given.number not in faults:
                faults[given.number] = self._find_fault(claim, given)
                if faults[given.number] is None:
                    return [given.number]
        # of what it cites, else of the evidence that lacks the fewest of its words
        nearest = [*self._list_cited(cited), *sorted(self._given, key=self._count_missing(claim))]
        reasons = (faults[given.number] for given in nearest)
        return next((fault for fault in reasons if fault is not None), NO_EVIDENCE)

    def _list_cited(self, numbers: Sequence[int]) -> list[Given]:
        return [given for number in numbers for given in self._given if given.number == number]

    def _list_speakers(self, numbers: Sequence[int]) -> list[str]:
        return [speaker for given in self._list_cited(numbers) for speaker in given.speakers]

    def _find_fault(self, claim: Claim, given: Given) -> Notice | None:
        """Why a piece of evidence does not support a claim; None if it does."""
        if (fault := find_quotation_fault(claim, given)) is not None:
            return fault
        first: Notice | None = None
        for window in self._sort_by_nearness(claim, given):
            fault = find_fault(claim, window, given)
            if fault is None:
                return None
            first = first or fault
        return first

    def _sort_by_nearness(self, claim: Claim, given: Given) -> list[Window]:
        """The windows of a piece, those that miss the fewest words first."""
        return sorted(self._list_windows(given), key=_count_missing(claim))

    def _count_missing(self, claim: Claim) -> Callable[[Given], int]:
        """How many words of a claim the nearest window of a piece lacks."""
        missing = _count_missing(claim)
        return lambda given: min(map(missing, self._list_windows(given)), default=len(claim.text))

    def _list_windows(self, given: Given) -> Sequence[Window]:
        if given.number not in self._windows:
            self._windows[given.number] = list(cut_windows(given, self._embed))
        return self._windows[given.number]


_MARKS_DROPPED: Final = Notice("quotation marks dropped: the words are not an exact quotation")
_MARKER_ADDED: Final = Notice("marker added for the evidence that supports it")
_LEANS: Final = Notice("it goes on with what other evidence says")
_MARKER_MOVED: Final = Notice("marker changed to the evidence that supports it")


def _count_missing(claim: Claim) -> Callable[[Window], int]:
    """How many content words of a claim a window lacks."""
    telling = find_telling_words(claim.text, claim.tokens)
    return lambda window: sum(not word.keys & window.evidence.keys for word in telling)


def _simplify(text: str) -> str:
    return "".join(part.text for part in split_at_markers(text))
