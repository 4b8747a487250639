"""How many natural questions get a right answer, by kind, beside what `search` found for them.

    python -m benchmarks.natural --data PATH [--index DIR] [--out runs/] [--limit N]

PATH is a folder with news/articles.jsonl.gz (`id`, `title`, `text`, `published`, `authors`, `url`)
and news/natural.jsonl. Beside PATH, in questions/chat.jsonl, stand everyday inputs to a chat on the
two articles of corpus/. None of it is part of this project.

A line of questions has `kind`, `history`, `question`, `expect` (answered, talk, not_found or any),
`contains` (all must be shown), `any_of` (one must be shown), `never` (none may be shown) and
`cites` (one of these articles must be cited). Shown are the answer's text, its citations with their
titles, and its reason. Evidence that is shown as unsure counts as an answer where one is expected,
and is no fault where none is.

first N   the share of the answerable questions whose words stand in the first N passages of
          `search`: what an answer could hold
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.command import Opened, Options, open_index, run, say
from benchmarks.data import find, lines, write_lines
from benchmarks.runs import note_limit, print_table
from rag.answer.verify import fold
from rag.assistant import NO_FILTERS
from rag.interface import answer_json
from rag.records import Answer, Status

_FIRST = (1, 3, 5)
_CORPUS = Path(__file__).parent.parent / "corpus"


@dataclass(frozen=True, slots=True)
class Expected:
    """A question, and what its answer must and must not show."""

    id: str
    kind: str
    question: str
    history: tuple[str, ...]
    expect: str
    contains: tuple[str, ...]
    any_of: tuple[str, ...]
    never: tuple[str, ...]
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """An answer, what is wrong with it, and whether the first passages held the words."""

    expected: Expected
    answer: Answer
    wrong: tuple[str, ...]
    held: Mapping[int, bool]  # by how many of the first passages
    ms: float


def measure(options: Options) -> None:
    """Ask the questions on the news, then those on the two articles, and print both tables."""
    articles, natural = find(options.data, "news", "articles.jsonl.gz", "natural.jsonl")
    rows = [read_expected(row) for row in lines(natural)]
    opened = open_index(articles, options, "news")
    _report("natural", opened, rows[: options.limit], options)
    note_limit(options, len(rows[: options.limit]), len(rows))
    chat = options.data.parent / "questions" / "chat.jsonl"
    if not chat.is_file():
        say(f"MISSING: {chat} is no file, so the everyday inputs were not measured.")
        return
    small = open_index(_CORPUS, replace(options, index=None), "two-articles")
    _report("chat", small, [read_expected(row) for row in lines(chat)][: options.limit], options)


def _report(name: str, opened: Opened, rows: Sequence[Expected], options: Options) -> None:
    scored = [_score(row, opened) for row in rows]
    file = write_lines(map(_line, scored), options.out / f"{name}-answers.jsonl")
    say(f"\n{name}: {len(rows)} questions")
    kinds = dict.fromkeys(row.kind for row in rows)
    table = [
        _row(kind, [answer for answer in scored if answer.expected.kind == kind]) for kind in kinds
    ]
    print_table(
        ["", "right", *(f"first {count}" for count in _FIRST), "answered", "unsure", "refused"],
        [*table, _row("all", scored)] if len(kinds) > 1 else [_row("all", scored)],
    )
    _say_levels(scored)
    took = [answer.ms for answer in scored]
    say(f"p50 {np.percentile(took, 50):,.0f} ms, p95 {np.percentile(took, 95):,.0f} ms")
    for answer in scored:
        if answer.wrong:
            say(f"  {answer.expected.id}: {answer.expected.question} -> {'; '.join(answer.wrong)}")
    say(f"Answers: {file}")


def _say_levels(scored: Sequence[Scored]) -> None:
    """How often each level holds what was expected, where the articles do answer."""
    for status in (Status.ANSWERED, Status.UNSURE):
        level = [
            answer
            for answer in scored
            if answer.answer.status is status
            and answer.expected.expect in {"answered", "not_found"}
        ]
        right = sum(answer.expected.expect == "answered" and not answer.wrong for answer in level)
        say(f"{status.value}: {len(level)}, of which {right} show what was expected")


def _row(kind: str, scored: Sequence[Scored]) -> list[str]:
    answerable = [answer for answer in scored if answer.expected.expect == "answered"]
    held = [
        f"{sum(answer.held[count] for answer in answerable)}/{len(answerable)}"
        if answerable
        else ""
        for count in _FIRST
    ]
    levels = [
        str(sum(answer.answer.status is status for answer in scored))
        for status in (Status.ANSWERED, Status.UNSURE, Status.NOT_FOUND)
    ]
    right = f"{sum(not answer.wrong for answer in scored)}/{len(scored)}"
    return [kind or "any", right, *held, *levels]


def _score(expected: Expected, opened: Opened) -> Scored:
    began = time.perf_counter()
    answer = opened.assistant.ask(expected.question, expected.history)
    ms = (time.perf_counter() - began) * 1000
    hits = opened.assistant.search(
        expected.question, expected.history, NO_FILTERS, hits=max(_FIRST)
    )
    texts = [
        f"{hit.passage.text} {opened.assistant.article(hit.passage.article_id).title}"
        for hit in hits
    ]
    held = {count: not _missing(expected, _folded(texts[:count])) for count in _FIRST}
    return Scored(expected, answer, tuple(find_wrong(expected, answer)), held, ms)


def find_wrong(expected: Expected, answer: Answer) -> list[str]:
    """What an answer lacks, or shows that it must not."""
    if expected.expect == "not_found":
        answered = answer.status is Status.ANSWERED
        return [f"answered: {answer.text[:90]!r}"] if answered else []
    shown = _shown(answer)
    wrong = _missing(expected, shown)
    if expected.expect in {"answered", "talk"} and answer.status is Status.NOT_FOUND:
        wrong.insert(0, f"refused: {answer.reason}")
    wrong += [f"shows {words!r}" for words in expected.never if _folded([words]) in shown]
    cited = [citation.article_id for citation in answer.citations]
    right = [article_id for article_id in cited if article_id.endswith(expected.cites)]
    if expected.cites and expected.expect == "answered" and not right:
        wrong.append("does not cite the article")
    return wrong


def _missing(expected: Expected, shown: str) -> list[str]:
    missing = [f"lacks {words!r}" for words in expected.contains if _folded([words]) not in shown]
    if expected.any_of and not any(_folded([words]) in shown for words in expected.any_of):
        missing.append(f"lacks all of {', '.join(expected.any_of[:3])}")
    return missing


def _shown(answer: Answer) -> str:
    citations = (f"{citation.text} {citation.title}" for citation in answer.citations)
    return _folded([answer.text, *citations, answer.reason or ""])


def _folded(texts: Iterable[str]) -> str:
    return fold(" ".join(texts)).lower()


def read_expected(row: Mapping[str, Any]) -> Expected:
    """A line of a file of questions."""
    return Expected(
        row["id"],
        row.get("kind", ""),
        row["question"],
        tuple(row["history"]),
        row["expect"],
        tuple(row["contains"]),
        tuple(row["any_of"]),
        tuple(row["never"]),
        tuple(row["cites"]),
    )


def _line(scored: Scored) -> dict[str, Any]:
    wrong = {"wrong": list(scored.wrong), "expect": scored.expected.expect}
    return answer_json(scored.answer, scored.expected.id) | wrong


if __name__ == "__main__":
    sys.exit(run(__doc__, measure))
