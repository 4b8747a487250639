"""A question and the passages found -> the sentences that may answer, the most promising first.

No model reads them here: words, positions and forms decide which sentences a model reads.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from rag.answer.evidence import Span
from rag.answer.fact.bold import find_answering_words
from rag.answer.fact.crossheads import is_crosshead
from rag.answer.fact.fitting import fit, gives_reason
from rag.answer.fact.pairs import introduce, shorten_context
from rag.answer.support import Topic
from rag.language.sentences import sentences
from rag.records import Article, DateRange, Hit, Query
from rag.search.question.wanted import Wanted, find_wanted
from rag.search.retrieve.search import Search
from rag.search.topic import find_keys, find_terms

READ = 12  # passages whose sentences may answer
_OF_AN_ARTICLE = 3  # of them in one article, if there are other articles
_BEFORE = 2  # sentences before one, in its passage, that may name its subject
_TOLD_BY_TITLE = 0.6  # least share of a question's words in a title that may answer it
_BEST_ARTICLES = 3  # in which the speaker's statements and the opening are candidates
_OPENING = 1500  # first characters of an article, in which its first sentences end
_FIRST = 2  # sentences of an opening
_FEWEST_SPACES = 5  # in one of them
_SPEAKERS_WORDS = 6  # statements of the speaker in one of them
_ANYBODYS = 0.6  # fit of another speaker's words, if words are asked for
# Weights in a sentence's promise of the context, the passage, the form and a number or day that is
# asked for; its own words have 1.
_CONTEXT, _PASSAGE, _FIT, _KIND = 0.3, 0.4, 0.3, 0.2
_FAR_ENOUGH = 400  # characters before a sentence; few sentences before it are longer
_NOWHERE = -1  # the position of a title among those of sentences
_ABOUT = 60  # days between an article and what it reports, in which it names no year
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence or a title that may answer. Shares are from 0 to 1."""

    article: Article
    start: int
    end: int
    passage: float  # the score of its passage, as a share of the best
    own: float  # share of the question's words in it, rare words counting more
    context: float  # the same, with its passage and its article's title
    plain: float  # share of the question's words other than names in it; 1 if there are none
    named: bool  # it, or the text before it, has the question's names, numbers and subject
    about: str  # names of the question in the text before it or in the title, but not in it
    headline: bool = False
    fit: float = 0.0  # how well its form suits the question
    has_kind: bool = False  # it has a number or a day, and the question is for one
    in_context: bool = True  # its article has the names of the questions that it depends on

    @property
    def text(self) -> str:
        """The words, exactly as in the article."""
        return self.article.title if self.headline else self.article.text[self.start : self.end]

    @property
    def surroundings(self) -> str:
        """Its article's title and the sentence before it, shortened; a title has none."""
        if self.headline:
            return ""
        text = self.article.text[max(0, self.start - _FAR_ENOUGH) : self.start]
        earlier = sentences(text)
        before = text[slice(*earlier[-1])] if earlier else ""
        return shorten_context(self.article.title, before)

    @property
    def promise(self) -> float:
        """The priority for reading it: by words, passage, form and kind."""
        return (
            self.own
            + _CONTEXT * self.context
            + _PASSAGE * self.passage
            + _FIT * self.fit
            + _KIND * self.has_kind
        )


def find_candidates(
    query: Query, hits: Sequence[Hit], topic: Topic, search: Search
) -> list[Candidate]:
    """The sentences of the passages found and titles, each once, the most promising first.

    Sentences of articles without the names of earlier questions are last. If a speaker's words are
    asked for, the speaker's statements in the best articles are included. Crossheads are left out
    if there is anything else.
    """
    by_place: dict[tuple[str, int], Candidate] = {}
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    read = spread_hits(hits)
    for hit in read:
        share = hit.score / best
        for candidate in _of_passage(query, hit, share, topic, search):
            place = _NOWHERE if candidate.headline else candidate.start
            by_place.setdefault((candidate.article.id, place), candidate)
    others = (_of_speaker, _of_openings)
    for candidate in chain.from_iterable(find(query, read, best, topic, search) for find in others):
        by_place.setdefault((candidate.article.id, candidate.start), candidate)
    candidates = list(by_place.values())
    without_crossheads = [
        candidate
        for candidate in candidates
        if candidate.headline
        or not is_crosshead(candidate.article.text, (candidate.start, candidate.end))
    ]
    return sorted(
        without_crossheads or candidates,
        key=lambda candidate: (not candidate.in_context, -candidate.promise),
    )


def spread_hits(hits: Sequence[Hit]) -> list[Hit]:
    """The 12 best passages; at most three of one article while there are others.

    `hits` are in the order of their scores, and so is the result.
    """
    counts: Counter[str] = Counter()
    within_limit, beyond_limit = list[int](), list[int]()
    for at, hit in enumerate(hits):
        counts[hit.passage.article_id] += 1
        is_within_limit = counts[hit.passage.article_id] <= _OF_AN_ARTICLE
        (within_limit if is_within_limit else beyond_limit).append(at)
    return [hits[at] for at in sorted([*within_limit, *beyond_limit][:READ])]


def covers_topic(article: Article, topic: Topic) -> bool:
    """Whether an article's title has most of a question's words."""
    return topic.coverage(find_keys(article.title)) >= _TOLD_BY_TITLE


def find_keys_before(text: str, spans: Sequence[Span], at: int) -> frozenset[str]:
    """The keys of the two sentences before the sentence `at`."""
    return find_keys(text[spans[max(0, at - _BEFORE)][0] : spans[at][0]])


