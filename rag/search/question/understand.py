"""A question -> Query, by rules and the names in the index.

The missing parts of a question ("And about Iran?", "What did he say about it?") are taken from the
questions before it. The result is written as a complete question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date

from rag.errors import QuestionError
from rag.language.detection import language_of_question
from rag.language.english.nationalities import GROUPS
from rag.language.english.stop_words import STOP_WORDS
from rag.language.stems import words
from rag.names.folding import fold
from rag.names.people import gender
from rag.records import DateRange, Filters, Query, QuestionKind, Request, Speaker
from rag.search.directory.descriptions import write_titles_in_full
from rag.search.directory.directory import Directory, cannot_speak, capitalise_name
from rag.search.directory.offices import is_office
from rag.search.directory.speakers import ask_speaker
from rag.search.question import context
from rag.search.question.cleaning import check_name, choose_latest, clean, clean_filters, divide
from rag.search.question.compound import divide_questions
from rag.search.question.days import Dated, find_dates
from rag.search.question.follow_up import (
    find_last_person,
    find_subject,
    read_fact_in_context,
    read_follow_up,
    read_repetition,
)
from rag.search.question.form import Form, parse_form
from rag.search.question.keywords import parse_keywords
from rag.search.question.outlets import join_outlet_names, split_asked_outlet, split_outlet
from rag.search.question.requests.kinds import Requested, find_request, has_own_words
from rag.search.question.short_questions import THEY
from rag.search.topic import find_content_words, find_names, find_terms

# Matching may try every division of a text, so that longer texts are not matched: they are searched
# for as they are. The longest of 300 questions that people asked has 234 characters.
LONGEST_FORM = 300

_IT = re.compile(
    r"(?:(?:about|on)\s+)?(?:it|that|this|these|those|the same(?: (?:thing|topic|subject))?)",
    re.IGNORECASE,
)
_LATEST = re.compile(
    r"\b(?:latest|most recent(?:ly)?|newest|last)\b(?!\s+(?:week|month|year))", re.IGNORECASE
)


class Understanding:
    """Reads questions against the speakers of one index."""

    def __init__(  # noqa: PLR0913  # what the index says of a question's words
        self,
        directory: Directory,
        *,
        described: Callable[[str], bool],
        outlets: Callable[[], Collection[str]],
        nearest_request: Callable[[str], Requested | None],
        respelt: Callable[[str], str],
        is_common: Callable[[str], bool],
    ) -> None:
        """`described` tells whether a speaker without a name ("researchers") has a description.

        `outlets` lists the outlets of the articles. `nearest_request` gives the request nearest to
        a question without a word of its own. `respelt` spells a question as the articles do.
        `is_common` tells whether they write a word in small letters.
        """
        self._directory = directory
        self._described = described
        self._outlets = outlets
        self._nearest_request = nearest_request
        self._respelt = respelt
        self._is_common = is_common

    def understand(
        self, question: str, history: Sequence[str], filters: Filters, *, today: date
    ) -> Query:
        """The question, completed from the earlier ones.

        The latest earlier questions are read, at most 30 and at most 4,000 characters. Raises
        QuestionError for an empty question or one of over 2,000 characters.
        """
        if isinstance(history, str):
            raise QuestionError(
                "history is one text", hint='give a list of earlier questions: ["Who is ...?"]'
            )
        filters = clean_filters(filters)
        sentences = divide(question)
        questions = divide_questions(sentences)
        opening = sentences[: max(0, len(sentences) - len(questions))][-_MOST_OPENING:]
        earlier, listed = self._read_history(history, opening, today)
        queries: list[Query] = []
        for asked in questions:
            query = self._read(asked, [*earlier, *queries], filters, today)
            queries.append(replace(query, language=language_of_question(asked)))
        on_articles = [query for query in queries if query.kind is not QuestionKind.TALK]
        queries = on_articles or queries[-1:]
        if len(queries) > 1 and any(query.request for query in queries):
            return self.understand(sentences[-1], history, filters, today=today)
        query = queries[-1]
        if query.nth:
            query = replace(query, previous=listed or (earlier[-1] if earlier else None))
        if len(queries) == 1:
            return query
        searched_for = " ".join(f"{part.searched_for.rstrip('?')}?" for part in queries)
        return replace(query, searched_for=searched_for, own="", parts=tuple(queries))

    def _read_history(
        self, history: Sequence[str], opening: Sequence[str], today: date
    ) -> tuple[list[Query], Query | None]:
        """The earlier questions that a question may continue, and the list shown before it."""
        earlier: list[Query] = []
        listed: Query | None = None
        asked_before = [
            question for text in choose_latest(history) for question in divide_questions([text])
        ]
        for before in [*asked_before, *filter(_is_about_something, opening)]:
            query = self._read(before, earlier, Filters(), today)
            if query.kind is not QuestionKind.TALK and not query.nth:
                listed = query if query.request in _LISTING else None
            if query.kind is QuestionKind.COLLECTION and query.topic:
                query = replace(query, kind=QuestionKind.STATEMENT, request=None)
            query = query.resumes or query
            if query.request is None and not self._is_of_nobody(query):
                earlier.append(query)  # nothing is taken from talk or from a refused question
        return earlier, listed

    def about(self, name: str, topic: str, filters: Filters) -> Query:
        """The query for a speaker's words on a topic; the topic may be empty.

        Raises QuestionError for a name without a letter, days in the wrong order, a name of over
        300 characters or a topic of over 2,000.
        """
        filters = clean_filters(filters)
        check_name(name)
        name = clean(name)
        topic = clean(topic) if topic.strip() else ""
        speaker = self._directory.resolve(name)
        shown = speaker.name if speaker else name
        searched_for = f"{shown} on {topic}" if topic else shown
        filters = replace(filters, speaker=None)
        query = Query(searched_for, QuestionKind.STATEMENT, topic, filters)
        return ask_speaker(query, name, speaker)

    def _is_of_nobody(self, query: Query) -> bool:
        """Whether no article has any word of the name of the question's speaker."""
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
        if filters.outlet is None:
            question, outlet = split_asked_outlet(question, self._outlets)
            filters = replace(filters, outlet=outlet)
        dated = find_dates(join_outlet_names(question, self._outlets), today)
        own_days = filters.dates
        if dated.phrase and filters.dates == DateRange():
            filters = replace(filters, dates=dated.dates)
        query = self._go_on(dated, earlier, filters)
        if query is None and (request := self._find_request(dated, earlier)):
            return self._requested(question, request, filters)
        if query is None:
            alone = self._alone(question, dated, earlier, filters)
            query = _in_context(alone, dated.question, earlier)
        elif query.request in {Request.SUMMARY, Request.SOURCES}:
            return query
        query = replace(query, near=query.filters.dates)
        # an article also reports on other days than its own
        if query.kind is QuestionKind.FACT or dated.of_event:
            query = replace(query, filters=replace(query.filters, dates=own_days))
        if filters.speaker:
            query = self._restricted(query, filters.speaker)
        return replace(query, latest=bool(_LATEST.search(question)))

    def _go_on(self, dated: Dated, earlier: Sequence[Query], filters: Filters) -> Query | None:
        """The query of a question that goes on from the one before; None for any other."""
        if not earlier:
            return None
        find_speaker = self._directory.resolve
        query = read_repetition(dated, earlier[-1], filters, find_speaker)
        if query is None and find_request(dated.question) is None:
            query = read_follow_up(dated, earlier, filters, find_speaker)
        return query

    def _find_request(self, dated: Dated, earlier: Sequence[Query]) -> Requested | None:
        """Talk, or a question on the collection; None if the articles have to answer."""
        if request := find_request(dated.question):
            return request
        if dated.phrase and not earlier and _NEWS.fullmatch(dated.question):
            return Requested(Request.LIST, QuestionKind.COLLECTION)
        return None if has_own_words(dated.question) else self._nearest_request(dated.question)

    def _requested(self, question: str, asked: Requested, filters: Filters) -> Query:
        """The query of talk, or of a question on the collection."""
        topic = _SAID_ABOUT.sub("", asked.topic)
        query = Query(question, asked.kind, topic, filters, request=asked.request)
        query = replace(query, latest=asked.newest, earliest=asked.oldest)
        if asked.nth:
            return replace(query, nth=asked.nth, latest=False, earliest=False)
        if asked.request is Request.SUMMARY:
            form = parse_form(topic)
            speaker = (
                self._directory.resolve(form.speaker) if form.speaker else self._named_by(topic)
            )
            if speaker is not None and speaker.spellings:
                query = ask_speaker(query, speaker.name, speaker)
                return replace(query, topic=form.topic if form.speaker else "")
        elif asked.request is Request.QUOTED:
            speaker = self._directory.resolve(topic) if topic else None
            return ask_speaker(query, speaker.name, speaker) if speaker else query
        elif filters.outlet is None:
            topic, outlet = split_outlet(topic, self._outlets())
            return replace(query, topic=topic, filters=replace(filters, outlet=outlet))
        return query

    def _named_by(self, topic: str) -> Speaker | None:
        """The speaker whom a whole topic names; "the Marl parade" does not name the Parade."""
        speaker = self._directory.resolve(topic)
        if speaker is None or self._directory.speakers.find_by_role(topic) is not None:
            return speaker
        named = {fold(word) for name in speaker.spellings for word in words(name)}
        return speaker if named.issuperset(map(fold, find_content_words(topic))) else None

    def _restricted(self, query: Query, name: str) -> Query:
        """A query restricted to the words of the speaker of the filter."""
        speaker = self._directory.resolve(name)
        if query.speaker is not None:
            spellings = speaker.spellings if speaker else frozenset()
            return replace(query, spellings=query.spellings & spellings, described=False)
        kind = QuestionKind.STATEMENT if query.kind is QuestionKind.FACT else query.kind
        return ask_speaker(replace(query, kind=kind), name, speaker)

    def _alone(
        self, question: str, dated: Dated, earlier: Sequence[Query], filters: Filters
    ) -> Query:
        form = parse_form(dated.question)
        if form.kind is QuestionKind.FACT:
            form = parse_keywords(dated.question, self._directory, self._is_common) or form
        if form.kind in {QuestionKind.STATEMENT, QuestionKind.CHANGE}:
            query = self._said(question, form, earlier, filters)
            if query is not None:
                return query
            # "the word of the year": without a name, the subject need not stand in an answer
            subject = form.speaker if find_names(form.speaker or "") else None
            return Query(question, QuestionKind.FACT, dated.question, filters, subject=subject)
        if form.kind is QuestionKind.FACT and (earlier or filters.speaker):
            return read_fact_in_context(dated.question, earlier, filters, self._directory.resolve)
        return Query(question, form.kind, form.topic, filters)

    def _said(
        self, question: str, form: Form, earlier: Sequence[Query], filters: Filters
    ) -> Query | None:
        """The query for a speaker's words; None if the subject cannot speak."""
        question, topic = _with_topic(question, form, earlier)
        if form.speaker is None:
            others = form.anyone_else and earlier and not filters.speaker
            not_by = earlier[-1].spellings if others else frozenset()
            previous = earlier[-1] if others else None
            return Query(question, form.kind, topic, filters, not_by=not_by, previous=previous)
        name = form.speaker
        if earlier and (meant := self._meant_by_role(name, earlier)):
            question, name = _replaced(question, name, meant), meant
        if earlier and (owned := self._owned_by_him(name, earlier)):
            question, name = _replaced(question, name, owned), owned
        if THEY.fullmatch(name):
            person = filters.speaker or find_last_person(earlier, self._directory.resolve) or name
            if person == name and earlier:
                return None  # "Who won?" "What did he say?"
            question = _replaced(question, name, person)
            name = person
        speaker = self._resolve(name)
        meaningless = name in STOP_WORDS and not THEY.fullmatch(name)  # "Who is not quoted?"
        if speaker is None and (meaningless or _VERSUS.search(name)):
            return None
        if speaker is None:
            is_group = name.lower().removeprefix("the ") in GROUPS
            is_name = find_names(name) and not is_group and not _RELATIVE.search(name)
            pronoun_or_name = THEY.fullmatch(name) or is_name
            described = not pronoun_or_name and self._described(name)
            if not described and not THEY.fullmatch(name) and cannot_speak(name):
                return None
            query = Query(question, form.kind, topic, filters, speaker=name, described=described)
            return query if described else self._with_holders(query, name)
        query = ask_speaker(Query(question, form.kind, topic, filters), name, speaker)
        if self._directory.speakers.find_named(name) is not None:
            return query
        query = self._with_holders(query, name)
        return replace(query, searched_for=_replaced(question, name, speaker.name))

    def _with_holders(self, query: Query, role: str) -> Query:
        """A query for the words of a role, with that for those whom articles give the role.

        An article on New Jersey calls its governor only "the governor".
        """
        is_role = is_office(write_titles_in_full(role)) or _RELATIVE.search(role)
        if not is_role or " and " in role:
            return query
        holders, owner = self._directory.speakers.find_holders(role)
        if not holders or not owner:
            return query
        held = replace(query, speaker=role, spellings=holders, each=(), owner=owner)
        return replace(query, in_role=held)

    def _resolve(self, name: str) -> Speaker | None:
        """The speaker of a name, as `resolve` finds it.

        Common words in small letters ("country", "a recent survey") name nobody, unless they are a
        role or a whole name of several words.
        """
        speaker = self._directory.resolve(name)
        words = name.removeprefix("the ").split()
        if speaker is None or name != name.lower() or not self._is_common(words[-1]):
            return speaker
        speakers = self._directory.speakers
        whole = speakers.find_with_all_words(capitalise_name(name)) if len(words) > 1 else None
        by_role = speakers.find_by_role(name)
        is_role = by_role is not None and by_role.spellings <= speaker.spellings
        return speaker if whole is not None or is_role else None

    def _meant_by_role(self, role: str, earlier: Sequence[Query]) -> str | None:
        """The last speaker with a description such as "the minister".

        Else the minister of what the earlier questions name: of Sri Lanka.
        """
        if not re.fullmatch(r"the [a-z][\w ]{2,40}", role):
            return None
        speakers = self._directory.speakers
        for before in reversed(earlier):
            if before.spellings and speakers.is_described(before.spellings, role):
                return before.speaker
        names = " ".join(context.find_earlier_names([before.alone for before in earlier]))
        speaker = speakers.find_by_role(f"{role} of {names}") if names else None
        return speaker.name if speaker else None

    def _owned_by_him(self, name: str, earlier: Sequence[Query]) -> str | None:
        """ "his rival" with the name of the last person: it is no rival of anybody else."""
        owned = _HIS.match(name)
        owner = find_last_person(earlier, self._directory.resolve) if owned else None
        if owned is None or owner is None:
            return None
        fits = gender(owner) in {None, _GENDERS[owned.group("his").lower()]}
        return f"{owner}'s {name[owned.end() :]}" if fits else None


