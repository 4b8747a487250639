"""A question about a fact -> the sentences that answer it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answer.evidence import Evidence, FoundEvidence
from rag.answer.fact.answer_span import read_answer_span
from rag.answer.fact.bold import mark_words
from rag.answer.fact.confidence import confidence
from rag.answer.fact.excerpts import MOST, WORDS, make_excerpts
from rag.answer.fact.ranking import RankedSentence, rank_sentences
from rag.answer.repeats import remove_copies
from rag.language.sayings import NOUNS, PLAIN_VERBS, VERBS
from rag.models.embedder import TokenVectors, Vectors
from rag.models.pair_model import PairModel
from rag.models.reranker import Reranker
from rag.records import Hit, Query, QuestionKind
from rag.search.question.wanted import find_wanted
from rag.search.retrieve.search import Search
from rag.search.topic import find_names

# The least probability of an answer for which anything is shown.
NEAR = 0.1
# The least probability for which two excerpts are enough.
QUITE_SURE = 0.8
FEW = 2


@dataclass(frozen=True, slots=True)
class Models:
    """The models that compare and read texts."""

    embed: Callable[[Sequence[str]], Sequence[TokenVectors]]  # texts, whole and word by word
    reranker: Reranker | None = None  # orders the sentences that may answer
    # reads a question with sentences; None if the embedding model has no such weights
    pairs: Callable[[], PairModel | None] = lambda: None


def find_sentences(  # noqa: PLR0913  # the question, what was found, and how to read it
    query: Query,
    hits: Sequence[Hit],
    question_vector: Vectors,
    search: Search,
    models: Models,
    *,
    least: float,
) -> FoundEvidence:
    """Excerpts around the sentences that most likely answer, best first.

    They are `sure` from the probability `least`, 0 to 1. Below NEAR there are none, except for
    what goes on from an earlier question. The same words of several articles are shown once.
    """
    possible = find_able_sentences(query, hits, question_vector, search, models)
    probability = confidence(possible)
    # what the articles do not report is no sure answer, but what comes closest is shown
    at_best = confidence([replace(sentence, act=1.0) for sentence in possible])
    goes_on = query.resumes is not None or bool(query.context_names)
    if not possible or (at_best < NEAR and not goes_on):
        return FoundEvidence((), probability)
    if models.reranker is not None:  # the probability does not depend on it
        possible = rerank(query, possible, models.reranker)
    distinct = remove_copies(possible)[query.page * MOST :]
    if not distinct:
        return FoundEvidence((), probability)
    if probability < least:
        return FoundEvidence(tuple(make_excerpts(distinct)), probability, sure=False)
    most = FEW if probability >= QUITE_SURE else MOST
    shown = make_excerpts(distinct, most, WORDS * most // MOST)
    by_place = {
        (sentence.article.id, sentence.start, sentence.headline): sentence for sentence in distinct
    }
    return FoundEvidence(tuple(_marked(query, excerpt, by_place) for excerpt in shown), probability)


_Place = tuple[str, int, bool]


def _marked(
    query: Query,
    excerpt: Evidence,
    by_place: Mapping[_Place, RankedSentence],
) -> Evidence:
    """An excerpt of a sure answer, with the words that answer marked."""
    if excerpt.likely is None:
        return excerpt
    sentence = by_place[excerpt.article.id, excerpt.likely[0], False]
    return replace(excerpt, bold=mark_evidence(query, sentence).bold)


def find_able_sentences(
    query: Query, hits: Sequence[Hit], question_vector: Vectors, search: Search, models: Models
) -> list[RankedSentence]:
    """The sentences of the passages found, best first; those with doubts are last."""
    ranked = rank_sentences(query, hits, question_vector, search, models.embed, models.pairs())
    return sorted(ranked, key=lambda sentence: sentence.is_doubtful)


def rerank(
    query: Query, sentences: Sequence[RankedSentence], reranker: Reranker
) -> list[RankedSentence]:
    """The sentences with a cross-encoder's scores, best first; those with doubts are last."""
    scores = reranker.scores(query.alone, [sentence.text for sentence in sentences]).tolist()
    scored = [
        replace(sentence, score=score) for sentence, score in zip(sentences, scores, strict=True)
    ]
    return sorted(scored, key=lambda sentence: (sentence.is_doubtful, -sentence.score))


def may_ask_for_a_fact(query: Query) -> bool:
    """Whether a question about statements may ask for a fact instead.

    This holds for a question without a verb of speech ("IBM Cloud pricing"), for a number or a day
    ("When was the phone announced?"), and for a subject without a name in the passive ("How is time
    complexity written?"). A question what somebody said is answered with statements only.
    """
    if query.filters.speaker is not None:
        return False
    words = [word.strip("?,.!") for word in query.alone.lower().split()]
    spoken = any(_speaks(at, words) for at in range(len(words)))
    if query.speaker and not query.spellings and not query.described:
        cased = query.alone != query.alone.lower()
        if _PASSIVE.search(query.alone) or (cased and not spoken and not find_names(query.speaker)):
            return True
    if spoken or ("according" in words and not find_wanted(query.alone).required):
        return False
    about_speech = (VERBS - _WRITING).intersection(words) or any(
        word.removesuffix("s") in NOUNS for word in words
    )
    return not about_speech or find_wanted(query.alone).required


# "is it written", and not "is saying"
_PASSIVE = re.compile(
    r"\A(?>.*?\b(?:is|are|was|were|be|been|being)\b)"
    r".*\b(?:\w+ed|said|told|written|spoken|thought)\b"
)
_WRITING = {"write", "wrote", "written", "writing"}
_DETERMINERS = {"a", "an", "the", "this", "that", "its", "his", "her", "their", "my", "your"}


def _speaks(at: int, words: Sequence[str]) -> bool:
    """Whether a word is a verb of speech here: not a noun, and not about writing a book."""
    if words[at] not in PLAIN_VERBS or (at and words[at - 1] in _DETERMINERS):
        return False
    behind = words[at + 1 : at + 2]
    return words[at] not in _WRITING or behind in (["about"], ["on"], ["that"])


def ask_for_fact(query: Query) -> Query:
    """The same question as a question about a fact."""
    return replace(
        query,
        kind=QuestionKind.FACT,
        topic=query.alone,
        speaker=None,
        each=(),
        not_by=frozenset(),
        asks_for_words=query.kind is QuestionKind.STATEMENT,
    )


def mark_evidence(query: Query, sentence: RankedSentence) -> Evidence:
    """A sentence as evidence, with the words that answer marked."""
    read = read_answer_span(sentence.text, sentence.together) if sentence.together else None
    bold = mark_words(sentence.text, query.alone, sentence.found, read)
    return Evidence(
        sentence.article,
        sentence.start,
        sentence.end,
        sentence.score,
        sentence.speaker,
        tuple((sentence.start + start, sentence.start + end) for start, end in bold),
        kind=sentence.kind,
    )
