"""A part of a sentence and a piece of its evidence -> why the one does not support the other.

The order of the checks is that of their reasons: whose words, which numbers, what relation, which
words, and at last how probable the support is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rag.language.cues import VERBS as REPORTING
from rag.language.english.synonyms import find_retold_groups
from rag.language.stems import words
from rag.models.vectors import TokenVectors
from rag.names.states import states
from rag.notice import Notice
from rag.search.topic import find_content_words, find_keys
from rag.writer.claims.grammar.attached import (
    find_moved_name,
    find_moved_noun,
    find_shortened_list,
    leaves_out_source,
)
from rag.writer.claims.grammar.claim_clauses import (
    find_days_of_another,
    find_moved_object,
    find_moved_preposition,
    find_of_another,
    find_swapped,
    find_ungoverned,
)
from rag.writer.claims.grammar.claim_subjects import find_other_subject
from rag.writer.claims.grammar.relations import (
    LEAST_IN_ORDER,
    find_borrowed,
    find_miscounted,
    find_moved_comparison,
    find_moved_condition,
    find_other_time,
    find_turned_round,
    measure_order,
)
from rag.writer.claims.grammar.verb_forms import find_lost_head, find_other_form, find_turned_voice
from rag.writer.claims.named_days import find_days, name_day
from rag.writer.claims.numbers import find_lost_ratio
from rag.writer.claims.polarity import find_conflict, find_moved_quantity, find_unlimited
from rag.writer.claims.quoted import find_quoted, is_exact, is_said_by
from rag.writer.claims.supported import (
    find_new_words,
    find_probability,
    measure_support,
    missing_names,
    missing_numbers,
    says_enough,
)
from rag.writer.claims.voices import Voice, find_other_voice, names_speaker
from rag.writer.claims.windows import Window
from rag.writer.given import Given

LEAST: Final = 0.5  # probability of support; lower ones are struck
_FIRST_PERSON: Final = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|us)\b")
OF_QUOTATIONS: Final = re.compile(r"[\"“][^\"“”]*[\"”]")


@dataclass(frozen=True, slots=True)
class Claim:
    """A part of a sentence, and what the sentence says of its speaker."""

    text: str  # in plain words
    written: str
    tokens: TokenVectors
    voices: Sequence[Voice]
    named_in: str  # the sentence, in which a speaker may be named
    goes_on: Sequence[str]  # the speakers of the sentence before, if it goes on with one


def find_quotation_fault(claim: Claim, given: Given) -> Notice | None:
    """Why a quotation is not one of the article, or of the speaker named; None if it is."""
    for quoted in find_quoted(claim.written):
        if not is_exact(quoted.words, given):
            return Notice("the quotation “{words}” is not in the article", words=quoted.words)
        for voice in claim.voices:
            inside = claim.named_in.find(quoted.words)
            speaker = voice.start <= inside < voice.end and voice.speaker
            if speaker and not is_said_by(quoted.words, speaker, given):
                return Notice(
                    "{speaker} did not say “{words}”", speaker=speaker, words=quoted.words
                )
    return None


def find_fault(claim: Claim, window: Window, given: Given) -> Notice | None:
    """Why some sentences of a piece of evidence do not support a claim; None if they do."""
    return (
        _find_voice_fault(claim, window)
        or _number_fault(claim, window, given)
        or _find_word_fault(claim, window)
        or _find_fact_fault(claim, window)
    )


def _find_voice_fault(claim: Claim, window: Window) -> Notice | None:
    if other := find_other_voice(claim.voices, window.speakers):
        if window.speakers or not _reports(window, other):
            return Notice("the evidence has no such words of {speaker}", speaker=other)
    elif claim.voices and not window.reported and not _reports(window, *window.speakers):
        return Notice("in the evidence these are the article’s own words")
    if unknown := _find_unknown_voice(claim, window):
        return Notice("the evidence has no such words of {speaker}", speaker=unknown)
    if window.mixed and claim.voices:
        return Notice("the evidence has words of several speakers")
    return None


def _find_unknown_voice(claim: Claim, window: Window) -> str:
    """A speaker without a name, as "the police", whom nothing in the evidence calls so."""
    if not window.speakers:
        return ""
    known = "\n".join([window.evidence.head, *window.speakers])
    keys = find_keys(known)
    groups = {group for word in words(known) for group in find_retold_groups(word)}
    for voice in claim.voices:
        called = [] if voice.speaker else find_content_words(voice.mention)
        if not all(find_keys(word) & keys or find_retold_groups(word) & groups for word in called):
            return voice.mention
    return ""


def _find_fact_fault(claim: Claim, window: Window) -> Notice | None:
    others = [text for text in window.evidence.sentences if text not in window.retold]
    told = find_keys("\n".join(window.retold)) - find_keys("\n".join(others))
    reported = window.reported or bool(find_keys(claim.text) & told)
    unattributed = reported and not _is_attributed(claim, window)
    if unattributed or leaves_out_source(claim.text, claim.named_in, window.evidence.sentences):
        return Notice("it gives a speaker’s words as a fact")
    return None


def _reports(window: Window, *speakers: str) -> bool:
    """Whether sentences that are not read as statements name a speaker and a verb of reporting."""
    text = " ".join(window.evidence.sentences)
    return names_speaker(text, speakers) and any(word in REPORTING for word in _list_words(text))


def _list_words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())


def _number_fault(claim: Claim, window: Window, given: Given) -> Notice | None:
    text, evidence = claim.text, window.evidence
    days = find_days(evidence.text, given.day)
    reports = claim.voices or any(word in REPORTING for word in _list_words(text))
    if given.day and reports and not find_days("\n".join(evidence.sentences)):
        days.append(name_day(given.day))  # the day on which the article reports it
    if missing := missing_numbers(text, days, evidence.text):
        return Notice("the evidence does not have {number}", number=missing[0])
    if lost := find_lost_ratio(text, evidence.text):
        return Notice("the evidence does not have {number}", number=lost)
    if miscounted := find_miscounted(text, evidence.sentences):
        return Notice("in the evidence {number} counts something else", number=miscounted)
    if borrowed := find_borrowed(text, evidence.sentences):
        return Notice("the evidence says {number} of somebody else", number=borrowed)
    if whole := find_shortened_list(text, evidence.sentences):
        return Notice("in the evidence {number} counts something else", number=whole)
    if other := find_other_time(text, evidence.sentences):
        return Notice("the evidence does not have {number}", number=other)
    return None


def _find_word_fault(claim: Claim, window: Window) -> Notice | None:
    return (
        _find_relation_fault(claim, window)
        or _find_certainty_fault(claim, window)
        or _find_support_fault(claim, window)
    )


def _find_relation_fault(claim: Claim, window: Window) -> Notice | None:
    text, evidence = claim.text, window.evidence
    if _FIRST_PERSON.search(OF_QUOTATIONS.sub("", text)):
        return Notice("it speaks as if it were the speaker")
    if names := missing_names(text, evidence, window.speakers):
        return Notice("the evidence does not name {name}", name=names[0])
    turned = find_turned_round(text, evidence.sentences, window.speakers)
    if turned := turned or find_turned_voice(text, evidence.sentences):
        return Notice("the evidence has it the other way round: {word}", word=turned)
    reports = claim.voices or any(word in REPORTING for word in _list_words(text))
    named_before = [*(window.speakers if reports else ()), *sorted(states(evidence.head))]
    word = find_other_subject(text, evidence.sentences, named_before)
    if word := word or find_lost_head(text, evidence.sentences):
        return Notice("the evidence says it of somebody else: {word}", word=word)
    if fault := _find_clause_fault(text, evidence.sentences, named_before):
        return fault
    for find_moved in _FIND_MOVED:
        if name := find_moved(text, evidence.sentences):
            return Notice("its words stand in another relation in the evidence: {name}", name=name)
    return None


def _find_certainty_fault(claim: Claim, window: Window) -> Notice | None:
    sentences = window.evidence.sentences
    if word := find_moved_condition(claim.text, sentences):
        return Notice("in the evidence the condition is another one: {word}", word=word)
    word = find_conflict(claim.text, sentences, window.speakers)
    if word := word or find_unlimited(claim.text, sentences):
        return Notice("the evidence denies it or is less sure of it: {word}", word=word)
    if word := find_moved_quantity(claim.text, sentences):
        return Notice("the evidence does not say: {word}", word=word)
    return None


def _find_clause_fault(
    text: str, evidence: Sequence[str], left_out: Sequence[str]
) -> Notice | None:
    if word := find_of_another(text, evidence, left_out):
        return Notice("the evidence says it of somebody else: {word}", word=word)
    if number := find_ungoverned(text, evidence):
        return Notice("in the evidence {number} counts something else", number=number)
    if day := find_days_of_another(text, evidence):
        return Notice("the evidence says {number} of somebody else", number=day)
    if name := find_moved_object(text, evidence):
        return Notice("its words stand in another relation in the evidence: {name}", name=name)
    if word := find_swapped(text, evidence, left_out):
        return Notice("the evidence has it the other way round: {word}", word=word)
    if words := find_moved_preposition(text, evidence):
        return Notice("its words stand in another relation in the evidence: {name}", name=words)
    return None


_FIND_MOVED: Final = (
    find_moved_name,
    find_moved_noun,
    find_moved_comparison,
)


def _find_support_fault(claim: Claim, window: Window) -> Notice | None:
    text, evidence = claim.text, window.evidence
    if new := find_new_words(text, claim.tokens, evidence, window.speakers):
        return Notice("the evidence does not say: {word}", word=new[0])
    if word := find_other_form(text, evidence.sentences):
        return Notice("its words stand in another relation in the evidence: {name}", name=word)
    own_states = sorted(states(evidence.head))
    if measure_order(text, evidence.sentences, [*window.speakers, *own_states]) < LEAST_IN_ORDER:
        return Notice("its words stand in another relation in the evidence")
    if not says_enough(text, claim.tokens, evidence):
        return Notice("it says too little to be compared with the evidence")
    if find_probability(measure_support(text, claim.tokens, evidence)) < LEAST:
        return Notice("the evidence does not support it well enough")
    return None


def _is_attributed(claim: Claim, window: Window) -> bool:
    """Whether a claim says whose words it gives: by name, or as a sentence that goes on with it."""
    if names_speaker(claim.named_in, window.speakers):
        return True
    if any(voice.speaker for voice in claim.voices):  # another one was found a fault before
        return True
    return bool(set(claim.goes_on) & set(window.speakers))