_HIS = re.compile(r"(?P<his>his|her) (?=[a-z])", re.IGNORECASE)
_GENDERS = {"his": "male", "her": "female"}
_RELATIVE = re.compile(r"['’]s? [a-z]")  # "Roe's family"
_VERSUS = re.compile(r"\s(?:versus|vs\.?)\s", re.IGNORECASE)
_SAID_ABOUT = re.compile(
    r"^(?:(?:what|everything|all)(?: that)?(?: (?:is|was|has been|have been|people|they|"
    r"articles|the articles))? (?:said|say|says|written|write|reported|report|known|there is) "
    r"(?:about|on|of) "
    r"|(?:all )?(?:the )?(?:articles|stories|coverage|reports?|reporting|news|debate|discussion) "
    r"(?:about|on|of|around) )"
    r"|\s(?:articles|stories|story|coverage|reporting)$",
    re.IGNORECASE,
)
_MOST_OPENING = 5  # sentences before a question that are read, the last ones
# answered by a list of articles, whose places a follow-up may name
_LISTING = frozenset(
    {Request.LIST, Request.COUNT, Request.DATES, Request.OVERVIEW, Request.SOURCES}
)
_NEWS = re.compile(  # of the days that the question names
    r"what (?:happened|took place|went on|was going on|was (?:in )?the news)[?!. ]*", re.IGNORECASE
)


