"""Relations that a sentence may turn round: who did it to whom, and how many of what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.language.english.nationalities import NAMES_OF_STATES
from rag.language.english.stop_words import ASKING_WORDS, STOP_WORDS
from rag.language.stems import stem
from rag.names.people import is_title
from rag.writer.claims.numbers import Number, find_numbers

_TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_PASSIVE = re.compile(r"\bby\b")
_COUNTED = 3  # words behind a number, among which is what it counts
_REACH = 6  # words between somebody and what they do


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    name: bool
    start: int


def find_turned_round(sentence: str, evidence: Sequence[str], speakers: Sequence[str]) -> str:
    """ "Russia attacked Ukraine" against "Ukraine attacked Russia": the verb; "" if there is none.

    Two names with a word between them must not stand the other way round, and only so, in the
    evidence. A passive in either of them leaves the question open. The names of `speakers`, which
    may stand before or behind what they say, do not count.
    """
    if _PASSIVE.search(sentence):
        return ""
    said_by = {word.key for speaker in speakers for word in _words(speaker)}
    texts = [_words(text) for text in evidence if not _PASSIVE.search(text)]
    words = [word for word in _words(sentence) if not (word.name and word.key in said_by)]
    for first, verb, last in _triples(words):
        orders = {order for text in texts for order in _orders(text, first.key, verb.key, last.key)}
        if orders == {"turned"}:
            return verb.key
    return ""


def find_miscounted(sentence: str, evidence: Sequence[str]) -> str:
    """A number of a sentence that counts something else in all evidence; "" if there is none.

    What a number counts is the first content word behind it. If the evidence has that word behind
    a number, it must be an equal one.
    """
    for number in find_numbers(sentence):
        counted = _counted(sentence, number)
        others = [
            number.equals(other)
            for text in evidence
            for other in find_numbers(text)
            if counted and _counted(text, other) == counted
        ]
        if others and not any(others):
            return sentence[number.start : number.end]
    return ""


def _counted(text: str, number: Number) -> str:
    ends = [other.start for other in find_numbers(text) if other.start >= number.end]
    behind = _TOKEN.findall(text[number.end : min(ends, default=len(text))])[:_COUNTED]
    keys = [word.key for word in _words(" ".join(behind)) if not word.name]
    return keys[0] if keys else ""


def _triples(words: Sequence[_Word]) -> list[tuple[_Word, _Word, _Word]]:
    triples = []
    for at, first in enumerate(words):
        for further, last in enumerate(words[at + 2 : at + 2 + _REACH], at + 2):
            if not (first.name and last.name) or first.key == last.key:
                continue
            between = [word for word in words[at + 1 : further] if not word.name]
            if between and len(between) == further - at - 1:
                triples.append((first, between[0], last))
    return triples


def _orders(text: Sequence[_Word], first: str, verb: str, last: str) -> list[str]:
    """How three words stand: in the order given, turned round, or otherwise."""
    places = {key: [at for at, word in enumerate(text) if word.key == key] for key in (first, last)}
    orders = []
    for at in (at for at, word in enumerate(text) if word.key == verb):
        for a in places[first]:
            for b in places[last]:
                if a < at < b:
                    orders.append("same")
                elif b < at < a:
                    orders.append("turned")
                else:
                    orders.append("other")
    return orders


def _words(text: str) -> list[_Word]:
    words = []
    for match in _TOKEN.finditer(text):
        word = re.sub(r"['’]s?$", "", match.group())
        lower = word.lower()
        if lower in STOP_WORDS or lower in ASKING_WORDS or is_title(word) or word[0].isdigit():
            continue
        state = NAMES_OF_STATES.get(word)
        named = state is not None or (word[:1].isupper() and match.start() > 0)
        words.append(_Word(state or stem(lower), named, match.start()))
    return words
