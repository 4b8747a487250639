"""A topic that may name an outlet -> the outlet, and the topic without it.

"CNN about whales" and "whales from CNN" give "whales" and the outlet cnn.com.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_SHORTEST = 3  # letters of an outlet
_WITH_OUTLET = (
    re.compile(
        r"(?P<outlet>.{3,40}?)(?: articles| stories)? "
        r"(?:about|on|regarding|mentioning) (?P<topic>.+)"
    ),
    re.compile(r"(?P<topic>.+) (?:from|by|in|published by) (?P<outlet>.{3,40})"),
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
