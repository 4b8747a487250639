"""A noun phrase -> its head: the words that name somebody, or an institution. English only."""

from __future__ import annotations

from collections.abc import Sequence

from rag.articles.cues import DETERMINERS
from rag.articles.people import is_institution, is_title
from rag.articles.tokens import Token

_NO_ACTS = frozenset("acting leading managing outgoing incoming serving sitting ruling".split())
_TIES = frozenset("of for at from with in to on by".split())
# "The" belongs to the names of these
_WITH_ARTICLE = frozenset(
    "times post guardian telegraph journal hill atlantic economist intercept".split()
)


def head_of(words: Sequence[Token]) -> list[Token]:
    """The words up to the first preposition or participle, or all where a title spans it."""
    for at, word in enumerate(words):
        acts = word.low.endswith("ing") and word.text[0].islower() and word.low not in _NO_ACTS
        if acts and at and words[at - 1].low not in DETERMINERS and words[at + 1 :]:
            return list(words[:at])  # "police investigating Roe" are not Roe
        if word.low in _TIES and at:
            before = words[at - 1]
            whole = before.capitalised and (is_title(before.text) or is_institution(before.text))
            whole = whole and (word.low == "of" or is_title(before.text))
            whole = whole or (before.capitalised and before.low in {"bank", "state"})
            return list(words) if whole else list(words[:at])
    return list(words)


def joined(words: Sequence[Token]) -> str:
    """The words of a phrase as one text."""
    return " ".join(word.text for word in words).replace(" 's", "'s").replace(" ’s", "’s")


def institution(head: Sequence[Token]) -> str | None:
    """An institution by name, with the "The" that belongs to a newspaper's."""
    first = next((at for at, word in enumerate(head) if word.capitalised), None)
    if first is None:
        return None
    last_lower = max(
        (at for at, word in enumerate(head) if word.text[0].islower() and word.low != "of"),
        default=-1,
    )
    kept = head[max(first, last_lower + 1) :]
    if any(word.low == "'s" for word in head):
        return None
    if kept and kept[0].low == "the" and kept[-1].low not in _WITH_ARTICLE:
        kept = kept[1:]
    if len(kept) > 1 and is_title(kept[0].text) and "-" in kept[0].text:
        kept = kept[1:]  # "Kyiv-based Roe Motors"
    if len(kept) > 1 and kept[0].text in {"US", "U.S."} and any(" " in one.text for one in kept):
        kept = kept[1:]  # the one Food and Drug Administration
    return joined(kept) or None


def of_institution(head: Sequence[Token]) -> bool:
    """Whether a head is an institution's name with "of": "the Bank of England"."""
    tie = next((at for at, word in enumerate(head) if word.low == "of"), 0)
    if tie == 0 or not head[tie - 1].capitalised or any(is_title(word.text) for word in head):
        return False
    behind = [word for word in head[tie + 1 :] if word.low not in {"the", "and", "for"}]
    return bool(behind) and all(word.capitalised for word in behind)


def is_acronym(word: Token) -> bool:
    """Whether a word is a short name all in capital letters: "WHO", "NATO"."""
    return word.capitalised and word.text.isupper() and 1 < len(word.text) < 5
