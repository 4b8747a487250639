"""The missing parts of a question, taken from the questions before it.

"And about Iran?" keeps the speaker, "What about Kosachev?" keeps the topic, and "And in 2022?"
keeps both. "He" is the last person named, or the speaker of the filter. A complete question takes
nothing from earlier ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.language.english.person_names import GIVEN_NAMES
from rag.names.institutions import is_institution
from rag.names.states import is_place
from rag.records import DateRange, Filters, Query, QuestionKind, Request, Speaker
from rag.search.directory.speakers import ask_speaker
from rag.search.question.days import Dated, parse_span, write_dates
from rag.search.question.form import parse_form
from rag.search.question.short_questions import (
    AGAIN,
    AND,
    CORRECTED_DAYS,
    CORRECTION,
    HE_OR_SHE,
    INSTEAD,
    MORE,
    NARROWED,
    ONLY_DAYS,
    POLITE_END,
    SOURCES,
    SUMMED_UP,
)
from rag.search.topic import find_names

FindSpeaker = Callable[[str], Speaker | None]


def read_repetition(
    dated: Dated, before: Query, filters: Filters, find_speaker: FindSpeaker
) -> Query | None:
    """The question before, asked for more, for its articles, for a reason, or for other days.

    None for any other question.
    """
    text, before = _taken_over(dated, before, filters, find_speaker)
    if correction := CORRECTION.match(text):
        days = parse_span(text[correction.end() :])
        if days is not None:
            return _in_words(replace(before, filters=replace(before.filters, dates=days)))
    if (narrowed := NARROWED.match(text)) and (days := parse_span(text[narrowed.end() :])):
        return _in_words(replace(before, filters=replace(before.filters, dates=days)))
    if SUMMED_UP.fullmatch(POLITE_END.sub("", text)):
        return _summed_up(before)
    if MORE.fullmatch(text):
        return replace(_in_words(before), page=before.page + 1)
    if SOURCES.fullmatch(text):
        shown = f"Which articles answer “{before.searched_for}”"
        return Query(
            shown,
            QuestionKind.COLLECTION,
            "",
            request=Request.SOURCES,
            previous=before,
            resumes=before,
        )
    if ONLY_DAYS.fullmatch(text) or (dated.phrase and CORRECTED_DAYS.fullmatch(text)):
        return _in_words(before)
    if again := AGAIN.fullmatch(text):
        of_day = again.group("day") or again.group("age")
        word = "when" if of_day else again.group("asks") or again.group("of_it")
        return _asked_again(before, word or "")
    if (instead := INSTEAD.fullmatch(text)) and before.kind is QuestionKind.FACT:
        return _asked_instead(before, instead.group("words"))
    return None


def read_follow_up(
    dated: Dated, earlier: Sequence[Query], filters: Filters, find_speaker: FindSpeaker
) -> Query | None:
    """The question before, for another speaker or topic; None for a complete question."""
    if not earlier:
        return None
    text, before = _taken_over(dated, earlier[-1], filters, find_speaker)
    if correction := CORRECTION.match(text):
        rest = text[correction.end() :].strip(" ,.")
        text = rest if AND.fullmatch(rest) else f"and {rest}"
    match = AND.fullmatch(text)
    if match is None:
        return None
    rest = (match.group("rest") or match.group("bare")).strip()
    if parse_form(rest).kind is not QuestionKind.FACT:  # "And what did he say about Iran?"
        return None
    about = (match.group("about") or "").lower()
    if about in {"what about", "how about", ""}:
        speaker = find_speaker(rest)
        if speaker is not None or _is_a_persons(rest):
            return _by_another(before, rest, speaker)
    return _about_another(before, rest, earlier, find_speaker)


def _taken_over(
    dated: Dated, before: Query, filters: Filters, find_speaker: FindSpeaker
) -> tuple[str, Query]:
    """A question's words, and the question before, with the new days and speaker if any."""
    if filters.dates == DateRange():
        filters = replace(filters, dates=before.filters.dates)
    before = replace(before, filters=filters)
    if filters.speaker and before.kind in {QuestionKind.STATEMENT, QuestionKind.CHANGE}:
        before = _by_chosen(before, filters.speaker, find_speaker)
    return dated.question.strip(" ?.!,"), before


def _summed_up(before: Query) -> Query:
    """The summary of a speaker's words or of a topic; an answer on a fact is short as it is."""
    if before.kind not in {QuestionKind.STATEMENT, QuestionKind.CHANGE}:
        return before
    summary = replace(_in_words(before), kind=QuestionKind.COLLECTION, request=Request.SUMMARY)
    return replace(summary, resumes=before)


