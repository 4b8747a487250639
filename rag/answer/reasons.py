"""Why there is no answer, in a sentence that a reader can check."""

from __future__ import annotations

import re

from rag.records import Filters, Query, QuestionKind
from rag.search.dates import dates_in_words
from rag.search.sayings import VERBS
from rag.search.search import Search
from rag.search.topic import STOP_WORDS, names

NOTHING_CLOSE = "nothing in the articles comes close enough to this question."


def reason(query: Query, search: Search) -> str:
    """The most telling reason: a name nobody mentions, a silent speaker, a filter, or none."""
    days = dates_in_words(query.filters.dates)
    if not search.articles(query.filters):
        only_days = query.filters == Filters(dates=query.filters.dates)
        return f"no article is{_dated(days)}." if only_days else "no article passes the filters."
    if query.kind is QuestionKind.PUBLISHED:
        return "no article in the corpus has this title or topic."
    if query.speaker and not query.spellings:
        return _unknown_speaker(query, query.speaker, search)
    unmentioned = [name for name in names(query.topic) if not search.mentioning(name)]
    if query.speaker:
        spoken = search.quoted_in(query.spellings, query.filters)
        if not spoken:
            return f"{query.speaker} is not quoted in any article{_dated(days)}."
        if query.kind is QuestionKind.CHANGE:
            return (
                f"{query.speaker} is quoted in {_articles(len(spoken))}{_dated(days)}, but not on "
                f"{query.topic or 'this'} on two different days, so no change can be shown."
            )
        topic = f", but not on {query.topic.rstrip('?!. ')}"
        opening = query.topic.split()[0].lower() if query.topic else ""
        if not opening or opening in VERBS or opening in STOP_WORDS - {"the", "a", "an", "his"}:
            topic = ", but nothing there answers this question"
        tail = f"; no article mentions {unmentioned[0]}" if unmentioned else ""
        return f"{query.speaker} is quoted in {_articles(len(spoken))}{_dated(days)}{topic}{tail}."
    if unmentioned:
        return f"no article mentions {unmentioned[0]}."
    return NOTHING_CLOSE


def _unknown_speaker(query: Query, name: str, search: Search) -> str:
    if query.filters.speaker is not None and query.filters.speaker != name:
        return f"the filter leaves only words of {query.filters.speaker}, not of {name}."
    if query.described:
        return f"no words of “{name}” on this are in the articles."
    if re.fullmatch(r"he|she|they|him|her|them", name, re.IGNORECASE):
        return f"it is not clear who “{name}” is; ask with the person's name."
    count = len(search.mentioning(name))
    if not count:
        return f"no article mentions {name}."
    return f"{name} is mentioned in {_articles(count)}, but not quoted."


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count} articles"


def _dated(days: str) -> str:
    if not days:
        return ""
    return (
        f" dated{days.replace(' between ', ' from ').replace(' and ', ' to ').replace(' on ', ' ')}"
    )
