"""Talk and questions on the collection, recognised by patterns and by examples.

    "hi"                                  GREETING
    "Which articles are about bird flu?"  LIST, on "bird flu"
    "Who is quoted on cloud seeding?"     PEOPLE, on "cloud seeding"

A question is of a kind if a pattern matches the whole question. If none does, and the question has
no word of its own ("whats in here then"), it is of the kind whose example is nearest to its vector.
The distance to other kinds must exceed a margin. The articles answer all other questions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rag.models.vectors import Vectors
from rag.records import QuestionKind, Request
from rag.search.question.form_patterns import IS
from rag.search.question.requests.collection_requests import COLLECTION_KINDS
from rag.search.question.requests.request_kind import RequestKind
from rag.search.question.requests.request_parts import ORDINALS, SET
from rag.search.question.requests.talk_requests import TALK_KINDS
from rag.search.question.short_questions import POLITE_END

KINDS: Final = (*TALK_KINDS, *COLLECTION_KINDS)

LONGEST: Final = 300  # characters; a longer text is not such a question
# The least cosine of a question without a word of its own to the nearest example, and its least
# distance to the nearest example of another kind.
NEAR: Final = 0.5
MARGIN: Final = 0.03


@dataclass(frozen=True, slots=True)
class Requested:
    """A request to the program or on the collection, and its topic."""

    request: Request
    kind: QuestionKind
    topic: str = ""
    newest: bool = False  # the newest articles first
    oldest: bool = False  # the oldest articles first
    nth: int = 0  # the article at this place of a list; -1: the last; 0: no such article


def find_request(question: str) -> Requested | None:
    """The request that a question makes; None if the articles have to answer it."""
    text = re.sub(r"\s+", " ", question).strip().strip("?!. ,;:")
    if not text or len(text) > LONGEST:
        return None
    ended = POLITE_END.sub("", text).strip("?!. ,;:")
    written_out = IS.sub(r"\1 is", ended)
    for wording in dict.fromkeys([ended, text, written_out, _POLITE_START.sub("", written_out)]):
        for request_kind in KINDS:
            for pattern in request_kind.patterns:
                if match := pattern.fullmatch(wording):
                    parts = match.groupdict()
                    topic = _topic(parts.get("topic") or "")
                    return Requested(
                        request_kind.request,
                        request_kind.kind,
                        topic,
                        newest=bool(_NEWEST.search(wording)),
                        oldest=bool(_OLDEST.search(wording)),
                        nth=_place(parts),
                    )
    return None


def find_nearest_request(vector: Vectors, examples: Vectors) -> Requested | None:
    """The request of a question without a word of its own, by its vector and those of EXAMPLES.

    `vector` has shape (dimension,), `examples` (len(EXAMPLES), dimension). None if no
    example is near, or if two kinds are equally near.
    """
    cosines = examples @ vector
    best: dict[Request, float] = {}
    for (request_kind, _), cosine in zip(EXAMPLES, cosines.tolist(), strict=True):
        best[request_kind.request] = max(best.get(request_kind.request, -1.0), cosine)
    first, second, *_ = sorted(best, key=lambda request: -best[request])
    if best[first] < NEAR or best[first] - best[second] < MARGIN:
        return None
    return Requested(first, KIND_OF[first])


def has_own_words(question: str) -> bool:
    """Whether a question has a word that is about more than asking or articles in general."""
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", question.lower()[:LONGEST])
    return any(word not in _GENERAL for word in words)


def _place(parts: Mapping[str, str | None]) -> int:
    """The place of an article in a list: 2 for "the second one", -1 for the last."""
    place = (parts.get("nth") or parts.get("number") or parts.get("marker") or "0").lower()
    if place in ORDINALS:
        return ORDINALS.index(place) + 1
    return -1 if place == "last" else int(re.sub(r"\D", "", place))


def _topic(text: str) -> str:
    """An extracted topic; empty if it only means the collection."""
    topic = _IN_SET.sub("", re.sub(r"\s+", " ", text)).strip(" ,:;.?!")
    return "" if _NO_TOPIC.fullmatch(topic) or not has_own_words(topic) else topic


_POLITE_START = re.compile(
    r"\A(?:(?:please|ok(?:ay)?|so|well|hey|hi|hello|and|now)[, ]+){0,3}"
    r"(?:(?:can|could|would|will) you (?:please )?(?=(?:give|show|list|tell|sum|name|find|count)))?"
    r"(?:(?:i(?:'d|’d| would)? (?:like|want)(?: you)? to (?:see|know|get|have) )"
    r"(?=(?:a|an|the|all|which|what|who|how)\b))?",
    re.IGNORECASE,
)
_NO_TOPIC = re.compile(
    r"(?:(?:it|this|that|here|there|them|you|me|all|everything|anything|everyone|everybody|"
    r"people|the|these|those|your|our|whole|entire|full|news|articles?|stor(?:y|ies)|reports?|"
    r"texts?|pieces?|documents?|collection|corpus|archive|index|database|data|set|dataset|library|"
    r"in|of|on|about|from|and|have|do|got|are|is|different|many|main|there|available)\b ?)*",
    re.IGNORECASE,
)
_IN_SET = re.compile(rf" (?:in|of|from|within|across|among) (?:{SET})$", re.IGNORECASE)
_OLDEST = re.compile(r"\b(?:oldest|earliest|older|first)\b", re.IGNORECASE)
_NEWEST = re.compile(r"\b(?:newest|latest|most recent|recent|last)\b", re.IGNORECASE)


KIND_OF: Final = {row.request: row.kind for row in KINDS}
EXAMPLES: Final[Sequence[tuple[RequestKind, str]]] = tuple(
    (row, example) for row in KINDS for example in row.examples
)

# Words that say nothing about the topic: words of asking, of articles, of politeness.
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


def list_examples() -> list[str]:
    """The examples of all kinds, in the order of EXAMPLES."""
    return [text for _, text in EXAMPLES]
