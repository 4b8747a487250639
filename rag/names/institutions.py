"""Names of institutions: which names are theirs, and their initials in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.language.english.institution_words import INSTITUTION_HEADS, INSTITUTIONS, WORKS
from rag.language.english.titles import PERSONAL_TITLES
from rag.names.folding import plain_word

_TIES = frozenset({"for", "of", "on", "and", "&", "the"})
_INITIALS = re.compile(r"[A-Z]{2,6}")
_INITIALS_IN_BRACKETS = re.compile(r"\s*\((?:the )?([A-Z]{2,6})\)")
_WORD = re.compile(r"[^\W\d_][\w.’'&-]*")
_REACH = 120  # characters before initials in which the name may stand
_WITHOUT_INITIAL = 3  # words of a name that have no letter in its initials, at most


def is_institution(name: str) -> bool:
    """Whether a name shows an institution: "the Justice Department", "Center for Science"."""
    words = re.split(r"[,(\[]", name, maxsplit=1)[0].split()
    if "&" in words[1:-1] and not any(_bare(word) in PERSONAL_TITLES for word in words):
        return True  # "Johnson & Johnson"
    last = plain_word(words[-1]) if words else ""
    return last in INSTITUTIONS or (len(words) > 2 and last in WORKS) or _has_head(words)


def _has_head(words: Sequence[str]) -> bool:
    """Whether only names, and no title of a person, follow "Center for", "Committee on" ..."""
    for at, word in enumerate(words[:-2], 1):
        if word[:1].isupper() and _bare(word) in INSTITUTION_HEADS and words[at].lower() in _TIES:
            rest = [word for word in words[at + 1 :] if word.lower() not in _TIES]
            return all(word[:1].isupper() and _bare(word) not in PERSONAL_TITLES for word in rest)
    return False


def _bare(word: str) -> str:
    return word.strip(".\"“”'‘’:;").casefold()


def is_initials(name: str) -> bool:
    """Whether a name is written like initials: "WHO"."""
    return _INITIALS.fullmatch(name) is not None


def other_name(name: str, text: str) -> Iterator[str]:
    """Yield the initials that follow a name in brackets, or the name that stands before initials.

    "World Health Organization (WHO)" gives either for the other.
    """
    if not is_initials(name):
        for match in re.finditer(re.escape(name), text):
            if initials := _INITIALS_IN_BRACKETS.match(text, match.end()):
                yield initials.group(1)
        return
    for match in re.finditer(rf"\((?:the )?{name}\)", text):
        before = text[max(0, match.start() - _REACH) : match.start()]
        if full := _in_full(name, re.split(r"[,;:()\n“”\"]", before)[-1]):
            yield full


def _in_full(initials: str, before: str) -> str | None:
    """The last words of a text whose first letters give the initials."""
    words = _WORD.findall(before)
    for first in range(len(words) - 2, -1, -1):
        name = words[first:]
        if words[first][0] == initials[0] and len(name) <= len(initials) + _WITHOUT_INITIAL:
            letters = iter("".join(word[0] for word in name).upper())
            if all(letter in letters for letter in initials):
                return " ".join(name)
    return None
