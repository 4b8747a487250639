"""Two lines, the first of which ends in a hyphen -> whether the hyphen belongs to the word."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from rag.articles.token_count import count_tokens

_SOFT = "\u00ad\u00ac"  # the second is what text recognition makes of the first
_HYPHENS = "-\u2010" + _SOFT
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_SOFT_INSIDE = re.compile(r"([^\W\d_]{1,40})\u00ad([^\W\d_]{1,40})")
_LONGEST_WORD = 40  # characters that are looked at
# first parts of words that keep their hyphen: "self-made", "well-known", "twenty-one"
_KEEPS_HYPHEN = frozenset(
    """
    self ex non well ill half all anti pro co vice post mid semi quasi cross long short high low
    hard soft full part first second third one two three four five six seven eight nine ten twenty
    thirty forty fifty sixty seventy eighty ninety north south east west so then
    """.split()
)
# and last parts: "Oslo-based", "Omicron-specific", "back-and-forth"
_AFTER_HYPHEN = frozenset(
    """
    based led backed born era specific related style type old year day week month made held run
    owned friendly free level leaning goers goer and to in of the up down off out wide sized shaped
    looking speaking minded elect general
    """.split()
)


def words_of(text: str) -> frozenset[str]:
    """The words of a text in lower case, as `ending_before` wants them."""
    return frozenset(word.lower() for word in _WORD.findall(text))


def ending_before(before: str, after: str, words: Collection[str] = ()) -> str | None:
    """Return how a line ends if the next line follows without a space; None if a space parts them.

    A hyphen goes if it only cut a word ("har-", "bour"), and stays if it belongs to one ("in-",
    "depth"). `words` are those of the text in lower case, and decide if either form is among them.
    """
    before = before.rstrip()
    if not before or before[-1] not in _HYPHENS or not after[:1].isalnum():
        return None
    kept, hyphen = before[:-1], before[-1]
    first, last = _find_last_word(kept[-_LONGEST_WORD:]), _WORD.match(after[:_LONGEST_WORD])
    if not first or not last:  # "2019-", "20"
        return before if kept[-1:].isalnum() and hyphen not in _SOFT else None
    if hyphen in _SOFT or not _keeps_hyphen(first, last.group(), words):
        return kept
    return f"{kept}-"


def _find_last_word(text: str) -> str:
    start = len(text)
    while start and (text[start - 1].isalpha() or text[start - 1] in "-\u2010"):
        start -= 1
    return text[start:].strip("-\u2010")


def mend_soft_hyphens(line: str, words: Collection[str] = ()) -> str:
    """Return a line of a PDF without soft hyphens, but with the hyphens that its fonts call so."""

    def mended(match: re.Match[str]) -> str:
        first, last = match.groups()
        return f"{first}-{last}" if _keeps_hyphen(first, last, words) else first + last

    if "\u00ad" not in line:
        return line
    return re.sub("\u00ad\\s*$", "-", _SOFT_INSIDE.sub(mended, line))


def _keeps_hyphen(first: str, last: str, words: Collection[str]) -> bool:
    whole = (first + last).lower()
    if whole in words:
        return False
    if f"{first}-{last}".lower() in words or not last[0].islower() or "-" in first:
        return True
    if _is_common(whole) or _is_common(first + last):
        return False
    if first.lower() in _KEEPS_HYPHEN or last.split("-", 1)[0] in _AFTER_HYPHEN:
        return True
    return _is_common(first.lower()) and _is_common(last)


@lru_cache(maxsize=4096)
def _is_common(word: str) -> bool:
    """Whether a word is so frequent that the tokenizer has a token for it."""
    return count_tokens(f" {word}") == 1
