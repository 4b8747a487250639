"""Whether neighbouring words of a sentence also belong together in its evidence.

"The doctor treated the mayor before the vote, and the nurse left." has all words of "The doctor
left.", but in the clause of "left" it is the nurse who leaves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Final

from rag.language.english import word_set
from rag.language.english.grammar_words import BE, DETERMINERS, PREPOSITIONS, PRONOUNS
from rag.writer.claims.grammar.clause_words import (
    CLAUSE_BEGINS,
    Token,
    divides,
    find_clause,
    find_places,
    read_words,
)
from rag.writer.claims.named_days import find_days

_RELATIVES: Final = word_set("who which that")
_INSIDE: Final = word_set("of the")
_NOT_PASSED: Final = word_set("of by")
_TO_SOMEBODY: Final = word_set("to from with against by of for")
_EDGE: Final = re.compile(
    r",(?!\d)|[;:—–()“”\"]|\b(?:and|but|while|whereas|because|since|as|if|unless|when|where|who|which|"
    r"that|though|although|after|before)\b"
)
# what stands in time, or in another relation, to what follows
_RELATING: Final = word_set(
    """
    after against above amid before behind below beneath beyond despite during except inside
    outside over past since through throughout under unlike until without
    """
)
_LOOKED_BACK: Final = 3  # words before a noun, among which is its preposition
_GOT: Final = word_set("got gets get getting")


def find_of_another(sentence: str, evidence: Sequence[str], left_out: Sequence[str]) -> str:
    """A word whose clause in the evidence has a subject that the sentence lacks; "" if none.

    The word before it in the sentence must then stand before it in that clause, too. The names of
    `left_out` do not count: speakers, and states that a speaker calls "we".
    """
    texts = [read_words(text) for text in evidence]
    ours = _find_keys_of(left_out)
    claimed = read_words(sentence)
    for at, to in _find_neighbours(claimed, ours):
        before, word = claimed[at], claimed[to]
        places = [(text, place) for text in texts for place in find_places(text, word)]
        # what an amount counts is looked at elsewhere: "17 people" may be "17 of them"
        if before.amount or not places or not any(find_places(text, before) for text in texts):
            continue
        passive = any(token.text in BE or token.text in _GOT for token in claimed[at + 1 : to])
        lead = claimed[to - 1].text.lower()
        governed = lead in DETERMINERS and to == at + 2 and before.text.endswith("ed")
        if governed and all(_begins(*place) for place in places):
            return word.text  # "the fire destroyed a cat" of "The fire destroyed it. A cat left"
        if not any(
            _belongs(text, place, before, claimed, passive=passive, lead=lead)
            for text, place in places
        ):
            return word.text
    return ""


def find_swapped(sentence: str, evidence: Sequence[str], left_out: Sequence[str]) -> str:
    """The second of two neighbouring words that a clause only has the other way round; "" if none.

    "Roe arrested police" against "Police arrested Roe". A passive, "of" and a comma turn words
    round by themselves.
    """
    texts = [read_words(text) for text in evidence]
    ours = _find_keys_of(left_out)
    claimed = read_words(sentence)
    for at, to in _find_neighbours(claimed, ours):
        between = {token.text.lower() for token in claimed[at + 1 : to]}
        if not between.isdisjoint(PREPOSITIONS | BE | _GOT | CLAUSE_BEGINS):
            continue
        first, second = claimed[at], claimed[to]
        orders = {order for text in texts for order in _find_orders(text, first, second)}
        if orders == {"swapped"}:
            return second.text
    return ""


def find_moved_preposition(sentence: str, evidence: Sequence[str]) -> str:
    """A word behind "after" that the evidence only has behind "before" or the like; "" if none."""
    texts = [read_words(text) for text in evidence]
    claimed = read_words(sentence)
    for at, word in enumerate(claimed):
        preposition = _find_relating(claimed, at)
        if not word.content or not preposition:
            continue
        stated = [
            _find_relating(text, place) for text in texts for place in find_places(text, word)
        ]
        if stated and all(stated) and preposition not in stated:
            return f"{preposition} {word.text}"
    return ""


def find_ungoverned(sentence: str, evidence: Sequence[str]) -> str:
    """An amount right behind a word that the sentence lacks, in all evidence; "" if there is none.

    "Blay has 61 and won five" does not say that Blay won 61, nor that Blay has five.
    """
    texts = [read_words(text) for text in evidence]
    claimed = read_words(sentence)
    for number in (token for token in claimed if token.amount):
        governors = [
            text[place - 1] if place else None
            for text in texts
            for place in find_places(text, number)
        ]
        if governors and all(
            token is not None
            and token.acts
            and not token.name
            and not token.amount
            and not any(token.is_like(other) for other in claimed)
            for token in governors
        ):
            return number.text
    return ""


def find_moved_object(sentence: str, evidence: Sequence[str]) -> str:
    """A name behind a word and its preposition that both have other objects; "" if none.

    "Roe lost two seats to the Greens, while the Liberals gained five" does not say that Roe lost
    two seats to the Liberals.
    """
    texts = [read_words(text) for text in evidence]
    claimed = {(head.key, link): name for head, link, name in _find_objects(read_words(sentence))}
    stated = [_find_objects(text) for text in texts]
    for (key, link), name in claimed.items():
        same = [
            (text, other)
            for text, objects in zip(texts, stated, strict=True)
            for head, there, other in objects
            if (head.key, there) == (key, link)
        ]
        if same and not any(
            name.is_like(other) or _stand_in_one_list(text, other, name) for text, other in same
        ):
            return name.text
    return ""


def find_days_of_another(sentence: str, evidence: Sequence[str]) -> str:
    """A day whose clause in the evidence has no other word of the sentence; "" if there is none."""
    keys = {token.key for token in read_words(sentence) if token.content}
    for day in find_days(sentence):
        clauses = [
            {token.key for token in read_words(clause) if token.content}
            for text in evidence
            for other in find_days(text)
            if day.is_in(other)
            for clause in (_cut_clause(text, other.start, other.end),)
        ]
        if clauses and all(clause and clause.isdisjoint(keys) for clause in clauses):
            return sentence[day.start : day.end]
    return ""


def _cut_clause(text: str, start: int, end: int) -> str:
    """The clause around a span, up to the next marks and conjunctions."""
    before = _EDGE.split(text[:start])[-1]
    return before + " " + _EDGE.split(text[end:])[0]


def _find_objects(text: Sequence[Token]) -> list[tuple[Token, str, Token]]:
    """Each content word with a preposition behind it and the name that follows."""
    objects = []
    for at in range(len(text) - 2):
        link = text[at + 1].text
        behind = [token for token in text[at + 2 : at + 4] if token.text.lower() != "the"]
        if text[at].content and link in _TO_SOMEBODY and behind and behind[0].name:
            objects.append((text[at], link, behind[0]))
    return objects


def _stand_in_one_list(text: Sequence[Token], first: Token, other: Token) -> bool:
    """Whether a name follows another one with nothing but names, marks and links between."""
    at = text.index(first)
    for token in text[at + 1 :]:
        if token.is_like(other):
            return True
        if not (token.name or token.text.lower() in {"and", "or", ",", "the", "of"}):
            return False
    return False


def _find_neighbours(claimed: Sequence[Token], ours: Collection[str]) -> Iterator[tuple[int, int]]:
    """The places of each two content words that follow one another in a sentence."""
    places = [at for at, token in enumerate(claimed) if token.content and token.key not in ours]
    return pairwise(places)


def _begins(text: Sequence[Token], at: int) -> bool:
    """Whether a word is the first of its sentence that is no word of grammar."""
    return not any(token.content for token in text[:at])


def _belongs(  # noqa: PLR0913  # a pair of words and a place
    text: Sequence[Token],
    at: int,
    before: Token,
    claimed: Sequence[Token],
    *,
    passive: bool,
    lead: str,
) -> bool:
    """Whether the word at a place can belong to the word before it in the sentence.

    `lead` is what stands right before it in the sentence, such as "the".

    The word before it stands before it in its clause, too, or behind it in the passive, or the
    clause has no subject that the sentence lacks.
    """
    first, last = find_clause(text, at, listed=lead in PREPOSITIONS)
    if any(token.is_like(before) for token in text[first:at]):
        return True
    if text[at].amount and any(token.acts for token in text[first:at]):
        return any(token.is_like(before) for token in text[at + 1 : last])
    if before.owner and any(token.owner and token.is_like(before) for token in text):
        return True  # "Roe's car was sold and Blay's burnt"
    if passive and any(token.is_like(before) for token in text[at + 1 : last]):
        return True
    if text[at].name or lead in DETERMINERS | PREPOSITIONS:
        # "city" of "the city council" is no subject
        while at > first and (text[at - 1].content or text[at - 1].text == "of"):
            at -= 1
    if first and text[first - 1].text in _RELATIVES and first < len(text):
        owner = _find_owner(text, first - 1)
        if any(token.is_like(before) for token in owner):
            return True
        if owner and text[first - 1].text != "that":
            return False  # "Marl, which sank" of somebody else
    subject = takewhile(lambda token: token.text.lower() not in PRONOUNS, text[first:at])
    return not any(
        token.acts and not any(token.is_like(other) for other in claimed) for token in subject
    )


def _find_owner(text: Sequence[Token], at: int) -> Sequence[Token]:
    """The phrase right before "who" or "which": "the harbour of Marl" of ", which is full"."""
    last = at - 1 if at and text[at - 1].text == "," else at
    first = last
    while first > 0 and (text[first - 1].content or text[first - 1].text in _INSIDE):
        first -= 1
    return text[first:last]


def _find_orders(text: Sequence[Token], first: Token, second: Token) -> Iterator[str]:
    """In which order a sentence has two words, for each clause that has both."""
    for place in find_places(text, first):
        for other in find_places(text, second):
            low, high = sorted((place, other))
            between = text[low + 1 : high]
            if any(divides(text, at) for at in range(low + 1, high)):
                continue
            passed = any(token.text in _NOT_PASSED for token in between)
            yield "kept" if other > place or passed else "swapped"


def _find_relating(text: Sequence[Token], at: int) -> str:
    """The preposition before a word of the same phrase, if it relates it in time or the like."""
    for token in reversed(text[max(0, at - _LOOKED_BACK) : at]):
        lower = token.text.lower()
        if lower in _RELATING:
            return lower
        if lower in PREPOSITIONS or lower in CLAUSE_BEGINS:
            return ""
    return ""


def _find_keys_of(names: Sequence[str]) -> set[str]:
    return {token.key for name in names for token in read_words(name)}
