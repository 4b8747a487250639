"""Whether neighbouring words of a sentence also belong together in its evidence.

"The doctor treated the mayor before the vote, and the nurse left." has all words of "The doctor
left.", but in the clause of "left" it is the nurse who leaves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rag.language.cues import VERBS as REPORTING
from rag.language.english import word_set
from rag.language.english.grammar_words import BE, DETERMINERS, PREPOSITIONS
from rag.language.english.stop_words import ASKING_WORDS, STOP_WORDS
from rag.language.english.synonyms import find_groups
from rag.writer.claims.named_days import find_days
from rag.writer.claims.numbers import find_numbers
from rag.writer.claims.polarity import DENIALS, DOUBTS
from rag.writer.claims.relations import NAME_ENDINGS, key_of

_TOKEN: Final = re.compile(r"\d[\d.,]*\d|[^\W_]+(?:[.'’-][^\W_]+)*|[,;:—–()“”\"]")
_CLAUSE_BEGINS: Final = word_set(
    """
    , ; : — – ( ) “ ” " and but or nor while whereas although though because since as if unless
    when where whether who which that
    """
)
_LISTS: Final = word_set("and or nor")
_NOT_PASSED: Final = word_set("of by")
# what stands in time, or in another relation, to what follows
_RELATING: Final = word_set(
    """
    after against above amid before behind below beneath beyond despite during except inside
    outside over past since through throughout under unlike until without
    """
)
_LOOKED_BACK: Final = 3  # words before a noun, among which is its preposition
_GOT: Final = word_set("got gets get getting")


@dataclass(frozen=True, slots=True)
class _Token:
    key: str
    text: str
    groups: frozenset[int]  # of synonyms
    content: bool  # no mark, no word of grammar or of reporting, no day
    name: bool

    def is_like(self, other: _Token) -> bool:
        """Whether both are forms of one word, or synonyms."""
        return self.key == other.key or bool(self.groups & other.groups)


def find_of_another(sentence: str, evidence: Sequence[str], left_out: Sequence[str]) -> str:
    """A word whose clause in the evidence has a subject that the sentence lacks; "" if none.

    The word before it in the sentence must then stand before it in that clause, too. The names of
    `left_out` do not count: speakers, and states that a speaker calls "we".
    """
    texts = [_read(text) for text in evidence]
    ours = _find_keys_of(left_out)
    claimed = _read(sentence)
    for at, to in _find_neighbours(claimed, ours):
        before, word = claimed[at], claimed[to]
        places = [
            (text, place) for text in texts for place in _find_places(text, word) if text[place]
        ]
        if not places or not any(_find_places(text, before) for text in texts):
            continue
        passive = any(token.text in BE or token.text in _GOT for token in claimed[at + 1 : to])
        lead = claimed[to - 1].text.lower()
        if not any(
            _belongs(text, place, before, claimed, passive=passive, lead=lead)
            for text, place in places
        ):
            return word.text
    return ""


def find_swapped(sentence: str, evidence: Sequence[str], left_out: Sequence[str]) -> str:
    """The second of two neighbouring words that a clause only has the other way round; "" if none.

    "Roe arrested police" against "Police arrested Roe". A passive, "of" and a comma turn words round
    by themselves.
    """
    texts = [_read(text) for text in evidence]
    ours = _find_keys_of(left_out)
    claimed = _read(sentence)
    for at, to in _find_neighbours(claimed, ours):
        between = {token.text.lower() for token in claimed[at + 1 : to]}
        if not between.isdisjoint(PREPOSITIONS | BE | _GOT | _CLAUSE_BEGINS):
            continue
        first, second = claimed[at], claimed[to]
        orders = {order for text in texts for order in _find_orders(text, first, second)}
        if orders == {"swapped"}:
            return second.text
    return ""


def find_moved_preposition(sentence: str, evidence: Sequence[str]) -> str:
    """A word behind "after" that the evidence only has behind "before" or the like; "" if none."""
    texts = [_read(text) for text in evidence]
    claimed = _read(sentence)
    for at, word in enumerate(claimed):
        preposition = _find_relating(claimed, at)
        if not word.content or not preposition:
            continue
        stated = [
            _find_relating(text, place) for text in texts for place in _find_places(text, word)
        ]
        if stated and all(stated) and preposition not in stated:
            return f"{preposition} {word.text}"
    return ""


def _find_neighbours(
    claimed: Sequence[_Token], ours: Collection[str]
) -> Iterator[tuple[int, int]]:
    """The places of each two content words that follow one another in a sentence."""
    places = [at for at, token in enumerate(claimed) if token.content and token.key not in ours]
    return pairwise(places)


def _belongs(  # noqa: PLR0913  # a pair of words and a place
    text: Sequence[_Token],
    at: int,
    before: _Token,
    claimed: Sequence[_Token],
    *,
    passive: bool,
    lead: str,
) -> bool:
    """Whether the word at a place can belong to the word before it in the sentence.

    `lead` is what stands right before it in the sentence, such as "the".

    The word before it stands before it in its clause, too, or behind it in the passive, or the clause has no subject
    that the sentence lacks.
    """
    first, last = _find_clause(text, at, listed=lead in PREPOSITIONS)
    if any(token.is_like(before) for token in text[first:at]):
        return True
    if passive and any(token.is_like(before) for token in text[at + 1 : last]):
        return True
    if text[at].name or lead in DETERMINERS | PREPOSITIONS:
        # "city" of "the city council" is no subject
        while at > first and (text[at - 1].content or text[at - 1].text == "of"):
            at -= 1
    return not any(
        token.content and not any(token.is_like(other) for other in claimed)
        for token in text[first:at]
    )


def _find_clause(text: Sequence[_Token], at: int, *, listed: bool) -> tuple[int, int]:
    """Where the clause of a token begins and ends; "and" between two names ends none.

    Nor does any other "and" without a comma if the token may belong to all of a list: "with 212
    passengers and 14 crew on board".
    """
    first, last = at, at + 1
    while first > 0 and not (_divides(text, first - 1) and not (listed and _lists(text, first - 1))):
        first -= 1
    while last < len(text) and not _divides(text, last):
        last += 1
    return first, last


def _divides(text: Sequence[_Token], at: int) -> bool:
    if text[at].text.lower() not in _CLAUSE_BEGINS:
        return False
    joins = text[at].text in _LISTS and 0 < at < len(text) - 1
    return not (joins and text[at - 1].name and text[at + 1].name)


def _lists(text: Sequence[_Token], at: int) -> bool:
    return text[at].text in _LISTS and at > 0 and text[at - 1].text[:1].isalnum()


def _find_orders(text: Sequence[_Token], first: _Token, second: _Token) -> Iterator[str]:
    """In which order a sentence has two words in one clause, "" if it has them in none."""
    for place in _find_places(text, first):
        for other in _find_places(text, second):
            low, high = sorted((place, other))
            between = text[low + 1 : high]
            if other > place or any(token.text in _NOT_PASSED for token in between):
                yield "kept"
            elif place > other:
                yield "" if any(_divides(text, at) for at in range(low + 1, high)) else "swapped"


def _find_relating(text: Sequence[_Token], at: int) -> str:
    """The preposition before a word of the same phrase, if it relates it in time or the like."""
    for token in reversed(text[max(0, at - _LOOKED_BACK) : at]):
        lower = token.text.lower()
        if lower in _RELATING:
            return lower
        if lower in PREPOSITIONS or lower in _CLAUSE_BEGINS:
            return ""
    return ""


def _find_places(text: Sequence[_Token], word: _Token) -> list[int]:
    return [at for at, token in enumerate(text) if token.content and token.is_like(word)]


def _find_keys_of(names: Sequence[str]) -> set[str]:
    return {token.key for name in names for token in _read(name)}


def _read(text: str) -> list[_Token]:
    """The words of a text and its marks. An amount is one word, in words and in figures alike."""
    days = [(day.start, day.end) for day in find_days(text)]
    amounts = {
        at: number.value
        for number in find_numbers(text)
        for at in range(number.start, number.end)
    }
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(text):
        if any(start <= match.start() < end for start, end in days):
            continue
        amount = amounts.get(match.start())
        key = f"{amount:g}" if amount is not None else ""
        if key and tokens and tokens[-1].key == key:
            continue  # "two hundred"
        tokens.append(_make_token(match.group(), key))
    return tokens


def _make_token(written: str, amount: str) -> _Token:
    word = NAME_ENDINGS.sub("", written)
    lower = word.lower()
    content = bool(amount) or (
        word[:1].isalnum()
        and not lower.endswith("ly")
        and not any(lower in listed for listed in (STOP_WORDS, ASKING_WORDS, DENIALS, DOUBTS))
        and lower not in REPORTING
    )
    groups = frozenset() if amount else find_groups(lower)
    return _Token(amount or key_of(word), word, groups, content, word[:1].isupper())
