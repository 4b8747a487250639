"""Names that mean one state: "China", "Chinese" and "Beijing" agree wherever they stand."""

from __future__ import annotations

import re
from functools import cache

from rag.language.english.nationalities import NAMES_OF_STATES

NAME_OF_STATE = re.compile(
    r"(?<!\w)(?:"
    + "|".join(re.escape(name) for name in sorted(NAMES_OF_STATES, key=len, reverse=True))
    + r")(?!\w)"
)


def states(text: str) -> frozenset[str]:
    """The states that a text names, each by its own name: "Chinese" gives "China". Case counts."""
    return frozenset(NAMES_OF_STATES[name] for name in NAME_OF_STATE.findall(text))


def names_state(state: str, text: str) -> bool:
    """Whether a text names a state, which is given by its own name. Case counts."""
    return _pattern_of(state).search(text) is not None


@cache
def _pattern_of(state: str) -> re.Pattern[str]:
    names = sorted(other_names(state), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


def is_place(name: str) -> bool:
    """Whether a name, in its usual case, is that of a state, its people or its capital."""
    return name in NAMES_OF_STATES


def other_names(name: str) -> list[str]:
    """All names of a state, given one of them; anything else has one name only."""
    state = NAMES_OF_STATES.get(name)
    if state is None:
        return [name]
    return [other for other, its_state in NAMES_OF_STATES.items() if its_state == state]
