"""Spellings -> keys that agree: without accents, case, dots and variants of transliteration."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_POSSESSIVE = re.compile(r"['’]s?$")
# an article or a preposition that a hyphen or an apostrophe ties to a family name
_WITH_ARTICLE = re.compile(r"(?:a[dlnrstz]|ash|e[dl]|ul)[-‑][^\W\d_]|(?:d|l|dell)['’][^\W\d_]")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """A key for equal names: no accents, case, dots, possessive, or leading "the".

    Spellings that differ by transliteration only (-y, -iy, -yy, -ii; Sergei, Sergey) share a key.
    """
    plain = without_possessive(_without_accents(name).replace("’", "'").strip())
    words = re.findall(r"[^\W_]+", plain.replace("'", "").replace(".", ""))
    if words[:1] == ["the"]:
        words = words[1:]
    return " ".join(transliterate(word) for word in words)


@lru_cache(maxsize=4096)
def plain_word(word: str) -> str:
    """A word of a name in lower case, without accents, possessive ending and marks around it."""
    return without_possessive(_without_accents(word.replace("’", "'"))).strip(".'\"“”‘")


def begins_as_name(word: str) -> bool:
    """Whether a word is written as a part of a name: "Roe", "al-Roe", "d'Roe"."""
    if word[:1].isupper() or word.islower():
        return word[:1].isupper()
    tied = _WITH_ARTICLE.match(word)
    return tied is not None and word[tied.end() - 1].isupper()


def without_possessive(name: str) -> str:
    """A name without the ending of "Putin's" or "Reuters'"."""
    return _POSSESSIVE.sub("", name)


def ends_in_possessive(word: str) -> bool:
    """Whether a word ends like "Putin's" or "Reuters'"."""
    return _POSSESSIVE.search(word) is not None


@lru_cache(maxsize=4096)
def transliterate(word: str) -> str:
    """A key that the usual transliterations of one word share: "Zelensky" and "Zelenskiy"."""
    word = re.sub(r"(.)\1", r"\1", word)
    word = re.sub(r"(?<=\w\w)(?:[eiy]y|[iy]j|ei|iy|ii|ie|y)$", "i", word)  # Xie is not Xi
    return word.replace("y", "i").replace("aio", "ao").replace("iu", "u").replace("ia", "a")


def transliterate_from_german(name: str) -> str:
    """A Russian or Ukrainian name in the English transliteration: "Sergej Lawrow"."""
    for german, english in _GERMAN:
        name = re.sub(german, english, name)
    return name


_GERMAN = (
    (r"\bTsch", "Ch"), ("tsch", "ch"), (r"\bSch", "Sh"), ("sch", "sh"), (r"\bW", "V"), ("w", "v"),
    (r"\bJ", "Y"), ("j", "y"), (r"\bSe(?=len|l[iy])", "Ze"),
)  # fmt: skip


def _without_accents(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
