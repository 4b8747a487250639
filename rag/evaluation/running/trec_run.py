"""A run -> a TREC run file for tools such as trec_eval: `qid Q0 docid rank score tag`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.evaluation.run_records import Outcome
from rag.evaluation.running.measures import article_ranking

# readers split at white space; "%" becomes %25 so that an id can be decoded
_BREAKS = re.compile(r"[\s%]")
# trec_eval keeps scores in 32 bits and orders equal ones by id; scores this far apart differ
_STEP = 1e-6


def write_trec_run(outcomes: Sequence[Outcome], tag: str) -> str:
    """The ranking of articles for every question; an article has the rank of its best passage.

    White space in an id is percent-encoded. If two articles have the same score, the later one
    gets a slightly lower one, so that the order is the one that was measured.
    """
    return "".join(
        f"{line}\n" for outcome in outcomes for line in _write_lines(outcome, _write_word(tag))
    )


def _write_lines(outcome: Outcome, tag: str) -> Iterator[str]:
    scores = article_ranking(outcome.hits)
    ordered = sorted(scores.items(), key=lambda item: (item[1], item[0]), reverse=True)
    question, above = _write_word(outcome.question.id), float("inf")
    for rank, (article, score) in enumerate(ordered, start=1):
        above = min(round(score, 6), above - _STEP)
        yield f"{question} Q0 {_write_word(article)} {rank} {above:.6f} {tag}"


def _write_word(text: str) -> str:
    return _BREAKS.sub(lambda match: "".join(f"%{b:02X}" for b in match[0].encode()), text) or "%"
