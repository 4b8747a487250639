"""Tokens -> the same, without the nicknames that stand inside names: Robert “Bobby” Quinn.

The nickname stays with the token before it, because the article may use it later: "Bobby Quinn".
English only, by closed lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.language.english.calendar_words import DAY_WORDS
from rag.language.english.person_names import GIVEN_NAMES, NICKNAMES, PARTICLES
from rag.names.institutions import is_institution
from rag.speech.grammar.phrases import is_nominal
from rag.speech.grammar.tokens import Token, TokenKind

_LONGEST = 3  # words: “The Rock”
_SMALL = frozenset({"the", "of", "da", "de", "la"})
_INITIALS = re.compile(r"(?:[A-Z]\.){2,3}")
_KNOWN = GIVEN_NAMES | NICKNAMES.keys()


def without_nicknames(words: Sequence[Token]) -> list[Token]:
    """The tokens without quotations and brackets that hold a nickname between two names."""
    kept: list[Token] = []
    at = 0
    while at < len(words):
        end = _behind_nickname(words, at) if kept else at
        if end > at:
            if words[at - 1].text == ".":
                kept.pop()
                kept[-1] = replace(kept[-1], end=words[at - 1].end, text=f"{kept[-1].text}.")
            kept[-1] = replace(kept[-1], nickname=_nickname(kept[-1], words[at:end]))
            at = end
        else:
            kept.append(words[at])
            at += 1
    return kept


def _nickname(before: Token, marked: Sequence[Token]) -> str:
    """A nickname without its marks; "Kate(rine)" is Katerine."""
    inside = " ".join(word.inside for word in marked if word.text not in {"(", ")"})
    return f"{before.text}{inside}" if marked[0].start == before.end else inside


def _behind_nickname(words: Sequence[Token], at: int) -> int:
    """The end of a nickname that begins at a place; the place itself if none does."""
    end = at + 1 if words[at].is_quote else _behind_bracket(words, at)
    if end == at or end >= len(words):
        return at
    before, behind = words[at - 1], words[end]
    if before.text == "." and at > 1 and len(words[at - 2].text) == 1:
        before = words[at - 2]  # William D. “Hank” Roe
    if not (_is_name(before) and (_is_name(behind) or behind.low in PARTICLES)):
        return at
    if words[at].is_quote:
        return end if _may_be_nickname(words[at].inside) else at
    return end if _stands_for(before, words[at + 1 : end - 1]) else at


def _behind_bracket(words: Sequence[Token], at: int) -> int:
    if words[at].text != "(":
        return at
    for end in range(at + 2, min(at + 2 + _LONGEST, len(words))):
        if words[end].text == ")":
            return end + 1
    return at


def _is_name(token: Token) -> bool:
    """Whether a token can be a part of a person's name."""
    nominal = token.capitalised and is_nominal(token) and token.low not in DAY_WORDS
    return nominal and not is_institution(token.text)


def _may_be_nickname(quoted: str) -> bool:
    """Whether words in quotation marks can be a nickname, and are no sentence or clause."""
    words = quoted.split()
    return (
        0 < len(words) <= _LONGEST
        and (words[-1][-1] not in ",.?!;:…" or bool(_INITIALS.fullmatch(words[-1])))
        and all(word[:1].isupper() or word in _SMALL for word in words)
    )


def _stands_for(before: Token, inside: Sequence[Token]) -> bool:
    """Whether words in brackets are a nickname, a birth name, or complete a name: "Kate(rine)"."""
    if inside[0].start == before.end + 1:  # no space before the bracket
        return len(inside) == 1 and inside[0].kind is TokenKind.WORD
    if inside[0].is_quote:
        return len(inside) == 1 and _may_be_nickname(inside[0].inside)
    names = all(word.capitalised and not word.text.isupper() for word in inside)
    return names and (before.low in _KNOWN or inside[0].low in _KNOWN)
