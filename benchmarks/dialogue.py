"""How well a question is understood that goes on from earlier ones.

    python -m benchmarks.dialogue --data PATH [--index DIR] [--out runs/] [--limit N]

PATH is a folder with dialogue/passages.jsonl.gz (`id`, `text`) and dialogue/turns.jsonl.gz (`task`,
`input`: a list of `speaker` and `text`, `relevant`: passage ids, `answerability`); MTRAG-UN can be
brought into this form, and is not part of this project. The history is the user's questions alone.

Each system searches for the last question alone, for all questions one behind the other, and for
the question as it was understood. Hit@k is over the turns that have relevant passages. Answerable
are ANSWERABLE and PARTIAL, unanswerable UNANSWERABLE; what is UNDERSPECIFIED counts as neither.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from benchmarks.command import Opened, Options, open_index, run, say
from benchmarks.data import find, lines, question_file
from benchmarks.runs import measure_all, note_limit, print_folders, print_measures
from benchmarks.separation import print_separation
from benchmarks.systems import BM25, DENSE, OURS, RANKED, RRF, System, baseline, ours
from rag.evaluation.run_records import Question
from rag.search.question.cleaning import LONGEST_QUESTION

_MEASURES = ("Hit@1", "Hit@4", "Hit@10", "RR", "nDCG@10")
_ANSWERABLE = {"ANSWERABLE": True, "PARTIAL": True, "UNANSWERABLE": False}


def measure(options: Options) -> None:
    """Ask all turns of every system in every form, and print what that comes to."""
    passages, turns = find(options.data, "dialogue", "passages.jsonl.gz", "turns.jsonl.gz")
    rows = list(lines(turns))
    kept = rows[: options.limit]
    file = question_file(turns, map(_question, kept))
    opened = open_index(passages, options, "dialogue")
    measured = measure_all("dialogue", _systems(opened), file, opened, options)
    note_limit(options, len(kept), len(rows))
    say(f"\nFind the passage: {len(kept)} turns, {_counted(file.questions)} with relevant passages")
    print_measures(measured, _MEASURES)
    changed = sum(
        _understood(opened, question).casefold() != question.question.casefold()
        for question in file.questions
    )
    say(f"Understood otherwise than the last question alone: {changed} of {len(kept)}")
    say("\nAnswer or not: by the best score, or ours by the answer's confidence")
    shown = (f"{DENSE}, last", f"{BM25}, last", f"{OURS}, last", f"{OURS}, understood")
    print_separation({name: measured[name].outcomes for name in shown})
    print_folders(measured)


def _systems(opened: Opened) -> dict[str, System]:
    forms: dict[str, Callable[[Question], str]] = {
        "last": lambda question: question.question,
        "all": _all,
        "understood": partial(_understood, opened),
    }
    systems = {
        f"{name}, {form}": baseline(name, opened, words)
        for name in (DENSE, BM25, RRF, RANKED)
        for form, words in forms.items()
    }
    systems[f"{OURS}, last"] = ours(opened, history=False)
    systems[f"{OURS}, understood"] = ours(opened)
    return systems


def _question(row: dict[str, Any]) -> Question:
    *history, question = [turn["text"] for turn in row["input"] if turn["speaker"] == "user"]
    return Question(
        id=row["task"],
        question=question,
        history=tuple(history),
        relevant=dict.fromkeys(row["relevant"], 1),
        answerable=_ANSWERABLE.get(row["answerability"][0]),
        tags=("follow-up",) if history else ("first turn",),
    )


def _all(question: Question) -> str:
    return " ".join([*question.history, question.question])[-LONGEST_QUESTION:]


def _understood(opened: Opened, question: Question) -> str:
    return opened.assistant.understand(question.question, question.history).searched_for


def _counted(questions: Sequence[Question]) -> int:
    return sum(bool(question.relevant) for question in questions)


if __name__ == "__main__":
    sys.exit(run(__doc__, measure))
