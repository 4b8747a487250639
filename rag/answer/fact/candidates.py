"""A question + the passages found -> the sentences that may answer it, the most promising first.

Nothing is read by a model here: words, places and forms decide which sentences are worth reading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rag.answer.evidence import Span
from rag.answer.fact.fitting import fit
from rag.answer.fact.pairs import introduction
from rag.answer.support import Topic
from rag.language.sentences import sentences
from rag.records import Article, Hit, Query
from rag.search.question.wanted import wanted
from rag.search.retrieve.search import Search
from rag.search.topic import keys, terms

READ = 12  # passages whose sentences may answer, and of one article if there are others
_OF_AN_ARTICLE = 3
_BEFORE = 2  # sentences before one, in its passage, that may name who or what it is about
_TOLD_BY_TITLE = 0.6  # share of a question's words from which a title may answer it
_SPEAKERS_ARTICLES = 3  # of the best ones, in which the asked speaker's words are candidates
_SPEAKERS_WORDS = 6  # statements of the asked speaker in one of them
_ANYBODYS = 0.6  # for words of somebody else, where words are asked for
# What the context, the passage and the form count in a sentence's promise, beside its own words.
_CONTEXT, _PASSAGE, _FIT = 0.3, 0.4, 0.3
_NOWHERE = -1  # where a title stands among the places of sentences
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, or a title. Shares are from 0 to 1."""

    article: Article
    start: int
    end: int
    passage: float  # the score of its passage, as a share of the best
    own: float  # share of the question's words in it, rare words counting more
    context: float  # the same with its passage and its article's title
    plain: float  # share of the question's words that are no names, in it; 1 if there are none
    named: bool  # names, numbers and subject of the question stand in it or right before it
    about: str  # names of the question that stand before it or in the title, and not in it
    headline: bool = False
    fit: float = 0.0  # how well it has the form that the question wants
    in_context: bool = True  # its article has the names of the questions that it depends on

    @property
    def text(self) -> str:
        """The words as the article has them."""
        return self.article.title if self.headline else self.article.text[self.start : self.end]

    @property
    def promise(self) -> float:
        """What speaks for reading it at all: words, passage and form."""
        return self.own + _CONTEXT * self.context + _PASSAGE * self.passage + _FIT * self.fit


def candidates(query: Query, hits: Sequence[Hit], topic: Topic, search: Search) -> list[Candidate]:
    """The sentences of the passages found, and titles, each once, the most promising first.

    Sentences of articles that lack a name of the questions before come last. Where somebody's words
    are asked for, those in the best articles are among them.
    """
    found: dict[tuple[str, int], Candidate] = {}
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    read = spread(hits)
    for hit in read:
        share = hit.score / best
        for candidate in _of_passage(query, hit, share, topic, search):
            place = _NOWHERE if candidate.headline else candidate.start
            found.setdefault((candidate.article.id, place), candidate)
    for candidate in _of_speaker(query, read, best, topic, search):
        found.setdefault((candidate.article.id, candidate.start), candidate)
    return sorted(found.values(), key=lambda one: (not one.in_context, -one.promise))


def spread(hits: Sequence[Hit]) -> list[Hit]:
    """The passages to read: the best 12, of one article three at most as long as there are others.

    `hits` are in the order of their scores, and so are these.
    """
    counts: Counter[str] = Counter()
    first, others = list[int](), list[int]()
    for at, hit in enumerate(hits):
        counts[hit.passage.article_id] += 1
        few = counts[hit.passage.article_id] <= _OF_AN_ARTICLE
        (first if few else others).append(at)
    return [hits[at] for at in sorted([*first, *others][:READ])]


def keys_before(text: str, spans: Sequence[Span], at: int) -> frozenset[str]:
    """The keys of the two sentences before one of a text's."""
    return keys(text[spans[max(0, at - _BEFORE)][0] : spans[at][0]])


def _of_passage(
    query: Query, hit: Hit, share: float, topic: Topic, search: Search
) -> Iterator[Candidate]:
    passage, article = hit.passage, search.article(hit.passage.article_id)
    spans = sentences(passage.text)
    for at, (start, end) in enumerate(spans):
        before = keys_before(passage.text, spans, at)
        span = (passage.start + start, passage.start + end)
        yield _sentence(query, article, span, passage.text, before, share, topic, search)
    title = keys(article.title)
    told = topic.coverage(title) >= _TOLD_BY_TITLE
    if told and all(term.matches(title) for term in topic.names):
        yield _headline(query, article, share, topic, search)


def _of_speaker(
    query: Query, hits: Sequence[Hit], best: float, topic: Topic, search: Search
) -> Iterator[Candidate]:
    """What the asked speaker says in the best articles, wherever it stands in them."""
    if not query.asks_for_words or not query.spellings:
        return
    shares: dict[str, float] = {}
    for hit in hits:
        shares.setdefault(hit.passage.article_id, hit.score / best)
    for article_id, share in list(shares.items())[:_SPEAKERS_ARTICLES]:
        article = search.article(article_id)
        theirs = [
            statement
            for statement in search.in_article(article_id)
            if statement.speaker in query.spellings
        ]
        for statement in theirs[:_SPEAKERS_WORDS]:
            span = (statement.start, statement.end)
            text = article.text[statement.start : statement.end]
            yield _sentence(query, article, span, text, frozenset(), share, topic, search)


def _sentence(  # noqa: PLR0913  # a sentence and all that is around it
    query: Query,
    article: Article,
    span: Span,
    around: str,
    before: frozenset[str],
    share: float,
    topic: Topic,
    search: Search,
) -> Candidate:
    text = article.text[slice(*span)]
    own, title = keys(text), keys(article.title)
    near = own | before | title
    named = all(term.matches(near) for term in topic.names)
    plain = topic.without_names()
    return Candidate(
        article,
        *span,
        passage=share,
        own=topic.coverage(own),
        context=topic.coverage(own | title | keys(around)),
        plain=plain.coverage(own) if plain else 1.0,
        named=named and _says(query, article, text, own),
        about=introduction(topic.names, own, near),
        fit=max(
            fit(text, article, span[0], query.alone, wanted(query.alone)),
            _spoken(query, article, span, search),
        ),
        in_context=search.has_names(article.id, query.context_names),
    )


def _headline(
    query: Query, article: Article, share: float, topic: Topic, search: Search
) -> Candidate:
    """An article's title: news puts the answer there."""
    own = topic.coverage(keys(article.title))
    plain = topic.without_names()
    return Candidate(
        article,
        0,
        0,
        passage=share,
        own=own,
        context=own,
        plain=plain.coverage(keys(article.title)) if plain else 1.0,
        named=True,
        about="",
        headline=True,
        in_context=search.has_names(article.id, query.context_names),
    )


def _spoken(query: Query, article: Article, span: Span, search: Search) -> float:
    """Whether a sentence is somebody's words, where words are asked for: 1 if the asked one's."""
    if not query.asks_for_words:
        return 0.0
    speaker = search.speaker_at(article.id, *span)
    if speaker in query.spellings:
        return 1.0
    return _ANYBODYS if speaker or search.kind_at(article.id, *span) else 0.0


def _says(query: Query, article: Article, sentence: str, own: Collection[str]) -> bool:
    """Whether a sentence has the question's numbers and its subject.

    A year may also be the article's own: news of 2024 does not say "in 2024".
    """
    if query.subject and not all(term.matches(own) for term in terms(query.subject)):
        return False
    year = str(article.date.year) if article.date else ""
    return all(
        number in {year, *_NUMBER.findall(sentence), *_NUMBER.findall(article.title)}
        for number in _NUMBER.findall(query.topic)
    )
