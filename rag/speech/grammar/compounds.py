"""Tokens -> the same, with an institution's name of several parts as one token.

"The Food and Drug Administration" is one body and not two, and the "Centers for Disease Control and
Prevention" must not become "Prevention". English only, by closed lists.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.language.english.calendar_words import DAY_WORDS
from rag.language.english.grammar_words import CONJUNCTIONS, DETERMINERS, PREPOSITIONS, PRONOUNS
from rag.language.english.institution_words import INSTITUTION_HEADS, INSTITUTIONS
from rag.language.english.person_names import GIVEN_NAMES
from rag.language.english.titles import PERSONAL_TITLES
from rag.speech.grammar.tokens import Token, TokenKind

# these end a name with "and" in it, and rarely the second of two names
_ENDINGS = frozenset(
    "administration agency association authority board commission exchange service".split()
)
_FOR_PLACES = frozenset({"authority", "service"})  # "the Fire Service for Kent"
_STATES = frozenset({"U.S.", "US", "U.K.", "UK"})
_OPENING = frozenset({"European", "Federal", "National"})
_SINGLE = INSTITUTIONS - {"service", "services", "media", "police", "post", "school", "street"}
_LONGEST = 4  # words of a part


def join_institutions(text: str, words: Sequence[Token]) -> list[Token]:
    """The tokens of a text, each institution's name of several parts joined into one."""
    joined: list[Token] = []
    at = 0
    while at < len(words):
        end = _behind_head(words, at) or _behind_pair(words, at) or _behind_today(words, at)
        end = end or _behind_firm(words, at) or at + 1
        joined.append(words[at] if end == at + 1 else _join(text, words[at], words[end - 1]))
        at = end
    return joined


def _join(text: str, first: Token, last: Token) -> Token:
    name = text[first.start : last.end]
    return Token(first.start, last.end, name, name.lower(), TokenKind.WORD)


def _behind_head(words: Sequence[Token], at: int) -> int | None:
    """The end of "Centers for Disease Control and Prevention", from "Centers" on."""
    if not (words[at].capitalised and words[at].low in INSTITUTION_HEADS and at + 2 < len(words)):
        return None
    tie = words[at + 1].low
    if tie not in {"for", "of", "on"} or (tie == "for" and words[at].low in _FOR_PLACES):
        return None
    end = _behind_part(words, at + 2 + (words[at + 2].low == "the"))
    if end is None:
        return None
    while words[end : end + 1] and words[end].low == "of":  # "Institute for the Study of War"
        more = _behind_part(words, end + 1)
        if more is None:
            break
        end = more
    several = _behind_more(words, end)
    return several or (end if tie != "of" else None)


def _behind_more(words: Sequence[Token], end: int) -> int | None:
    """The end of ", Education, Labor and Pensions" or "and Prevention"; None if there is none."""
    at = end
    while words[at : at + 1] and words[at].text == ",":
        part = _behind_part(words, at + 1)
        if part is None:
            break
        at = part
    if words[at : at + 1] and words[at].text == ",":
        at += 1
    if not words[at : at + 1] or words[at].low not in {"and", "&"}:
        return None
    last = _behind_part(words, at + 1)
    if last is None or words[at + 1].low in GIVEN_NAMES or words[last - 1].low in _SINGLE:
        return None
    return last


def _behind_pair(words: Sequence[Token], at: int) -> int | None:
    """The end of "Food and Drug Administration", from behind its determiner on."""
    before = words[at - 1] if at else words[at]
    begins = before.low in DETERMINERS or before.low == "'s" or before.text in _STATES
    if not begins and words[at].text not in _OPENING:
        return None
    first = _behind_part(words, at)
    if first is None or not words[first : first + 1] or words[first].low not in {"and", "&"}:
        return None
    if any(word.low in _SINGLE | GIVEN_NAMES for word in words[at:first]):
        return None
    last = _behind_part(words, first + 1)
    return last if last is not None and words[last - 1].low in _ENDINGS else None


def _behind_today(words: Sequence[Token], at: int) -> int | None:
    """The end of "USA TODAY", which is no day."""
    named = words[at].capitalised and words[at].text.isupper() and at + 1 < len(words)
    return at + 2 if named and words[at + 1].text in {"TODAY", "Today"} else None


def _behind_firm(words: Sequence[Token], at: int) -> int | None:
    """The end of "Johnson & Johnson"."""
    if words[at].low in PREPOSITIONS | CONJUNCTIONS:
        return None  # its capital letter is the sentence's
    first = _behind_part(words, at)
    if first is None or not words[first : first + 1] or words[first].text != "&":
        return None
    end = _behind_part(words, first + 1)
    # "Game & Fish Warden Jane Roe" goes on; "Corrections & Clarifications:" is a heading
    goes_on = end is not None and words[end : end + 1] and words[end].capitalised
    heads = end is not None and words[end : end + 1] and words[end].text == ":"
    return None if goes_on or heads else end


def _behind_part(words: Sequence[Token], at: int) -> int | None:
    """The end of a run of words that can be part of such a name; None if there is none."""
    end = at
    while end < len(words) and end - at < _LONGEST and _fits(words[end]):
        end += 1
    return end if end > at else None


def _fits(word: Token) -> bool:
    acronym = word.text.isupper() and len(word.text) < 6
    small = word.low in DAY_WORDS or word.low in DETERMINERS or word.low in PRONOUNS
    return word.capitalised and not (acronym or small or word.low in PERSONAL_TITLES)
