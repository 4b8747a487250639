"""Whom a sentence says something of, and whether its evidence says it of somebody else.

"Roe's car was sold and Blay's was burnt" has all words of "Roe's car was burnt".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.language.english.stop_words import ASKING_WORDS, STOP_WORDS
from rag.writer.claims.grammar.relations import NAME_ENDINGS, TOKEN, key_of

_NEW_CLAUSE = frozenset({"and", "but", "while", "whereas"})
_BEFORE_PLACES = frozenset(
    {"at", "in", "on", "of", "from", "with", "against", "for", "near", "into", "over", "under"}
)
_KINDS_OF_PLACES = frozenset({"city", "county", "island", "port", "state", "town", "village"})


@dataclass(frozen=True, slots=True)
class _Token:
    key: str
    text: str

    @property
    def name(self) -> bool:
        return self.text[0].isupper()

    @property
    def content(self) -> bool:
        """Whether it is neither a mark nor a word of grammar."""
        lower = self.text.lower()
        return self.text[0].isalnum() and lower not in STOP_WORDS and lower not in ASKING_WORDS


def find_other_subject(sentence: str, evidence: Sequence[str], left_out: Sequence[str]) -> str:
    """A word that the evidence says of somebody else than the sentence does; "" if there is none.

    The names of `left_out` do not count: speakers, and states that a speaker calls "we".
    """
    texts = [_read(text) for text in evidence]
    names = {token.key for text in texts for token in text[1:] if token.name and token.content}
    names |= {text[0].key for text in texts if text and _begins_with_subject(text)}
    ours = {token.key for name in left_out for token in _read(name)}
    claimed = [token for token in _read(sentence) if token.content]
    for name, said in pairwise(claimed):
        if name.name and name.key in names - ours and said.key not in names:
            places = [(text, at) for text in texts for at in _find_places(text, said.key)]
            if places and not any(_can_be_of(name.key, text, at) for text, at in places):
                return said.text
    lost = _find_lost_head(_read(sentence), texts, ours)
    return lost or next(_find_of_the_second(claimed, texts, ours), "")


def _can_be_of(name: str, text: Sequence[_Token], at: int) -> bool:
    """Whether a word of a sentence may be said of a name: it is there, or no other stands before.

    Without a name before it, it may be said of "he" or "the company".
    """
    others = any(token.name and token.content for token in text[1:at]) or (
        _begins_with_subject(text) and not any(token.content for token in text[1:at])
    )
    return not others or any(token.key == name for token in text)


def _begins_with_subject(text: Sequence[_Token]) -> bool:
    """Whether the first word of a text is a name, as far as can be seen: "Roe resigned"."""
    return len(text) > 1 and text[0].content and text[0].name and not text[1].name


def _find_lost_head(
    claimed: Sequence[_Token], texts: Sequence[Sequence[_Token]], ours: set[str]
) -> str:
    """The name that begins a sentence, if the evidence has it only behind a preposition.

    "A strike at the Herald began" does not say that the Herald began.
    """
    for at, token in enumerate(claimed):
        if not token.content:
            if token.text.lower() in _BEFORE_PLACES:
                return ""
            continue
        said = claimed[at + 1].key if at + 1 < len(claimed) else ""
        behind = [
            _is_behind_preposition(text, place) and not _goes_on_with(text, place, said)
            for text in texts
            for place in _find_places(text, token.key)
            if text[place].name
        ]
        is_subject = token.name and token.key not in ours and at + 1 < len(claimed)
        return token.text if is_subject and behind and all(behind) else ""
    return ""


def _is_behind_preposition(text: Sequence[_Token], at: int) -> bool:
    """Whether a preposition stands before a name, its article and its first names."""
    while at > 0 and (text[at - 1].text in {"the", "The"} or text[at - 1].name):
        at -= 1
    of_place = at > 1 and text[at - 1].text == "of" and text[at - 2].text in _KINDS_OF_PLACES
    return at > 0 and text[at - 1].text in _BEFORE_PLACES and not of_place


def _goes_on_with(text: Sequence[_Token], at: int, said: str) -> bool:
    """Whether a clause says a word of a name before it: "a strike at the Herald, which began"."""
    relative = [token.text for token in text[at + 1 : at + 3]] in ([",", "who"], [",", "which"])
    return relative and [token.key for token in text[at + 3 : at + 4]] == [said]


def _find_of_the_second(
    claimed: Sequence[_Token], texts: Sequence[Sequence[_Token]], ours: set[str]
) -> Iterator[str]:
    """Words that the evidence has only behind a second name, which the sentence leaves out.

    "Roe sued the city over fish and Blay over oil": the sentence names Roe, and says "oil".
    """
    keys = {token.key for token in claimed}
    for text in texts:
        for at in range(1, len(text) - 2):
            second = text[at + 1]
            opens = text[at].text in _NEW_CLAUSE and not text[at - 1].name
            if not opens or not second.name or second.key in keys | ours:
                continue
            firsts = {token.key for token in text[:at] if token.name} & keys
            elsewhere = {token.key for other in texts if other is not text for token in other}
            elsewhere |= {token.key for token in text[: at + 1]}
            if firsts:
                behind = {token.key for token in text[at + 2 :]} - elsewhere
                yield from (token.text for token in claimed if token.key in behind)


def _find_places(text: Sequence[_Token], key: str) -> list[int]:
    return [at for at, token in enumerate(text) if token.key == key]


def _read(text: str) -> list[_Token]:
    """The words of a text, and its commas."""
    tokens = (NAME_ENDINGS.sub("", match) for match in TOKEN.findall(text))
    return [_Token(key_of(token), token) for token in tokens if token]
