"""A question -> Query, by rules and the index's own names; no model.

What a question leaves out ("And about Iran?", "What did he say about it?") is taken from the
questions before it; the result is said in words, as a question that needs none before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

from rag.errors import QuestionError
from rag.names.people import (
    GIVEN_NAMES,
    is_institution,
    is_title,
    surname,
    without_titles,
)
from rag.names.states import is_place
from rag.notice import Notice
from rag.records import DateRange, Filters, Query, QuestionKind, Speaker
from rag.search.directory.speakers import Speakers, asked_of, is_office
from rag.search.question.days import Dated, find_dates
from rag.search.question.follow_up import fact_in_context, follow_up, last_person
from rag.search.question.form import Form, form_of
from rag.search.topic import STOP_WORDS, names

LONGEST_QUESTION = 2000  # characters; a longer text is no question
LONGEST_NAME = 300  # characters of a speaker or an outlet that a question is restricted to
MOST_HISTORY = 30  # earlier questions that are read, the latest ones
LONGEST_HISTORY = 4000  # characters of all earlier questions that are read
# Patterns may try every way to divide a text, so they are shown no longer one. The longest of 300
# questions that people asked has 234 characters. A longer question is searched for as it stands.
LONGEST_FORM = 300
# A name that nobody has is compared with every name there is, and questions repeat their names.
_MOST_KNOWN = 2048

_HE = re.compile(r"(?:he|she|they|him|her|them|this person|that person)", re.IGNORECASE)
_IT = re.compile(
    r"(?:(?:about|on)\s+)?(?:it|that|this|these|those|the same(?: (?:thing|topic|subject))?)",
    re.IGNORECASE,
)
_SOME_OF = re.compile(r"(?:the )?[a-z]\w+ (?:in|at|from|near|for) ")  # "protesters in Iran"
_LATEST = re.compile(
    r"\b(?:latest|most recent(?:ly)?|newest|last)\b(?!\s+(?:week|month|year))", re.IGNORECASE
)
_KEYWORDS = re.compile(
    r"(?P<speaker>.+?)\s*(?:\b(?:on|about|re)\b|:)\s*(?P<topic>.+)", re.IGNORECASE
)


_OF_WORDS = re.compile(r"\s+(?:quotes|quotations|statements|comments|remarks)$", re.IGNORECASE)


class Understanding:
    """Reads questions against the speakers of one index."""

    def __init__(
        self,
        speakers: Speakers,
        *,
        mentioned: Callable[[str], bool],
        described: Callable[[str], bool],
        also_called: Callable[[str], Collection[str]],
    ) -> None:
        """`mentioned` tells whether a name stands in any article, `described` whether somebody
        without a name ("researchers") is quoted under a description, `also_called` what an
        institution is called besides.
        """
        self._speakers = speakers
        self._mentioned = mentioned
        self._described = described
        self._also_called = also_called
        self._known: dict[str, Speaker | None] = {}  # by the names that were looked up last

    def understand(
        self, question: str, history: Sequence[str], filters: Filters, *, today: date
    ) -> Query:
        """The question, with what it leaves out taken from the earlier ones.

        Of the earlier ones the latest are read, at most 30 and 4,000 characters of them. Raises
        QuestionError for an empty question or one of over 2,000 characters.
        """
        if isinstance(history, str):
            raise QuestionError(
                "history is one text", hint='give a list of earlier questions: ["Who is ...?"]'
            )
        _check(filters)
        question = _clean(question)
        earlier: list[Query] = []
        for before in _latest(history):
            earlier.append(self._read(before, earlier, Filters(), today))
        return self._read(question, earlier, filters, today)

    def about(self, name: str, topic: str, filters: Filters) -> Query:
        """A speaker's words on a topic, both given as such; the topic may be empty.

        Raises QuestionError for a name without a letter, days in the wrong order, a name of over
        300 characters or a topic of over 2,000.
        """
        _check(filters)
        _check_name(name)
        name = _clean(name)
        topic = _clean(topic) if topic.strip() else ""
        speaker = self.speaker(name)
        shown = speaker.name if speaker else name
        searched_for = f"{shown} on {topic}" if topic else shown
        filters = replace(filters, speaker=None)
        query = Query(searched_for, QuestionKind.STATEMENT, topic, filters)
        return asked_of(query, name, speaker)

    def speaker(self, name: str) -> Speaker | None:
        """Whom a name, a misspelt name or a role means; None if nobody who is quoted.

        The WHO is meant by its name in full as well, where an article says so.
        """
        known = self._known  # other threads may empty it at any time
        with suppress(KeyError):
            return known[name]
        if len(known) >= _MOST_KNOWN:
            known.clear()
        found = known[name] = self._meant_by(name)
        return found

    def _meant_by(self, name: str) -> Speaker | None:
        found = self._called(name)
        shown = found.name if found else re.sub(r"^[Tt]he\s", "", name)
        others = [self._speakers.named(one) for one in self._also_called(shown)]
        spellings = [one.spellings for one in (found, *others) if one]
        each = found.each if found else ()
        return Speaker(shown, frozenset().union(*spellings), each) if spellings else None

    def _called(self, name: str) -> Speaker | None:
        asked = _capitals(name)
        whole = self._speakers.named(asked) if is_institution(asked) else None
        if whole is None and (several := self._several(name)):
            return several
        if is_office(name):  # of Florida there are other words than its governor's
            return self._speakers.with_role(name)
        if whole is not None:
            return whole
        if re.search(r"['’]s?\s", asked) or (asked == name and _SOME_OF.match(name)):
            return self._speakers.with_role(name)  # "Lavrov's spokesman" is not Lavrov
        found = self._speakers.named(asked) or self._speakers.with_role(name)
        if found and " " not in found.name and self._is_full_name(asked):
            return None  # "Donna Roe" where the articles only speak of a Roe
        if found is None and not self._mentioned(asked):
            found = self._speakers.misspelt(asked)
        return found

    def _several(self, name: str) -> Speaker | None:
        """Those of a row of names, "Roe, Poe and Lee", of whom one at least is quoted, as one.

        None where it is no such row, but rather one name: "Marks and Spencer".
        """
        parts = _row(name)
        if len(parts) < 2 or any(map(is_title, parts)):  # "President and CEO Tim Poe"
            return None
        each = [self.speaker(one) or Speaker(one) for one in parts]
        quoted = [one.spellings for one in each if one.spellings]
        together = frozenset().union(*quoted)
        if not quoted or sum(map(len, quoted)) > len(together):
            return None
        unknown = [one.name for one in each if not one.spellings]
        one_name = all(" " not in part for part in parts) and self._mentioned(name)
        if unknown and (one_name or not all(map(_is_somebody, unknown))):
            return None
        *others, last = (one.name for one in each)
        return Speaker(f"{', '.join(others)} and {last}", together, tuple(each))

    def _is_full_name(self, name: str) -> bool:
        """Whether a name of several words is nowhere in the articles, though its last word is."""
        bare = without_titles(name)
        return " " in bare and not is_institution(bare) and not self._mentioned(bare)

    def _read(
        self, question: str, earlier: Sequence[Query], filters: Filters, today: date
    ) -> Query:
        if len(question) > LONGEST_FORM:
            query = Query(question, QuestionKind.FACT, question, filters, near=filters.dates)
            return self._restricted(query, filters.speaker) if filters.speaker else query
        dated = find_dates(question, today)
        given = filters
        if dated.phrase and filters.dates == DateRange():
            filters = replace(filters, dates=dated.dates)
        query = follow_up(dated, earlier, filters, self.speaker)
        if query is None:
            query = self._alone(question, dated, earlier, filters)
        query = replace(query, near=query.filters.dates)
        if query.kind is QuestionKind.FACT:  # news tells of other days than its own
            query = replace(query, filters=replace(query.filters, dates=given.dates))
        if filters.speaker:
            query = self._restricted(query, filters.speaker)
        return replace(query, latest=bool(_LATEST.search(question)))

    def _restricted(self, query: Query, name: str) -> Query:
        """A query restricted to the words of the speaker that the asker chose."""
        speaker = self.speaker(name)
        if query.speaker is not None:
            spellings = speaker.spellings if speaker else frozenset()
            return replace(query, spellings=query.spellings & spellings, described=False)
        kind = QuestionKind.STATEMENT if query.kind is QuestionKind.FACT else query.kind
        return asked_of(replace(query, kind=kind), name, speaker)

    def _alone(
        self, question: str, dated: Dated, earlier: Sequence[Query], filters: Filters
    ) -> Query:
        form = form_of(dated.question)
        if form.kind is QuestionKind.FACT:
            form = self._keywords(dated.question) or form
        if form.kind in {QuestionKind.STATEMENT, QuestionKind.CHANGE}:
            said = self._said(question, form, earlier, filters)
            if said is not None:
                return said
            return Query(question, QuestionKind.FACT, dated.question, filters, subject=form.speaker)
        if form.kind is QuestionKind.FACT and (earlier or filters.speaker):
            return fact_in_context(dated.question, earlier, filters, self.speaker)
        return Query(question, form.kind, form.topic, filters)

    def _said(
        self, question: str, form: Form, earlier: Sequence[Query], filters: Filters
    ) -> Query | None:
        """A question about somebody's words; None where its subject can speak no words."""
        topic = form.topic
        if earlier and (_IT.fullmatch(topic) or (form.anyone_else and not topic)):
            question = _replaced(question, topic, earlier[-1].topic)
            topic = earlier[-1].topic
        if form.speaker is None:
            others = form.anyone_else and earlier and not filters.speaker
            not_by = earlier[-1].spellings if others else frozenset()
            return Query(question, form.kind, topic, filters, not_by=not_by)
        name = form.speaker
        if _HE.fullmatch(name):
            person = filters.speaker or last_person(earlier, self.speaker) or name
            question = _replaced(question, name, person)
            name = person
        speaker = self.speaker(name)
        if speaker is None:
            pronoun_or_name = _HE.fullmatch(name) or names(name)
            described = not pronoun_or_name and self._described(name)
            if not described and not _HE.fullmatch(name) and _cannot_speak(name):
                return None
            return Query(question, form.kind, topic, filters, speaker=name, described=described)
        if self._speakers.named(name) is None:
            question = _replaced(question, name, speaker.name)
        return asked_of(Query(question, form.kind, topic, filters), name, speaker)

    def _keywords(self, question: str) -> Form | None:
        """ "Lavrov on China", "lavrov peacekeepers": a name in front is asked for its words."""
        text = _OF_WORDS.sub("", question.strip(" ?.!"))
        if match := _KEYWORDS.fullmatch(text):
            name = match.group("speaker")
            if len(name.split()) <= _LONGEST_NAME and self.speaker(name):
                return Form(QuestionKind.STATEMENT, match.group("topic"), name)
        words = text.split()
        if question.rstrip().endswith("?"):
            return None
        for count in range(min(len(words), _LONGEST_NAME), 0, -1):
            name = " ".join(words[:count])
            if name.lower() in STOP_WORDS:  # "I heard of it": no Ms I
                return None
            if self._speakers.called(_capitals(name)):
                return Form(QuestionKind.STATEMENT, " ".join(words[count:]), name)
        return None


