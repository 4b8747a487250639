"""What a collection holds: its articles, outlets, days, speakers and topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.answer.support import Topic
from rag.models.embedder import Embedder
from rag.records import Article, Coverage, Filters, Hit
from rag.search.directory.speakers import Speakers
from rag.search.retrieve.search import Search
from rag.search.topic import keys, names, terms
from rag.suggest.topics import topics

# Share of a topic's words, rare words counting more, that an article on it must have.
ON_TOPIC = 0.6
_HITS = 200  # passages searched for a topic
# Statements whose topics are counted. Each takes about a millisecond.
_COUNTED = 1500
_OPENING = 600  # characters of an article in which names tell what it is about


@dataclass(frozen=True, slots=True)
class Holdings:
    """One index, as questions on the collection see it."""

    search: Search
    embedder: Embedder
    speakers: Speakers
    coverage: Callable[[], Coverage]
    outlets: Callable[[], Mapping[str, int]]
    examples: Callable[[], Sequence[str]]  # questions that the articles answer
    topics: Callable[[], Sequence[str]]  # the most frequent first

    def on(self, topic: str, filters: Filters) -> list[Article]:
        """The articles on a topic, best first: those that have its names and most of its words."""
        wanted = Topic(terms(topic), self.search.weight)
        (vector,) = self.embedder.embed_questions([topic])
        hits: list[Hit] = self.search.passages(topic, vector, filters, _HITS)
        found: dict[str, Article] = {}
        for hit in hits:
            article = self.search.article(hit.passage.article_id)
            if article.id not in found and self._is_on(article, wanted):
                found[article.id] = article
        return list(found.values())

    def mentioning(self, topic: str, filters: Filters) -> list[Article]:
        """Every article whose title or text has all words of a topic, in the index's order."""
        wanted = terms(topic)
        return [
            article
            for article in self.search.articles(filters)
            if self.search.article_matches(article, wanted)
        ]

    def _is_on(self, article: Article, wanted: Topic) -> bool:
        if not self.search.article_matches(article, wanted.names):
            return False
        return wanted.coverage(keys(article.title) | keys(article.text)) >= ON_TOPIC


class CountedTopics:
    """The topics of a collection, counted once, when somebody asks."""

    def __init__(self, search: Search) -> None:
        self._search = search

    @cached_property
    def most_frequent(self) -> Sequence[str]:
        """Topics by how many articles are on them, and names of which articles open with.

        A topic is a noun phrase of a statement. Of a large collection a sample is counted.
        """
        articles = self._search.articles(Filters())
        each = max(1, _COUNTED // max(1, len(articles)))
        step = max(1, len(articles) // _COUNTED)
        counted: Counter[str] = Counter()
        written: dict[str, Counter[str]] = {}
        for article in articles[::step]:
            for text in self._of(article, each):
                key = text.casefold()
                counted[key] += 1
                written.setdefault(key, Counter())[text] += 1
        ranked = sorted(counted, key=lambda key: (-counted[key], key))
        return [written[key].most_common(1)[0][0] for key in ranked]

    def _of(self, article: Article, most: int) -> list[str]:
        """The topics of some statements of an article, and the names in its opening, each once."""
        found = dict.fromkeys(names(article.title) if not article.title.istitle() else ())
        found |= dict.fromkeys(names(article.text[:_OPENING]))
        for statement in self._search.in_article(article.id)[:most]:
            found |= dict.fromkeys(topic.text for topic in topics(article, statement)[:2])
        return [text for text in found if text]
