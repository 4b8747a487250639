"""How well the sentence with the answer is found in a paragraph, and its words are marked.

    python -m benchmarks.reading --data PATH [--index DIR] [--out runs/] [--limit N]

PATH is a folder with reading/squad.jsonl.gz (`id`, `title`, `context`, `question`, `answers`,
`starts`; no answers: the paragraph holds none), as SQuAD 2.0 can be brought into; it is not part of
this project. Asked are the questions on titles that the project's pair reader has not seen; with
--limit, every n-th of them, so that all these titles are among them.

ours            the order of `rag.answer.fact.ranking`, which always has a best sentence
ours, shipped   what it shows: where it refuses, an answerable question counts as missed. Of SQuAD's
                titles the confidence was fitted on those that are asked here
bold F1         the words shared by what is marked and an annotated answer, the best of several, as
                SQuAD counts them; a baseline marks its whole sentence, ours none where none is
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from benchmarks.command import Opened, Options, open_index, run, say
from benchmarks.data import find, lines, question_file, write_lines
from benchmarks.marking import word_f1
from benchmarks.paragraphs import Asked, Sentences, asked, corpus, cut
from benchmarks.runs import Measured, interval, measure_all, note_limit, print_folders, print_table
from benchmarks.separation import print_separation
from benchmarks.systems import (
    BM25,
    DENSE,
    OURS,
    RRF,
    SHIPPED,
    System,
    first_hit_answers,
    reciprocal,
    sureness,
)
from benchmarks.unseen import unseen_rows
from rag.answer import compose
from rag.answer.evidence import Evidence
from rag.answer.fact.confidence import confidence
from rag.answer.fact.facts import Models, find_sentences, mark_evidence
from rag.answer.fact.pairs import WEIGHTS as PAIRS
from rag.answer.fact.ranking import RankedSentence, rank_sentences
from rag.evaluation.run_records import Outcome, Question
from rag.evaluation.running.judge import score_answer
from rag.evaluation.running.measures import ranking_scores
from rag.evaluation.statistics import bootstrap
from rag.index.words import WordIndex
from rag.interface import answer_json
from rag.language.stems import stem
from rag.models.embedder import TokenVectors, Vectors
from rag.models.pair_model import PairModel
from rag.notice import Notice
from rag.progress import progress_bar
from rag.records import Hit, Passage, Query, QuestionKind
from rag.search.retrieve.search import Search
from rag.search.topic import find_content_words
from rag.settings import read_settings

FIRST, BOLD = "evidence Hit@1", "bold F1"
_AT_ONCE = 512  # texts embedded at a time, so that progress shows

Scored = list[tuple[int, float]]  # rows of sentences with their scores, best first


def measure(options: Options) -> None:
    """Ask every question within its paragraph, and print what is found, marked and refused."""
    (path,) = find(options.data, "reading", "squad.jsonl.gz")
    rows = unseen_rows(list(lines(path)))
    kept = rows[:: max(1, len(rows) // options.limit)] if options.limit else rows
    work = options.work("reading")
    opened = open_index(write_lines(corpus(kept), work / "corpus.jsonl"), options, "reading")
    articles = opened.assistant.index.articles
    passages = cut(articles)
    questions, left_out = asked(kept, articles, passages)
    if left_out:
        say(f"LEFT OUT: {left_out} questions whose paragraph the index has in other characters")
    reading = _Reading(opened, passages, questions)
    file = question_file(path, [case.question for case in questions])
    measured = measure_all("reading", reading.systems(), file, opened, options)
    note_limit(options, len(kept), len(rows))
    _print(measured, questions)
    print_folders(measured)


class _Reading:
    """All systems over the sentences of the paragraphs."""

    def __init__(self, opened: Opened, passages: list[Passage], questions: list[Asked]) -> None:
        self._opened = opened
        self._search = Search(opened.assistant.index)
        embed = opened.embedder
        texts = [passage.text for passage in passages]
        asked_texts = [case.question.question for case in questions]
        self._tokens_of = _tokens_of([*texts, *asked_texts], embed.token_vectors)
        vectors_of = np.stack([self._tokens_of[text].whole for text in texts])
        self._sentences = Sentences(passages, vectors_of, WordIndex.of(texts))
        vectors = [self._tokens_of[text].whole for text in asked_texts]
        self._asked = {case.question.id: case for case in questions}
        self._questions = {
            case.question.id: vector for case, vector in zip(questions, vectors, strict=True)
        }
        self._row_of = self._sentences.rows()

    def systems(self) -> dict[str, System]:
        """By their names; ours in its own order, then what is shown."""
        rankings = {DENSE: self._dense, BM25: self._words, RRF: self._both}
        return {
            **{name: partial(self._baseline, name, rank) for name, rank in rankings.items()},
            OURS: partial(self._baseline, OURS, self._ours),
            SHIPPED: self._shipped,
        }

    def _baseline(self, name: str, rank: Callable[[Asked], Scored], question: Question) -> Outcome:
        case = self._asked[question.id]
        began = time.perf_counter()
        hits = self._hits(rank(case))
        spent = (time.perf_counter() - began) * 1000
        sure = confidence(self._rank(case)) if name == OURS else sureness(name, hits)
        outcome = first_hit_answers(question, hits, sure, spent)
        marked = self._bold(case) if name == OURS else [hit.passage.text for hit in hits[:1]]
        return _marked(outcome, marked, case.answers)

    def _dense(self, case: Asked) -> Scored:
        scores = self._sentences.vectors[case.rows.start : case.rows.stop]
        return _ranked(case.rows, scores @ self._questions[case.question.id])

    def _words(self, case: Asked) -> Scored:
        wanted = [stem(word) for word in find_content_words(case.question.question)]
        return _ranked(
            case.rows, self._sentences.words.scores(wanted)[case.rows.start : case.rows.stop]
        )

    def _both(self, case: Asked) -> Scored:
        return reciprocal([self._dense(case), self._words(case)])

    def _ours(self, case: Asked) -> Scored:
        """The order of `rank_sentences`, with nothing refused."""
        return [
            (self._row_of[sentence.article.id, sentence.start], sentence.score)
            for sentence in self._rank(case)
        ]

    def _rank(self, case: Asked) -> list[RankedSentence]:
        query, vector = self._query(case), self._questions[case.question.id]
        return rank_sentences(
            query, self._paragraph(case), vector, self._search, self._embedded, self._pairs()
        )

    def _shipped(self, question: Question) -> Outcome:
        case = self._asked[question.id]
        query = self._query(case)
        began = time.perf_counter()
        vector = self._questions[question.id]
        models = Models(self._embedded, pairs=self._pairs)
        paragraph, least = self._paragraph(case), read_settings().confidence
        evidence = find_sentences(query, paragraph, vector, self._search, models, least=least)
        spent = round((time.perf_counter() - began) * 1000, 1)
        text = question.question
        if evidence.evidence:
            answer = compose.compose_answer(text, query, evidence)
        else:
            answer = compose.compose_not_found(
                text, query, Notice("nothing here answers."), [case.article]
            )
        hits = [Hit(_passage(sentence), sentence.score) for sentence in evidence.evidence]
        scores = {
            **ranking_scores(question, hits),
            **score_answer(question, answer, self._search.article),
        }
        outcome = Outcome(question, tuple(hits), answer_json(answer, question.id), scores, 0, spent)
        marked = [
            case.article.text[slice(*span)]
            for sentence in evidence.evidence[:1]
            for span in sentence.bold
        ]
        return _marked(outcome, marked, case.answers)

    def _bold(self, case: Asked) -> list[str]:
        """What would be marked in the best sentence, were it shown."""
        shown = [mark_evidence(self._query(case), best) for best in self._rank(case)[:1]]
        return [case.article.text[slice(*span)] for sentence in shown for span in sentence.bold]

    def _pairs(self) -> PairModel | None:
        return self._opened.embedder.pair_model(PAIRS)

    def _query(self, case: Asked) -> Query:
        """As it is understood; whatever else it might ask for, it is asked for a fact here."""
        text = case.question.question
        query = self._opened.assistant.understand(text)
        return query if query.kind is QuestionKind.FACT else Query(text, QuestionKind.FACT, text)

    def _paragraph(self, case: Asked) -> list[Hit]:
        return [Hit(Passage(case.article.id, 0, len(case.article.text), case.article.text), 1.0)]

    def _embedded(self, texts: Sequence[str]) -> list[TokenVectors]:
        known = self._tokens_of
        new = [text for text in texts if text not in known]  # a question, understood in other words
        known.update(zip(new, self._opened.embedder.token_vectors(new), strict=True))
        return [known[text] for text in texts]

    def _hits(self, scored: Scored) -> list[Hit]:
        return [Hit(self._sentences.passages[row], score) for row, score in scored]


def _ranked(rows: range, scores: Sequence[float] | Vectors) -> Scored:
    pairs = [(row, float(score)) for row, score in zip(rows, scores, strict=True)]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def _passage(evidence: Evidence) -> Passage:
    return Passage(evidence.article.id, evidence.start, evidence.end, evidence.text)


def _marked(outcome: Outcome, marked: Sequence[str], right: Sequence[str]) -> Outcome:
    """With the agreement of what is marked, where there is a right answer."""
    if not right:
        return outcome
    return replace(outcome, scores={**outcome.scores, BOLD: word_f1(marked, right)})


def _tokens_of(
    texts: Iterable[str], embed: Callable[[Sequence[str]], list[TokenVectors]]
) -> dict[str, TokenVectors]:
    """The vectors of texts, whole and word by word."""
    once = list(dict.fromkeys(texts))
    known: dict[str, TokenVectors] = {}
    with progress_bar() as progress:
        for first in range(0, len(once), _AT_ONCE):
            part = once[first : first + _AT_ONCE]
            known.update(zip(part, embed(part), strict=True))
            progress("Embedding", min(first + _AT_ONCE, len(once)), len(once))
    return known


def _print(measured: Mapping[str, Measured], questions: Sequence[Asked]) -> None:
    answerable = sum(bool(case.answers) for case in questions)
    say(f"\nFind the sentence, mark the words: {answerable} answerable of {len(questions)}")
    rows = []
    for name, system in measured.items():
        bold = [outcome.scores[BOLD] for outcome in system.outcomes if BOLD in outcome.scores]
        rows.append(
            [name, interval(system.summary.measures[FIRST]), interval(bootstrap(bold))],
        )
    print_table(["", "Hit@1", BOLD], rows)
    marked = [
        outcome.scores[BOLD]
        for outcome in measured[SHIPPED].outcomes
        if BOLD in outcome.scores and any(c["bold"] for c in outcome.answer["citations"][:1])
    ]
    if marked:
        say(f"ours, shipped, where something is bold: {interval(bootstrap(marked))}"
            f" of {len(marked)}")  # fmt: skip
    say(f"\nAnswer or not: {answerable} answerable, {len(questions) - answerable} not")
    print_separation({name: system.outcomes for name, system in measured.items()})


if __name__ == "__main__":
    sys.exit(run(__doc__, measure))
