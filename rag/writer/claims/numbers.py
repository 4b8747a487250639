"""The numbers in a text, in words and in figures alike: "three million" and "3,000,000"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.language.english.number_words import TEENS, TENS, UNITS

_ONES = {word: value for value, word in enumerate((*UNITS, "ten", *TEENS[1:]), start=1)}
_TENS = {word: 10 * value for value, word in enumerate(TENS, start=2)}
_SCALES = {
    "hundred": 100.0,
    "dozen": 12.0,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
}
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
_SMALL = {**_ONES, **_TENS}
_ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "twentieth": 20,
}  # fmt: skip
# a fraction is not the number in it: "two thirds" is no 2
_FRACTIONS = re.compile(r"\b(?:half|(?:one|two|three)[ -](?:thirds?|quarters?|fifths?))\b")

# "8-9" are two numbers, and the second is not below zero
_RANGES = re.compile(r"(?<=\d)[-–](?=\d)")

_FIGURES = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORD = "|".join((*_SMALL, "a hundred", "a thousand", "a million", "a billion", "a dozen"))
_SCALE = "|".join(_SCALES)
_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "₽": "ruble", "¥": "yen"}
_CURRENCY = "|".join((*_SIGNS.values(), "rouble", "yuan"))
_NUMBER = re.compile(
    rf"(?<![\w.,-])(?:(?<!\S)(?P<minus>[-−–]))?(?:(?P<sign>[$€£₽¥])\s?)?"
    rf"(?:(?P<figures>{_FIGURES})(?P<rank>st|nd|rd|th)?"
    rf"(?:(?P<short>bn|mn|tn|[kmb])(?![\w]))?"
    rf"|(?P<words>(?:{_WORD})(?:(?:[ -]|\sand\s)(?:{'|'.join(_SMALL)}|{_SCALE}))*)"
    rf"|(?P<ordinal>{'|'.join(_ORDINALS)}))(?![\w])"
    rf"(?P<scales>(?:[ -](?:{_SCALE})\b)*)(?P<percent>\s?%|[ -]per ?cent(?:age)?\b)?"
    r"(?P<points>[ -]points?\b)?"
    rf"(?:[ -](?P<currency>{_CURRENCY})s?\b)?",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"(?:(?<!no )more than|(?<!no )greater than|\bover|at least|exceed(?:s|ed|ing)?|above|"
    r"upwards of|no (?:less|fewer) than|minimum of)\s+(?:some |a |an |the )?$",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"(?:(?<!no )(?:less|fewer) than|under|up to|at most|no (?:more|greater) than|nearly|almost|"
    r"below|maximum of|just short of)\s+(?:some |a |an |the )?$",
    re.IGNORECASE,
)
_RATIO = re.compile(
    r"\b(?:one|two|three|four|[1-9]) (?:in|out of) (?:every )?"
    r"(?:three|four|five|six|seven|eight|nine|ten|twenty|\d{1,3}(?![\d,.]))\b"
    r"|[<>≤≥~≈±]\s?[$€£]?\d[\d.,]*|(?<![\d.,])\d[\d.,]{0,20}\+",
    re.IGNORECASE,
)
_LOOKED_AT = 30  # characters before a number, which say whether it is a bound


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text."""

    value: float
    unit: str  # "percent", "points", "rank" as in "11th", or empty
    currency: str  # empty: none is named
    bound: int  # 1: more than this; -1: less; 0: neither is said
    start: int
    end: int

    def equals(self, other: Number) -> bool:
        """Whether both say the same amount, bounds included."""
        same = abs(self.value - other.value) <= 1e-9 * max(1.0, abs(self.value))
        if self.currency and other.currency and self.currency != other.currency:
            return False
        return same and (self.unit, self.bound) == (other.unit, other.bound)


def find_lost_ratio(sentence: str, evidence: str) -> str:
    """A number of a ratio or with a sign that the evidence does not have so; "" if there is none.

    "One in ten children" does not say that ten children were ill, nor "40 tanks" that ">40" were.
    """
    there = evidence.lower()
    for match in _RATIO.finditer(sentence):
        if match.group().lower() not in there:
            return match.group()
    ratios = [match.span() for match in _RATIO.finditer(evidence)]
    stated = find_numbers(evidence) if ratios else ()
    for number in find_numbers(sentence) if ratios else ():
        equal = [other for other in stated if number.equals(other)]
        inside = [any(start <= other.start < end for start, end in ratios) for other in equal]
        if equal and all(inside) and not _RATIO.search(sentence):
            return sentence[number.start : number.end]
    return ""


def find_numbers(text: str) -> list[Number]:
    """The numbers of a text in its order; "one", which is mostly a pronoun, is none."""
    whole = _FRACTIONS.sub(lambda match: "~" * len(match.group()), text)
    return list(_find_numbers(_RANGES.sub(" ", whole)))


def _find_numbers(text: str) -> Iterator[Number]:
    for match in _NUMBER.finditer(text):
        value = _read_value(match)
        if value is None:
            continue
        for scale in re.findall(_SCALE, match["scales"].lower()):
            value *= _SCALES[scale]
        before = text[max(0, match.start() - _LOOKED_AT) : match.start()]
        bound = 1 if _ABOVE.search(before) else -1 if _BELOW.search(before) else 0
        currency_name = (match["currency"] or "").lower().replace("rouble", "ruble")
        currency = currency_name or _SIGNS.get(match["sign"] or "", "")
        value = -value if match["minus"] else value
        yield Number(value, _read_unit(match), currency, bound, match.start(), match.end())


def _read_unit(match: re.Match[str]) -> str:
    if match["points"]:
        return "points"
    if match["percent"]:
        return "percent"
    return "rank" if match["rank"] or match["ordinal"] else ""


def _read_value(match: re.Match[str]) -> float | None:
    if match["figures"]:
        return float(match["figures"].replace(",", "")) * _SHORT_SCALES.get(
            (match["short"] or "").lower(), 1.0
        )
    if match["ordinal"]:
        # "second" and "third" of a clock or a fraction are no amounts that a text could change
        return float(_ORDINALS[match["ordinal"].lower()])
    words = re.split(r"[\s-]+", match["words"].lower())
    if words == ["one"] and not match["percent"] and not match["scales"]:
        return None
    return _read_words([word for word in words if word not in {"and", "a"}] or ["one"])


def _read_words(words: Sequence[str]) -> float:
    """ "two hundred fifty thousand" is 250,000."""
    total, group = 0.0, 0.0
    for word in words:
        if word in _SMALL:
            group += _SMALL[word]
        elif word == "hundred":
            group = (group or 1) * 100
        else:
            total += (group or 1) * _SCALES[word]
            group = 0.0
    return total + group
