"""How well the article that answers is found among news articles.

    python -m benchmarks.news --data PATH [--index DIR] [--out runs/] [--limit N]

PATH is a folder with news/articles.jsonl.gz (`id`, `title`, `text`, `published`, `authors`, `url`)
and news/questions.jsonl (`id`, `asked`, `question`, `answer`, `relevant`: article ids); they are
not part of this project. "contains" is the share of questions whose answer shows the right choice
of the quiz word for word: a lower bound. "in bold" is the share of the right choice's words that an
answer marks.

Half of the questions hold words such as "this week", which ours reads as days and the baselines do
not; what was new on a question's day counts more as well. So ours is measured three times:

ours            everything, each question asked as on its own day (`asked`)
ours, ranking   its ranking of the words as they are: the days are neither read nor used
ours, now       everything, asked today, when "this week" means another week

With --limit, the index holds the relevant articles of the first N questions and some others.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.command import Opened, Options, open_index, run, say
from benchmarks.data import find, lines, question_file, write_lines
from benchmarks.marking import word_recall
from benchmarks.runs import measure_all, note_limit, print_folders, print_measures
from benchmarks.systems import BM25, DENSE, OURS, RANKED, RRF, baseline, ours
from rag.evaluation.run_records import Outcome, Question
from rag.records import Status

NOW = "ours, now"
_MEASURES = ("Hit@1", "Hit@4", "Hit@10", "RR", "nDCG@10")
_EVERY = 30  # of the other articles, a limited trial takes one of so many


def measure(options: Options) -> None:
    """Ask all questions of every system, and print what that comes to."""
    articles, questions = find(options.data, "news", "articles.jsonl.gz", "questions.jsonl")
    rows = list(lines(questions))
    kept = rows[: options.limit]
    file = question_file(questions, map(_question, kept))
    corpus = _trial(articles, file.questions, options) if options.limit else articles
    opened = open_index(corpus, options, "news")
    _compare(opened, articles, file.questions)
    systems = {name: baseline(name, opened) for name in (DENSE, BM25, RRF, RANKED)}
    systems[OURS] = ours(opened)
    systems[NOW] = ours(opened, now=True)
    measured = measure_all("news", systems, file, opened, options)
    note_limit(options, len(kept), len(rows))
    say(f"\nFind the article: {len(kept)} questions")
    print_measures(measured, _MEASURES)
    whole = measured[OURS].summary
    search, answered = whole.latency_ms["search"], whole.measures["words"].count
    say(f"ours, search alone: p50 {search.p50:,.0f} ms, p95 {search.p95:,.0f} ms")
    say(f"ours, answered: {answered} of {len(kept)}; " + "; ".join(
        f"{name} {whole.measures[name].mean:.3f}"
        for name in ("article cited", "contains", "verbatim")
        if name in whole.measures
    ) + f"; in bold {_measure_bold(measured[OURS].outcomes):.3f}")  # fmt: skip
    print_folders(measured)


def _measure_bold(outcomes: Sequence[Outcome]) -> float:
    """The mean share of the right choices' words in what is marked; 0 without an answer."""
    return mean(
        word_recall(_list_bold(outcome.answer), outcome.question.contains[0])
        for outcome in outcomes
    )


def _list_bold(answer: Mapping[str, Any]) -> list[str]:
    """The marked words of an answer; none if nothing was found."""
    if answer["status"] == Status.NOT_FOUND:
        return []
    return [
        citation["text"][start - citation["start"] : end - citation["start"]]
        for citation in answer["citations"]
        for start, end in citation["bold"]
    ]


def _compare(opened: Opened, articles: Path, questions: Sequence[Question]) -> None:
    """Say loudly where the index is not of all articles: fewer are easier to search."""
    index = opened.assistant.index.articles.values()
    indexed = {article.id for article in index} | {
        other.article_id for article in index for other in article.also
    }
    there = {row["id"] for row in lines(articles)}
    if indexed != there:
        say(
            f"NOT THE WHOLE SET: the index has {len(indexed & there):,} of the {len(there):,} "
            f"articles, and {len(indexed - there):,} others"
        )
    missing = {article_id for question in questions for article_id in question.relevant} - indexed
    if missing:
        say(f"NOT IN THE INDEX, counted as not found: {len(missing)} of the relevant articles")


def _question(row: dict[str, Any]) -> Question:
    return Question(
        id=row["id"],
        question=row["question"],
        relevant=dict.fromkeys(row["relevant"], 1),
        contains=(row["answer"],),
        asked=date.fromisoformat(row["asked"]),
    )


def _trial(articles: Path, questions: Sequence[Question], options: Options) -> Path:
    """The corpus of a limited trial."""
    wanted = {article_id for question in questions for article_id in question.relevant}
    rows = (
        row
        for number, row in enumerate(lines(articles))
        if row["id"] in wanted or number % _EVERY == 0
    )
    return write_lines(rows, options.work("news") / "corpus.jsonl")


if __name__ == "__main__":
    sys.exit(run(__doc__, measure))
