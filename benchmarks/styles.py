"""Whether a question is answered as well if it is typed in another style.

    python -m benchmarks.styles --data PATH [--index DIR] [--out runs/] [--limit N]

PATH is as for `benchmarks.natural`, whose rule decides what is right. Each question is asked as it
is, which is the baseline, and in each style:

small      without capitals and without a mark at the end
capitals   in capitals
polite     between a greeting and thanks
context    between two sentences on something else
misspelt   with two letters of its longest word exchanged
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from benchmarks.command import Options, open_index, run
from benchmarks.data import find, lines
from benchmarks.natural import Expected, find_wrong, read_expected
from benchmarks.runs import note_limit, print_table
from rag.records import Status


def _as_is(question: str) -> str:
    return question


def _small(question: str) -> str:
    return question.lower().rstrip("?.! ")


def _polite(question: str) -> str:
    if re.match(r"(?:who|what|when|where|why|how|which)\b", question, re.IGNORECASE):
        return (
            f"Hi! Could you tell me {question[0].lower()}{question[1:].rstrip('?')}? Thanks a lot."
        )
    return f"Hello, {question} Thank you!"


def _with_context(question: str) -> str:
    return f"I am writing about this. {question} It is for tomorrow."


def _misspelt(question: str) -> str:
    longest = max(re.findall(r"\b[a-z]{6,}\b", question), key=len, default="")
    at = len(longest) // 2
    swapped = f"{longest[:at]}{longest[at + 1 : at + 2]}{longest[at : at + 1]}{longest[at + 2 :]}"
    return question.replace(longest, swapped, 1) if longest else question


STYLES: Final[Mapping[str, Callable[[str], str]]] = {
    "as it is": _as_is,
    "small": _small,
    "capitals": str.upper,
    "polite": _polite,
    "context": _with_context,
    "misspelt": _misspelt,
}


def measure(options: Options) -> None:
    """Ask all questions in each style, and print how many are right."""
    articles, natural = find(options.data, "news", "articles.jsonl.gz", "natural.jsonl")
    rows = [read_expected(row) for row in lines(natural)]
    asked = rows[: options.limit]
    assistant = open_index(articles, options, "news").assistant
    table: list[list[str]] = []
    for name, write in STYLES.items():
        styled = [replace(row, question=write(row.question)) for row in asked]
        answers = [assistant.ask(row.question, row.history) for row in styled]
        right = [not find_wrong(row, answer) for row, answer in zip(styled, answers, strict=True)]
        sure = [answer.status is Status.ANSWERED for answer in answers]
        false = [
            _is_false(row, is_right)
            for row, is_right, is_sure in zip(styled, right, sure, strict=True)
            if is_sure
        ]
        table.append([name, f"{sum(right)}/{len(asked)}", str(sum(sure)), str(sum(false))])
    print_table(["style", "right", "answered", "answered and not right"], table)
    note_limit(options, len(asked), len(rows))


def _is_false(expected: Expected, is_right: bool) -> bool:
    """Whether a sure answer does not show what was expected; "any" expects nothing."""
    return not is_right and expected.expect in {"answered", "not_found"}


if __name__ == "__main__":
    sys.exit(run(__doc__, measure))
