"""A question -> the words for the act that it asks about: "resign" of "Why did Roe resign?".

No tagger for parts of speech is run. The verb is found by its place and its form: behind "did"
stands a subject, and a word that may be a plain form ends it. Where several words may be the verb,
all of them are given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rag.language.english import word_set
from rag.language.english.grammar_words import (
    ADVERBS,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    DO,
    HAVE,
    MODALS,
    NEGATIONS,
    OTHER_PRONOUNS,
    PREPOSITIONS,
    PRONOUNS,
)
from rag.language.english.synonyms import list_synonyms
from rag.language.stems import stem
from rag.names.people import is_title
from rag.search.topic import Term

LONGEST: Final = 300  # characters of a question that are read

_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")
_WH: Final = word_set("who whom whose what which why when where how")
_HELPING: Final = DO | HAVE | MODALS | BE
# "Did Roe resign?" asks about an act; "Are dogs allowed?" may be answered in any words.
PAST: Final = word_set("did was were has have had didn't wasn't weren't hasn't haven't hadn't")
# The word behind these is the act: "get married", "go bankrupt", "take part".
_SUPPORTING: Final = word_set(
    """
    become became becomes becoming get gets got getting gotten go goes going gone went have having
    make makes made making take takes took taken taking do does doing done come comes came coming
    be been being give gives gave given giving keep keeps kept
    """
)
# The act behind these follows "to": "want to leave".
_WITH_TO: Final = word_set(
    """
    let start started begin began try tried trying want wanted plan planned planning decide decided
    need needed used seem seems help
    """
)
# Texts tell these without a verb: "Roe's book", "the match in Paris", “No,” as a reply.
_UNSAID: Final = word_set(
    """
    place occur occurs occurred happen happens happened call calls called name names named
    held hold holds wrote write writes written sang sing sings sung play plays played playing
    want wants mean means react reacted respond responded reply replied say tell think
    """
)
_PARTICLES: Final = word_set("out up down off away together apart aside along")
_SUBJECTS: Final = PRONOUNS | OTHER_PRONOUNS
_BETWEEN: Final = (
    ADVERBS | NEGATIONS | word_set("ever really actually eventually officially anymore according")
)
_BOUNDARIES: Final = (
    DETERMINERS | PREPOSITIONS | CONJUNCTIONS | _PARTICLES | _SUBJECTS | _BETWEEN | {"there"}
)
_PLURALS: Final = word_set("people children men women police media")
_PARTICIPLES: Final = word_set(
    """
    built bought brought caught cut fed fought found heard held hit hurt laid led left lent lost
    met paid put read said sent set shot shut sold sought spent spread struck stuck swept taught
    told thought torn understood won worn born sung sworn known shown thrown drawn flown withdrawn
    overthrown blown grown
    """
)
_NO_BASE = re.compile(
    r"(?!(?:mention|question|comment|finance|influence|advance|experience|implement|document)$)"
    r".*(?:[^s]s|ing|[^e]ed|tion|ment|ness|ity|ism|ship|ence|ance)"
)
_PARTICIPLE = re.compile(r".*(?:ed|[^m]en|ing)")
_POSSESSIVE = re.compile(r".*['’]s?")
_SHORTEST: Final = 3  # letters of an act


@dataclass(frozen=True, slots=True)
class Act:
    """A word that may be the act, and its offsets in the question."""

    word: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """The word in lower case."""
        return self.word.lower().replace("’", "'")

    @property
    def is_name(self) -> bool:
        """Whether it is written as a name or a number."""
        return any(letter.isupper() for letter in self.word) or self.word[0].isdigit()


def as_term(acts: Sequence[Act]) -> Term:
    """A term that a text has if it has one of the acts, in any form or as a synonym."""
    keys = {key for act in acts for key in (stem(act.low), *list_synonyms(act.low))}
    return Term(" ".join(act.word for act in acts), frozenset(keys), name=False)


@lru_cache(maxsize=256)
def find_asked_acts(question: str) -> tuple[Act, ...]:
    """The words that may be the act asked about, none if the question asks about no act.

    A verb that says little ("get", "go") is no act; the word behind it is ("get married").
    """
    words = [Act(match.group(), *match.span()) for match in _WORD.finditer(question[:LONGEST])]
    asking = next((at for at, word in enumerate(words) if word.low in _WH), None)
    if asking is None:
        return _behind(words, 0) if words and words[0].low in PAST else ()
    helping = next((at for at in range(asking, len(words)) if words[at].low in _HELPING), None)
    if words[asking].low == "who" and (helping is None or helping > asking + 1):
        return _heavy(words, [asking + 1])  # "Who bought it?"
    return () if helping is None else _behind(words, helping)


def _behind(words: Sequence[Act], helping: int) -> tuple[Act, ...]:
    """The acts behind a helping verb and its subject: "Did Roe resign?"."""
    base = words[helping].low in DO | MODALS
    typed_small = not any(word.is_name for word in words)
    at, opened, has_subject = helping + 1, "", False
    while at < len(words):
        low = words[at].low
        if low in _BOUNDARIES:
            has_subject = has_subject or low in _SUBJECTS
            opened, at = low, at + 1
            continue
        run = _run(words, at)
        may_be_alone = has_subject and opened not in DETERMINERS | PREPOSITIONS
        places = _verbs_in(run, base=base, may_be_alone=may_be_alone, typed_small=typed_small)
        if places:
            return _heavy(words, [at + place for place in places])
        opened, at, has_subject = "", at + len(run), True
    return ()


def _run(words: Sequence[Act], first: int) -> list[Act]:
    """The words up to the next preposition, determiner or other small word."""
    last = first
    while last < len(words) and words[last].low not in _BOUNDARIES:
        last += 1
    return list(words[first:last])


def _verbs_in(
    run: Sequence[Act], *, base: bool, may_be_alone: bool, typed_small: bool
) -> list[int]:
    """The places of the words that may be the verb, in a run that a subject may begin.

    In a question without capital letters, each word may also be part of a name.
    """
    names = next((at for at, word in enumerate(run) if not word.is_name), len(run))
    owned = bool(names) and bool(_POSSESSIVE.fullmatch(run[names - 1].low))
    first = names + owned if names or may_be_alone else 1
    last = next((at for at in range(first, len(run)) if run[at].is_name), len(run))
    fits = _may_be_base if base else _may_be_participle
    fitting = [at for at in range(first, last) if fits(run[at].low)]
    for at in fitting:  # a plural ends the subject
        before = run[at - 1].low if at else ""
        if base and (before in _PLURALS or (before.endswith("s") and not run[at - 1].is_name)):
            return [at]
    return fitting if names or typed_small else fitting[-1:]


def _heavy(words: Sequence[Act], places: Sequence[int]) -> tuple[Act, ...]:
    """The words at some places; for a verb that says little, the word behind it."""
    acts = [act for act in (_heavy_word(words[place:]) for place in places) if act is not None]
    return () if any(act.low in _UNSAID for act in acts) else tuple(dict.fromkeys(acts))


def _heavy_word(words: Sequence[Act]) -> Act | None:
    light = ""
    for word in words:
        if word.low in _SUPPORTING | _WITH_TO | _BETWEEN | _HELPING:
            light = word.low
        elif (light and word.low == "to") or (light in _SUPPORTING and word.low in DETERMINERS):
            continue
        elif word.is_name or word.low in _BOUNDARIES or len(word.low) < _SHORTEST:
            return None
        else:
            return word
    return None


def _may_be_base(word: str) -> bool:
    return not is_title(word) and not _NO_BASE.fullmatch(word)


def _may_be_participle(word: str) -> bool:
    return word in _PARTICIPLES | _SUPPORTING or bool(_PARTICIPLE.fullmatch(word))
