"""The words of a sentence that answer: numbers for "how many", names for "who" ..."""

from __future__ import annotations

import re
from enum import StrEnum

from rag.answer.evidence import Span
from rag.answer.support import Topic
from rag.search.topic import keys


class AnswerType(StrEnum):
    """What kind of words a question asks for."""

    NUMBER = "number"
    TIME = "time"
    NAME = "name"
    ANY = "any"

    @property
    def required(self) -> bool:
        """Whether a sentence without such words cannot answer."""
        return self in {AnswerType.NUMBER, AnswerType.TIME}


_QUESTION_TYPES = (
    (AnswerType.NUMBER, r"\bhow (?:many|much|old|far|long|large|big|high|tall|often)\b"),
    (AnswerType.NUMBER, r"\b(?:what|which) (?:number|percentage|share|amount|proportion)\b"),
    (AnswerType.TIME, r"\bwhen\b|\b(?:what|which) (?:year|month|day|date|time)\b"),
    (AnswerType.NAME, r"\b(?:who|whom|whose)\b|\b(?:where|in which|at which)\b"),
)
_NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundreds? thousands? millions? billions? trillions? dozens? half twice quarter"
).split()
_NUMBER = (
    r"(?:[$€£¥]\s?)?\d+(?:[.,]\d+)*(?:\s?(?:%|percent|per cent|million|billion|trillion|thousand))?"
    rf"|\b(?:{'|'.join(_NUMBER_WORDS)})\b(?:[\s-](?:{'|'.join(_NUMBER_WORDS)})\b)*"
)
_TIME = (
    r"\b(?:(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?|May)(?:\s\d{1,2})?,?"
    r"(?:\s\d{4})?\b|\b\d{1,2}\s(?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December)(?:\s\d{4})?\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:1[5-9]|20)\d\d\b|\b\d{1,2}(?::\d\d)?\s?"
    r"[ap]\.?m\.?|\b(?i:yesterday|today|tomorrow|last (?:week|month|year)|next (?:week|month|year)|"
    r"\w+ (?:days|weeks|months|years) (?:ago|earlier|later))\b|\b(?i:in the coming) \w+"
)
_NAME = r"\b[A-Z][\w.’'-]*(?:\s(?:of\s|the\s|de\s|van\s|von\s|al-)?[A-Z][\w.’'-]*)*"


def answer_type(question: str) -> AnswerType:
    """What a question asks for, by its question word."""
    for kind, pattern in _QUESTION_TYPES:
        if re.search(pattern, question, re.IGNORECASE):
            return kind
    return AnswerType.ANY


def answers(sentence: str, wanted: AnswerType, topic: Topic) -> tuple[Span, ...]:
    """Where in a sentence such words stand that the question does not hold already.

    For a question of any other kind, none: the sentence is the answer.
    """
    pattern = {
        AnswerType.NUMBER: _NUMBER,
        AnswerType.TIME: _TIME,
        AnswerType.NAME: _NAME,
        AnswerType.ANY: None,
    }[wanted]
    if pattern is None:
        return ()
    flags = re.IGNORECASE if wanted is AnswerType.NUMBER else 0
    found = [match.span() for match in re.finditer(pattern, sentence, flags)]
    return tuple(span for span in found if _is_new(sentence[slice(*span)], topic))


def _is_new(words: str, topic: Topic) -> bool:
    found = keys(words)
    return bool(found) and not any(term.matches(found) for term in topic.terms)
