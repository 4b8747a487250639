"""A question about a fact + the passages found -> their sentences, the likeliest to answer first.

Nothing is refused here: every sentence carries the signals that a decision can be made from.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from rag.answer.evidence import Span
from rag.answer.fact.bold import answers
from rag.answer.fact.fitting import fit
from rag.answer.fact.nearness import TellingWord, closeness, nearness, telling_words
from rag.answer.fact.pairs import introduction, odds
from rag.answer.support import Topic
from rag.language.sentences import sentences
from rag.models.embedder import TokenVectors, Vectors
from rag.models.pair_model import PairModel, PairScores
from rag.names.name import same_person
from rag.records import Article, CitationKind, Hit, Query
from rag.search.question.context import DEPENDENT
from rag.search.question.wanted import Wanted, wanted
from rag.search.retrieve.search import Search
from rag.search.topic import Term, keys, terms

READ = 12  # passages whose sentences may answer, and of one article if there are others
_OF_AN_ARTICLE = 3
EMBEDDED = 12  # sentences compared by meaning, the best by words; each takes some 12 ms
_BEFORE = 2  # sentences before one, in its passage, that may name who or what it is about
_TOLD_BY_TITLE = 0.6  # share of a question's words from which a title may answer it
_NOWHERE = -1  # where a title stands among the places of sentences
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# Fitted on the questions on six articles and rounded; docs/decisions has how well they do.
_CLOSENESS, _OWN, _PLAIN, _NAMED = 0.45, 0.1, 0.2, 0.1
_TYPE_BONUS = 0.15  # for a sentence that holds a number where "how many" is asked
# Cosine from which a sentence may say in other words all that is asked besides names.
_IN_OTHER_WORDS = 0.7
_PASSAGE = 0.3  # for the passage it stands in, by that one's score: days count there, and titles
# For what both read as one text say, from -1 to 1: between articles, and between the sentences of
# one, which the passages' scores tell less apart. See docs/decisions.
_READ, _READ_WITHIN = 0.1, 0.25
# For a sentence of the form wanted (a reason, a definition): among those that are read, and ranked.
_FIT, _FITTING = 0.3, 0.1
_ANYBODYS = 0.6  # for words of somebody else, where words are asked for
_ROLE_BONUS = 0.3  # for one that says what somebody is: any other with the name is as close


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence with all that speaks for and against it. Shares and similarities are 0 to 1."""

    article: Article
    start: int
    end: int
    own: float  # share of the question's words in it, rare words counting more
    context: float  # the same with its passage and its article's title
    plain: float  # share of the question's words that are no names, in it; 1 if there are none
    similarity: float  # cosine to the question, negative ones as 0
    nearest: tuple[float, ...]  # how near it comes to each telling word of the question
    named: bool  # names, numbers and subject of the question stand in it or right before it
    found: tuple[Span, ...]  # offsets in its text of words of the kind asked for
    speaker: str | None  # whose words it holds
    # of six: a name is missing, a number or role asked for is, all but names is, it asks itself,
    # its article has no name of the questions before, it is somebody's and not the subject's words
    doubts: int
    score: float  # to rank by
    asked: TokenVectors  # of the question
    read: TokenVectors  # of its text
    kind: CitationKind | None = None  # how its words are reported, where it is a statement
    together: PairScores | None = None  # of both as one text; None where no model reads them so
    headline: bool = False  # it is the article's title, with no place in the text

    @property
    def text(self) -> str:
        """The words as the article has them."""
        if self.headline:
            return self.article.title
        return self.article.text[self.start : self.end]

    @property
    def odds(self) -> float | None:
        """The log odds that words of it answer, by both read as one text."""
        return None if self.together is None else odds(self.together)


@dataclass(frozen=True, slots=True)
class _Candidate:
    article: Article
    start: int
    end: int
    passage: float  # the score of its passage, as a share of the best
    own: float
    context: float
    plain: float
    named: bool
    about: str  # names of the question that stand before it or in the title, and not in it
    headline: bool = False
    fit: float = 0.0  # how well it has the form that the question wants
    in_context: bool = True  # its article has the names of the questions that it depends on

    @property
    def text(self) -> str:
        return self.article.title if self.headline else self.article.text[self.start : self.end]


