"""Text -> its words and their English stems. The only module that imports the stemmer.

A word is a run of letters and digits, without possessive ending and inner marks ("Russia's" ->
"russia", "U.S." -> "us", "100,000" -> "100000").
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"\d+(?:,\d{3})+|[^\W_]+(?:[.'’][^\W_]+)*")
_ENDING = re.compile(r"['’](?:s|ll|re|ve|d|m)?$")
_INNER_MARKS = str.maketrans("", "", ".,")
_REMEMBERED = 1 << 15  # words: the frequent ones; news has 200,000 different ones
_STEMMER_LOCK = threading.Lock()  # a Stemmer may be used by one thread at a time


def words(text: str) -> list[str]:
    """The words of a text, lower-cased, in order."""
    return [_folded(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=_REMEMBERED)
def stem(word: str) -> str:
    """The English (Porter 2) stem of a lower-case word."""
    with _STEMMER_LOCK:
        return str(_stemmer().stemWord(word))


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order."""
    return [stem(word) for word in words(text)]


@lru_cache(maxsize=_REMEMBERED)
def _folded(word: str) -> str:
    """A word as it is compared: in lower case, without possessive ending and inner marks."""
    return _ENDING.sub("", word.lower()).translate(_INNER_MARKS)


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")
