"""A question -> Query, by rules and the index's own names; no model.

What a question leaves out ("And about Iran?", "What did he say about it?") is taken from the
questions before it; the result is said in words, as a question that needs none before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from rag.articles.people import is_institution
from rag.errors import QuestionError
from rag.records import DateRange, Filters, Query, QuestionKind
from rag.search.dates import Dated, dates_in_words, find_dates
from rag.search.places import is_place
from rag.search.question import Form, form_of
from rag.search.speakers import Speaker, Speakers
from rag.search.topic import names, terms

LONGEST_QUESTION = 2000  # characters; what is longer is a text and no question

_HE = re.compile(r"(?:he|she|they|him|her|them|this person|that person)", re.IGNORECASE)
_IT = re.compile(
    r"(?:(?:about|on)\s+)?(?:it|that|this|these|those|the same(?: (?:thing|topic|subject))?)",
    re.IGNORECASE,
)
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
_LATEST = re.compile(
    r"\b(?:latest|most recent(?:ly)?|newest|last)\b(?!\s+(?:week|month|year))", re.IGNORECASE
)
_KEYWORDS = re.compile(
    r"(?P<speaker>.+?)\s*(?:\b(?:on|about|re)\b|:)\s*(?P<topic>.+)", re.IGNORECASE
)


class Understanding:
    """Reads questions against the speakers of one index."""

    def __init__(self, speakers: Speakers, *, mentioned: Callable[[str], bool]) -> None:
        """`mentioned` tells whether a name stands in any article."""
        self._speakers = speakers
        self._mentioned = mentioned

    def understand(
        self, question: str, history: Sequence[str], filters: Filters, *, today: date
    ) -> Query:
        """The question, with what it leaves out taken from the earlier ones.

        Raises QuestionError for an empty question or one of over 2,000 characters.
        """
        earlier: list[Query] = []
        for before in history:
            earlier.append(self._read(_clean(before), earlier, Filters(), today))
        return self._read(_clean(question), earlier, filters, today)

    def speaker(self, name: str) -> Speaker | None:
        """Whom a name, a misspelt name or a role means; None if nobody who is quoted."""
        if re.search(r"\s(?:and|or)\s", name):
            both = [self.speaker(part) for part in re.split(r"\s(?:and|or)\s", name, maxsplit=1)]
            if all(both):
                return Speaker(
                    " and ".join(one.name for one in both if one),
                    frozenset().union(*(one.spellings for one in both if one)),
                )
        asked = name.title() if name == name.lower() else name
        if re.search(r"['’]s?\s", asked):  # "Lavrov's spokesman" is not Lavrov
            return self._speakers.with_role(name)
        found = self._speakers.named(asked) or self._speakers.with_role(name)
        if found is None and not self._mentioned(asked):
            found = self._speakers.misspelt(asked)
        return found

    def _read(
        self, question: str, earlier: Sequence[Query], filters: Filters, today: date
    ) -> Query:
        dated = find_dates(question, today)
        if dated.phrase and filters.dates == DateRange():
            filters = replace(filters, dates=dated.dates)
        query = self._follow_up(dated, earlier, filters)
        if query is None:
            query = self._alone(question, dated, earlier, filters)
        return replace(query, latest=bool(_LATEST.search(question)))

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
            form = Form(QuestionKind.FACT, dated.question)
        if form.kind is QuestionKind.FACT and earlier:
            return _fact(dated.question, earlier, filters)
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
            not_by = earlier[-1].spellings if form.anyone_else and earlier else frozenset()
            return Query(question, form.kind, topic, filters, not_by=not_by)
        name = form.speaker
        if _HE.fullmatch(name) and (person := _last_person(earlier)):
            question = _replaced(question, name, person)
            name = person
        speaker = self.speaker(name)
        if speaker is None:
            if not _HE.fullmatch(name) and _cannot_speak(name):
                return None
            return Query(question, form.kind, topic, filters, speaker=name)
        if self._speakers.named(name) is None:
            question = _replaced(question, name, speaker.name)
        return Query(question, form.kind, topic, filters, speaker.name, speaker.spellings)

    def _keywords(self, question: str) -> Form | None:
        """ "Lavrov on China", "lavrov peacekeepers": a name in front is asked for its words."""
        text = question.strip(" ?.!")
        if match := _KEYWORDS.fullmatch(text):
            name = match.group("speaker")
            if len(name.split()) <= _LONGEST_NAME and self.speaker(name):
                return Form(QuestionKind.STATEMENT, match.group("topic"), name)
        words = text.split()
        if question.rstrip().endswith("?"):
            return None
        for count in range(min(len(words), _LONGEST_NAME), 0, -1):
            name = " ".join(words[:count])
            if self._speakers.named(name.title() if name == name.lower() else name):
                return Form(QuestionKind.STATEMENT, " ".join(words[count:]), name)
        return None

    def _follow_up(self, dated: Dated, earlier: Sequence[Query], filters: Filters) -> Query | None:
        """A question that only makes sense after the one before; None if it is no such one."""
        if not earlier:
            return None
        before = earlier[-1]
        text = dated.question.strip(" ?.!,")
        if filters.dates == DateRange():
            filters = replace(filters, dates=before.filters.dates)
        if _ONLY_DAYS.fullmatch(text) or _AGAIN.fullmatch(text):
            return _in_words(replace(before, filters=filters))
        match = _AND.fullmatch(text)
        if match is None:
            return None
        rest = (match.group("rest") or match.group("bare")).strip()
        nested = form_of(rest)
        if nested.kind is not QuestionKind.FACT:  # "And what did he say about Iran?"
            return None
        about = (match.group("about") or "").lower()
        if about in {"what about", "how about", ""} and (speaker := self.speaker(rest)):
            changed = replace(before, speaker=speaker.name, spellings=speaker.spellings)
            if changed.kind not in {QuestionKind.STATEMENT, QuestionKind.CHANGE}:
                changed = replace(changed, kind=QuestionKind.STATEMENT)
            return _in_words(replace(changed, filters=filters, not_by=frozenset()))
        if before.speaker is None:
            person = _last_person(earlier)
            speaker = self.speaker(person) if person else None
            if speaker is None:
                return None
            before = replace(before, speaker=speaker.name, spellings=speaker.spellings)
        if before.kind is not QuestionKind.CHANGE:
            before = replace(before, kind=QuestionKind.STATEMENT)
        return _in_words(replace(before, topic=rest, filters=filters))


_LONGEST_NAME = 6  # words
_FEW_TERMS = 2  # a question of so few words cannot be understood without the one before it


def _clean(question: str) -> str:
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question has {len(question):,} characters, at most {LONGEST_QUESTION:,} are read",
            hint="ask about one thing, in one or two sentences",
        )
    visible = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", question)
        if letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
    cleaned = re.sub(r" +", " ", visible).strip()
    if not re.search(r"\w", cleaned):
        raise QuestionError(
            "the question is empty", hint='ask, for example: "What did Lavrov say about NATO?"'
        )
    return cleaned


def _last_person(earlier: Sequence[Query]) -> str | None:
    """The person named last: a speaker, or else a name in a question about a fact."""
    for query in reversed(earlier):
        if query.speaker is not None:
            return query.speaker
        people = [name for name in names(query.topic) if not is_place(name)]
        if people:
            return people[-1]
    return None


def _fact(question: str, earlier: Sequence[Query], filters: Filters) -> Query:
    """A question about a fact with "he" or "it" said in words of the questions before."""
    if person := _last_person(earlier):
        question = _PRONOUN.sub(person, question, count=1)
    asked = {term.text.lower() for term in terms(question)}
    if _IT_OR_THEY.search(question) and len(asked) <= _FEW_TERMS:
        before = [term.text for term in terms(earlier[-1].topic) if term.text.lower() not in asked]
        question = f"{question.rstrip('?!. ')} ({' '.join(before)})?"
    return Query(question, QuestionKind.FACT, question, filters)


def _cannot_speak(name: str) -> bool:
    """Whether a subject is a state, its government's seat, an institution, or no name at all."""
    bare = re.sub(r"^(?:the|a|an)\s+", "", name, flags=re.IGNORECASE)
    if is_place(bare) or is_place(bare.title()) or is_institution(bare) or bare.isupper():
        return True
    return not names(name) and name != name.lower()


def _replaced(question: str, old: str, new: str) -> str:
    """A question with one of its parts said otherwise."""
    pattern = rf"(?<!\w){re.escape(old)}(?!\w)"
    return re.sub(pattern, lambda _: new, question, count=1) if old else f"{question} {new}"


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
