"""What a question leaves out, taken from the questions before it.

"And about Iran?" keeps the speaker, "What about Kosachev?" the topic, "And in 2022?" both; "he" is
the person named last, or the one whose words the asker has chosen. What came before counts only for
such questions, never for a whole one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.names.people import GIVEN_NAMES, is_institution
from rag.names.states import is_place
from rag.records import DateRange, Filters, Query, QuestionKind, Speaker
from rag.search.directory.speakers import asked_of
from rag.search.question.days import Dated, dates_in_words
from rag.search.question.form import form_of
from rag.search.topic import names, terms

FindSpeaker = Callable[[str], Speaker | None]

_FEW_TERMS = 2  # a question of so few words cannot be understood without the one before it

_AND = re.compile(
    r"(?:(?:and|but|so)\s+)?(?P<about>(?:what|how)\s+about|about|on|regarding)\s+(?P<rest>.+)"
    r"|(?:and|also)\s+(?P<bare>.+)",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"(?:and\s+)?(?:why|when|where|how so|which article|what exactly|in which article|"
    r"(?:when|where|why|what exactly|in (?:what|which) \w+|to whom)\s+(?:did|does|has|was|is)\s+"
    r"(?:he|she|they|it|that|this)(?:\s+(?:say|said|write|claim|state|think))?"
    r"(?:\s+(?:that|it|this|so|published))?)",
    re.IGNORECASE,
)
_ONLY_DAYS = re.compile(r"(?:(?:and|but|so)\s*)?(?:(?:what|how)\s+about)?", re.IGNORECASE)
_IT_OR_THEY = re.compile(
    r"\b(?:it|its|they|them|their|there|this|that|these|those)\b", re.IGNORECASE
)
_PRONOUN = re.compile(r"\b(?:his|her|he|she|him)\b", re.IGNORECASE)


def follow_up(
    dated: Dated, earlier: Sequence[Query], filters: Filters, find_speaker: FindSpeaker
) -> Query | None:
    """The query of a question that makes sense only after another; None for a whole question."""
    if not earlier:
        return None
    before = earlier[-1]
    text = dated.question.strip(" ?.!,")
    if filters.dates == DateRange():
        filters = replace(filters, dates=before.filters.dates)
    before = replace(before, filters=filters)
    if filters.speaker and before.kind in {QuestionKind.STATEMENT, QuestionKind.CHANGE}:
        before = _by_chosen(before, filters.speaker, find_speaker)
    if _ONLY_DAYS.fullmatch(text) or _AGAIN.fullmatch(text):
        return _in_words(before)
    match = _AND.fullmatch(text)
    if match is None:
        return None
    rest = (match.group("rest") or match.group("bare")).strip()
    if form_of(rest).kind is not QuestionKind.FACT:  # "And what did he say about Iran?"
        return None
    about = (match.group("about") or "").lower()
    if about in {"what about", "how about", ""}:
        speaker = find_speaker(rest)
        if speaker is not None or _is_a_persons(rest):
            return _by_another(before, rest, speaker)
    return _about_another(before, rest, earlier, find_speaker)


def last_person(earlier: Sequence[Query], find_speaker: FindSpeaker) -> str | None:
    """The person named last: a speaker, or else a person's name in a question about a fact."""
    for query in reversed(earlier):
        if query.speaker is not None:
            return query.speaker
        people = [
            name
            for name in names(query.topic)
            if not is_place(name) and (name.split()[0].lower() in GIVEN_NAMES or find_speaker(name))
        ]
        if people:
            return people[-1]
    return None


def fact_in_context(
    question: str, earlier: Sequence[Query], filters: Filters, find_speaker: FindSpeaker
) -> Query:
    """A question about a fact, with "he" or "it" said in words of the questions before."""
    if person := filters.speaker or last_person(earlier, find_speaker):
        question = _PRONOUN.sub(person, question, count=1)
    asked = {term.text.lower() for term in terms(question)}
    if earlier and _IT_OR_THEY.search(question) and len(asked) <= _FEW_TERMS:
        before = [term.text for term in terms(earlier[-1].topic) if term.text.lower() not in asked]
        question = f"{question.rstrip('?!. ')} ({' '.join(before)})?"
    return Query(question, QuestionKind.FACT, question, filters)


def _is_a_persons(name: str) -> bool:
    """Whether words look like a person's full name."""
    words = name.split()
    written_as_name = len(words) > 1 and all(word[:1].isupper() for word in words)
    return written_as_name and not is_place(name) and not is_institution(name)


def _by_another(before: Query, name: str, speaker: Speaker | None) -> Query:
    """The same question on another speaker's words."""
    change = before.kind is QuestionKind.CHANGE
    return _in_words(
        replace(
            asked_of(before, name, speaker),
            kind=QuestionKind.CHANGE if change else QuestionKind.STATEMENT,
            topic=before.topic if before.speaker or before.not_by else "",
            not_by=frozenset(),
        )
    )


def _by_chosen(before: Query, name: str, find_speaker: FindSpeaker) -> Query:
    """The question before, of the speaker that the asker has chosen since."""
    return replace(asked_of(before, name, find_speaker(name)), not_by=frozenset())


def _about_another(
    before: Query, topic: str, earlier: Sequence[Query], find_speaker: FindSpeaker
) -> Query | None:
    """The same speaker on another topic; None if there was none."""
    if before.speaker is None:
        person = before.filters.speaker or last_person(earlier, find_speaker)
        speaker = find_speaker(person) if person else None
        if speaker is None:
            return None
        before = asked_of(before, speaker.name, speaker)
    if before.kind is not QuestionKind.CHANGE:
        before = replace(before, kind=QuestionKind.STATEMENT)
    return _in_words(replace(before, topic=topic, not_by=frozenset()))


def _in_words(query: Query) -> Query:
    """The query of a follow-up with its question written out."""
    days = dates_in_words(query.filters.dates)
    about = f" about {query.topic}" if query.topic else ""
    match query.kind:
        case QuestionKind.STATEMENT:
            who = f"did {query.speaker} say" if query.speaker else "was said"
            text = f"What {who}{about}"
        case QuestionKind.CHANGE:
            text = f"How did {query.speaker}'s statements{about} change"
        case _:
            return query
    return replace(query, searched_for=f"{text}{days}?")