def _asked_again(before: Query, word: str) -> Query:
    """The question before, asked for its reason, day or place."""
    reason = word.lower() in {"why", "how so", "how come"}
    words_asked = before.kind in {QuestionKind.STATEMENT, QuestionKind.CHANGE}
    if not word or (words_asked and not reason):
        return _in_words(before)  # every statement is shown with its day and article
    question_word = "Why" if reason else word.capitalize()
    about = ", ".join(part for part in (before.speaker or "", before.topic) if part)
    text = _rewritten(about, question_word)
    return replace(
        before,
        searched_for=text,
        kind=QuestionKind.FACT,
        topic=text,
        own=text,
        asks_for_words=words_asked,
        page=0,
        resumes=before,
    )


def _asked_instead(before: Query, words: str) -> Query:
    """The question before with other question words: "For how long was Roe suspended?"."""
    text = _rewritten(before.topic, words)
    return replace(before, searched_for=text, topic=text, own=text, page=0, resumes=before)


def _rewritten(question: str, words: str) -> str:
    """A question with other question words, in a sentence if only an adverb is replaced."""
    question = question.rstrip("?!. ")
    asked = None if words.lower() in {"who", "whom"} else _ADVERB.match(question)
    if asked is None:
        return f"{words.capitalize()} ({question})?"
    return f"{words.capitalize()} {question[asked.end() :]}?"


_ADVERB = re.compile(
    r"(?:(?:about|at|by|for|from|in|on|since|to|until|with) (?:whom|what|which \w+|how long)"
    r"|how(?: (?:far|long|much|often))?|why|when|where)\s+"
    r"(?=(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)\b)",
    re.IGNORECASE,
)


def find_last_person(earlier: Sequence[Query], find_speaker: FindSpeaker) -> str | None:
    """The last person named: a speaker, or a person's name in a question about a fact."""
    for query in reversed(earlier):
        if query.speaker is not None:
            return query.speaker
        people = [
            name
            for name in find_names(query.topic)
            if not is_place(name) and (name.split()[0].lower() in GIVEN_NAMES or find_speaker(name))
        ]
        if people:
            return people[-1]
    return None


def read_fact_in_context(
    question: str, earlier: Sequence[Query], filters: Filters, find_speaker: FindSpeaker
) -> Query:
    """A question about a fact; "he" is replaced by a name if only one person can be meant."""
    people = {find_last_person([query], find_speaker) for query in earlier} - {None}
    person = filters.speaker or (people.pop() if len(people) == 1 else None)
    if person:
        question = HE_OR_SHE.sub(person, question, count=1)
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
            ask_speaker(before, name, speaker),
            kind=QuestionKind.CHANGE if change else QuestionKind.STATEMENT,
            topic=before.topic if before.speaker or before.not_by else "",
            not_by=frozenset(),
        )
    )


def _by_chosen(before: Query, name: str, find_speaker: FindSpeaker) -> Query:
    """The question before, for the speaker of the current filter."""
    return replace(ask_speaker(before, name, find_speaker(name)), not_by=frozenset())


def _about_another(
    before: Query, topic: str, earlier: Sequence[Query], find_speaker: FindSpeaker
) -> Query | None:
    """The question before on another topic; None if it has no speaker."""
    if before.speaker is None:
        person = before.filters.speaker or find_last_person(earlier, find_speaker)
        speaker = find_speaker(person) if person else None
        if speaker is None:
            return None
        before = ask_speaker(before, speaker.name, speaker)
    if before.kind is not QuestionKind.CHANGE:
        before = replace(before, kind=QuestionKind.STATEMENT)
    return _in_words(replace(before, topic=topic, not_by=frozenset()))


def _in_words(query: Query) -> Query:
    """The query of a follow-up, with its question as a complete sentence."""
    days = write_dates(query.filters.dates)
    about = f" about {query.topic}" if query.topic else ""
    match query.kind:
        case QuestionKind.STATEMENT:
            who = f"did {query.speaker} say" if query.speaker else "was said"
            text = f"What {who}{about}"
        case QuestionKind.CHANGE:
            text = f"How did {query.speaker}'s statements{about} change"
        case _:
            return query
    text = f"{text}{days}?"
    return replace(
        query, searched_for=text, own=text, context="", context_weight=0.0, page=0, previous=None
    )
