"""A fact asked for -> the sentences that hold it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.answer.bold import answer_type, marked
from rag.answer.copies import without_copies
from rag.answer.evidence import Evidence
from rag.answer.ranking import RankedSentence, rank_sentences
from rag.answer.reader import Reader
from rag.index.embedder import TokenVectors, Vectors
from rag.records import Hit, Query
from rag.search.search import Search

MOST = 2  # sentences in an answer
_NEAR_BEST = 0.85  # how close to the best sentence another must come to stand beside it


@dataclass(frozen=True, slots=True)
class Models:
    """What texts are compared and read with."""

    embed: Callable[[Sequence[str]], Sequence[TokenVectors]]  # texts, whole and word by word
    reader: Reader | None  # marks the words that answer; without it, rules do


def facts(
    query: Query,
    hits: Sequence[Hit],
    question_vector: Vectors,
    search: Search,
    models: Models,
) -> list[Evidence]:
    """The sentences of the passages found that answer, best first; none where none does.

    What several articles print alike is given once.
    """
    ranked = rank_sentences(query, hits, question_vector, search, models.embed)
    found = without_copies(one for one in ranked if accepted(query, one))[:MOST]
    best = [one for one in found if one.score >= _NEAR_BEST * found[0].score]
    return [evidence(query, one, models.reader) for one in best]


def accepted(query: Query, one: RankedSentence) -> bool:
    """Whether a sentence answers a question, as far as rules over its signals can tell."""
    if one.others_words or not one.named or not _holds(one):
        return False
    return bool(one.found) or not answer_type(query.searched_for).required


def evidence(query: Query, one: RankedSentence, reader: Reader | None) -> Evidence:
    """A sentence with the words marked that answer."""
    question = query.searched_for
    reading = reader.read(question, one.asked, one.text, one.read) if reader else None
    bold = marked(one.text, question, one.found, reading)
    return Evidence(
        one.article,
        one.start,
        one.end,
        one.score,
        one.speaker,
        tuple((one.start + start, one.start + end) for start, end in bold),
    )


def _holds(one: RankedSentence) -> bool:
    """Whether a sentence holds the fact asked for.

    A name alone brings a sentence close to any question on that name, so words besides the names
    must agree, or else the meaning must be very close.
    """
    return (
        (one.plain >= 0.8 and one.context >= 0.5 and one.similarity >= 0.2)
        or (one.plain >= 0.3 and one.context >= 0.5 and one.similarity >= 0.3)
        or (one.plain > 0 and one.similarity >= 0.6)
        or one.similarity >= 0.7
    )
