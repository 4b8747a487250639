"""What a text is about, as keys that agree between a question and an article.

A key is a word's stem ("peacekeep"), a state ("@China" for China, Chinese and Beijing) or a name
free of spelling variants ("~zelenski"). A question's topic is a list of terms: one term, any of
whose keys may match.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from rag.language.english.grammar_words import AUXILIARIES
from rag.language.english.nationalities import NAMES_OF_STATES
from rag.language.english.stop_words import ASKING_WORDS, STOP_WORDS
from rag.language.stems import stem, words
from rag.names.folding import fold
from rag.names.institutions import is_institution
from rag.names.people import surname
from rag.names.states import states

_NAME = re.compile(r"(?<![^\W_])[^\W\d_][\w’'.-]*")
_NAME_WORD = r"(?:\d+(?=[A-Z]))?[A-Z][\w’'.-]*"  # also 3M
_NAME_RUN = re.compile(
    rf"(?<![\w$€£]){_NAME_WORD}(?:\s+(?:(?:of|the|and|de|van|von|al)\s+)?{_NAME_WORD})*"
)
_CONTRACTED = re.compile(r"(\w+?)(?:n['’]t|['’](?:s|d|ll|re|ve))")
_TOKEN = re.compile(
    rf"(?:{'|'.join(re.escape(name) for name in NAMES_OF_STATES if ' ' in name)})(?:['’]s)?(?!\w)"
    r"|\d+(?:[.,]\d+)*(?![^\W_])|[^\W_]+(?:[.'’][^\W_]+)*",
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a topic, or one name of several words."""

    text: str
    keys: frozenset[str]
    name: bool  # written as a name: an answer must contain it

    def matches(self, keys: Collection[str]) -> bool:
        """Whether a text with these keys contains the term."""
        return not self.keys.isdisjoint(keys)


def find_content_words(text: str) -> list[str]:
    """The words of a text, lower-cased, in order, without stop words."""
    return [word for word in words(text) if word not in STOP_WORDS]


@lru_cache(maxsize=2048)  # the texts of about ten questions; older texts rarely return
def find_keys(text: str) -> frozenset[str]:
    """The keys of a text's words, without stop words."""
    found_keys = {stem(word) for word in find_content_words(text)}
    found_keys.update(f"@{state}" for state in states(text))
    found_keys.update(
        f"~{fold(name)}"
        for name in _NAME.findall(text)
        if name[:1].isupper() and (name.lower() not in STOP_WORDS or is_acronym(name))
    )
    return frozenset(found_keys)


def is_acronym(word: str) -> bool:
    """Whether a word is written as an acronym: the WHO is not "who"."""
    return len(word) > 1 and word.isupper() and word.isalpha() and word != "I"


def find_terms(topic: str) -> tuple[Term, ...]:
    """The terms of a topic in the order of its words, each once.

    Words such as "statement" and "news" are left out, unless the topic has no other words.
    """
    return _terms(topic, ASKING_WORDS) or _terms(topic, frozenset())


def _terms(topic: str, left_out: frozenset[str]) -> tuple[Term, ...]:
    typed_small = topic == topic.lower()
    kept: list[Term] = []
    for match in _TOKEN.finditer(topic):
        text = match.group().removesuffix("'s").removesuffix("’s").rstrip(".'’")
        lower = text.lower()
        acronym = is_acronym(text) and not topic.isupper()
        if len(text) < 2 or (not acronym and (lower in left_out or lower in STOP_WORDS)):
            continue
        term_keys = find_keys(text)
        if typed_small:
            term_keys |= find_keys(text.title())
        state = frozenset(key for key in term_keys if key.startswith("@"))
        term = Term(text, state or term_keys, text[:1].isupper())
        if term.keys and not any(term.keys & kept_term.keys for kept_term in kept):
            kept.append(term)
    return tuple(kept)


def find_full_names(topic: str) -> tuple[tuple[tuple[Term, ...], tuple[Term, ...]], ...]:
    """For each name of several words that may be a person's: its family name and its full name."""
    split_names = ((find_terms(surname(name)), find_terms(name)) for name in find_names(topic))
    return tuple(
        (family, whole)
        for (family, whole), name in zip(split_names, find_names(topic), strict=True)
        if len(family) < len(whole) and not is_institution(name)
    )


def _drop_opening(run: str) -> str:
    """A run of capitalised words without "What's" or "Did" before it; "Will" may be a name."""
    first, _, rest = run.partition(" ")
    contracted = _CONTRACTED.fullmatch(first)
    if contracted and contracted.group(1).lower() in STOP_WORDS:
        return rest or run
    return rest if rest and first.lower() in _OPENING else run


_OPENING = AUXILIARIES - {"will", "may"}
# "in the US. Where did it land?"
_NEXT_QUESTION = re.compile(
    r"\.\s+(?=(?:Who|Whom|Whose|What|Which|Why|When|Where|How|Is|Are|Was|Were|Did|Does|Do)\b)"
)


def find_names(topic: str) -> tuple[str, ...]:
    """Runs of capitalised words: "the 2022 World Cup in Qatar" gives World Cup and Qatar."""
    runs = (
        _drop_opening(run)
        for match in _NAME_RUN.finditer(topic)
        for run in _NEXT_QUESTION.split(match.group())
    )
    bare = (run.removesuffix("'s").removesuffix("’s").rstrip(".'’") for run in runs)
    return tuple(
        run for run in bare if is_acronym(run) or not STOP_WORDS.issuperset(run.lower().split())
    )
