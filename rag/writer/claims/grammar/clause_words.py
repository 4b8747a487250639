"""The words of a text with its marks, and the clauses in which they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rag.language.cues import VERBS as REPORTING
from rag.language.english import word_set
from rag.language.english.stop_words import ASKING_WORDS, STOP_WORDS
from rag.language.english.synonyms import find_retold_groups
from rag.writer.claims.grammar.relations import NAME_ENDINGS, key_of
from rag.writer.claims.named_days import find_days
from rag.writer.claims.numbers import find_numbers
from rag.writer.claims.polarity import DENIALS, DOUBTS

_TOKEN: Final = re.compile(r"\d[\d.,]*\d|[^\W_]+(?:[.'’-][^\W_]+)*|[,;:—–()“”\"]")
CLAUSE_BEGINS: Final = word_set(
    """
    , ; : — – ( ) “ ” " and but or nor while whereas although though because since as if unless
    when where whether who which that
    """
)
_LISTS: Final = word_set("and or nor")
_REMEMBERED: Final = 512  # texts; each check reads the same ones


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, a mark or an amount."""

    key: str
    text: str
    groups: frozenset[int]  # of synonyms
    content: bool  # no mark, no word of grammar or of reporting, no day
    acts: bool  # content that is no word of denial: it may be a subject
    name: bool
    owner: bool  # "Roe's"
    amount: bool

    def is_like(self, other: Token) -> bool:
        """Whether both are forms of one word, or synonyms."""
        return self.key == other.key or bool(self.groups & other.groups)


@lru_cache(_REMEMBERED)
def read_words(text: str) -> tuple[Token, ...]:
    """The words of a text and its marks. An amount is one word, in words and in figures alike."""
    days = [(day.start, day.end) for day in find_days(text)]
    amounts = {
        at: number.value for number in find_numbers(text) for at in range(number.start, number.end)
    }
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        if any(start <= match.start() < end for start, end in days):
            continue
        amount = amounts.get(match.start())
        key = f"{amount:g}" if amount is not None else ""
        if key and tokens and tokens[-1].key == key:
            continue  # "two hundred"
        tokens.append(_make_token(match.group(), key, first=not text[: match.start()].strip()))
    return tuple(tokens)


def find_places(text: Sequence[Token], word: Token) -> list[int]:
    """Where a text has a word or a synonym of it."""
    return [at for at, token in enumerate(text) if token.content and token.is_like(word)]


def find_clause(text: Sequence[Token], at: int, *, listed: bool) -> tuple[int, int]:
    """Where the clause of a token begins and ends; "and" between two names ends none.

    Nor does any other "and" without a comma if the token may belong to all of a list: "with 212
    passengers and 14 crew on board".
    """
    first, last = at, at + 1
    while first > 0 and not (divides(text, first - 1) and not (listed and _lists(text, first - 1))):
        first -= 1
    while last < len(text) and not divides(text, last):
        last += 1
    return first, last


def divides(text: Sequence[Token], at: int) -> bool:
    """Whether a token ends a clause."""
    if text[at].text.lower() not in CLAUSE_BEGINS or _points(text, at):
        return False
    joins = text[at].text in _LISTS and 0 < at < len(text) - 1
    return not (joins and text[at - 1].name and text[at + 1].name)


def _points(text: Sequence[Token], at: int) -> bool:
    """Whether "that" points at the noun behind it, as in "rejected that offer"."""
    before = text[at - 1].text.lower() if at else ""
    reports = before in REPORTING or before in DOUBTS
    return text[at].text == "that" and before.endswith("ed") and not reports


def _lists(text: Sequence[Token], at: int) -> bool:
    return text[at].text in _LISTS and at > 0 and text[at - 1].text[:1].isalnum()


def _make_token(written: str, amount: str, *, first: bool) -> Token:
    word = NAME_ENDINGS.sub("", written)
    lower = word.lower()
    adverb = lower.endswith("ly") and (first or word == lower)  # Italy is none
    content = bool(amount) or (
        word[:1].isalnum()
        and not adverb
        and not any(lower in listed for listed in (STOP_WORDS, ASKING_WORDS, DOUBTS))
        and (lower not in REPORTING or lower in DENIALS)
    )
    groups = frozenset() if amount else find_retold_groups(lower)
    owner = word != written
    acts = content and lower not in DENIALS
    return Token(
        amount or key_of(word), word, groups, content, acts, word[:1].isupper(), owner, bool(amount)
    )
