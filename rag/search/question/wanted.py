"""The kind of answer that a question wants: a number, a reason, a definition, a decision."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

from rag.search.topic import find_names

LONGEST: Final = 300  # characters that patterns see


class Wanted(StrEnum):
    """The kind of words or of sentence that answers a question."""

    AGE = "age"
    NUMBER = "number"
    TIME = "time"
    ROLE = "role"  # what somebody is: "Who is Ann Lee?"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"  # why, or what caused it
    DEFINITION = "definition"  # what something is
    EVENT = "event"  # what happened
    DECISION = "decision"  # whether something is so
    ANY = "any"

    @property
    def required(self) -> bool:
        """Whether only a sentence with such words can answer."""
        return self in {Wanted.AGE, Wanted.NUMBER, Wanted.TIME}


_IS: Final = r"(?:is|are|was|were)"
_REASON: Final = (
    r"^(?:and |but |so )?(?:why\b|how come\b|for what reason)|\bwhat (?:has |had |have )?"
    r"(?:caused?|causes|led to|prompted|triggered|sparked|drove|made|motivated|explains)\b"
    rf"|\bwhat(?:'s|’s| {_IS}) (?:behind|the (?:reason|cause|motive|explanation|matter)s?)\b"
    r"|\b(?:reasons?|causes?) (?:for|of|why|behind)\b"
    r"|^(?!(?:what|which|who|how|when|where|in|do|does|did|is|are|was|were)\b).*"
    r"\b(?:reason|cause|motive)$"
)
_EVENT: Final = (
    r"\bwhat(?:'s|’s| has| had| is| was)? (?:happened|happens|happening|occurred|going on|taken "
    r"place|been happening)\b|^(?:please )?(?:tell me|describe|explain|talk)(?: me)? (?:more )?"
    r"(?:about |what |the )|^(?:the )?(?:latest|news|update)s? (?:on|about|from)\b"
    r"|\bwhat is known about\b"
)
_DEFINITION: Final = (
    rf"^what(?:'s|’s| {_IS}) (?:(?:a|an|the|this|that) )?(?:[\w’'&.-]+ ?){{1,5}}$"
    r"|\bmeaning$|^(?:the )?meaning of\b"
    r"|^what does (?:[\w’'&.-]+ ){1,6}(?:mean|stand for|refer to)\b"
    r"|^(?:define|what is meant by|explain what)\b"
)
_DECISION: Final = (
    r"^(?:and |but |so )?(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|"
    r"may|might|must|isn't|aren't|wasn't|weren't|don't|doesn't|didn't)\b"
)
# "What did Roe say when she left?": the first word of asking asks, or one at the end
_BEFORE: Final = r"^(?:(?!\b(?:what|which|whom?|whose|where|when|why|how)\b).)*"
_QUANTITY: Final = (
    r"(?:number|percentage|share|amount|proportion|price|rate|sum|score|fine|salary|wage|"
    r"(?:death )?toll|population|budget|jackpot)"
)
_PLACE: Final = (
    r"(?:(?:countr|count|cit)(?:y|ies)|(?:town|village|state|region|province|place|part|area|"
    r"location|street|building|stadium|hotel|airport|school|hospital|prison|island|continent|"
    r"district)s?)"
)
_PATTERNS: Final = tuple(
    (wanted, re.compile(pattern, re.IGNORECASE))
    for wanted, pattern in (
        (Wanted.REASON, _REASON),
        (Wanted.AGE, r"\bhow old\b|\b(?:what|which) age\b|^(?!.*\bthe )(?:\w+ ){2,3}age$"),
        (
            Wanted.NUMBER,
            r"\bhow (?:many|much|far|fast|long|large|big|high|tall|deep|wide|heavy|often)\b",
        ),
        (Wanted.NUMBER, rf"\b(?:what|which) (?:\w+ )?(?:{_QUANTITY}|cost|age)\b"),
        (Wanted.NUMBER, rf"\bwhat {_IS} the (?:\w+ )?{_QUANTITY}\b"),
        (Wanted.NUMBER, rf"^(?:the )?(?:\w+ )?{_QUANTITY} (?:of|in|for)\b"),  # in keywords
        (
            Wanted.TIME,
            rf"{_BEFORE}\bwhen\b|\bwhen$|\b(?:what|which) (?:year|month|day|date|time)\b"
            r"|^(?:the )?date of\b|\bdate$",
        ),
        (Wanted.PERSON, rf"{_BEFORE}\b(?:whom?|whose)\b|\bwhom?$"),
        (
            Wanted.PLACE,
            rf"{_BEFORE}\bwhere\b|\bwhere$|\b(?:in|at) (?:which|what) (?:\w+ )?{_PLACE}\b",
        ),
        (Wanted.EVENT, _EVENT),
        (Wanted.DECISION, _DECISION),
        (Wanted.DEFINITION, _DEFINITION),
    )
)
_WHO_IS: Final = re.compile(
    rf"(?:who(?:'s|’s| {_IS})|tell me about|what do you know about)\s+"
    r"(?P<name>[^?]{1,80}?)\s*\??",
    re.IGNORECASE,
)


def find_person_asked_about(question: str) -> str:
    """The person a question is about: "Ann Lee" of "Who is Ann Lee?"; "" if there is none."""
    who = _WHO_IS.fullmatch(question[:LONGEST].strip())
    name = who.group("name") if who else ""
    return name if find_names(name) == (name,) else ""


@lru_cache(maxsize=256)
def find_wanted(question: str) -> Wanted:
    """The kind of answer that a question wants, by its words."""
    text = question[:LONGEST].strip().rstrip("?!. ")
    if re.match(r"who", text, re.IGNORECASE) and find_person_asked_about(text):
        return Wanted.ROLE
    for kind, pattern in _PATTERNS:
        if pattern.search(text):
            return kind
    return Wanted.ANY
