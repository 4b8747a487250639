"""A text -> the same text in plainer words, so that two ways to say one thing can be compared.

"The union turned the offer down" and "the union rejected the offer" must not differ by a phrase.
Sentence and evidence are both rewritten before their words are compared; neither is shown so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from rag.language.english.grammar_words import PREPOSITIONS
from rag.language.english.nationalities import NAMES_OF_STATES

_REMEMBERED: Final = 512  # texts
_DOTTED: Final = re.compile(r"\b(?:[A-Z]\.){2,8}(?![A-Za-z])")
_COMPOUND: Final = re.compile(r"\b([A-Z]\w+)-(?=(?:[a-z]{2,}ed|led|run|held)\b)")
# each pattern with what takes its place; a verb keeps its tense as far as words are compared
_PHRASES: Final = tuple(
    (re.compile(rf"\b{pattern}\b", re.IGNORECASE), plain)
    for pattern, plain in (
        (r"turn(?:s|ed|ing)? down", "rejected"),
        # who does not exclude it may do it
        (r"(?:\w+ not|\w+n[’']t|cannot) (?:rule|ruled|ruling) out", "may consider"),
        (r"rul(?:e|es|ed|ing) out", "rejected"),
        (r"call(?:s|ed|ing)? (?:up)?on(?= (?:(?:the|both|all|its|their) )?\w+ to\b)", "urged"),
        (r"pa(?:y|ys|id|ying) for", "funded"),
        (r"ask(?:s|ed|ing)? for", "seeking"),
        (r"(?:seek|seeks|seeking|sought)(?= (?:approval|asylum|permission)\b)", "apply for"),
        (r"(?:take|takes|taking|took|taken) part", "participate"),
        (r"play(?:s|ed)?(?= (?:an? |no |any )?(?:\w+ )?(?:part|role)\b)", "had"),
        (r"(?:go|goes|going|went|gone) on(?=[,.;]|$| (?:into|for|until|beyond)\b)", "continue"),
        (r"carr(?:y|ies|ied|ying) on", "continue"),
        (r"(?:stopped work|downed tools|went on strike|walked off the job)", "walked out"),
        (r"(?:break|breaks|breaking|broke|broken) down", "collapsed"),
        (r"step(?:s|ped|ping)? down", "resigned"),
        (r"shut(?:s|ting)? down", "closed"),
        (r"pull(?:s|ed|ing)? out", "withdraw"),
        (r"(?:take|takes|taking|took|taken) place", "happened"),
        (r"(?:set|due|about|scheduled|slated|poised) to(?= (?!the\b|an?\b)[a-z]+)", "scheduled to"),
        (r"as (?:many|much) as", "up to"),
    )
)  # fmt: skip
_NAME: Final = re.compile(
    r"\b[A-Z][\w’'-]+(?:\s+(?:(?:of|for|the|and|on)\s+){0,2}[A-Z][\w’'-]+){1,6}"
)
_INITIALS: Final = re.compile(r"\b[A-Z]{2,6}\b")
_QUOTED: Final = re.compile(r"([\"“][^\"“”]*[\"”])")
_SMALL: Final = PREPOSITIONS | {"the", "and"}


@lru_cache(_REMEMBERED)
def rewrite(text: str) -> str:
    """A text with each phrase as one word, without dots in initials and hyphens in participles."""
    text = _DOTTED.sub(lambda match: match.group().replace(".", ""), text)
    text = _COMPOUND.sub(r"\1 ", text)
    for pattern, plain in _PHRASES:
        text = pattern.sub(plain, text)
    return text


def find_initials(texts: Iterable[str]) -> dict[str, str]:
    """The names in some texts by their initials: "WHO" for the World Health Organization.

    Initials of two names, and those of a state, are left out.
    """
    names: dict[str, set[str]] = {}
    for text in texts:
        for match in _NAME.finditer(text):
            words = match.group().split()
            initials = "".join(word[0] for word in words if word.lower() not in _SMALL)
            names.setdefault(initials, set()).add(" ".join(words))
    return {
        initials: min(written)
        for initials, written in names.items()
        if len(written) == 1 and len(initials) > 2 and initials not in NAMES_OF_STATES
    }


def write_out(text: str, names: Mapping[str, str]) -> str:
    """A text with the names in place of their initials, except in quotations."""
    pieces = _QUOTED.split(text)
    pieces[::2] = [
        _INITIALS.sub(lambda match: names.get(match.group(), match.group()), piece)
        for piece in pieces[::2]
    ]
    return "".join(pieces)
