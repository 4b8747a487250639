"""The answers to the questions of one text -> one answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answer.compose import CLOSEST, MAY_NOT_ANSWER, write_missing
from rag.notice import Notice, joined
from rag.records import Answer, Citation, Query, Status


def join_answers(question: str, query: Query, answers: Sequence[Answer]) -> Answer:
    """One answer with all evidence, and why a question has none.

    `answers` are those of `query.parts`. The answer is sure if each evidence is.
    """
    shown = [answer for answer in answers if answer.status is not Status.NOT_FOUND] or answers
    status = max((answer.status for answer in shown), key=list(Status).index)
    evidence = _number(shown)
    silent = [
        Notice("on “{question}”: {reason}", question=part.searched_for, reason=answer.reason)
        for part, answer in zip(query.parts, answers, strict=True)
        if answer.reason
    ]
    reason = joined(silent, by=" ") if silent else None
    lines = evidence.lines
    if status is Status.UNSURE:
        lines = [
            MAY_NOT_ANSWER,
            f"{reason[:1].upper()}{reason[1:]}" if reason else "",
            CLOSEST,
            *lines,
        ]
    elif reason:
        lines = [*lines, write_missing(reason)]
    prefaces = [Notice(answer.preface) for answer in shown if answer.preface]
    return replace(
        shown[0],
        question=question,
        status=status,
        searched_for=query.searched_for,
        text="\n".join(filter(None, lines)),
        reason=reason,
        citations=evidence.citations,
        closest=list(dict.fromkeys(near for answer in answers for near in answer.closest)),
        confidence=min(answer.confidence for answer in shown),
        preface=joined(prefaces, by="\n") if prefaces else "",
        more=sum(answer.more for answer in shown),
    )


@dataclass(frozen=True, slots=True)
class _Numbered:
    """Evidence of several answers, numbered throughout."""

    lines: list[str]
    citations: list[Citation]


_MARKER = re.compile(r"\[\d+\]$")


def _number(answers: Sequence[Answer]) -> _Numbered:
    """The lines with evidence and their citations, numbered anew; each excerpt once."""
    numbered = _Numbered([], [])
    places: set[tuple[str, int, int]] = set()
    for answer in answers:
        lines = [line for line in answer.text.splitlines() if _MARKER.search(line)]
        for line, citation in zip(lines, answer.citations, strict=False):
            place = (citation.article_id, citation.start, citation.end)
            if place in places:
                continue
            places.add(place)
            number = len(numbered.citations) + 1
            numbered.lines.append(_MARKER.sub(f"[{number}]", line))
            numbered.citations.append(replace(citation, number=number))
    return numbered