def _is_about_something(sentence: str) -> bool:
    """Whether a sentence before the question says more than "Thanks!" or "Wow!"."""
    return has_own_words(sentence) and len(find_terms(sentence)) > 1


def _with_topic(question: str, form: Form, earlier: Sequence[Query]) -> tuple[str, str]:
    """A question about words and its topic, which may be that of the question before."""
    topic = form.topic
    if earlier and (_IT.fullmatch(topic) or (form.anyone_else and not topic)):
        subject = find_subject(earlier[-1])
        return _replaced(question, topic, subject), subject
    if earlier and context.only_reacts(question, topic):
        return context.write_in_full(question, [earlier[-1].alone]), find_subject(earlier[-1])
    return question, topic


def _in_context(query: Query, typed: str, earlier: Sequence[Query]) -> Query:
    """A question with the earlier ones, to the degree that it depends on them as typed.

    The words of a speaker who is found are those on the topic, whatever was asked before.
    """
    if not earlier:
        return query
    earlier_questions = [before.alone for before in earlier]
    weight = context.dependence(query.alone if query.spellings else typed)
    searched_for = query.searched_for
    if weight == context.DEPENDENT and query.kind is QuestionKind.FACT:
        searched_for = context.write_in_full(query.alone, earlier_questions)
    return replace(
        query,
        own=query.alone,
        searched_for=searched_for,
        context=context.join_earlier(earlier_questions),
        context_weight=weight,
        context_names=context.find_earlier_names(earlier_questions)
        if weight == context.DEPENDENT or (query.described and weight > context.INDEPENDENT)
        else (),
    )


def _replaced(question: str, old: str, new: str) -> str:
    """A question with one of its parts replaced."""
    pattern = rf"(?<!\w){re.escape(old)}(?!\w)"
    return re.sub(pattern, lambda _: new, question, count=1) if old else f"{question} {new}"
