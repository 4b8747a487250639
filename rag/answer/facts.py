"""A fact asked for -> the sentences that hold it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from rag.answer.bold import AnswerType, answer_type, answers, emphasised
from rag.answer.evidence import Evidence
from rag.answer.support import Support, Topic
from rag.articles.people import same_person
from rag.articles.sentences import sentences
from rag.index.embedder import Vectors
from rag.records import Article, Hit, Query
from rag.search.search import Search
from rag.search.topic import keys, terms

MOST = 2  # sentences in an answer
EMBEDDED = 12  # sentences compared by meaning, the best by words; each takes some 12 ms
_BEFORE = 2  # sentences before one that may name who or what it is about
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NEAR_BEST = 0.85  # how close to the best sentence another must come to stand beside it
_TYPE_BONUS = 0.1  # for a sentence that holds a number where "how many" is asked
_ROLE_BONUS = 0.3  # for one that says what somebody is: any other with the name is as close


@dataclass(frozen=True, slots=True)
class _Candidate:
    article: Article
    start: int
    end: int
    own: float
    context: float
    plain: float  # share of the question's words that are no names, in the sentence itself
    holds: bool  # whether names and numbers of the question stand in it, or right before it

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]


def facts(
    query: Query,
    hits: Sequence[Hit],
    question_vector: Vectors,
    search: Search,
    embed: Callable[[Sequence[str]], Vectors],
) -> list[Evidence]:
    """The sentences of the passages found that answer, best first; none where none does.

    `embed` gives the vectors of sentences.
    """
    topic = Topic(terms(query.topic), search.weight)
    wanted = answer_type(query.searched_for)
    candidates = _candidates(query, hits, topic, search)[:EMBEDDED]
    if not candidates:
        return []
    similarities = embed([one.text for one in candidates]) @ question_vector
    bonus = _ROLE_BONUS if wanted is AnswerType.ROLE else _TYPE_BONUS
    found = []
    for one, similarity in zip(candidates, similarities, strict=True):
        support = Support(one.own, one.context, one.context, max(float(similarity), 0.0))
        found_words = answers(one.text, query.searched_for, topic)
        speaker = search.speaker_at(one.article.id, one.start, one.end)
        if query.subject and speaker and not same_person(speaker, query.subject):
            continue  # somebody else's words on it
        if one.holds and _holds(support, one.plain) and (found_words or not wanted.required):
            bold = emphasised(one.text, query.searched_for, found_words)
            found.append(
                Evidence(
                    one.article,
                    one.start,
                    one.end,
                    _score(support) + (bonus if found_words else 0.0),
                    speaker,
                    tuple((one.start + start, one.start + end) for start, end in bold),
                )
            )
    found.sort(key=lambda one: (-one.score, one.article.id, one.start))
    return [one for one in found[:MOST] if one.score >= _NEAR_BEST * found[0].score]


def _candidates(
    query: Query, hits: Sequence[Hit], topic: Topic, search: Search
) -> list[_Candidate]:
    """The sentences of passages, each once, those with most of the topic's words first."""
    found: dict[tuple[str, int], _Candidate] = {}
    plain = topic.without_names()
    for hit in hits:
        passage = hit.passage
        article = search.article(passage.article_id)
        title, around = keys(article.title), keys(article.title) | keys(passage.text)
        spans = sentences(passage.text)
        for at, (start, end) in enumerate(spans):
            own = keys(passage.text[start:end])
            before = keys(passage.text[spans[max(0, at - _BEFORE)][0] : start])
            near = own | before | title
            holds = all(term.matches(near) for term in topic.names)
            holds = holds and _says(query, article, passage.text[start:end], own)
            one = _Candidate(
                article,
                passage.start + start,
                passage.start + end,
                topic.coverage(own),
                topic.coverage(own | around),
                plain.coverage(own) if plain else 1.0,
                holds,
            )
            found.setdefault((article.id, one.start), one)
    return sorted(found.values(), key=lambda one: -(one.own + 0.3 * one.context))


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


def _score(support: Support) -> float:
    """One number to rank sentences of a passage by: what stands around them is the same."""
    return 0.4 * support.own + 0.1 * support.context + 0.5 * support.similarity


def _holds(support: Support, plain: float) -> bool:
    """Whether a sentence holds the fact asked for.

    A name alone brings a sentence close to any question on that name, so words besides the names
    must agree, or else the meaning must be very close.
    """
    return (
        (plain >= 0.8 and support.context >= 0.5 and support.similarity >= 0.2)
        or (plain >= 0.3 and support.context >= 0.5 and support.similarity >= 0.3)
        or (plain > 0 and support.similarity >= 0.6)
        or support.similarity >= 0.7
    )
