"""The contents of a collection: its articles, outlets, days, speakers and topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.answer.support import Topic
from rag.language.sentences import sentences
from rag.models.embedder import Embedder
from rag.records import Article, Coverage, Filters, Hit
from rag.search.directory.speakers import Speakers
from rag.search.retrieve.search import Search
from rag.search.topic import find_keys, find_names, find_terms
from rag.suggest.topics import find_topics

# Least share of a topic's words in an article on it; rare words have more weight.
ON_TOPIC = 0.6
MOST_TOPICS = 500  # an overview shows the first few that are no names of speakers
_HITS = 200  # passages that are found for a topic
# Statements of which topics are counted. Each takes some 4 ms. Twice as many name the same topics.
_COUNTED = 750
_CAPITALISED = 0.6  # share of a title's words
_OPENING = 600  # first characters of an article, in which names show its topic


@dataclass(frozen=True, slots=True)
class Holdings:
    """One index, as questions on the collection use it."""

    search: Search
    embedder: Embedder
    speakers: Speakers
    coverage: Callable[[], Coverage]
    outlets: Callable[[], Mapping[str, int]]
    examples: Callable[[], Sequence[str]]  # questions that the articles answer
    topics: Callable[[], Sequence[str]]  # the most frequent first

    def find_on_topic(self, topic: str, filters: Filters) -> list[Article]:
        """The articles with a topic's names and most of its words, best first."""
        weighted = Topic(find_terms(topic), self.search.weight)
        (vector,) = self.embedder.embed_questions([topic])
        hits: list[Hit] = self.search.find_passages(topic, vector, filters, _HITS)
        on_topic: dict[str, Article] = {}
        for hit in hits:
            article = self.search.article(hit.passage.article_id)
            if article.id not in on_topic and self._is_on(article, weighted):
                on_topic[article.id] = article
        return list(on_topic.values())

    def find_mentioning(self, topic: str, filters: Filters) -> list[Article]:
        """The articles with all words of a topic in title or text, in the index's order."""
        topic_terms = find_terms(topic)
        return [
            article
            for article in self.search.find_articles(filters)
            if self.search.article_matches(article, topic_terms)
        ]

    def _is_on(self, article: Article, topic: Topic) -> bool:
        if not self.search.article_matches(article, topic.names):
            return False
        return topic.coverage(find_keys(article.title) | find_keys(article.text)) >= ON_TOPIC


class CountedTopics:
    """The topics of a collection, counted once, at the first request."""

    def __init__(self, search: Search, prepared: Sequence[str] | None = None) -> None:
        """`prepared` are the topics that the index keeps, which need not be counted."""
        self._search = search
        self._prepared = prepared

    @cached_property
    def most_frequent(self) -> Sequence[str]:
        """Topics and names in the articles' openings, by the number of their articles.

        A topic is a noun phrase of a statement. In a large collection, a sample is counted. At most
        MOST_TOPICS are given.
        """
        return self._count() if self._prepared is None else self._prepared

    def _count(self) -> Sequence[str]:
        ids = list(self._search.list_titles(Filters()))
        statements_each = max(1, _COUNTED // max(1, len(ids)))
        step = max(1, len(ids) // _COUNTED)
        counted: Counter[str] = Counter()
        written: dict[str, Counter[str]] = {}
        for article_id in ids[::step]:
            for text in self._list_topics(self._search.article(article_id), statements_each):
                key = text.casefold()
                counted[key] += 1
                written.setdefault(key, Counter())[text] += 1
        ranked = sorted(counted, key=lambda key: (-counted[key], key))
        return [written[key].most_common(1)[0][0] for key in ranked[:MOST_TOPICS]]

    def _list_topics(self, article: Article, most: int) -> list[str]:
        """The topics of an article's first statements, and the names in its opening, each once."""
        topics_found = dict.fromkeys(
            () if _is_capitalised(article.title) else find_names(article.title)
        )
        opening = article.text[:_OPENING]
        for start, end in sentences(opening):  # no name goes on in the next sentence
            topics_found |= dict.fromkeys(find_names(opening[start:end]))
        for statement in self._search.list_statements(article.id)[:most]:
            topics_found |= dict.fromkeys(
                topic.text for topic in find_topics(article, statement)[:2]
            )
        return [text for text in topics_found if text]


def _is_capitalised(title: str) -> bool:
    """Whether most words of a title have capital letters, which then do not show names."""
    words = [word for word in title.split() if word[:1].isalpha()]
    return sum(word[0].isupper() for word in words) > _CAPITALISED * len(words)
