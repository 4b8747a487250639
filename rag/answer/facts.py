"""A fact asked for -> the sentences that hold it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rag.answer.bold import answer_type, marked
from rag.answer.confidence import Weights, confidence
from rag.answer.copies import without_copies
from rag.answer.evidence import Evidence, Found
from rag.answer.ranking import RankedSentence, rank_sentences
from rag.answer.reader import Reader
from rag.index.embedder import TokenVectors, Vectors
from rag.index.pair_model import PairModel
from rag.records import Hit, Query, QuestionKind
from rag.search.reranker import Reranker
from rag.search.sayings import PLAIN_VERBS
from rag.search.search import Search

MOST = 2  # sentences in an answer
# Cosine from which a sentence may say in other words all that is asked besides names.
_IN_OTHER_WORDS = 0.7
_NEAR_BEST = 0.85  # how close to the best sentence another must come to stand beside it


@dataclass(frozen=True, slots=True)
class Models:
    """What texts are compared and read with."""

    embed: Callable[[Sequence[str]], Sequence[TokenVectors]]  # texts, whole and word by word
    reader: Reader | None  # marks the words that answer; without it, rules do
    reranker: Reranker | None = None  # orders the sentences that may answer
    weights: Weights | None = None  # of confidence; None: those that come with the program
    # reads a question with sentences; None where the model has not been trained to
    pairs: Callable[[], PairModel | None] = lambda: None


def facts(  # noqa: PLR0913  # the question, what was found, and how to read it
    query: Query,
    hits: Sequence[Hit],
    question_vector: Vectors,
    search: Search,
    models: Models,
    *,
    least: float,
) -> Found:
    """The sentences of the passages found that answer, best first; none where none does.

    What several articles print alike is given once. `least` is the probability from which sentences
    are taken for an answer, 0 to 1.
    """
    able = able_sentences(query, hits, question_vector, search, models)
    sure = confidence(able, models.weights)
    if not able or sure < least:
        return Found((), sure)
    if models.reranker is not None:  # how sure an answer is does not depend on it
        able = reranked(query, able, models.reranker)
    shown = without_copies(able)[:MOST]
    near = [one for one in shown if one.score >= _NEAR_BEST * shown[0].score]
    return Found(tuple(evidence(query, one, models.reader) for one in near), sure)


def able_sentences(
    query: Query, hits: Sequence[Hit], question_vector: Vectors, search: Search, models: Models
) -> list[RankedSentence]:
    """The sentences of the passages found that nothing rules out, best first."""
    ranked = rank_sentences(query, hits, question_vector, search, models.embed, models.pairs())
    return [one for one in ranked if able_to_answer(query, one)]


def reranked(
    query: Query, sentences: Sequence[RankedSentence], reranker: Reranker
) -> list[RankedSentence]:
    """The sentences with a cross-encoder's scores, best first."""
    scores = reranker.scores(query.searched_for, [one.text for one in sentences]).tolist()
    scored = [replace(one, score=score) for one, score in zip(sentences, scores, strict=True)]
    return sorted(scored, key=lambda one: -one.score)


def able_to_answer(query: Query, one: RankedSentence) -> bool:
    """Whether nothing rules a sentence out: not all that is near a question may answer it.

    Somebody else's words are not the asked one's, another year's result is not this year's, without
    a number nothing says how many, and a sentence that shares names alone is near any question on
    those names.
    """
    if one.others_words or not one.named or (not one.plain and one.similarity < _IN_OTHER_WORDS):
        return False
    return bool(one.found) or not answer_type(query.searched_for).required


def may_ask_for_a_fact(query: Query) -> bool:
    """Whether a question read as one on somebody's words may ask for a number or a day instead.

    "When was the phone announced?" has a verb of speech and asks for nobody's words.
    """
    asked = query.searched_for.lower().split()
    says = "according" in asked or not PLAIN_VERBS.isdisjoint(word.strip("?,.") for word in asked)
    return query.filters.speaker is None and not says and answer_type(query.searched_for).required


def as_fact(query: Query) -> Query:
    """The same question, asked for a fact."""
    return Query(query.searched_for, QuestionKind.FACT, query.searched_for, query.filters)


def evidence(query: Query, one: RankedSentence, reader: Reader | None) -> Evidence:
    """A sentence with the words marked that answer."""
    question = query.searched_for
    reading = reader.read(question, one.asked, one.text, one.read, one.together) if reader else None
    bold = marked(one.text, question, one.found, reading)
    return Evidence(
        one.article,
        one.start,
        one.end,
        one.score,
        one.speaker,
        tuple((one.start + start, one.start + end) for start, end in bold),
        kind=one.kind,
    )
