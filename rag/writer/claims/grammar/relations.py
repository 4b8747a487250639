"""Relations that a sentence may turn round: who did it to whom, how many of what, and if what.

The words of a false sentence can all stand in its evidence. Their order, what a number counts, the
preposition before it, and what a condition is about must then be those of the evidence, too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rag.language.english.nationalities import NAMES_OF_STATES
from rag.language.english.stop_words import ASKING_WORDS, STOP_WORDS
from rag.language.stems import stem
from rag.names.people import is_title
from rag.writer.claims.named import find_names, is_named
from rag.writer.claims.named_days import find_days
from rag.writer.claims.numbers import Number, find_numbers

LEAST_IN_ORDER: Final = 0.7  # share of a sentence's words that stand in the order of the evidence

_TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
TOKEN = re.compile(rf"{_TOKEN.pattern}|,")
NAME_ENDINGS = re.compile(r"['’]s?$")
_CLAUSE_BEGINS = re.compile(r",(?!\d)|[;:–—]|\b(?:and|but|while|if|who|which|because|since)\b")
_CONDITION = re.compile(r"\b(?:if|unless|provided that)\b", re.IGNORECASE)
_BEFORE_NUMBER = re.compile(r"\b(by|to|from)\s+(?:some |about |around |nearly |a |an |the )*$")
_TO_NUMBER = re.compile(r"[^.,;:\d]{0,20}\bto\s+(?:\w+ ){0,2}[$€£]?\d")
_PART_OF = re.compile(r"\s+(?:[a-z]+\s+)?(?:out )?of\s+(?:the |its |their |all )*$")
_WHETHER = re.compile(r"\bwhether\b", re.IGNORECASE)
_OF_THEM = re.compile(r"\s+of (?:them|these|those|whom|which)\b")
_PART_BEFORE = re.compile(r"\bof (?:the |its |their |his |her |our |all |those |these )*$")
_RELATIVE = re.compile(
    r"\b(this|next|last|past|previous|coming)\s+(week|weekend|month|year|decade|century)\b",
    re.IGNORECASE,
)
_THAN = re.compile(r"\bthan\b", re.IGNORECASE)
_COMPARED = 3  # content words behind "than", among which is what something is compared with
_COUNTED = 3  # words behind a number, among which is what it counts
_REACH = 6  # words between somebody and what they do
_FEW = 2  # words; one has no order


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    name: bool
    after_by: bool  # "by" stands before it: it is who does it


def find_turned_round(sentence: str, evidence: Sequence[str], speakers: Sequence[str]) -> str:
    """ "Russia attacked Ukraine" against "Ukraine attacked Russia": the verb; "" if there is none.

    Two names with a word between them must not stand the other way round, and only so, in the
    evidence; "by" turns them round. The names of `speakers`, which may stand before or behind what
    they say, do not count.
    """
    said_by = {word.key for speaker in speakers for word in _read_words(speaker)}
    words = [word for word in _read_words(sentence) if not (word.name and word.key in said_by)]
    texts = [_read_words(text) for text in evidence]
    for first, verb, last in _find_triples(words):
        claimed = (last.key, first.key) if last.after_by else (first.key, last.key)
        pairs = {pair for text in texts for pair in _find_pairs(text, verb.key, set(claimed))}
        if (claimed[1], claimed[0]) in pairs and claimed not in pairs:
            return verb.key
    return ""


def measure_order(sentence: str, evidence: Sequence[str], left_out: Sequence[str]) -> float:
    """The share of a sentence's words that stand in the same order in the evidence; 1 for few.

    The clauses may stand in any order. Only words that the evidence has count, and no names that
    are left out, such as its speakers': they may stand before or behind what they say.
    """
    said_by = {word.key for name in left_out for word in _read_words(name)}
    text = [word.key for sentence_read in evidence for word in _read_words(sentence_read)]
    in_order = known = 0
    for clause in _CLAUSE_BEGINS.split(sentence):
        claimed = reversed({word.key: None for word in reversed(_read_words(clause))})  # each once
        places = [
            [at for at, key in enumerate(text) if key == word]
            for word in claimed
            if word not in said_by
        ]
        placed = [place for place in places if place]
        in_order += _measure_longest_rise(placed)
        known += len(placed)
    return in_order / known if known >= _FEW else 1.0


def find_moved_condition(sentence: str, evidence: Sequence[str]) -> str:
    """The first word of a condition that is about something else in all evidence; "" if none."""
    claimed = _find_conditions(sentence)
    if not _WHETHER.search(sentence):
        keys = {word.key for word in _read_words(sentence)}
        asked = [key for text in evidence for key in _find_asked(text) if key in keys]
        if asked:
            return asked[0]
    read = {condition for text in evidence for condition in _find_conditions(text)}
    return next((key for kind, key in claimed if read and (kind, key) not in read), "")


def find_miscounted(sentence: str, evidence: Sequence[str]) -> str:
    """A number of a sentence that counts something else in all evidence; "" if there is none.

    What a number counts is the first content word behind it. "By 5 percent" is not "to 5 percent",
    "3 of 10" must be there as such, and "10" alone is not the 10 of which there are 3.
    """
    stated = [(text, number) for text in evidence for number in _find_amounts(text)]
    amounts = _find_amounts(sentence)
    for number in amounts:
        equal = [(text, other) for text, other in stated if number.equals(other)]
        if equal and not any(
            _count_alike(sentence, number, text, other, evidence) for text, other in equal
        ):
            return sentence[number.start : number.end]
    for number in amounts:
        wholes = [
            _PART_BEFORE.search(text[: other.start]) is not None
            for text, other in stated
            if number.equals(other)
        ]
        if wholes and all(wholes) and not _PART_BEFORE.search(sentence[: number.start]):
            return sentence[number.start : number.end]
    for first, second in pairwise(amounts):
        if _PART_OF.fullmatch(sentence, first.end, second.start) and not any(
            _PART_OF.fullmatch(text, amount.end, other.start)
            for text in evidence
            for amount, other in pairwise(_find_amounts(text))
            if amount.equals(first) and other.equals(second)
        ):
            return sentence[first.start : second.end]
    return ""


def find_borrowed(sentence: str, evidence: Sequence[str]) -> str:
    """A number that the evidence has of somebody else; "" if there is none.

    Its sentence begins with a name that the claim lacks, and lacks a name of the claim: "Marl grew.
    Larkfield grew for the third month." does not say that Marl grew for the third month.
    """
    known = {word for text in evidence for word in _TOKEN.findall(text) if word.islower()}
    names = find_names(sentence, known)
    for number in _find_amounts(sentence):
        having = [
            text for text in evidence if any(number.equals(other) for other in find_numbers(text))
        ]
        if len(having) != 1 or len(evidence) == 1:
            continue
        first = next(iter(find_names(having[0], known)), ())
        begins = bool(first) and having[0].startswith(first[0])
        if (
            begins
            and not is_named(first, sentence)
            and any(not is_named(name, having[0]) for name in names)
        ):
            return sentence[number.start : number.end]
    return ""


def find_moved_comparison(sentence: str, evidence: Sequence[str]) -> str:
    """The first word behind "than" that the evidence has before it only; "" if there is none.

    "More was spent on roads than on schools" has all words of "more on schools than on roads".
    """
    for match in _THAN.finditer(sentence):
        compared = _read_words(sentence[match.end() :])[:1]
        there = [
            (_read_words(text[: other.start()]), _read_words(text[other.end() :])[:_COMPARED])
            for text in evidence
            for other in _THAN.finditer(text)
        ]
        for word in compared:
            before = any(word.key == other.key for words, _ in there for other in words)
            behind = any(word.key == other.key for _, words in there for other in words)
            if before and not behind:
                return word.key
    return ""


def find_other_time(sentence: str, evidence: Sequence[str]) -> str:
    """ "This year" or the like, which no evidence has; "" if there is none."""
    read = {match.group().lower() for text in evidence for match in _RELATIVE.finditer(text)}
    claimed = (match.group() for match in _RELATIVE.finditer(sentence))
    return next((words for words in claimed if words.lower() not in read), "")


def _find_amounts(text: str) -> list[Number]:
    """The numbers of a text that are no days."""
    days = [(day.start, day.end) for day in find_days(text)]
    return [
        number
        for number in find_numbers(text)
        if not any(start <= number.start < end for start, end in days)
    ]


def _count_alike(
    sentence: str, number: Number, text: str, other: Number, evidence: Sequence[str]
) -> bool:
    """Whether two equal numbers count the same, behind the same preposition."""
    before, there = _find_preposition(sentence, number), _find_preposition(text, other)
    # "by" and "from" may be left out: "fell 5 percent", but not if it rose from 5 to 7
    if before != there and ((before and there) or "to" in {before, there}):
        return False
    if before != there == "from" and _TO_NUMBER.match(text, other.end):
        return False
    counted, read = _find_counted(sentence, number)[:1], _find_counted(text, other)
    if not counted:  # "into three" is not "three sandwiches each"
        return not read or bool(number.unit or number.currency)
    if not read and _OF_THEM.match(text, other.end):  # "17 of them": of what is named before
        texts_before = [*evidence[: list(evidence).index(text)], text[: other.start]]
        return any(counted[0] == word.key for part in texts_before for word in _read_words(part))
    return not read or counted[0] in read


def _find_preposition(text: str, number: Number) -> str:
    match = _BEFORE_NUMBER.search(text[: number.start].lower())
    return match[1] if match else ""


def _find_counted(text: str, number: Number) -> list[str]:
    """The content words right behind a number, up to the next one or a mark."""
    ends = [other.start for other in find_numbers(text) if other.start >= number.end]
    behind = re.split(r"[,;:.!?()]", text[number.end : min(ends, default=len(text))])[0]
    few = " ".join(_TOKEN.findall(behind)[:_COUNTED])
    return [word.key for word in _read_words(few) if not word.name]


def _find_asked(text: str) -> list[str]:
    """The first content word behind each "whether"."""
    rest = [_read_words(text[match.end() :]) for match in _WHETHER.finditer(text)]
    return [words[0].key for words in rest if words]


def _find_conditions(text: str) -> list[tuple[bool, str]]:
    """Whether each condition is one of "unless", and its first content word."""
    rest = [
        (match.group().lower() == "unless", _read_words(text[match.end() :]))
        for match in _CONDITION.finditer(text)
    ]
    return [(unless, words[0].key) for unless, words in rest if words]


def _measure_longest_rise(places: Sequence[Sequence[int]]) -> int:
    """How many words can be placed one behind the other, each at one of its places."""
    ends: list[int] = []  # the lowest last place of a chain of each length
    for choices in places:
        for at in sorted(choices, reverse=True):  # so that no word is used twice
            length = bisect_left(ends, at)
            ends[length : length + 1] = [at]
    return len(ends)


def _find_triples(words: Sequence[_Word]) -> Iterator[tuple[_Word, _Word, _Word]]:
    """Two names with nothing but other words between them, and the first of these."""
    for at, first in enumerate(words):
        for further, last in enumerate(words[at + 2 : at + 2 + _REACH], at + 2):
            between = words[at + 1 : further]
            if first.name and last.name and first.key != last.key:
                if not any(word.name for word in between):
                    yield first, between[0], last
                break


def _find_pairs(text: Sequence[_Word], verb: str, names: set[str]) -> Iterator[tuple[str, str]]:
    """Who does it and to whom, for each place of a verb between two names."""
    for at in (at for at, word in enumerate(text) if word.key == verb):
        for before in text[:at]:
            for behind in text[at + 1 :]:
                if {before.key, behind.key} == names:
                    passive = behind.after_by
                    yield (behind.key, before.key) if passive else (before.key, behind.key)


def key_of(word: str) -> str:
    """What the forms of a word, and the names of a state, share."""
    return NAMES_OF_STATES.get(word) or stem(word.lower())


def _read_words(text: str) -> list[_Word]:
    words = []
    by = False
    for match in _TOKEN.finditer(text):
        word = NAME_ENDINGS.sub("", match.group())
        lower = word.lower()
        if lower == "by":
            by = True
        if lower in STOP_WORDS or lower in ASKING_WORDS or is_title(word) or word[0].isdigit():
            continue
        state = NAMES_OF_STATES.get(word)
        is_name = state is not None or (word[:1].isupper() and match.start() > 0)
        words.append(_Word(state or stem(lower), is_name, by))
        by = False
    return words
