"""A topic that may name an outlet -> the outlet, and the topic without it.

"CNN about whales" and "whales from CNN" give "whales" and the outlet cnn.com.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

_SHORTEST = 3  # letters of an outlet
_WITH_OUTLET = (
    re.compile(
        r"(?P<outlet>.{3,40}?)(?: articles| stories)? "
        r"(?:about|on|regarding|mentioning) (?P<topic>.+)"
    ),
    re.compile(r"(?P<topic>.+) (?:from|by|in|published by) (?P<outlet>.{3,40})"),
)

_TODAY = re.compile(r"\b\w{2,20} today\b", re.IGNORECASE)
_ASKED_OF = (
    re.compile(r"according to (?P<outlet>[^,]{2,40}), (?P<asked>.+)", re.IGNORECASE),
    re.compile(r"(?P<asked>.+?),? according to (?P<outlet>[^,]{2,40})", re.IGNORECASE),
    re.compile(
        r"what (?:did|does|do|has|have) (?P<outlet>.{2,40}?) "
        r"(?:report(?:ed)?|written?|publish(?:ed)?|said?|say) (?:about|on|of|regarding) "
        r"(?P<topic>.+)",
        re.IGNORECASE,
    ),
)


def split_outlet(topic: str, outlets: Collection[str]) -> tuple[str, str | None]:
    """The topic without an outlet, and the one of `outlets` that it names, if any."""
    if outlet := _find(topic, outlets):
        return "", outlet
    for pattern in _WITH_OUTLET:
        parts = pattern.fullmatch(topic)
        if parts and (outlet := _find(parts.group("outlet"), outlets)):
            return parts.group("topic"), outlet
    return topic, None


def split_asked_outlet(
    question: str, outlets: Callable[[], Collection[str]]
) -> tuple[str, str | None]:
    """A question without the outlet that it asks of, and that outlet.

    "According to CNN, why did Roe leave?" and "Why did Roe leave, according to CNN?" ask of
    cnn.com why Roe left, "What did CNN report on Roe?" for a summary.
    """
    text = question.strip().rstrip("?. ")
    for pattern in _ASKED_OF:
        parts = pattern.fullmatch(text)
        if parts and (outlet := _find(parts.group("outlet"), outlets())):
            asked = parts.groupdict()
            return asked.get("asked") or f"summarise {asked['topic']}", outlet
    return question, None


def join_outlet_names(question: str, outlets: Callable[[], Collection[str]]) -> str:
    """A question with "USA Today" as one word, so that "today" is no day."""

    def join(name: re.Match[str]) -> str:
        return "".join(name.group().split()) if _find(name.group(), outlets()) else name.group()

    return _TODAY.sub(join, question)


def _find(text: str, outlets: Collection[str]) -> str | None:
    """The outlet that a text names: "USA Today" is usatoday.com, and "USA" is not."""
    name = _fold(text)
    if len(name) < _SHORTEST:
        return None
    for outlet in outlets:
        labels = outlet.split(".") if " " not in outlet else []
        if name in {_fold(part) for part in (outlet, *labels)}:
            return outlet
    return None


def _fold(text: str) -> str:
    return re.sub(r"\W", "", text.lower().removeprefix("www.")).removeprefix("the")
