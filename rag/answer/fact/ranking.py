"""A question about a fact + the passages found -> their sentences, the likeliest to answer first.

Nothing is refused here: every sentence carries the signals that a decision can be made from.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rag.answer.evidence import Span
from rag.answer.fact.bold import find_answering_words
from rag.answer.fact.candidates import Candidate, find_candidates
from rag.answer.fact.nearness import TellingWord, closeness, find_telling_words, nearness
from rag.answer.fact.pairs import odds
from rag.answer.support import Topic
from rag.models.embedder import TokenVectors, Vectors
from rag.models.pair_model import PairModel, PairScores
from rag.names.name import same_person
from rag.records import Article, CitationKind, Hit, Query
from rag.search.question.wanted import Wanted, find_wanted
from rag.search.retrieve.search import Search
from rag.search.topic import find_keys, find_terms

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
    topic = Topic(find_terms(query.topic), search.weight)
    promising = find_candidates(query, hits, topic, search)[:EMBEDDED]
    if not promising:
        return []
    question_vectors, *vectors = embed([query.alone, *(candidate.text for candidate in promising)])
    telling = find_telling_words(query.alone, question_vectors)
    question = _Question(query, topic, question_vector, question_vectors, telling)
    ranked = [
        _ranked(candidate, text, question, search)
        for candidate, text in zip(promising, vectors, strict=True)
    ]
    if pairs is not None:
        pieces = [(candidate.text, candidate.about) for candidate in promising]
        pair_scores = pairs.read(query.alone, pieces)
        ranked = score_as_read(ranked, pair_scores)
    return sorted(
        ranked, key=lambda sentence: (-sentence.score, sentence.article.id, sentence.start)
    )


def score_as_read(
    sentences: Sequence[RankedSentence], together: Sequence[PairScores]
) -> list[RankedSentence]:
    """The sentences with what both read as one text say of each, and scores by that, too.

    It counts more between the sentences of an article than between articles: the best score of an
    article stays, and goes to the sentence that is best with the larger share. Sentences that are
    shown last are weighed among their like.
    """
    groups: dict[tuple[str, bool], list[tuple[RankedSentence, PairScores]]] = {}
    for sentence, scores in zip(sentences, together, strict=True):
        alike = (sentence.article.id, sentence.doubts > 0)
        groups.setdefault(alike, []).append((sentence, scores))
    rescored = []
    for group in groups.values():
        # a sure answer counts little more than a likely one
        chances = [math.tanh(odds(scores) / 4) for _, scores in group]
        best = max(
            sentence.score + _READ * chance
            for (sentence, _), chance in zip(group, chances, strict=True)
        )
        scores_within = [
            sentence.score + _READ_WITHIN * chance
            for (sentence, _), chance in zip(group, chances, strict=True)
        ]
        rescored += [
            replace(sentence, together=scores, score=best + score - max(scores_within))
            for (sentence, scores), score in zip(group, scores_within, strict=True)
        ]
    return rescored


@dataclass(frozen=True, slots=True)
class _Question:
    query: Query
    topic: Topic
    vector: Vectors
    pieces: TokenVectors
    telling: Sequence[TellingWord]


def _ranked(
    candidate: Candidate, text: TokenVectors, question: _Question, search: Search
) -> RankedSentence:
    query = question.query
    dated = candidate.article.date is not None
    answering_words = find_answering_words(candidate.text, query.alone, question.topic, dated=dated)
    kind = find_wanted(query.alone)
    role = kind is Wanted.ROLE
    bonus = _ROLE_BONUS if role else _TYPE_BONUS
    speaker = (
        None
        if candidate.headline
        else search.find_speaker(candidate.article.id, candidate.start, candidate.end)
    )
    similarity = max(float(text.whole @ question.vector), 0.0)
    numberless = not answering_words and (role or kind.required)
    names_alone = not candidate.plain and similarity < _IN_OTHER_WORDS
    score = _CLOSENESS * closeness(question.pieces, text) + _PASSAGE * candidate.passage
    score += (bonus if answering_words else 0.0) + _FITTING * candidate.fit
    return RankedSentence(
        article=candidate.article,
        start=candidate.start,
        end=candidate.end,
        own=candidate.own,
        context=candidate.context,
        plain=candidate.plain,
        similarity=similarity,
        nearest=_nearest(candidate, question.pieces, question.telling, text),
        named=candidate.named,
        found=answering_words,
        speaker=speaker,
        doubts=(not candidate.named)
        + numberless
        + names_alone
        + candidate.text.rstrip().endswith("?")
        + (not candidate.in_context)
        + bool(query.subject and speaker and not same_person(speaker, query.subject)),
        score=score + _OWN * candidate.own + _PLAIN * candidate.plain + _NAMED * candidate.named,
        asked=question.pieces,
        read=text,
        kind=None
        if candidate.headline
        else search.find_kind(candidate.article.id, candidate.start, candidate.end),
        headline=candidate.headline,
    )


def _nearest(
    candidate: Candidate, asked: TokenVectors, telling: Sequence[TellingWord], text: TokenVectors
) -> tuple[float, ...]:
    """How near a sentence comes to each word of the question; its title's words stand in it."""
    text_keys = find_keys(candidate.text) | find_keys(candidate.article.title)
    return tuple(map(float, nearness(asked, telling, text, text_keys)))
