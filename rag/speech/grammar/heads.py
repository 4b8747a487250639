"""A noun phrase -> its head: the words that name a person or an institution. English only."""

from __future__ import annotations

from collections.abc import Sequence

from rag.language.english.grammar_words import DETERMINERS
from rag.language.english.institution_words import INSTITUTION_HEADS, INSTITUTIONS
from rag.language.english.person_names import GIVEN_NAMES
from rag.language.english.reporting_words import AUTHORED
from rag.names.institutions import is_institution
from rag.names.people import is_title
from rag.speech.grammar.tokens import Token

# parts of titles that are also the field of a department: "the Department of Justice"
_FIELDS = frozenset("defence defense finance foreign interior justice national press".split())
# titles that are surnames as well
_SURNAMES = frozenset("bishop chancellor judge justice king major marshal pope prince".split())
# participles that describe a role: "the acting mayor"
_NO_ACTS = frozenset("acting leading managing outgoing incoming serving sitting ruling".split())
# words of offices of which every place has one
_ANYWHERE = INSTITUTIONS | frozenset(
    "'s of general clerk city county district state u.s. us".split()
)
# what an author does, unlike "obtained"
_AUTHORING = frozenset("commissioned conducted issued posted published released signed".split())
_WITHIN = frozenset("of for the and & 's".split())
_TIES = frozenset("of for at from with in to on by".split())
# "The" belongs to the names of these
_WITH_ARTICLE = frozenset(
    "times post guardian telegraph journal hill atlantic economist intercept".split()
)


def find_head(words: Sequence[Token]) -> list[Token]:
    """The words up to the first preposition or participle, or all if a title spans it."""
    for at, word in enumerate(words):
        acts = word.low.endswith("ing") and word.text[0].islower() and word.low not in _NO_ACTS
        if acts and at and words[at - 1].low not in DETERMINERS and words[at + 1 :]:
            return list(words[:at])  # "police investigating Roe" are not Roe
        if word.low in _TIES and at:
            before = words[at - 1]
            whole = before.capitalised and (is_title(before.text) or is_institution(before.text))
            whole = whole and (word.low == "of" or is_title(before.text))
            if at == 2 and words[0].low in GIVEN_NAMES and before.low in _SURNAMES:
                whole = False  # "Jane King of the CDC"
            whole = whole or (before.capitalised and before.low in {"bank", "state"})
            return list(words) if whole else list(words[:at])
    return list(words)


def find_author(words: Sequence[Token]) -> Sequence[Token]:
    """The words that name whose document a phrase means, as in "Roe's letter"; empty if none do.

    "A study of cats by Harvard University" and "a Harvard University study" are the university's.
    """
    at = next((at for at, word in enumerate(words) if word.text in AUTHORED), None)
    if at is None:
        return ()
    for tie in range(at + 1, len(words) - 1):
        if words[tie].low in {"by", "from"}:
            passed_on = words[tie - 1].low.endswith("ed") and words[tie - 1].low not in _AUTHORING
            return () if passed_on else words[tie + 1 :]  # "obtained by CNN"
    before = [word for word in words[:at] if word.low not in DETERMINERS]
    owned = bool(before) and before[-1].low == "'s"
    named = before[:-1] if owned else before
    first = next((at for at, word in enumerate(named) if word.capitalised), len(named))
    named = named[first:]
    name = join_words(named)
    return named if owned or is_institution(name) or name.isupper() else ()


def join_words(words: Sequence[Token]) -> str:
    """The words of a phrase as one text."""
    return " ".join(word.text for word in words).replace(" 's", "'s").replace(" ’s", "’s")


def name_institution(head: Sequence[Token]) -> str | None:
    """An institution by name, with the "The" that belongs to a newspaper's."""
    first = next((at for at, word in enumerate(head) if word.capitalised), None)
    if first is None:
        return None
    last_lower = max(
        (
            at
            for at, word in enumerate(head)
            if word.text[0].islower()
            and word.low != "of"
            and not (word.low == "the" and at and head[at - 1].low == "of")
        ),
        default=-1,
    )
    kept = head[max(first, last_lower + 1) :]
    if kept and kept[0].low == "'s":
        kept = kept[1:]  # "the state's Department of Health"
    if kept and kept[0].low == "the" and kept[-1].low not in _WITH_ARTICLE:
        kept = kept[1:]
    if kept and _is_any(kept):
        return None
    if len(kept) > 1 and is_title(kept[0].text) and "-" in kept[0].text:
        kept = kept[1:]  # "Kyiv-based Roe Motors"
    if len(kept) > 1 and kept[0].text in {"US", "U.S."} and any(" " in word.text for word in kept):
        kept = kept[1:]  # the one Food and Drug Administration
    return join_words(kept) or None


def is_own_name(head: Sequence[Token]) -> bool:
    """Whether a head is an institution's own name, even if it contains titles.

    "The Associated Press" and "New Mexico State Police" are, "the press" and "police" are not.
    """
    own = [word for word in head if word.low not in DETERMINERS]
    if len(own) < 2 or not own[0].capitalised or not own[-1].capitalised:
        return False
    if not all(word.capitalised or word.low in _WITHIN for word in own):
        return False
    return is_institution(join_words(own)) or is_of_institution(own)


def _is_any(words: Sequence[Token]) -> bool:
    """Whether a name fits an office of any place: "Sheriff's Office", "State Police"."""
    vague = all(is_title(word.text) or word.low in _ANYWHERE for word in words)
    return vague and (words[-1].low == "police" or any(word.low == "'s" for word in words))


def split_owner(head: Sequence[Token]) -> tuple[str, Sequence[Token]]:
    """The owner of an institution, "Russia" or "", and the words behind the owner."""
    at = max((at for at, word in enumerate(head) if word.low == "'s"), default=-1)
    owner = [word for word in head[: max(at, 0)] if word.low not in DETERMINERS]
    return join_words(owner), head[at + 1 :]


def is_of_institution(head: Sequence[Token]) -> bool:
    """Whether a head is an institution's name with "of": "the Bank of England"."""
    tie = next((at for at, word in enumerate(head) if word.low == "of"), 0)
    if tie == 0 or not head[tie - 1].capitalised:
        return False
    fields = _FIELDS if head[tie - 1].low in INSTITUTION_HEADS else frozenset()
    if any(is_title(word.text) and word.low not in fields for word in head):
        return False
    behind = [word for word in head[tie + 1 :] if word.low not in {"the", "and", "for"}]
    return bool(behind) and all(word.capitalised for word in behind)


def is_acronym(word: Token) -> bool:
    """Whether a word is a short name all in capital letters: "WHO", "NATO"."""
    return word.capitalised and word.text.isupper() and 1 < len(word.text) < 5
