"""Tokens -> where a phrase that says when something happened begins and ends. English only.

"on Friday", "late Friday", "last Friday night", "earlier this week".
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.language.english.calendar_words import DAY_WORDS
from rag.speech.grammar.tokens import Token

_PARTS_OF_DAYS = frozenset("morning afternoon evening night".split())
TIMES = _PARTS_OF_DAYS | frozenset("week weekend month year day time".split())
_WHICH = frozenset("last this next that".split())  # week
_MODIFIERS = _WHICH | frozenset("late early earlier later".split())
_OPENINGS = frozenset({"on", "in"})


def skip_time_before(tokens: Sequence[Token], last: int, floor: int) -> int:
    """The token before a time that ends with token `last`; `last` if no time ends there."""
    first = last
    if first > floor and _goes_with(tokens[first - 1], tokens[first]):
        first -= 1
    elif not _is_day(tokens[first]):
        return last
    while first > floor and tokens[first - 1].low in _MODIFIERS:
        first -= 1
    if first > floor and tokens[first - 1].low in _OPENINGS:
        first -= 1
    return first - 1


def skip_time_behind(tokens: Sequence[Token], first: int) -> int:
    """The token behind a time that begins with token `first`; `first` if no time begins there."""
    at = first
    if _low(tokens, at) in _OPENINGS:
        at += 1
    which = False
    while _low(tokens, at) in _MODIFIERS:
        which = tokens[at].low in _WHICH
        at += 1
    if at < len(tokens) and _is_day(tokens[at]):
        at += 1
        return at + 1 if _low(tokens, at) in _PARTS_OF_DAYS else at
    return at + 1 if which and _low(tokens, at) in TIMES else first


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if at < len(tokens) else ""


def _is_day(token: Token) -> bool:
    # what a sentence says "may" or "march" is rarely a month
    return token.low in DAY_WORDS and (token.low not in {"may", "march"} or token.capitalised)


def _goes_with(before: Token, token: Token) -> bool:
    """Whether two words are a time only together: "Friday night", "last week"."""
    if token.low in _PARTS_OF_DAYS and _is_day(before):
        return True
    return token.low in TIMES and before.low in _WHICH
