"""Questions to begin with, made from what the corpus says and kept only if it answers them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from rag.assistant import Assistant
from rag.records import Status
from rag.search.places import states

_SPEAKERS = 3  # how many of the most quoted people are asked about
_TRIES = 4  # topics tried for each of them
# A name amid a sentence: where one begins, any word has a capital.
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z’-]+(?: [A-Z][a-z’-]+)*|(?<=[a-z,] )[A-Z]{3,}\b")
_WITH_ARTICLE = set(
    "United States|UN|UAE|European Union|Netherlands|Philippines|Soviet Union".split("|")
)
_DAYS = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Janu|Febru)ary|[A-Z]\w+ber")


def example_questions(assistant: Assistant) -> list[str]:
    """Up to four questions that this corpus answers; none for a corpus without statements."""
    found: list[str] = []
    asked: set[str] = set()
    titles: list[str] = []
    for speaker in assistant.speakers[:_SPEAKERS]:
        articles = {one.article_id for one in assistant.ask(f"What did {speaker} say?").citations}
        titles += [assistant.article(one).title for one in sorted(articles)]
        topics = _topics(_said(assistant, articles, speaker), speaker)
        for topic in [one for one in topics if one not in asked][:_TRIES]:
            question = f"What did {speaker} say about {topic}?"
            if assistant.ask(question).status is Status.ANSWERED:
                asked.add(topic)
                found.append(question)
                break
    for title in titles[:1]:
        question = f"When was “{title}” published?"
        if assistant.ask(question).status is Status.ANSWERED:
            found.append(question)
    return found


def _said(assistant: Assistant, articles: Iterable[str], speaker: str) -> list[str]:
    """A speaker's statements in some articles; speakers go by their last name here."""
    last = speaker.rsplit(maxsplit=1)[-1]
    return [
        assistant.article(article).text[one.start : one.end]
        for article in sorted(articles)
        for one in assistant.statements(article)
        if one.speaker and one.speaker.endswith(last)
    ]


def _topics(said: Sequence[str], speaker: str) -> list[str]:
    """What statements are about, best first: states, then other names, the most frequent first.

    What stands in every third statement is their background and comes last.
    """
    own = set(speaker.split())
    countries: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for text in said:
        countries.update(set(states(text)))
        others.update(name for name in set(_NAME.findall(text)) if not states(name))
    names = [
        name
        for name, _ in others.most_common()
        if own.isdisjoint(name.split()) and not _DAYS.search(name)
    ]
    ranked = sorted(countries.items(), key=lambda one: (one[1] * 3 > len(said), -one[1], one[0]))
    return [f"the {name}" if name in _WITH_ARTICLE else name for name, _ in ranked] + names
