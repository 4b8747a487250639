"""A greeting, thanks or "what can you do?" -> the program's own words, with what can be asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rag.collection.holdings import Holdings
from rag.notice import Counted, Notice, joined
from rag.records import Answer, AnswerKind, Query, Request, Status

MOST_QUESTIONS = 3

_WORDS: Final = {
    Request.GREETING: Notice("Hello. Ask me about the articles, and I show what they say."),
    Request.THANKS: Notice("You are welcome. Ask on whenever you like."),
    Request.GOODBYE: Notice("Goodbye. The articles stay here."),
    Request.HELP: Notice(
        "I am On Record, a program that answers questions from a collection of news articles. "
        "Each answer is the articles' own words, with who said them, when and where. Ask what "
        "somebody said, what happened, who, when, how many or why; ask for a list of articles, "
        "for who is quoted on something, or for a summary. Where the articles do not answer, I "
        "say so."
    ),
}


def talk(question: str, query: Query, holdings: Holdings) -> Answer:
    """The program's own words, what the collection has, and questions that have answers."""
    request = query.request or Request.HELP
    lines = [_WORDS[request]]
    questions: Sequence[str] = ()
    if request in {Request.GREETING, Request.HELP}:
        questions = holdings.examples()[:MOST_QUESTIONS]
        lines.append(extent(holdings))
        if questions:
            lines.append(try_asking(questions))
    return Answer(
        question,
        query.searched_for,
        Status.ANSWERED,
        joined(lines, by="\n"),
        confidence=1.0,
        kind=AnswerKind.TALK,
        try_asking=questions,
    )


def extent(holdings: Holdings) -> Notice:
    """How many articles there are, and from when to when."""
    found = holdings.coverage()
    articles = Counted(found.articles, "article")
    if found.first is None or found.last is None:
        return Notice("The collection holds {articles}.", articles=articles)
    if found.first == found.last:
        return Notice(
            "The collection holds {articles}, of {day}.", articles=articles, day=found.first
        )
    return Notice(
        "The collection holds {articles}, from {first} to {last}.",
        articles=articles,
        first=found.first,
        last=found.last,
    )


def try_asking(questions: Sequence[str]) -> Notice:
    """Questions that the articles answer, one a line."""
    listed = joined([Notice("- {question}", question=one) for one in questions], by="\n")
    return Notice("Try, for example:\n{questions}", questions=listed)