_LONGEST_NAME = 6  # words


def _check(filters: Filters) -> None:
    """Raise QuestionError for filters that nothing can pass, or that are too long for a name."""
    first, last = filters.dates.first, filters.dates.last
    if first and last and last < first:
        raise QuestionError(
            Notice("no day lies from {first} to {last}", first=f"{first}", last=f"{last}"),
            hint=Notice("give the earlier day first"),
        )
    for name in (filters.speaker, filters.outlet):
        _check_name(name or "")


def _check_name(name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise QuestionError(
            Notice(
                "the name has {number:,} characters, at most {most:,} are read",
                number=len(name),
                most=LONGEST_NAME,
            ),
            hint=Notice("give the name as the articles write it"),
        )


def _latest(history: Sequence[str]) -> list[str]:
    """The latest of the earlier questions, oldest first, as many as the budget allows."""
    read: list[str] = []
    left = LONGEST_HISTORY
    for before in reversed(history):
        if not before.strip():
            continue
        cleaned = _clean(before)
        left -= len(cleaned)
        if left < 0 or len(read) == MOST_HISTORY:
            break
        read.append(cleaned)
    return read[::-1]


def _clean(question: str) -> str:
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            Notice(
                "the question has {number:,} characters, at most {most:,} are read",
                number=len(question),
                most=LONGEST_QUESTION,
            ),
            hint=Notice("ask about one thing, in one or two sentences"),
        )
    visible = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", question)
        if letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
    cleaned = _last_question(re.sub(r" +", " ", visible).strip())
    if not re.search(r"\w", cleaned):
        raise QuestionError(
            Notice("the question is empty"),
            hint=Notice('ask, for example: "What did Lavrov say about NATO?"'),
        )
    return cleaned


