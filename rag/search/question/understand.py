"""A question -> Query, by rules and the index's own names; no model.

What a question leaves out ("And about Iran?", "What did he say about it?") is taken from the
questions before it; the result is said in words, as a question that needs none before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date

from rag.errors import QuestionError
from rag.language.detection import language_of_question
from rag.language.english.stop_words import STOP_WORDS
from rag.notice import Notice
from rag.records import DateRange, Filters, Query, QuestionKind, Request
from rag.search.directory.directory import Directory, cannot_speak, with_capitals
from rag.search.directory.speakers import asked_of
from rag.search.question import context
from rag.search.question.days import Dated, find_dates
from rag.search.question.follow_up import fact_in_context, follow_up, last_person, same_again
from rag.search.question.form import Form, form_of
from rag.search.question.kinds import Requested, has_own_words, requested
from rag.search.topic import names

LONGEST_QUESTION = 2000  # characters; a longer text is no question
LONGEST_NAME = 300  # characters of a speaker or an outlet that a question is restricted to
MOST_HISTORY = 30  # earlier questions that are read, the latest ones
LONGEST_HISTORY = 4000  # characters of all earlier questions that are read
# Patterns may try every way to divide a text, so they are shown no longer one. The longest of 300
# questions that people asked has 234 characters. A longer question is searched for as it stands.
LONGEST_FORM = 300

_HE = re.compile(r"(?:he|she|they|him|her|them|this person|that person)", re.IGNORECASE)
_IT = re.compile(
    r"(?:(?:about|on)\s+)?(?:it|that|this|these|those|the same(?: (?:thing|topic|subject))?)",
    re.IGNORECASE,
)
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
        directory: Directory,
        *,
        described: Callable[[str], bool],
        outlets: Callable[[], Collection[str]],
        nearest_request: Callable[[str], Requested | None],
        respelt: Callable[[str], str],
    ) -> None:
        """`described` tells whether somebody without a name ("researchers") is quoted under a
        description, `outlets` whose articles there are, and `nearest_request` what a question
        without a word of its own comes nearest to. `respelt` spells a question as the articles do.
        """
        self._directory = directory
        self._described = described
        self._outlets = outlets
        self._nearest_request = nearest_request
        self._respelt = respelt

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
        asked = _clean(question)
        earlier: list[Query] = []
        for before in _latest(history):
            query = self._read(before, earlier, Filters(), today)
            if query.kind is QuestionKind.COLLECTION and query.topic:
                query = replace(query, kind=QuestionKind.STATEMENT, request=None)
            query = query.resumes or query
            if query.request is None and not self._is_of_nobody(query):
                earlier.append(query)  # of talk and of a refusal nothing is taken over
        read = self._read(asked, earlier, filters, today)
        return replace(read, language=language_of_question(asked))

    def about(self, name: str, topic: str, filters: Filters) -> Query:
        """A speaker's words on a topic, both given as such; the topic may be empty.

        Raises QuestionError for a name without a letter, days in the wrong order, a name of over
        300 characters or a topic of over 2,000.
        """
        _check(filters)
        _check_name(name)
        name = _clean(name)
        topic = _clean(topic) if topic.strip() else ""
        speaker = self._directory.resolve(name)
        shown = speaker.name if speaker else name
        searched_for = f"{shown} on {topic}" if topic else shown
        filters = replace(filters, speaker=None)
        query = Query(searched_for, QuestionKind.STATEMENT, topic, filters)
        return asked_of(query, name, speaker)

    def _is_of_nobody(self, query: Query) -> bool:
        """Whether a question is on words of somebody of whose name no article has a word."""
        if not query.speaker or query.spellings or query.described:
            return False
        return not any(self._directory.mentions(word) for word in query.speaker.split())

    def _read(
        self, question: str, earlier: Sequence[Query], filters: Filters, today: date
    ) -> Query:
        if len(question) > LONGEST_FORM:
            whole = Query(question, QuestionKind.FACT, question, filters, near=filters.dates)
            return self._restricted(whole, filters.speaker) if filters.speaker else whole
        question = self._respelt(question)
        dated = find_dates(question, today)
        given = filters
        if dated.phrase and filters.dates == DateRange():
            filters = replace(filters, dates=dated.dates)
        query = same_again(dated, earlier[-1], filters) if earlier else None
        if query is None and (asked := requested(dated.question)):
            return self._requested(question, asked, filters)
        query = query or follow_up(dated, earlier, filters, self._directory.resolve)
        if query is None and not has_own_words(dated.question):
            nearest = self._nearest_request(dated.question)
            if nearest is not None:
                return self._requested(question, nearest, filters)
        if query is None:
            query = _in_context(self._alone(question, dated, earlier, filters), earlier)
        query = replace(query, near=query.filters.dates)
        if query.kind is QuestionKind.FACT:  # news tells of other days than its own
            query = replace(query, filters=replace(query.filters, dates=given.dates))
        if filters.speaker:
            query = self._restricted(query, filters.speaker)
        return replace(query, latest=bool(_LATEST.search(question)))

    def _requested(self, question: str, asked: Requested, filters: Filters) -> Query:
        """The query of talk, or of a question on the collection."""
        topic = _SAID_ABOUT.sub("", asked.topic)
        query = Query(question, asked.kind, topic, filters, request=asked.request)
        query = replace(query, latest=asked.newest)
        if asked.request is Request.SUMMARY:
            form = form_of(topic)
            speaker = (
                self._directory.resolve(form.speaker)
                if form.speaker
                else self._directory.resolve(topic)
            )
            if speaker is not None and speaker.spellings:
                query = asked_of(query, speaker.name, speaker)
                return replace(query, topic=form.topic if form.speaker else "")
        elif (outlet := self._outlet(topic)) and filters.outlet is None:
            return replace(query, topic="", filters=replace(filters, outlet=outlet))
        return query

    def _outlet(self, text: str) -> str | None:
        """The outlet that a text names: "USA Today" is www.usatoday.com."""
        name = re.sub(r"^the\s|[^\w]", "", text.lower())
        if len(name) < _SHORTEST_OUTLET:
            return None
        for outlet in self._outlets():
            if name in re.sub(r"[^\w]", "", outlet.lower()):
                return outlet
        return None

    def _restricted(self, query: Query, name: str) -> Query:
        """A query restricted to the words of the speaker that the asker chose."""
        speaker = self._directory.resolve(name)
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
            return fact_in_context(dated.question, earlier, filters, self._directory.resolve)
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
            previous = earlier[-1] if others else None
            return Query(question, form.kind, topic, filters, not_by=not_by, previous=previous)
        name = form.speaker
        if earlier and (meant := self._meant_by_role(name, earlier)):
            question, name = _replaced(question, name, meant), meant
        if _HE.fullmatch(name):
            person = filters.speaker or last_person(earlier, self._directory.resolve) or name
            question = _replaced(question, name, person)
            name = person
        speaker = self._directory.resolve(name)
        if speaker is None:
            pronoun_or_name = _HE.fullmatch(name) or names(name)
            described = not pronoun_or_name and self._described(name)
            if not described and not _HE.fullmatch(name) and cannot_speak(name):
                return None
            return Query(question, form.kind, topic, filters, speaker=name, described=described)
        if self._directory.speakers.named(name) is None:
            question = _replaced(question, name, speaker.name)
        return asked_of(Query(question, form.kind, topic, filters), name, speaker)

    def _meant_by_role(self, role: str, earlier: Sequence[Query]) -> str | None:
        """Whom "the minister" means: the last speaker whom the articles describe so."""
        if not re.fullmatch(r"the [a-z][\w ]{2,40}", role):
            return None
        for before in reversed(earlier):
            if before.spellings and self._directory.speakers.is_described(before.spellings, role):
                return before.speaker
        return None

    def _keywords(self, question: str) -> Form | None:
        """ "Lavrov on China", "lavrov peacekeepers": a name in front is asked for its words."""
        text = _OF_WORDS.sub("", question.strip(" ?.!"))
        if match := _KEYWORDS.fullmatch(text):
            name = match.group("speaker")
            if len(name.split()) <= _LONGEST_NAME and self._directory.resolve(name):
                return Form(QuestionKind.STATEMENT, match.group("topic"), name)
        words = text.split()
        if question.rstrip().endswith("?"):
            return None
        for count in range(min(len(words), _LONGEST_NAME), 0, -1):
            name = " ".join(words[:count])
            if name.lower() in STOP_WORDS:  # "I heard of it": no Ms I
                return None
            if self._directory.speakers.called(with_capitals(name)):
                return Form(QuestionKind.STATEMENT, " ".join(words[count:]), name)
        return None


_LONGEST_NAME = 6  # words
_SHORTEST_OUTLET = 3  # letters
_SAID_ABOUT = re.compile(
    r"^(?:(?:what|everything|all)(?: that)?(?: (?:is|was|has been|have been|people|they|"
    r"articles|the articles))? (?:said|say|says|written|write|reported|report|known|there is) "
    r"(?:about|on|of) "
    r"|(?:all )?(?:the )?(?:articles|stories|coverage|reports?|reporting|news|debate|discussion) "
    r"(?:about|on|of|around) )",
    re.IGNORECASE,
)


def _in_context(query: Query, earlier: Sequence[Query]) -> Query:
    """A question with those before it, as far as it depends on them."""
    if not earlier:
        return query
    asked = [before.alone for before in earlier]
    weight = context.dependence(query.alone)
    shown = query.searched_for
    if weight == context.DEPENDENT and query.kind is QuestionKind.FACT:
        shown = context.in_words(query.alone, asked)
    return replace(
        query,
        own=query.alone,
        searched_for=shown,
        context=context.searched_before(asked),
        context_weight=weight,
        context_names=context.names_before(asked) if weight == context.DEPENDENT else (),
    )


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


def _replaced(question: str, old: str, new: str) -> str:
    """A question with one of its parts said otherwise."""
    pattern = rf"(?<!\w){re.escape(old)}(?!\w)"
    return re.sub(pattern, lambda _: new, question, count=1) if old else f"{question} {new}"
