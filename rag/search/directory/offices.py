"""What a phrase in a question names if it names no person: an office, several people, a title."""

from __future__ import annotations

import re

from rag.language.english.titles import STYLES
from rag.names.people import is_title


def is_office(name: str) -> bool:
    """Whether a phrase names an office and not a person: "the governor of Florida"."""
    if " and the " in name:  # two offices
        return False
    words = name.partition(",")[0].split()
    if "of" in words:
        words = words[: words.index("of")]
    is_role = len(words) > 1 and words[-1].islower() and is_title(words[-1])
    return is_role and not is_plural(" ".join(words))


def is_plural(phrase: str) -> bool:
    """Whether the noun of a phrase is in the plural: "lawyers for Roe", "the people of Marl"."""
    noun = _TIE.split(phrase, maxsplit=1)[0].split()[-1:]
    return bool(noun) and bool(_PLURAL.fullmatch(noun[0]))


_TIE = re.compile(r" (?:of|for|in|at|to|from|near|on|with) ")
_PLURAL = re.compile(r"[a-z][\w-]*[^\Wsui]s|(?:[a-z]\w*)?(?:people|men|women)")


def is_style(name: str) -> bool:
    """Whether a phrase is only a title that is kept before a name: "the Pope"."""
    return name.lower().removeprefix("the ") in STYLES