def _last_question(text: str) -> str:
    """Of several sentences the last that asks: "Thanks! What did he say? I need it for today."."""
    sentences = re.split(r"(?<=[?!])\s+", text)
    asking = [sentence for sentence in sentences if sentence.endswith("?")]
    return asking[-1] if asking else text


def _capitals(name: str) -> str:
    """A name that is typed small, with the capital letters of a name."""
    if name != name.lower():
        return name
    return re.sub(r"(['’])S\b", r"\1s", name.title())


def _row(name: str) -> list[str]:
    """The names in a row of such: "Roe, Poe and Lee"; "Ann and Tom Roe" have one family name."""
    text = _BOTH.sub("", name)
    if not _TIE.search(text):
        return [name]
    parts = [part for part in _TIES.split(text) if part]
    family = surname(parts[-1])
    if parts[-1] == family:
        return parts
    return [f"{one} {family}" if one.lower() in GIVEN_NAMES else one for one in parts]


_BOTH = re.compile(r"^(?:both|either|neither) ", re.IGNORECASE)
_TIE = re.compile(r"\s(?:and|or|nor)\s")
_TIES = re.compile(r"\s*,\s*(?:(?:and|or|nor)\s+)?|\s+(?:and|or|nor)\s+")


def _is_somebody(name: str) -> bool:
    """Whether a name is more than a title or a given name: of these alone nothing can be told."""
    words = name.split()
    alone = len(words) == 1 and name.lower() in GIVEN_NAMES
    return bool(names(name)) and not is_title(words[-1]) and not alone


def _cannot_speak(name: str) -> bool:
    """Whether a subject is a state, its government's seat, an institution, or no name at all."""
    parts = re.split(r"\s+and\s+", name)
    if len(parts) > 1:
        return all(_cannot_speak(part) for part in parts)
    bare = re.sub(r"^(?:the|a|an)\s+", "", name, flags=re.IGNORECASE)
    if is_place(bare) or is_place(bare.title()) or is_institution(bare) or bare.isupper():
        return True
    return not names(name) and name != name.lower()


def _replaced(question: str, old: str, new: str) -> str:
    """A question with one of its parts said otherwise."""
    pattern = rf"(?<!\w){re.escape(old)}(?!\w)"
    return re.sub(pattern, lambda _: new, question, count=1) if old else f"{question} {new}"
