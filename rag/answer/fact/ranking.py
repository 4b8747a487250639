"""A question about a fact + the passages found -> their sentences, the likeliest to answer first.

Nothing is refused here: every sentence carries the signals that a decision can be made from.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rag.answer.evidence import Span
from rag.answer.fact.bold import answers
from rag.answer.fact.candidates import Candidate, candidates
from rag.answer.fact.nearness import TellingWord, closeness, nearness, telling_words
from rag.answer.fact.pairs import odds
from rag.answer.support import Topic
from rag.models.embedder import TokenVectors, Vectors
from rag.models.pair_model import PairModel, PairScores
from rag.names.name import same_person
from rag.records import Article, CitationKind, Hit, Query
from rag.search.question.wanted import Wanted, wanted
from rag.search.retrieve.search import Search
from rag.search.topic import keys, terms

EMBEDDED = 12  # sentences compared by meaning, the best by words; each takes some 12 ms
# Fitted on the questions on six articles and rounded; docs/decisions has how well they do.
_CLOSENESS, _OWN, _PLAIN, _NAMED = 0.45, 0.1, 0.2, 0.1
_TYPE_BONUS = 0.15  # for a sentence that holds a number where "how many" is asked
# Cosine from which a sentence may say in other words all that is asked besides names.
_IN_OTHER_WORDS = 0.7
_PASSAGE = 0.3  # for the passage it stands in, by that one's score: days count there, and titles
# For what both read as one text say, from -1 to 1: between articles, and between the sentences of
# one, which the passages' scores tell less apart. See docs/decisions.
_READ, _READ_WITHIN = 0.1, 0.25
_FITTING = 0.1  # for a sentence of the form wanted: a reason, a definition, somebody's words
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
    promising = candidates(query, hits, topic, search)[:EMBEDDED]
    if not promising:
        return []
    asked, *read = embed([query.alone, *(one.text for one in promising)])
    telling = telling_words(query.alone, asked)
    question = _Question(query, topic, question_vector, asked, telling)
    ranked = [
        _ranked(one, text, question, search) for one, text in zip(promising, read, strict=True)
    ]
    if pairs is not None:
        pieces = [(one.text, one.about) for one in promising]
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
    one: Candidate, text: TokenVectors, question: _Question, search: Search
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
    one: Candidate, asked: TokenVectors, telling: Sequence[TellingWord], text: TokenVectors
) -> tuple[float, ...]:
    """How near a sentence comes to each word of the question; its title's words stand in it."""
    own = keys(one.text) | keys(one.article.title)
    return tuple(map(float, nearness(asked, telling, text, own)))
