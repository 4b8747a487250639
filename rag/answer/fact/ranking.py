"""A question about a fact and the passages found -> their sentences, the most likely first.

No sentence is refused here. Each has the signals that a decision needs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answer.evidence import Span
from rag.answer.fact.asked_act import Act, as_term, find_asked_acts
from rag.answer.fact.bold import find_answering_words
from rag.answer.fact.candidates import Candidate, covers_topic, find_candidates
from rag.answer.fact.nearness import (
    TellingWord,
    act_nearness,
    closeness,
    find_telling_words,
    nearness,
)
from rag.answer.fact.pairs import odds
from rag.answer.fact.reported_act import has_act, reports_act
from rag.answer.support import Topic
from rag.models.embedder import TokenVectors, Vectors
from rag.models.pair_model import PairModel, PairScores
from rag.names.name import same_person
from rag.records import Article, CitationKind, Hit, Query
from rag.search.question.wanted import Wanted, find_wanted
from rag.search.retrieve.search import Search
from rag.search.topic import find_keys, find_terms

EMBEDDED = 12  # sentences that are compared by meaning; each takes about 12 ms
# Fitted on questions about news and rounded; the results are in docs/decisions.
_CLOSENESS, _OWN, _NAMED = 0.45, 0.1, 0.1
_TYPE_BONUS = 0.15  # for a sentence with a number, if the question is "how many"
# Least cosine of a sentence that has none of the question's words except names.
_IN_OTHER_WORDS = 0.7
_REWORDED = 0.45  # least mean nearness of such a sentence to the other words
_PASSAGE = 0.5  # for the score of its passage, which considers days and titles
# For the pair model's score, from -1 to 1: between articles, and between the sentences of one
# article, which the scores of passages distinguish less. See docs/decisions.
_READ, _READ_WITHIN = 0.1, 0.25
_FITTING = 0.2  # for a sentence of the wanted form: a reason, a definition, a statement
_EARLY_ENOUGH = 0.3  # least fit of a sentence that tells what happened by a name alone
_FITTING_EVENT = 0.25  # for an early sentence, if an event is asked for
_ROLE_BONUS = 0.3  # for a sentence with a person's role; others with the name are as close


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence with all its signals. Shares and similarities are 0 to 1."""

    article: Article
    start: int
    end: int
    similarity: float  # cosine to the question, negative ones as 0
    nearest: tuple[float, ...]  # its similarity to each telling word of the question
    named: bool  # it, or the text before it, has the question's names, numbers and subject
    found: tuple[Span, ...]  # offsets, in its text, of words of the kind asked for
    speaker: str | None  # whose words it holds
    # of seven: a name is missing; a number or role asked for is missing; all words except names are
    # missing; it is late in its article, if an event is asked for by names alone; it is a question;
    # its article lacks a name of earlier questions; it has the words of another speaker than the
    # subject
    doubts: int
    score: float  # to rank by
    kind: CitationKind | None = None  # how its words are reported, if it is a statement
    together: PairScores | None = None  # of the pair model; None without one
    headline: bool = False  # it is the article's title, which has no offsets in the text
    # nearness to the act that the question asks about; 1 if its article reports it, or for none
    act: float = 1.0
    reworded: bool = False  # one of its doubts is about words, and it is near to them

    @property
    def is_doubtful(self) -> bool:
        """Whether it comes after the others: other words alone make it less sure, not worse."""
        return self.doubts > self.reworded

    @property
    def text(self) -> str:
        """The words, exactly as in the article."""
        if self.headline:
            return self.article.title
        return self.article.text[self.start : self.end]

    @property
    def odds(self) -> float | None:
        """The log odds that its words answer, by the pair model."""
        return None if self.together is None else odds(self.together)


def rank_sentences(  # noqa: PLR0913  # a question, what was found, and what reads it
    query: Query,
    hits: Sequence[Hit],
    question_vector: Vectors,
    search: Search,
    embed: Callable[[Sequence[str]], Sequence[TokenVectors]],
    pairs: PairModel | None = None,
) -> list[RankedSentence]:
    """The 12 most promising sentences of the passages found, best first.

    `embed` gives the vectors of texts, in their order, whole and word by word. `pairs` reads each
    sentence with the question.
    """
    topic = Topic(find_terms(query.topic), search.weight)
    promising = find_candidates(query, hits, topic, search)[:EMBEDDED]
    if not promising:
        return []
    question_vectors, *vectors = embed([query.alone, *(candidate.text for candidate in promising)])
    telling = find_telling_words(query.alone, question_vectors)
    acts = find_asked_acts(query.alone)
    reported = _find_reported(promising, acts, query, topic, search)
    question = _Question(query, topic, question_vector, question_vectors, telling, acts, reported)
    ranked = [
        _ranked(candidate, text, question, search)
        for candidate, text in zip(promising, vectors, strict=True)
    ]
    if pairs is not None:
        pieces = [
            (candidate.text, candidate.surroundings if pairs.reads_context else candidate.about)
            for candidate in promising
        ]
        pair_scores = pairs.read(query.alone, pieces)
        ranked = score_as_read(ranked, pair_scores)
    return sorted(
        ranked, key=lambda sentence: (-sentence.score, sentence.article.id, sentence.start)
    )