def rank_sentences(  # noqa: PLR0913  # a question, what was found, and what reads it
    query: Query,
    hits: Sequence[Hit],
    question_vector: Vectors,
    search: Search,
    embed: Callable[[Sequence[str]], Sequence[TokenVectors]],
    pairs: PairModel | None = None,
) -> list[RankedSentence]:
    """The sentences of the passages found, best first: at most 12, those with most of its words.

    `embed` gives the vectors of texts, in their order, whole and word by word; `pairs` reads each
    with the question.
    """
    topic = Topic(terms(query.topic), search.weight)
    candidates = _candidates(query, hits, topic, search)[:EMBEDDED]
    if not candidates:
        return []
    asked, *read = embed([query.alone, *(one.text for one in candidates)])
    telling = telling_words(query.alone, asked)
    question = _Question(query, topic, question_vector, asked, telling)
    ranked = [
        _ranked(one, text, question, search) for one, text in zip(candidates, read, strict=True)
    ]
    if pairs is not None:
        pieces = [(one.text, one.about) for one in candidates]
        together = pairs.read(query.alone, pieces)
        ranked = scored_as_read(ranked, together)
    return sorted(ranked, key=lambda one: (-one.score, one.article.id, one.start))


def scored_as_read(
    sentences: Sequence[RankedSentence], together: Sequence[PairScores]
) -> list[RankedSentence]:
    """The sentences with what both read as one text say of each, and scores by that, too.

    It counts more between the sentences of an article than between articles: the best score of an
    article stays, and goes to the sentence that is best with the larger share. Sentences that are
    shown last are weighed among their like.
    """
    groups: dict[tuple[str, bool], list[tuple[RankedSentence, PairScores]]] = {}
    for one, scores in zip(sentences, together, strict=True):
        alike = (one.article.id, one.doubts > 0)
        groups.setdefault(alike, []).append((one, scores))
    found = []
    for group in groups.values():
        said = [math.tanh(odds(scores) / 4) for _, scores in group]  # sure is little above likely
        best = max(one.score + _READ * each for (one, _), each in zip(group, said, strict=True))
        within = [
            one.score + _READ_WITHIN * each for (one, _), each in zip(group, said, strict=True)
        ]
        found += [
            replace(one, together=scores, score=best + score - max(within))
            for (one, scores), score in zip(group, within, strict=True)
        ]
    return found


@dataclass(frozen=True, slots=True)
class _Question:
    query: Query
    topic: Topic
    vector: Vectors
    pieces: TokenVectors
    telling: Sequence[TellingWord]


def _ranked(
    one: _Candidate, text: TokenVectors, question: _Question, search: Search
) -> RankedSentence:
    query = question.query
    dated = one.article.date is not None
    found = answers(one.text, query.alone, question.topic, dated=dated)
    kind = wanted(query.alone)
    role = kind is Wanted.ROLE
    bonus = _ROLE_BONUS if role else _TYPE_BONUS
    speaker = None if one.headline else search.speaker_at(one.article.id, one.start, one.end)
    similarity = max(float(text.whole @ question.vector), 0.0)
    numberless = not found and (role or kind.required)
    names_alone = not one.plain and similarity < _IN_OTHER_WORDS
    score = _CLOSENESS * closeness(question.pieces, text) + _PASSAGE * one.passage
    score += (bonus if found else 0.0) + _FITTING * one.fit
    return RankedSentence(
        article=one.article,
        start=one.start,
        end=one.end,
        own=one.own,
        context=one.context,
        plain=one.plain,
        similarity=similarity,
        nearest=_nearest(one, question.pieces, question.telling, text),
        named=one.named,
        found=found,
        speaker=speaker,
        doubts=(not one.named)
        + numberless
        + names_alone
        + one.text.rstrip().endswith("?")
        + (not one.in_context)
        + bool(query.subject and speaker and not same_person(speaker, query.subject)),
        score=score + _OWN * one.own + _PLAIN * one.plain + _NAMED * one.named,
        asked=question.pieces,
        read=text,
        kind=None if one.headline else search.kind_at(one.article.id, one.start, one.end),
        headline=one.headline,
    )


