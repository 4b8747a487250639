"""Questions that sound like answerable ones, but that the corpus does not answer.

They exchange speakers, topics or years. Every article that names the person is checked: if it has
half of the topic's words, the person may have spoken about it, and the question is not used.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

from rag.evaluation.drafting.drafts import Draft, make_draft
from rag.names.people import surname
from rag.records import Article
from rag.search.topic import find_keys, find_terms
from rag.suggest.askable import Askable

# topics of news elsewhere, used if the corpus has none of them
ELSEWHERE = tuple(
    topic.strip()
    for topic in """
    coral reefs; the Suez Canal; bullfighting; the price of saffron; whale hunting; tax havens;
    the Eiffel Tower; school uniforms; nuclear fusion; organ donation; beekeeping; cloned meat;
    the Panama Canal; surrogate motherhood; high-speed rail; sign language; daylight saving time;
    the Galápagos Islands; the Antarctic Treaty; tidal power; polygamy; ivory smuggling;
    stamp duty; wild boars; the Dalai Lama; desalination; leprosy; the Olympic torch relay;
    the Hubble telescope; the Vatican Bank; the Great Barrier Reef; lithium mining; truffles;
    the Loch Ness monster; lottery winners; the Trans-Siberian Railway; child labour;
    the Nobel Prize; driverless trains; cannabis farming; the Channel Tunnel; wind turbines
    """.replace("\n", " ").split(";")
)
_YEARS_BEFORE = 12  # a wrong year is at most this long before the first article
_TRIES = 30  # topics of other articles tried for a speaker


class Corpus:
    """Knows what the articles surely do not say."""

    def __init__(self, articles: Mapping[str, Article]) -> None:
        self.articles = articles
        self._about: dict[str, list[Article]] = {}
        self._keys = {
            article_id: find_keys(f"{article.title}\n{article.text}")
            for article_id, article in articles.items()
        }

    def about(self, person: Askable) -> list[Article]:
        """The articles that name a person, quoted or not."""
        name = surname(person.name)
        if name not in self._about:
            self._about[name] = [
                article
                for article in self.articles.values()
                if name in article.text or name in article.title
            ]
        return self._about[name]

    def has(self, topic: str) -> bool:
        """Whether all words of a topic stand in one article."""
        wanted = find_terms(topic)
        return any(all(term.matches(keys) for term in wanted) for keys in self._keys.values())

    def kinship(self, person: Askable, article: str | None) -> float:
        """The similarity of an article to a person's own, 0 to 1: the share of common words."""
        keys = self._keys.get(article or "", frozenset())
        theirs = self._keys[person.statements[0].article_id]
        return len(keys & theirs) / len(keys) if keys else 0.0

    def near(self, person: Askable, topic: str) -> bool:
        """Whether half of a topic's words stand in an article that names a person."""
        wanted = find_terms(topic)
        return any(
            2 * sum(term.matches(self._keys[article.id]) for term in wanted) >= len(wanted)
            for article in self.about(person)
        )


def ask_other_speakers(
    people: Sequence[Askable], answered: Sequence[Draft], corpus: Corpus, rng: random.Random
) -> Iterator[Draft]:
    """Yield questions on topics of the corpus about people who are not near them."""
    for person in rng.sample(list(people), len(people)):
        tried = rng.sample(list(answered), min(_TRIES, len(answered)))
        for draft in sorted(tried, key=lambda draft: -corpus.kinship(person, draft.article)):
            if draft.topic and not corpus.near(person, draft.topic):
                yield _draft_unanswered(person, draft.topic, "other-speaker")
                break


def ask_other_topics(
    people: Sequence[Askable], corpus: Corpus, rng: random.Random
) -> Iterator[Draft]:
    """Yield questions on topics that no article has about people who are quoted."""
    topics = [topic for topic in ELSEWHERE if not corpus.has(topic)]
    rng.shuffle(topics)
    for person, topic in zip(rng.sample(list(people), len(people)), topics, strict=False):
        if not corpus.near(person, topic):
            yield _draft_unanswered(person, topic, "no-such-topic")


def ask_wrong_years(
    people: Sequence[Askable], answered: Sequence[Draft], corpus: Corpus, rng: random.Random
) -> Iterator[Draft]:
    """Yield questions on what somebody said for a year that the corpus does not cover."""
    by_name = {person.name: person for person in people}
    for draft in rng.sample(list(answered), len(answered)):
        person = by_name.get(draft.person or "")
        if person is None or not draft.topic:
            continue
        about = corpus.about(person)
        days = [article.date for article in about if article.date]
        if not days or len(days) < len(about):
            continue  # an article without a date may be of any year
        first = min(days).year
        year = first - rng.randint(1, _YEARS_BEFORE)
        dated = {article.date.year for article in corpus.articles.values() if article.date}
        if year in dated or any(str(year) in article.text for article in about):
            continue
        yield _draft_unanswered(person, draft.topic, "other-year", year=year)


def _draft_unanswered(person: Askable, topic: str, tag: str, *, year: int | None = None) -> Draft:
    when = f" in {year}" if year else ""
    return make_draft(
        f"What did {person.name} say about {topic}{when}?",
        tags=("unanswerable", tag),
        answerable=False,
        person=person.name,
        topic=topic,
    )
