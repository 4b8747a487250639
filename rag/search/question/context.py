"""How much a question depends on earlier questions, and which of their words are searched with it.

"Where will it stand?" is not clear alone, "How many people were on board?" is clear in part, and
"How much did Canada's exports fall?" is clear. Therefore the passages found for a question alone
and those found for it with the earlier questions are combined. The weight of the second ranking is
the dependence of the question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rag.language.english.calendar_words import MONTH, WEEKDAY
from rag.search.topic import find_terms

# Weights of the passages found with the earlier questions; those found for the question alone have
# the weight 1. On 183 later turns of MTRAG-UN: recall@5 .894 (.837 for the last turn alone, .810
# for all turns as one text), nDCG@5 .895 (.816, .765). See docs/decisions.
INDEPENDENT, NAMELESS, DEPENDENT = 0.1, 0.5, 1.0
TURNS = 2  # earlier questions that are searched with a question
LONGEST = 600  # characters of the earlier questions
_FEW_TERMS = 2  # a question with at most these terms and no name depends on the one before
_MOST_TERMS = 8  # terms of earlier questions that are shown with a question

_IN_CALENDAR: Final = re.compile(rf"(?:{MONTH}|{WEEKDAY})\.?", re.IGNORECASE).fullmatch
_POINTS_BACK: Final = re.compile(
    r"\b(?:he|she|him|her|his|hers|they|them|their|theirs|it|its|this|that|these|those|there|then|"
    r"ones?|others?|another|such|same|former|latter)\b",
    re.IGNORECASE,
)
_GOES_ON: Final = re.compile(
    r"(?:and|but|so|also|then|or|what about|how about|ok(?:ay)?|yes|no|why|i mean)\b", re.IGNORECASE
)
_REACTS: Final = re.compile(
    r"\b(?:react|repl(?:y|ies)|respond)(?:ed|s)?\b|\bre(?:action|sponse|ply)\b", re.IGNORECASE
)


def dependence(question: str) -> float:
    """The weight of the earlier questions, from INDEPENDENT to DEPENDENT."""
    question_terms = find_terms(question)
    if _GOES_ON.match(question.strip()):
        return DEPENDENT
    if any(term.name for term in question_terms):
        return INDEPENDENT
    if _POINTS_BACK.search(question) or len(question_terms) <= _FEW_TERMS:
        return DEPENDENT
    return NAMELESS


def points_back(question: str) -> bool:
    """Whether a question has a word such as "that", which may mean what was said before."""
    return _POINTS_BACK.search(question) is not None


def only_reacts(question: str, topic: str) -> bool:
    """Whether a question asks how somebody reacts, and not to what: "How did Roe react?"."""
    return _REACTS.search(question) is not None and _REACTS.sub("", topic).strip() == ""


def join_earlier(earlier: Sequence[str]) -> str:
    """The end of the earlier questions, oldest first, that is searched with the next one."""
    return " ".join(earlier[-TURNS:])[-LONGEST:]


def find_earlier_names(earlier: Sequence[str]) -> tuple[str, ...]:
    """The names in the last earlier question that has names; months and weekdays do not count."""
    for question in reversed(earlier):
        found_names = [
            term.text for term in find_terms(question) if term.name and not _IN_CALENDAR(term.text)
        ]
        if found_names:
            return tuple(found_names)
    return ()


def write_in_full(question: str, earlier: Sequence[str]) -> str:
    """A dependent question, followed by the words of earlier questions that are searched."""
    own_words = {term.text.lower() for term in find_terms(question)}
    added: dict[str, str] = {}
    for earlier_question in reversed(earlier[-TURNS:]):
        for term in find_terms(earlier_question):
            if term.text.lower() not in own_words:
                added.setdefault(term.text.lower(), term.text)
    words = " ".join(list(added.values())[:_MOST_TERMS])
    return f"{question.rstrip('?!. ')} ({words})?" if words else question
