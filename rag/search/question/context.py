"""How much a question depends on those before it, and what of them is searched with it.

"Where will it stand?" means nothing alone, "How many people were on board?" little, and "How much
did Canada's exports fall?" most of what it says. The passages found for a question and for it with
the earlier ones are therefore weighed together, by how much the question depends on them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rag.language.english.calendar_words import MONTH, WEEKDAY
from rag.search.topic import terms

# Weights of what is found for a question together with the earlier ones, beside what is found for
# it alone, on 183 later turns of MTRAG-UN: recall@5 .894 (.837 for the last turn alone, .810 for
# all turns as one text), nDCG@5 .895 (.816, .765). See docs/decisions.
INDEPENDENT, NAMELESS, DEPENDENT = 0.1, 0.5, 1.0
TURNS = 2  # earlier questions that are searched with a question
LONGEST = 600  # characters of them
_FEW_TERMS = 2  # a question of so few words, and no name, depends on the one before
_MOST_TERMS = 8  # of earlier questions that are shown with a question

_IN_CALENDAR: Final = re.compile(rf"(?:{MONTH}|{WEEKDAY})\.?", re.IGNORECASE).fullmatch
_POINTS_BACK: Final = re.compile(
    r"\b(?:he|she|him|her|his|hers|they|them|their|theirs|it|its|this|that|these|those|there|then|"
    r"ones?|others?|another|such|same|former|latter)\b",
    re.IGNORECASE,
)
_GOES_ON: Final = re.compile(
    r"(?:and|but|so|also|then|or|what about|how about|ok(?:ay)?|yes|no|why|i mean)\b", re.IGNORECASE
)


def dependence(question: str) -> float:
    """How much a question depends on those before it: a weight, from INDEPENDENT to DEPENDENT."""
    asked = terms(question)
    if _GOES_ON.match(question.strip()):
        return DEPENDENT
    if any(term.name for term in asked):
        return INDEPENDENT
    if _POINTS_BACK.search(question) or len(asked) <= _FEW_TERMS:
        return DEPENDENT
    return NAMELESS


def searched_before(earlier: Sequence[str]) -> str:
    """What of the earlier questions, oldest first, is searched with the next one."""
    return " ".join(earlier[-TURNS:])[-LONGEST:]


def names_before(earlier: Sequence[str]) -> tuple[str, ...]:
    """The names in the last of the earlier questions that has any; a month is none."""
    for before in reversed(earlier):
        found = [term.text for term in terms(before) if term.name and not _IN_CALENDAR(term.text)]
        if found:
            return tuple(found)
    return ()


def in_words(question: str, earlier: Sequence[str]) -> str:
    """A dependent question with the words of the earlier ones that it is searched with."""
    own = {term.text.lower() for term in terms(question)}
    shown: dict[str, str] = {}
    for before in reversed(earlier[-TURNS:]):
        for term in terms(before):
            if term.text.lower() not in own:
                shown.setdefault(term.text.lower(), term.text)
    words = " ".join(list(shown.values())[:_MOST_TERMS])
    return f"{question.rstrip('?!. ')} ({words})?" if words else question
