"""A fact asked for -> the sentences that hold it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rag.answer.evidence import Evidence, Found
from rag.answer.fact.bold import answer_type, marked
from rag.answer.fact.confidence import Weights, confidence
from rag.answer.fact.ranking import RankedSentence, rank_sentences
from rag.answer.fact.reader import Reader
from rag.answer.repeats import without_copies
from rag.language.sayings import NOUNS, PLAIN_VERBS, VERBS
from rag.models.embedder import TokenVectors, Vectors
from rag.models.pair_model import PairModel
from rag.models.reranker import Reranker
from rag.records import Hit, Query, QuestionKind
from rag.search.retrieve.search import Search
from rag.search.topic import names

MOST = 2  # sentences in an answer
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
    first, *others = shown
    near = [
        one
        for one in others
        if one.score >= _NEAR_BEST * first.score and one.doubts <= first.doubts
    ]
    return Found(tuple(evidence(query, one, models.reader) for one in [first, *near]), sure)


def able_sentences(
    query: Query, hits: Sequence[Hit], question_vector: Vectors, search: Search, models: Models
) -> list[RankedSentence]:
    """The sentences of the passages found that nothing rules out, best first.

    Somebody else's words are not the asked one's. What leaves room for doubt comes last.
    """
    ranked = rank_sentences(query, hits, question_vector, search, models.embed, models.pairs())
    able = [one for one in ranked if not one.others_words]
    return sorted(able, key=lambda one: one.doubts > 0)


def reranked(
    query: Query, sentences: Sequence[RankedSentence], reranker: Reranker
) -> list[RankedSentence]:
    """The sentences with a cross-encoder's scores, best first, doubtful ones still last."""
    scores = reranker.scores(query.searched_for, [one.text for one in sentences]).tolist()
    scored = [replace(one, score=score) for one, score in zip(sentences, scores, strict=True)]
    return sorted(scored, key=lambda one: (one.doubts > 0, -one.score))


def may_ask_for_a_fact(query: Query) -> bool:
    """Whether a question read as one on somebody's words may ask for a fact instead.

    So does one without a word of speech ("IBM Cloud pricing"), one for a number or a day ("When was
    the phone announced?"), and one on what has no name, where it need not speak itself ("How is
    time complexity written?"). Whoever asks what somebody said wants words, or to hear of none.
    """
    if query.filters.speaker is not None:
        return False
    words = [word.strip("?,.!") for word in query.searched_for.lower().split()]
    spoken = any(_speaks(at, words) for at in range(len(words)))
    if query.speaker and not query.spellings and not query.described:
        cased = query.searched_for != query.searched_for.lower()
        if _PASSIVE.search(query.searched_for) or (
            cased and not spoken and not names(query.speaker)
        ):
            return True
    if spoken or "according" in words:
        return False
    about_speech = (VERBS - _WRITING).intersection(words) or any(
        word.removesuffix("s") in NOUNS for word in words
    )
    return not about_speech or answer_type(query.searched_for).required


# "is it written", and not "is saying"
_PASSIVE = re.compile(
    r"\A(?>.*?\b(?:is|are|was|were|be|been|being)\b)"
    r".*\b(?:\w+ed|said|told|written|spoken|thought)\b"
)
_WRITING = {"write", "wrote", "written", "writing"}
_DETERMINERS = {"a", "an", "the", "this", "that", "its", "his", "her", "their", "my", "your"}


def _speaks(at: int, words: Sequence[str]) -> bool:
    """Whether a word is a verb of speech here: no noun, and not the writing of a book."""
    if words[at] not in PLAIN_VERBS or (at and words[at - 1] in _DETERMINERS):
        return False
    behind = words[at + 1 : at + 2]
    return words[at] not in _WRITING or behind in (["about"], ["on"], ["that"])


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