def _of_passage(
    query: Query, hit: Hit, share: float, topic: Topic, search: Search
) -> Iterator[Candidate]:
    passage, article = hit.passage, search.article(hit.passage.article_id)
    spans = sentences(passage.text)
    for at, (start, end) in enumerate(spans):
        before = find_keys_before(passage.text, spans, at)
        span = (passage.start + start, passage.start + end)
        yield _sentence(query, article, span, passage.text, before, share, topic, search)
    title = find_keys(article.title)
    if not _may_answer(article, query, topic):
        return  # the title only repeats the question
    if covers_topic(article, topic) and all(term.matches(title) for term in topic.names):
        yield _headline(query, article, share, topic, search)


def _may_answer(article: Article, query: Query, topic: Topic) -> bool:
    """Whether a title has the reason, the number or the day that a question asks for."""
    kind = find_wanted(query.alone)
    if kind is Wanted.REASON:
        return gives_reason(article.title, query.alone)
    return not kind.required or _has_kind(article.title, article, query, topic)


def _of_speaker(
    query: Query, hits: Sequence[Hit], best: float, topic: Topic, search: Search
) -> Iterator[Candidate]:
    """The speaker's statements in the best articles, from anywhere in them."""
    if not query.asks_for_words or not query.spellings:
        return
    for article_id, share in _best_articles(hits, best):
        article = search.article(article_id)
        statements = [
            statement
            for statement in search.list_statements(article_id)
            if statement.speaker in query.spellings
        ]
        for statement in statements[:_SPEAKERS_WORDS]:
            span = (statement.start, statement.end)
            text = article.text[statement.start : statement.end]
            yield _sentence(query, article, span, text, frozenset(), share, topic, search)


def _of_openings(
    query: Query, hits: Sequence[Hit], best: float, topic: Topic, search: Search
) -> Iterator[Candidate]:
    """The first sentences of the best articles, if an event is asked for: news begins with it.

    Only articles with the names of the question count.
    """
    if find_wanted(query.alone) is not Wanted.EVENT:
        return
    for article_id, share in _best_articles(hits, best):
        article = search.article(article_id)
        if not all(search.article_matches(article, [name]) for name in topic.names):
            continue
        text = article.text[:_OPENING]
        spans = [span for span in sentences(text) if text.count(" ", *span) >= _FEWEST_SPACES]
        for span in spans[:_FIRST]:
            yield _sentence(query, article, span, text, frozenset(), share, topic, search)


def _best_articles(hits: Sequence[Hit], best: float) -> list[tuple[str, float]]:
    """The ids of the first articles, each with the score of its best passage as a share."""
    shares: dict[str, float] = {}
    for hit in hits:
        shares.setdefault(hit.passage.article_id, hit.score / best)
    return list(shares.items())[:_BEST_ARTICLES]


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
    own_keys, title = find_keys(text), find_keys(article.title)
    near_keys = own_keys | before | title
    named = all(term.matches(near_keys) for term in topic.names)
    plain = topic.without_names()
    return Candidate(
        article,
        *span,
        passage=share,
        own=topic.coverage(own_keys),
        context=topic.coverage(own_keys | title | find_keys(around)),
        plain=plain.coverage(own_keys) if plain else 1.0,
        named=named and _says(query, article, text, own_keys),
        about=introduce(topic.names, own_keys, near_keys),
        fit=max(
            fit(text, article, span[0], query.alone, find_wanted(query.alone)),
            _spoken(query, article, span, search),
        ),
        in_context=search.has_names(article.id, query.context_names),
        has_kind=_has_kind(text, article, query, topic),
    )


def _has_kind(text: str, article: Article, query: Query, topic: Topic) -> bool:
    """Whether a sentence has a number or a day, and the question is for one."""
    dated = article.date is not None
    return find_wanted(query.alone).required and bool(
        find_answering_words(text, query.alone, topic, dated=dated)
    )


def _headline(
    query: Query, article: Article, share: float, topic: Topic, search: Search
) -> Candidate:
    """An article's title, because news often puts the answer there."""
    share_of_words = topic.coverage(find_keys(article.title))
    plain = topic.without_names()
    return Candidate(
        article,
        0,
        0,
        passage=share,
        own=share_of_words,
        context=share_of_words,
        plain=plain.coverage(find_keys(article.title)) if plain else 1.0,
        named=True,
        about="",
        headline=True,
        in_context=search.has_names(article.id, query.context_names),
    )


def _spoken(query: Query, article: Article, span: Span, search: Search) -> float:
    """How well a sentence fits a question for words: 1 for words of the speaker."""
    if not query.asks_for_words:
        return 0.0
    speaker = search.find_speaker(article.id, *span)
    if speaker in query.spellings:
        return 1.0
    return _ANYBODYS if speaker or search.find_kind(article.id, *span) else 0.0


def is_of_days(article: Article, days: DateRange) -> bool:
    """Whether an article may report on days: it is of about these days, or has one of their years.

    An article of 2023 without "2019" does not say what happened in 2019.
    """
    if days == DateRange() or article.date is None:
        return True
    first, last = days.first or date.min, days.last or date.max
    about = timedelta(days=_ABOUT)
    if article.date + about >= first and article.date - about <= last:
        return True
    years = {int(year) for year in _YEAR.findall(f"{article.title} {article.text}")}
    return any(first.year <= year <= last.year for year in years)


def _says(query: Query, article: Article, sentence: str, own: Collection[str]) -> bool:
    """Whether a sentence has the question's numbers and its subject, and is of its days.

    A year may also be the article's year, because news of 2024 does not say "in 2024".
    """
    if query.subject and not all(term.matches(own) for term in find_terms(query.subject)):
        return False
    if not is_of_days(article, query.near):
        return False
    year = str(article.date.year) if article.date else ""
    return all(
        number in {year, *_NUMBER.findall(sentence), *_NUMBER.findall(article.title)}
        for number in _NUMBER.findall(query.topic)
    )
