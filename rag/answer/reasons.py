"""The reason why there is no answer, in a sentence that a reader can check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.answer.compose import NOTHING_CLOSE
from rag.answer.evidence import Evidence
from rag.answer.published import asks_for_an_article
from rag.answer.said.on_topic import split_by_speaker
from rag.language.english.stop_words import STOP_WORDS
from rag.language.sayings import VERBS
from rag.notice import Counted, LanguageName, Notice, joined
from rag.records import DateRange, Filters, Query, QuestionKind
from rag.search.directory.offices import is_office, is_plural
from rag.search.question.short_questions import HE_OR_SHE, THEY
from rag.search.question.wanted import Wanted, find_wanted
from rag.search.retrieve.search import Search
from rag.search.topic import find_names, find_terms, is_acronym


def find_reason(query: Query, search: Search) -> Notice:
    """The most specific reason: a filter, an unknown name, or a speaker without words on it.

    Each of several speakers has a reason; those who are never quoted come first.
    """
    if query.resumes is not None and query.kind is QuestionKind.FACT:  # "Why?"
        return NOTHING_CLOSE
    queries = sorted(
        split_by_speaker(query), key=lambda speaker_query: bool(speaker_query.spellings)
    )
    return joined(dict.fromkeys(_reason(speaker_query, search) for speaker_query in queries), " ")


def decides(query: Query, search: Search) -> bool:
    """Whether the reason excludes every answer, so that close evidence is not shown.

    It does if no article passes the filters, or if a word of a name occurs in no article.
    """
    if not search.find_articles(query.filters) or _is_unclear(query):
        return True
    whole = query.topic if query.kind is QuestionKind.FACT else f"{query.speaker}; {query.topic}"
    return any(True for _ in _unknown_names(whole, search))


def find_open_pronoun(query: Query) -> str | None:
    """The "he" or "her" of a question on a fact that names nobody it can mean.

    In "roe mayor of marl why did she leave", the words before "why" say whom it means.
    """
    if query.kind is not QuestionKind.FACT or find_names(query.alone):
        return None
    pronoun = HE_OR_SHE.search(query.alone)
    if pronoun is None or find_terms(_ASKING.split(query.alone, maxsplit=1)[0]):
        return None
    return pronoun.group()


def fits_many(query: Query, search: Search) -> bool:
    """Whether a question on a fact fits many articles: "Who was arrested?".

    It has at most one word that says something, which many passages have, and no name and no day.
    """
    if query.kind is not QuestionKind.FACT or query.context or query.near != DateRange():
        return False
    if find_wanted(query.alone) not in _OF_ONE_EVENT or find_names(query.alone):
        return False
    terms = find_terms(query.alone)
    return len(terms) <= 1 and all(search.frequency(term) > _FEW for term in terms)


_FEW = 20  # passages
_OF_ONE_EVENT = {
    *(Wanted.AGE, Wanted.NUMBER, Wanted.TIME, Wanted.PERSON, Wanted.PLACE),
    *(Wanted.REASON, Wanted.EVENT, Wanted.DECISION),
}
_ASKING = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)


def _is_unclear(query: Query) -> bool:
    """Whether it is open whose words are asked for: "he" without anybody before."""
    return bool(query.speaker and not query.spellings and THEY.fullmatch(query.speaker))


def _unknown_names(text: str, search: Search) -> Iterator[str]:
    """The names in a text that have a word that occurs in no article."""
    for name in find_names(text):
        words = [word for word in name.split() if word[:1].isupper()]
        if any(
            (is_acronym(word) or word.lower() not in STOP_WORDS) and not search.mentions(word)
            for word in words
            if len(word) > 1  # "M" of "M&M's" is a piece of a name
        ):
            yield name


def explain_silence(query: Query, evidence: Sequence[Evidence], search: Search) -> Notice | None:
    """Why some of several speakers are not quoted in the evidence; None if they all are."""
    quoted = {piece.speaker for piece in evidence}
    silent = tuple(speaker for speaker in query.each if quoted.isdisjoint(speaker.spellings))
    if not silent or len(silent) == len(query.each):
        return None
    return find_reason(replace(query, each=silent), search)


def _reason(query: Query, search: Search) -> Notice:
    languages = search.languages
    if query.language and query.language not in languages:
        return Notice(
            "the question is in {asked}, and the articles are in {languages}.",
            asked=LanguageName(query.language),
            languages=joined([LanguageName(code) for code in languages or ["en"]], by=", "),
        )
    if query.page:
        return Notice("the articles have nothing more on this.")
    if query.previous is not None:
        return Notice("nobody else is quoted on this.")
    if pronoun := find_open_pronoun(query):
        return _unclear(pronoun)
    if fits_many(query, search):
        return Notice("the question fits many articles: name a person, a place or a day.")
    return _reason_in_articles(query, search)


def _reason_in_articles(query: Query, search: Search) -> Notice:
    """What the articles lack, for a question that is clear."""
    days = query.filters.dates
    if not search.find_articles(query.filters):
        if query.filters == Filters(dates=days):
            return Notice("no article is dated {days}.", days=days)
        return Notice("no article passes the filters.")
    if query.kind is QuestionKind.PUBLISHED and asks_for_an_article(query):
        return Notice("no article has this title or topic.")
    if query.speaker and not query.spellings:
        return _unknown_speaker(query, query.speaker, search)
    unmentioned = next(_unknown_names(query.topic, search), None)
    if query.speaker:
        return _silent(query, query.speaker, unmentioned, search)
    if unmentioned:
        return Notice("no article mentions {name}.", name=unmentioned)
    return NOTHING_CLOSE


def _unknown_speaker(query: Query, name: str, search: Search) -> Notice:
    chosen = query.filters.speaker
    if chosen is not None and chosen != name:
        return Notice(
            "the filter shows only statements by {chosen}, not by {name}.", chosen=chosen, name=name
        )
    if query.described:
        return Notice("the articles quote nothing by “{name}” on this.", name=name)
    if THEY.fullmatch(name):
        return _unclear(name)
    unknown = next(_unknown_names(name, search), None) if is_office(name) else None
    if is_office(name) and unknown is None:  # several people may have held it
        return Notice("“{name}” is an office; ask with the person's name.", name=name)
    count = len(search.find_mentioning(name))
    known = all(search.mentions(word) for word in name.split() if word.lower() not in STOP_WORDS)
    if not count and known and find_names(name) != (name,):
        return _unclear(name)  # "the Larkfield boss": nobody is called so, and somebody may be it
    if not count:
        return Notice("no article mentions {name}.", name=unknown or name)
    articles = Counted(count, "article")
    if is_plural(name) or " and " in name:
        return Notice(
            "{name} are mentioned in {articles}, but not quoted.", name=name, articles=articles
        )
    return Notice(
        "{name} is mentioned in {articles}, but not quoted.", name=name, articles=articles
    )


def _unclear(pronoun: str) -> Notice:
    return Notice("it is not clear who “{name}” is; ask with the person's name.", name=pronoun)


def _silent(query: Query, name: str, unmentioned: str | None, search: Search) -> Notice:
    """The reason for a known speaker who is not quoted on the topic."""
    days = _dated(query.filters.dates)
    spoken = search.find_quoting_articles(query.spellings, query.filters)
    if not spoken:
        return Notice("{name} is not quoted in any article{days}.", name=name, days=days)
    articles, topic = Counted(len(spoken), "article"), query.topic
    if query.kind is QuestionKind.CHANGE:
        return Notice(
            "{name} is quoted in {articles}{days}, but not on {topic} on two different days, so no "
            "change can be shown."
            if topic
            else "{name} is quoted in {articles}{days}, but not on this on two different days, so "
            "no change can be shown.",
            name=name,
            articles=articles,
            days=days,
            topic=topic,
        )
    opening = topic.split()[0].lower() if topic else ""
    named = opening and opening not in VERBS and opening not in STOP_WORDS - _BEFORE_NOUNS
    return Notice(
        "{name} is quoted in {articles}{days}, but not on {topic}{also}."
        if named
        else "{name} is quoted in {articles}{days}, but nothing there answers this question{also}.",
        name=name,
        articles=articles,
        days=days,
        topic=topic.rstrip("?!. "),
        also=Notice("; no article mentions {name}", name=unmentioned) if unmentioned else "",
    )


_BEFORE_NOUNS = {"the", "a", "an", "his"}  # a topic may begin with one of these stop words


def _dated(days: DateRange) -> Notice:
    return Notice("") if days == DateRange() else Notice(" dated {days}", days=days)
