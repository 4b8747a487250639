"""Talk and questions on the collection: one table of what is asked, with patterns and examples.

    "hi"                                  GREETING
    "Which articles are about bird flu?"  LIST, on "bird flu"
    "Who is quoted on cloud seeding?"     PEOPLE, on "cloud seeding"

A question is of a kind where a pattern fits it whole. Where none does, and the question has no word
of its own ("whats in here then"), it is of the kind whose examples its vector comes nearest to,
by a margin. Everything else is asked of the articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rag.models.vectors import Vectors
from rag.records import QuestionKind, Request
from rag.search.question.requests import KINDS, RequestKind

LONGEST: Final = 300  # characters that patterns see: a longer text is no such question
# Cosine to the nearest example from which a question without a word of its own is of its kind, and
# how much nearer that must be than the nearest example of another kind.
NEAR: Final = 0.5
MARGIN: Final = 0.03


@dataclass(frozen=True, slots=True)
class Requested:
    """What a question asks of the program or the collection, and on which topic."""

    request: Request
    kind: QuestionKind
    topic: str = ""
    newest: bool = False  # the newest articles first


def requested(question: str) -> Requested | None:
    """What a question asks of the program or of the collection; None where it asks the articles."""
    text = re.sub(r"\s+", " ", question).strip().strip("?!. ,;:")
    if not text or len(text) > LONGEST:
        return None
    ended = _POLITE_END.sub("", text).strip("?!. ,;:")
    for said in dict.fromkeys([ended, text, _POLITE_START.sub("", ended)]):
        for row in KINDS:
            for pattern in row.patterns:
                if match := pattern.fullmatch(said):
                    topic = _topic(match.groupdict().get("topic") or "")
                    newest = bool(_NEWEST.search(said))
                    return Requested(row.request, row.kind, topic, newest)
    return None


def nearest_request(vector: Vectors, examples: Vectors) -> Requested | None:
    """The kind of a question without a word of its own, by its vector and those of EXAMPLES.

    `vector` has shape (dimension,), `examples` (len(EXAMPLES), dimension). None where nothing is
    near, or two kinds are as near.
    """
    cosines = examples @ vector
    best: dict[Request, float] = {}
    for (row, _), cosine in zip(EXAMPLES, cosines.tolist(), strict=True):
        best[row.request] = max(best.get(row.request, -1.0), cosine)
    first, second, *_ = sorted(best, key=lambda request: -best[request])
    if best[first] < NEAR or best[first] - best[second] < MARGIN:
        return None
    return Requested(first, KIND_OF[first])


def has_own_words(question: str) -> bool:
    """Whether a question has a word that is neither of asking nor of articles in general."""
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", question.lower()[:LONGEST])
    return any(word not in _GENERAL for word in words)


def _topic(text: str) -> str:
    """What an extracted topic is about; empty where it is only the collection again."""
    topic = re.sub(r"\s+", " ", text).strip(" ,:;.?!")
    return "" if _NO_TOPIC.fullmatch(topic) else topic


_POLITE_START = re.compile(
    r"\A(?:(?:please|ok(?:ay)?|so|well|hey|hi|hello|and|now)[, ]+){0,3}"
    r"(?:(?:can|could|would|will) you (?:please )?(?=(?:give|show|list|tell|sum|name|find|count)))?"
    r"(?:(?:i(?:'d|’d| would)? (?:like|want)(?: you)? to (?:see|know|get|have) )"
    r"(?=(?:a|an|the|all|which|what|who|how)\b))?",
    re.IGNORECASE,
)
_POLITE_END = re.compile(r"(?:[, ]+(?:please|pls|for me|thanks|thank you)){1,3}$", re.IGNORECASE)
_NO_TOPIC = re.compile(
    r"(?:(?:it|this|that|here|there|them|you|me|all|everything|anything|everyone|everybody|"
    r"people|the|these|those|your|our|whole|entire|full|news|articles?|stor(?:y|ies)|reports?|"
    r"texts?|pieces?|documents?|collection|corpus|archive|index|database|data|set|dataset|library|"
    r"in|of|on|about|from|and|have|do|got|are|is|different|many|main|there|available)\b ?)*",
    re.IGNORECASE,
)
_NEWEST = re.compile(r"\b(?:newest|latest|most recent|recent|last)\b", re.IGNORECASE)


KIND_OF: Final = {row.request: row.kind for row in KINDS}
EXAMPLES: Final[Sequence[tuple[RequestKind, str]]] = tuple(
    (row, example) for row in KINDS for example in row.examples
)

# Words that tell nothing of what is asked about: of asking, of articles, of politeness.
_GENERAL: Final = frozenset(
    """
    a about again all am an and any anybody anyone anything are article articles ask at available be
    bot bring by can chat collection collections content contents contain contained contains could
    cover covered covers corpus data database describe did display do document documents does doing
    else everybody everyone everything exactly example examples explain file files find for from get
    getting give gimme go going good got great had has have have hello help helpful here hey hi how
    i i'd i'm idea in index info information inside interesting into introduce is it its it's just
    kind kinds know let like list lot lots main many me mean mention mentioned more most much my
    name names need new news newest no now of off ok okay on one only or other others our out over
    overview people persons piece pieces please pls possible question questions quick quote quoted
    quotes read recent report reports run say says search see set short should show site so some
    somebody something sort sorts source sources speak speakers speaks start stories story stuff
    subject subjects suggest sum summarise summarize summary talk tell text texts thank thanks that
    that's the their them themes then there these they thing things this those through to today
    tool topic topics try type up us use used useful want was way we website well were what what's
    whats when where which who who's whole why will with work works would write yes you your
    yourself you've
    """.split()
)


def example_texts() -> list[str]:
    """The examples of all kinds, in the order of EXAMPLES."""
    return [text for _, text in EXAMPLES]
