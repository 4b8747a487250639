"""Small runs, made without an index: real questions, hits, scores and summaries, on disk."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rag.evaluation.run_records import Evidence, Outcome, Question, Run
from rag.evaluation.running.measures import ranking_scores
from rag.evaluation.running.run_folder import write_outcome, write_run, write_summary
from rag.evaluation.running.run_summary import summarize
from rag.records import Hit, Passage

_WORDS = "harbour mayor vote bridge school talks fire budget court storm ferry strike".split()
_ARTICLES = 40


def hit(article: str, score: float, text: str = "The harbour is closed.", start: int = 0) -> Hit:
    return Hit(Passage(article, start, start + len(text), text), score)


def outcome(
    question: Question,
    hits: Sequence[Hit] = (),
    *,
    refused: bool = False,
    confidence: float = 0.8,
    text: str = 'Anna Berg: "The harbour is closed." [1]',
    scores: Mapping[str, float] | None = None,
) -> Outcome:
    """An outcome with the scores that its hits and its refusal have."""
    answer: dict[str, Any] = {
        "question": question.question,
        "searched_for": question.question,
        "status": "not_found" if refused else "answered",
        "text": "No article is about this." if refused else text,
        "reason": "No article is about this." if refused else None,
        "citations": [],
        "closest": [],
        "confidence": 0.0 if refused else confidence,
    }
    found = ranking_scores(question, hits)
    if question.answerable is not None:
        found["abstention"] = float(refused != question.answerable)
    return Outcome(question, tuple(hits), answer, {**found, **(scores or {})}, 4.2, 17.5)


def write(folder: Path, outcomes: Sequence[Outcome], *, complete: bool = True) -> Path:
    """A run of these outcomes, named as its folder is."""
    run = Run(
        name=folder.name,
        started=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
        questions_file="questions.jsonl",
        questions_sha256="0" * 64,
        questions_count=len(outcomes),
        index_path="index",
        generation="gen-1",
        source={"passage_tokens": 180},
        settings={"hits": 10},
        versions={"python": "3.11"},
    )
    write_run(run, folder)
    lines = "".join(write_outcome(one) for one in outcomes)
    (folder / "lines.jsonl").write_text(lines, encoding="utf-8")
    if complete:
        write_summary(summarize(outcomes), folder)
    return folder


def many(count: int, *, skill: float, seed: int = 1) -> list[Outcome]:
    """Questions of which a share of `skill` has its relevant article first; one in 5 has none."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    return [_one(number, skill, chance) for number in range(count)]


def _one(number: int, skill: float, chance: random.Random) -> Outcome:
    topic = _WORDS[number % len(_WORDS)]
    answerable = number % 5 != 0
    relevant = f"article-{number % _ARTICLES}.txt"
    sentence = f"The {topic} of case {number} is settled"
    question = Question(
        id=f"q{number}",
        question=f"What was said about the {topic} in case {number}?",
        relevant={relevant: 1} if answerable else {},
        evidence=(Evidence(relevant, sentence),) if answerable else (),
        answerable=answerable,
        tags=(topic, "answerable" if answerable else "unanswerable"),
    )
    others = [f"article-{other}.txt" for other in range(_ARTICLES) if other != number % _ARTICLES]
    articles = chance.sample(others, 10)
    lucky = chance.random() < skill
    articles[0 if lucky else chance.randrange(1, 10)] = relevant
    hits = [
        hit(
            article,
            round(0.95 - 0.05 * rank, 6),
            f"Report {rank} on the {topic}: “{sentence},” the mayor said. " + "More follows. " * 20
            if article == relevant and answerable
            else f"Report {rank} of {article} on the {topic}. " + "More follows. " * 20,
            start=rank * 10,
        )
        for rank, article in enumerate(articles)
    ]
    refused = not answerable and lucky
    confidence = round(min(1.0, (0.5 if answerable else 0.2) + chance.random() / 2), 4)
    return outcome(question, hits, refused=refused, confidence=confidence)


def without_scores(one: Outcome) -> Outcome:
    """The same outcome, of a question that nobody judged."""
    bare = replace(one.question, relevant={}, evidence=(), answerable=None)
    return replace(one, question=bare, scores={})