def score_as_read(
    sentences: Sequence[RankedSentence], together: Sequence[PairScores]
) -> list[RankedSentence]:
    """The sentences with the pair model's scores, which also change their own scores.

    The weight is larger between the sentences of an article than between articles. Therefore the
    best score of an article is computed with the smaller weight, and the sentence that is best with
    the larger weight gets it. Sentences with doubts are a group of their own.
    """
    groups: dict[tuple[str, bool], list[tuple[RankedSentence, PairScores]]] = {}
    for sentence, scores in zip(sentences, together, strict=True):
        alike = (sentence.article.id, sentence.is_doubtful)
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
    acts: Sequence[Act]
    reported: Mapping[str, bool]  # for each article's id, whether it has one of the acts


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
    is_early = candidate.headline or candidate.fit >= _EARLY_ENOUGH
    # the opening tells what happened in words of its own if the title has those of the question
    by_title = kind is Wanted.EVENT and is_early and covers_topic(candidate.article, question.topic)
    nearest = _nearest(candidate, question.pieces, question.telling, text)
    names_alone = not candidate.plain and similarity < _IN_OTHER_WORDS and not by_title
    named_event = kind is Wanted.EVENT and question.topic.without_names() is None
    tells_late = named_event and not is_early and similarity < _IN_OTHER_WORDS
    score = _CLOSENESS * closeness(question.pieces, text) + _PASSAGE * candidate.passage
    fitting = _FITTING_EVENT if kind is Wanted.EVENT else _FITTING
    score += (bonus if answering_words else 0.0) + fitting * candidate.fit
    return RankedSentence(
        article=candidate.article,
        start=candidate.start,
        end=candidate.end,
        similarity=similarity,
        nearest=nearest,
        named=candidate.named,
        found=answering_words,
        speaker=speaker,
        doubts=(not candidate.named)
        + numberless
        + names_alone
        + tells_late
        + candidate.text.rstrip().endswith("?")
        + (not candidate.in_context)
        + bool(query.subject and speaker and not same_person(speaker, query.subject)),
        score=score + _OWN * candidate.own + _NAMED * candidate.named,
        kind=None
        if candidate.headline
        else search.find_kind(candidate.article.id, candidate.start, candidate.end),
        headline=candidate.headline,
        act=_find_act(candidate, question, text),
        reworded=names_alone and _is_reworded(nearest, question.telling),
    )


def _is_reworded(nearest: Sequence[float], telling: Sequence[TellingWord]) -> bool:
    """Whether a sentence is near to the question's words other than names and numbers."""
    near = [value for value, word in zip(nearest, telling, strict=False) if not word.exact]
    return bool(near) and sum(near) / len(near) >= _REWORDED


def _find_act(candidate: Candidate, question: _Question, text: TokenVectors) -> float:
    """How near a sentence comes to the act asked about.

    It is 1 if its article reports the act, and 0 if the sentence has it without reporting it.
    """
    if question.reported.get(candidate.article.id, True):
        return 1.0
    if has_act(candidate.text, question.acts):
        return 0.0
    return act_nearness(question.acts, question.pieces, question.telling, candidate.text, text)


def _find_reported(
    promising: Sequence[Candidate], acts: Sequence[Act], query: Query, topic: Topic, search: Search
) -> Mapping[str, bool]:
    """For each article's id, whether it reports the act that the question asks about."""
    if not acts:
        return {}
    term, articles = as_term(acts), {each.article.id: each.article for each in promising}
    return {
        article_id: search.article_matches(article, [term])
        and reports_act(article, acts, topic.names, query.alone)
        for article_id, article in articles.items()
    }


def _nearest(
    candidate: Candidate, asked: TokenVectors, telling: Sequence[TellingWord], text: TokenVectors
) -> tuple[float, ...]:
    """The similarity of a sentence with its article's title to each word of the question."""
    text_keys = find_keys(candidate.text) | find_keys(candidate.article.title)
    return tuple(map(float, nearness(asked, telling, text, text_keys)))
