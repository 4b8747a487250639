"""Whether a sentence has the form that a question wants: a reason, a definition, an event.

By words alone, a sentence that repeats the question ranks above the next one, which answers.
"""

from __future__ import annotations

import re
from typing import Final

from rag.records import Article
from rag.search.question.wanted import Wanted, find_person_asked_about
from rag.search.topic import find_names

_SURE_REASONS: Final = re.compile(
    r"\b(?:because|due to|owing to|caused|causing|causes?|as a result|thanks to|in order to|so "
    r"that|citing|cited|blam(?:ed?|ing)|led to|leads? to|prompted|triggered|sparked|reasons?|"
    r"stems? from|stemming|attributed|attributable|resulted|resulting|explained|motivated|to avoid|"
    r"to prevent|that is why|that’s why|that's why|therefore|fears? (?:of|that|over)|"
    r"in (?:response|retaliation|protest|an effort|a bid|honou?r of)|on (?:suspicion|charges) of|"
    r"out of (?:concern|fear|respect)|for allegedly|stemmed from|aimed at|"
    r"concerns? (?:about|over|that))\b",
    re.IGNORECASE,
)
_MAYBE_REASONS: Final = re.compile(
    r"\b(?:after|amid|since|following|over|given|as|for|to (?:make|help|protect|reduce|save|cut|"
    r"allow|ensure|stop|meet))\b",
    re.IGNORECASE,
)
_EARLY: Final = 700  # first characters of an article, in which news reports the event
_DEFINED: Final = (
    r"(?:,| \([^)]{1,40}\),?| —| -)? ?(?:is|are|was|were|refers to|means|known as|called|which is|"
    r"who is|who was|an?|the|one of)\b"
)


def fit(text: str, article: Article, start: int, question: str, kind: Wanted) -> float:
    """How well a sentence has the wanted form, 0 to 1; 0 if the form is not known."""
    match kind:
        case Wanted.REASON:
            if gives_reason(text, question):
                return 1.0
            return 0.3 if _MAYBE_REASONS.search(text) else 0.0
        case Wanted.EVENT:
            return max(0.0, 1.0 - start / _EARLY)
        case Wanted.DEFINITION | Wanted.ROLE:
            return _defines(text, article, start, question)
        case _:
            return 0.0


def gives_reason(text: str, question: str) -> bool:
    """Whether a text has words that certainly introduce a reason.

    Words that follow "why" do not: "Who is to blame" gives no reason for "Why is Roe to blame?".
    """
    asked = question.lower().partition("why")[2]
    return any(match.group().lower() not in asked for match in _SURE_REASONS.finditer(text))


def _defines(text: str, article: Article, start: int, question: str) -> float:
    """How well a sentence defines the thing or person of the question, 0 to 1."""
    subject = find_person_asked_about(question) or _thing(question)
    if not subject:
        return 0.0
    thing = re.escape(subject)
    if re.search(rf"(?<!\w){thing}s?{_DEFINED}", text, re.IGNORECASE):
        return 1.0
    if re.search(rf"(?:called|known as|named|dubbed) [“\"'‘]?{thing}", text, re.IGNORECASE):
        return 1.0
    if re.search(rf"[a-z’']+ (?:[A-Z]\w+ )?{thing}(?!\w)", text) and find_names(subject):
        return 0.4  # "former valet Michael Fawcett"
    early = start < _EARLY and subject.lower() in article.title.lower()
    return 0.3 if early else 0.0


def _thing(question: str) -> str:
    """The thing to define: "rainbow fentanyl" of "What is rainbow fentanyl?"."""
    match = re.match(
        r"(?:what(?:'s|’s| is| are| was| were)|define|what does)\s+(?:(?:a|an|the)\s+)?(.{1,80}?)"
        r"(?:\s+(?:mean|stand for|refer to))?\s*\??$",
        question.strip(),
        re.IGNORECASE,
    )
    return match.group(1) if match else ""
