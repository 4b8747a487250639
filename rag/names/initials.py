"""An institution's initials and its name in full, where a text gives both."""

from __future__ import annotations

import re
from collections.abc import Iterator

_INITIALS = re.compile(r"[A-Z]{2,6}")
_BEHIND = re.compile(r"\s*\((?:the )?([A-Z]{2,6})\)")
_WORD = re.compile(r"[^\W\d_][\w.’'&-]*")
_REACH = 120  # characters before initials that may be the name
_MORE = 3  # words of a name that have no letter in its initials, at most


def is_initials(name: str) -> bool:
    """Whether a name is written like initials: "WHO"."""
    return _INITIALS.fullmatch(name) is not None


def other_name(name: str, text: str) -> Iterator[str]:
    """Yield the initials that stand behind a name in brackets, or the name before initials."""
    if not is_initials(name):
        for match in re.finditer(re.escape(name), text):
            if behind := _BEHIND.match(text, match.end()):
                yield behind.group(1)
        return
    for match in re.finditer(rf"\((?:the )?{name}\)", text):
        before = text[max(0, match.start() - _REACH) : match.start()]
        if full := _in_full(name, re.split(r"[,;:()\n“”\"]", before)[-1]):
            yield full


def _in_full(initials: str, before: str) -> str | None:
    """The last words of a text that a name's initials are made of."""
    words = _WORD.findall(before)
    for first in range(len(words) - 2, -1, -1):
        kept = words[first:]
        if words[first][0] == initials[0] and len(kept) <= len(initials) + _MORE:
            letters = iter("".join(word[0] for word in kept).upper())
            if all(letter in letters for letter in initials):
                return " ".join(kept)
    return None
