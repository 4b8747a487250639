"""What is measured side by side: three baselines made of the program's own parts, and all of it.

dense only     the cosine of question and passage
BM25 only      the words they share
RRF            both by their ranks: the sum of 1 / (60 + rank) (Cormack et al. 2009, SIGIR)
ours, ranking  what `Search.passages` finds for the words as they are
ours           what `Assistant.examine` finds and answers

A baseline answers every question with its first passage, and is as sure as that passage's score is
high: what a threshold on that score would come to is in its run's abstention curve.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from benchmarks.command import Opened
from rag.assistant import NO_FILTERS
from rag.evaluation.run_records import Outcome, Question
from rag.evaluation.running.judge import score_answer
from rag.evaluation.running.measures import ranking_scores
from rag.evaluation.running.run_folder import HITS
from rag.index.searched import SearchedIndex, Selection
from rag.interface import answer_json
from rag.language.stems import stem
from rag.models.embedder import Vectors
from rag.records import Answer, Hit, Status
from rag.search.retrieve.fuse import Ranking, fuse
from rag.search.retrieve.search import DEPTH, Search
from rag.search.topic import find_content_words

System = Callable[[Question], Outcome]
Ranker = Callable[[str, Vectors], list[Hit]]  # of a text and its vector

DENSE, BM25, RRF, OURS = "dense only", "BM25 only", "RRF, k 60", "ours"
RANKED = "ours, ranking"
SHIPPED = "ours, shipped"
_K = 60
_HALF_SURE = 20.0  # the BM25 score that becomes a confidence of one half


def rankers(index: SearchedIndex) -> Mapping[str, Ranker]:
    """The rankings of an index's passages, by the name of the system."""
    search = Search(index)

    def hits(rows: Sequence[tuple[int, float]]) -> list[Hit]:
        return [Hit(index.passages[row], score) for row, score in rows[:HITS]]

    def dense(vector: Vectors) -> list[tuple[int, float]]:
        return index.passage_vectors.search(vector, DEPTH)

    def by_words(text: str) -> list[tuple[int, float]]:
        every = Selection.of(np.arange(len(index.words)))
        stems = [stem(word) for word in find_content_words(text)]
        return index.words.best(stems, DEPTH, among=every)

    return {
        DENSE: lambda _, vector: hits(dense(vector)),
        BM25: lambda text, _: hits(by_words(text)),
        RRF: lambda text, vector: hits(reciprocal([dense(vector), by_words(text)])),
        RANKED: lambda text, vector: search.find_passages(text, vector, NO_FILTERS, HITS),
    }


def reciprocal(rankings: Sequence[Sequence[tuple[int, float]]]) -> list[tuple[int, float]]:
    """Rankings fused by reciprocal ranks; as `fuse` divides by the best, at most 1."""
    return fuse(
        [
            Ranking(
                1 / len(rankings),
                {row: 1 / (_K + rank) for rank, (row, _) in enumerate(ranking, start=1)},
            )
            for ranking in rankings
        ]
    )


def baseline(
    name: str, opened: Opened, words: Callable[[Question], str] = lambda question: question.question
) -> System:
    """One of the rankings, of what `words` makes of a question."""
    rank = rankers(opened.assistant.index)[name]

    def ask(question: Question) -> Outcome:
        began = time.perf_counter()
        text = words(question)
        (vector,) = opened.embedder.embed_questions([text])
        hits = rank(text, vector)
        spent = (time.perf_counter() - began) * 1000
        return first_hit_answers(question, hits, sureness(name, hits), spent)

    return ask


def ours(
    opened: Opened,
    *,
    history: bool = True,
    now: bool = False,
) -> System:
    """The whole program, each question asked on its own day, or today if `now`.

    Without `history` the earlier questions of a conversation are kept from it.
    """
    assistant = opened.assistant

    def ask(question: Question) -> Outcome:
        day = None if now else question.asked
        before = question.history if history else ()
        examined = assistant.examine(question.question, before, today=day, hits=HITS)
        spent = examined.answer.timings_ms
        return Outcome(
            question=question,
            hits=examined.hits,
            answer=answer_json(examined.answer, question.id),
            scores={
                **ranking_scores(question, examined.hits),
                **score_answer(question, examined.answer, assistant.article),
            },
            search_ms=round(spent["total"] - spent["answer"], 1),
            ask_ms=round(spent["total"], 1),
        )

    return ask


def first_hit_answers(
    question: Question, hits: Sequence[Hit], confidence: float, milliseconds: float
) -> Outcome:
    """What becomes of a question that is answered with its first hit, whatever that is."""
    answer = Answer(
        question.question,
        question.question,
        Status.ANSWERED if hits else Status.NOT_FOUND,
        hits[0].passage.text if hits else "",
        reason=None if hits else "no passage shares a word",
        confidence=confidence,
    )
    scores = ranking_scores(question, hits)
    if question.answerable is not None:
        scores["abstention"] = float(bool(hits) == question.answerable)
    return Outcome(
        question, tuple(hits), answer_json(answer, question.id), scores,
        round(milliseconds, 1), round(milliseconds, 1),
    )  # fmt: skip


def sureness(name: str, hits: Sequence[Hit]) -> float:
    """The best score as a confidence, 0 to 1, in the order of the scores."""
    best = max((hit.score for hit in hits), default=0.0)
    return best / (best + _HALF_SURE) if name == BM25 else min(max(best, 0.0), 1.0)