def _nearest(
    one: _Candidate, asked: TokenVectors, telling: Sequence[TellingWord], text: TokenVectors
) -> tuple[float, ...]:
    """How near a sentence comes to each word of the question; its title's words stand in it."""
    own = keys(one.text) | keys(one.article.title)
    return tuple(map(float, nearness(asked, telling, text, own)))


def _candidates(
    query: Query, hits: Sequence[Hit], topic: Topic, search: Search
) -> list[_Candidate]:
    """The sentences of passages, each once, those with most of the topic's words first."""
    found: dict[tuple[str, int], _Candidate] = {}
    kind = wanted(query.alone)
    before = _names_before(query)
    plain = topic.without_names()
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    for hit in spread(hits):
        passage = hit.passage
        article = search.article(passage.article_id)
        in_context = search.article_matches(article, before)
        title, around = keys(article.title), keys(article.title) | keys(passage.text)
        spans = sentences(passage.text)
        for at, (start, end) in enumerate(spans):
            own = keys(passage.text[start:end])
            near = own | keys_before(passage.text, spans, at) | title
            named = all(term.matches(near) for term in topic.names)
            named = named and _says(query, article, passage.text[start:end], own)
            one = _Candidate(
                article,
                passage.start + start,
                passage.start + end,
                hit.score / best,
                topic.coverage(own),
                topic.coverage(own | around),
                plain.coverage(own) if plain else 1.0,
                named,
                introduction(topic.names, own, near),
                fit=max(
                    fit(passage.text[start:end], article, passage.start + start, query.alone, kind),
                    _spoken(query, article, (passage.start + start, passage.start + end), search),
                ),
                in_context=in_context,
            )
            found.setdefault((article.id, one.start), one)
        if (headline := _headline(article, hit.score / best, topic)) is not None:
            found.setdefault((article.id, _NOWHERE), headline)
    return sorted(
        found.values(),
        key=lambda one: (not one.in_context, -_promise(one)),
    )


def _promise(one: _Candidate) -> float:
    """What speaks for reading a sentence at all: words, passage and form."""
    return one.own + 0.3 * one.context + 0.4 * one.passage + _FIT * one.fit


def _names_before(query: Query) -> list[Term]:
    """The names in the questions before, where a question depends on them."""
    if query.context_weight < DEPENDENT:
        return []
    return [term for term in terms(query.context) if term.name]


def _spoken(query: Query, article: Article, span: Span, search: Search) -> float:
    """Whether a sentence is somebody's words, where words are asked for: 1 if the asked one's."""
    if not query.asks_for_words:
        return 0.0
    speaker = search.speaker_at(article.id, *span)
    if speaker in query.spellings:
        return 1.0
    return _ANYBODYS if speaker or search.kind_at(article.id, *span) else 0.0


def _headline(article: Article, passage: float, topic: Topic) -> _Candidate | None:
    """An article's title, where it has most of the question's words: news puts the answer there."""
    own = keys(article.title)
    if topic.coverage(own) < _TOLD_BY_TITLE or not all(term.matches(own) for term in topic.names):
        return None
    plain = topic.without_names()
    return _Candidate(
        article,
        0,
        0,
        passage,
        topic.coverage(own),
        topic.coverage(own),
        plain.coverage(own) if plain else 1.0,
        named=True,
        about="",
        headline=True,
    )


def keys_before(text: str, spans: Sequence[Span], at: int) -> frozenset[str]:
    """The keys of the two sentences before one of a text's."""
    return keys(text[spans[max(0, at - _BEFORE)][0] : spans[at][0]])


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
