"""A fact asked for -> the sentences that hold it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answer.evidence import Evidence, Found
from rag.answer.fact.bold import marked
from rag.answer.fact.confidence import confidence
from rag.answer.fact.excerpts import MOST, WORDS, excerpts
from rag.answer.fact.ranking import RankedSentence, rank_sentences
from rag.answer.fact.reader import Reader
from rag.answer.repeats import without_copies
from rag.language.sayings import NOUNS, PLAIN_VERBS, VERBS
from rag.models.embedder import TokenVectors, Vectors
from rag.models.pair_model import PairModel
from rag.models.reranker import Reranker
from rag.records import Hit, Query, QuestionKind
from rag.search.question.wanted import wanted
from rag.search.retrieve.search import Search
from rag.search.topic import names

# The probability below which nothing is near, so that nothing is shown.
NEAR = 0.1
# The probability from which two excerpts are enough.
QUITE_SURE = 0.8
FEW = 2


@dataclass(frozen=True, slots=True)
class Models:
    """What texts are compared and read with."""

    embed: Callable[[Sequence[str]], Sequence[TokenVectors]]  # texts, whole and word by word
    reader: Reader | None  # marks the words that answer; without it, rules do
    reranker: Reranker | None = None  # orders the sentences that may answer
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
    """Excerpts around the sentences that likeliest answer, best first.

    They are `sure` from the probability `least`, 0 to 1; below NEAR there are none. What several
    articles print alike is given once.
    """
    able = able_sentences(query, hits, question_vector, search, models)
    sure = confidence(able)
    if not able or sure < NEAR:
        return Found((), sure)
    if models.reranker is not None:  # how sure an answer is does not depend on it
        able = reranked(query, able, models.reranker)
    distinct = without_copies(able)[query.page * MOST :]
    if not distinct:
        return Found((), sure)
    if sure < least:
        return Found(tuple(excerpts(distinct)), sure, sure=False)
    most = FEW if sure >= QUITE_SURE else MOST
    shown = excerpts(distinct, most, WORDS * most // MOST)
    by_place = {(one.article.id, one.start, one.headline): one for one in distinct}
    return Found(tuple(_marked(query, one, by_place, models.reader) for one in shown), sure)


_Place = tuple[str, int, bool]


def _marked(
    query: Query,
    excerpt: Evidence,
    by_place: Mapping[_Place, RankedSentence],
    reader: Reader | None,
) -> Evidence:
    """An excerpt of a sure answer, with the words marked that answer in place of a sentence."""
    if excerpt.likely is None:
        return excerpt
    sentence = by_place[excerpt.article.id, excerpt.likely[0], False]
    return replace(excerpt, bold=evidence(query, sentence, reader).bold, likely=None)


def able_sentences(
    query: Query, hits: Sequence[Hit], question_vector: Vectors, search: Search, models: Models
) -> list[RankedSentence]:
    """The sentences of the passages found that nothing rules out, best first.

    What leaves room for doubt comes last.
    """
    ranked = rank_sentences(query, hits, question_vector, search, models.embed, models.pairs())
    return sorted(ranked, key=lambda one: one.doubts > 0)


def reranked(
    query: Query, sentences: Sequence[RankedSentence], reranker: Reranker
) -> list[RankedSentence]:
    """The sentences with a cross-encoder's scores, best first, doubtful ones still last."""
    scores = reranker.scores(query.alone, [one.text for one in sentences]).tolist()
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
    words = [word.strip("?,.!") for word in query.alone.lower().split()]
    spoken = any(_speaks(at, words) for at in range(len(words)))
    if query.speaker and not query.spellings and not query.described:
        cased = query.alone != query.alone.lower()
        if _PASSIVE.search(query.alone) or (cased and not spoken and not names(query.speaker)):
            return True
    if spoken or "according" in words:
        return False
    about_speech = (VERBS - _WRITING).intersection(words) or any(
        word.removesuffix("s") in NOUNS for word in words
    )
    return not about_speech or wanted(query.alone).required


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
    return replace(
        query,
        kind=QuestionKind.FACT,
        topic=query.alone,
        speaker=None,
        each=(),
        not_by=frozenset(),
        asks_for_words=query.kind is QuestionKind.STATEMENT,
    )


def evidence(query: Query, one: RankedSentence, reader: Reader | None) -> Evidence:
    """A sentence with the words marked that answer."""
    question = query.alone
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
