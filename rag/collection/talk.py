"""A greeting, thanks or "what can you do?" -> the program's own words, with examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rag.collection.holdings import Holdings
from rag.notice import Counted, Notice, joined
from rag.records import Answer, AnswerKind, Query, Request, Status

MOST_QUESTIONS = 3

_WORDS: Final = {
    Request.GREETING: Notice("Hello. Ask me about the articles, and I show what they say."),
    Request.THANKS: Notice("You are welcome. Ask again whenever you like."),
    Request.GOODBYE: Notice("Goodbye. The articles stay here."),
    Request.HELP: Notice(
        "I am On Record, a program that answers questions from a collection of news articles. "
        "Each answer is the articles' own words, with who said them, when and where. Ask what "
        "somebody said, what happened, who, when, how many or why; ask for a list of articles, "
        "for who is quoted on something, or for a summary. Where the articles do not answer, I "
        "say so."
    ),
    Request.TRUST: Notice(
        "I show what the articles say, word for word. I do not judge whether it is true. Each "
        "quotation was compared with its article: open the article to read it in context, and to "
        "see who published it and when. An answer that may not fit says so at its beginning."
    ),
    Request.TASK: Notice(
        "I cannot do that. I search this collection and show the articles' own words. I do not "
        "translate, write, draw or give an opinion, and I know only what the articles say."
    ),
    Request.COMPLAINT: Notice(
        "I am sorry that this did not help. Ask again with the person's name and the subject in "
        "one sentence. A year, an outlet or the filters narrow the search. The articles may also "
        "have no answer."
    ),
}

_WITH_EXAMPLES: Final = {Request.GREETING, Request.HELP, Request.TASK, Request.COMPLAINT}


def answer_talk(question: str, query: Query, holdings: Holdings) -> Answer:
    """The program's own words, the extent of the collection, and questions that have answers."""
    request = query.request or Request.HELP
    preface, questions = _WORDS[request], tuple[str, ...]()
    if request in {Request.GREETING, Request.HELP}:
        preface = joined([preface, describe_extent(holdings)], by="\n")
    if query.topic:  # of an opinion
        questions = (
            f"What do the articles say about {query.topic}?",
            f"Who is quoted on {query.topic}?",
        )
    elif request in _WITH_EXAMPLES:
        questions = tuple(holdings.examples()[:MOST_QUESTIONS])
    return Answer(
        question,
        query.searched_for,
        Status.ANSWERED,
        joined([preface, *([suggest_questions(questions)] if questions else [])], by="\n"),
        confidence=1.0,
        kind=AnswerKind.TALK,
        preface=preface,
        try_asking=questions,
    )


def describe_extent(holdings: Holdings) -> Notice:
    """The number of articles, with the first and the last day."""
    coverage = holdings.coverage()
    articles = Counted(coverage.articles, "article")
    if coverage.first is None or coverage.last is None:
        return Notice("The collection holds {articles}.", articles=articles)
    if coverage.first == coverage.last:
        return Notice(
            "The collection holds {articles}, of {day}.", articles=articles, day=coverage.first
        )
    return Notice(
        "The collection holds {articles}, from {first} to {last}.",
        articles=articles,
        first=coverage.first,
        last=coverage.last,
    )


def suggest_questions(questions: Sequence[str]) -> Notice:
    """Questions that the articles answer, one on each line."""
    listed = joined([Notice("- {question}", question=question) for question in questions], by="\n")
    return Notice("Try, for example:\n{questions}", questions=listed)
