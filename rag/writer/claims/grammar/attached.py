"""What a phrase of a sentence belongs to, which the evidence must have in the same way.

All words of "the maps, including 5 globes" may stand in "300 maps, 5 globes and 9 atlases".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.language.cues import VERBS as REPORTING
from rag.language.english.grammar_words import DETERMINERS
from rag.language.english.stop_words import STOP_WORDS
from rag.writer.claims.grammar.relations import NAME_ENDINGS, key_of
from rag.writer.claims.numbers import find_numbers

# a name behind a preposition that says who is met, left or reached
_BESIDE_NAME = re.compile(
    r"\b(?P<preposition>with|against|to|from)\s+(?:(?:the|an?|his|her|their)\s+)?"
    r"(?P<name>[A-Z][\w’'-]*)"
)
_BEFORE_NAME = (
    r"(?:\b(?P<preposition>with|against|to|from|in|at|on|for|by|of|about|during)\s+"
    r"(?:[\w’'-]+\s+){0,2}?)?\b"
)
_TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*['’]?|[,;:.!?()–—“”\"]")
_WITH = frozenset({"with", "without"})
_PLACED = frozenset({"in", "at", "on", "within", "inside"})
_LOCATING = _WITH | _PLACED
_SOURCE = re.compile(r"\baccording to\b", re.IGNORECASE)
# "in courts and at offices": two places in one list
_TWO_PLACES = re.compile(
    r"\b(?:in|at|on|from)\s+([^,;:.()]{1,80}?)\s+and\s+(?:in|at|on|from)\s+([^,;:.()–—]{1,80})"
)
_PLACE = 4  # words of a place, among which is its first content word


def find_moved_name(sentence: str, evidence: Sequence[str]) -> str:
    """A name behind "with", "to" or the like that the evidence only has behind another preposition.

    "Roe collided with Poe in the Marl Cup" does not say that Roe collided with the Marl Cup. "" if
    there is no such name.
    """
    for match in _BESIDE_NAME.finditer(sentence):
        name = NAME_ENDINGS.sub("", match["name"])
        before = [
            there["preposition"].lower() if there["preposition"] else ""
            for text in evidence
            for there in re.finditer(_BEFORE_NAME + re.escape(name) + r"(?!\w)", text)
        ]
        if before and all(before) and match["preposition"].lower() not in before:
            return name
    return ""


def find_moved_noun(sentence: str, evidence: Sequence[str]) -> str:
    """A noun behind "in" that the evidence has behind "with" only, or the reverse; "" if none."""
    places = [pair for text in evidence for pair in _find_placed(_TOKEN.findall(text))]
    for preposition, noun in _find_placed(_TOKEN.findall(sentence)):
        before = [other for other, there in places if there == noun]
        if preposition and before and all(before):
            kinds = {other in _WITH for other in before}
            if kinds == {preposition not in _WITH}:
                return noun
    return ""


def _find_placed(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each content word, with the "in", "with" or the like before its phrase, or ""."""
    before, open_ = "", False
    for token in tokens:
        lower = token.lower()
        if lower in _LOCATING:
            before, open_ = lower, True
        elif not token[0].isalnum() or (lower in STOP_WORDS and lower not in DETERMINERS):
            before, open_ = "", False
        elif lower not in DETERMINERS:
            yield (before if open_ else ""), key_of(token)


def leaves_out_source(claim: str, sentence: str, evidence: Sequence[str]) -> bool:
    """Whether a claim is what the evidence has "according to" a source, and its sentence has none.

    Of several sentences of evidence, the one that shares the most words with the claim counts.
    """
    if _reports(sentence) or _SOURCE.search(sentence):
        return False
    ours = set(_find_content(claim))
    shared = [len(ours & set(_find_content(text))) for text in evidence]
    nearest = evidence[shared.index(max(shared))]
    return _SOURCE.search(nearest) is not None


def find_shortened_list(sentence: str, evidence: Sequence[str]) -> str:
    """A number of two places that the sentence gives to the first of them; "" if there is none.

    "90 cases are open in Marl and in Penmouth" does not say that 90 are open in Marl.
    """
    ours = set(_find_content(sentence))
    for number in find_numbers(sentence):
        for text in evidence:
            if not any(number.equals(other) for other in find_numbers(text)):
                continue
            for match in _TWO_PLACES.finditer(text):
                first, second = (set(_find_content(match[side])[:_PLACE]) for side in (1, 2))
                if first & ours and second and not second & ours - first:
                    return sentence[number.start : number.end]
    return ""


def _reports(text: str) -> bool:
    return any(word in REPORTING for word in re.findall(r"[^\W\d_]+", text.lower()))


def _find_content(text: str) -> list[str]:
    """The keys of the content words of a text, without numbers."""
    words = [NAME_ENDINGS.sub("", word) for word in _TOKEN.findall(text)]
    return [key_of(word) for word in words if word[:1].isalpha() and word.lower() not in STOP_WORDS]
