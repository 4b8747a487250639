"""Forms of verbs that say who does it to whom, when, and whether one does it or several.

"Police were attacked by protesters" has all words of "police attacked protesters".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.language.cues import VERBS as REPORTING
from rag.language.english import word_set
from rag.language.english.grammar_words import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    MODALS,
    OTHER_VERBS,
    PREPOSITIONS,
)
from rag.language.english.stop_words import STOP_WORDS
from rag.writer.claims.grammar.relations import NAME_ENDINGS, key_of

_TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*|[,;:.!?()–—“”\"]")
_PARTICIPLES = word_set(
    "beaten bought brought built caught found fought held hit hurt killed led lost sent shot sold "
    "taught told won"
)
_NO_FINITE = word_set("be been being am having")
# a number of people are people, and the city of Marl is Marl
_AMOUNTS = word_set(
    """
    number numbers lot lots group groups couple dozens hundreds thousands millions billions tens
    series range variety kind kinds sort type types city town state island county village pair
    percent most some all many half part rest majority team generation
    """
)
_BETWEEN = AUXILIARIES | word_set("not also now still already to being just a an the")
_PASSIVE = BE | {"got", "get", "gets"}
_PRESENT = word_set("is are has have")
_PAST = word_set("was were had")
_SAME_VERB = (word_set("is are was were"), word_set("has have had"))
_ONE = word_set("is was has")
_SEVERAL = word_set("are were have")
_FIRST_OR_SECOND = word_set("i we you")


@dataclass(frozen=True, slots=True)
class _Use:
    """A content word of a text, and what stands around it in its clause."""

    word: str
    key: str
    auxiliaries: frozenset[str]
    personal: bool  # "I", "we" or "you" is its subject
    before: tuple[str, ...]  # keys of content words
    by: tuple[str, ...]  # behind "by"
    acts: bool  # it stands between a subject and an object, without a preposition

    @property
    def passive(self) -> bool:
        """Whether it is done to its subject: "was sold", "sold by"."""
        suffered = bool(self.auxiliaries & _PASSIVE) and not self.word.endswith("ing")
        return suffered or (bool(self.by) and not self.acts)


def lacks_verb(sentence: str) -> bool:
    """Whether a sentence that begins with "a" has no verb before its first relative clause.

    After "a" the verb of a whole sentence is an auxiliary, a past form, or ends in "s". A plural
    may be taken for such a verb.
    """
    tokens = _TOKEN.findall(re.split(r", (?:where|which|who|whose)\b", sentence)[0])
    if not tokens or tokens[0].lower() not in {"a", "an"}:
        return False
    small = [token for token in tokens[1:] if token[0].islower()]
    return not any(
        token in AUXILIARIES - _NO_FINITE
        or token in _PARTICIPLES | OTHER_VERBS
        or token in REPORTING
        or token.endswith(("ed", "s"))
        for token in small
    )


def find_turned_voice(sentence: str, evidence: Sequence[str]) -> str:
    """A verb that is done by whom it was done to in all evidence, or the reverse; "" if none."""
    read = _read_evidence(evidence)
    for use in _read(sentence):
        there = read.get(use.key, [])
        if not there or not (use.word.endswith("ed") or use.word in _PARTICIPLES):
            continue
        doers = _list_doers(there)
        if use.passive:
            turned = bool(use.by and doers) and not doers & set(use.by)
        else:
            suffered = use.acts and all(other.passive for other in there)
            turned = suffered and not doers & set(use.before[-1:])
        if turned:
            return use.word
    return ""


def find_other_form(sentence: str, evidence: Sequence[str]) -> str:
    """The form of "be" or "have" that puts the past into the present, or one for several.

    "Roe was the owner" does not say that Roe is, and "paintings are worth" is not "the garage is
    worth". "" if there is none.
    """
    read = _read_evidence(evidence)
    for use in _read(sentence):
        there = [other for other in read.get(use.key, []) if not other.personal]
        for verb in _SAME_VERB:
            ours = use.auxiliaries & verb
            theirs = [other.auxiliaries & verb for other in there]
            if not ours or not theirs or not all(theirs) or use.auxiliaries & MODALS:
                continue
            now = ours & _PRESENT and all(forms <= _PAST for forms in theirs)
            one = ours <= _ONE and all(forms <= _SEVERAL for forms in theirs)
            several = ours <= _SEVERAL and all(forms <= _ONE for forms in theirs)
            if now or one or several:
                return min(ours)
    return ""


def find_lost_head(sentence: str, evidence: Sequence[str]) -> str:
    """A subject of which the evidence says it only as part of another; "" if there is none.

    "Members of the council resigned" does not say that the council did, nor "Roe's car was sold"
    that Roe was.
    """
    texts = [_TOKEN.findall(text) for text in evidence]
    ours = set(_find_content([NAME_ENDINGS.sub("", token) for token in _TOKEN.findall(sentence)]))
    for subject, verb in _find_subjects(_TOKEN.findall(sentence)):
        heads = [
            _find_heads(tokens, at)
            for tokens in texts
            for at, there in _find_verbs(tokens)
            if key_of(there) == key_of(verb)
        ]
        lost = [key_of(subject) in belong and not head & ours for head, belong in heads]
        if lost and all(lost):
            return subject
    return ""


def _find_heads(tokens: Sequence[str], at: int) -> tuple[set[str], set[str]]:
    """The key of the word that is the subject of a verb, and of what that belongs to."""
    nearest = at - 1
    first = nearest
    while first and (_is_content(tokens[first - 1]) or tokens[first - 1].lower() in DETERMINERS):
        first -= 1
    phrase = {key_of(token) for token in tokens[first:at]}
    if first > 1 and tokens[first - 1].lower() == "of" and _is_content(tokens[first - 2]):
        head = tokens[first - 2]
        return ({key_of(head)}, phrase) if head.lower() not in _AMOUNTS else (phrase, set())
    owners = {
        key_of(NAME_ENDINGS.sub("", token))
        for token in tokens[first:nearest]
        if NAME_ENDINGS.search(token)
    }
    if first > 1 and tokens[first - 1].lower() == "whose":
        before = [token for token in tokens[: first - 1] if token[0].isalnum()]
        owners |= {key_of(token) for token in before[-1:]}
    return {key_of(tokens[nearest])}, owners


def _find_subjects(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    for at, verb in _find_verbs(tokens):
        yield NAME_ENDINGS.sub("", tokens[at - 1]), verb


def _find_verbs(tokens: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Words that are verbs as far as their form tells, each with the place behind its subject."""
    for at, token in enumerate(tokens):
        first = at
        while first and tokens[first - 1].lower() in _BETWEEN - DETERMINERS:
            first -= 1
        formed = token.endswith("ed") or token in _PARTICIPLES or first < at
        has_subject = first > 0 and _is_content(tokens[first - 1])
        if formed and has_subject and token[0].islower() and _is_content(token):
            yield first, token


def _list_doers(uses: Sequence[_Use]) -> set[str]:
    """Who may do it: behind "by", or before the verb."""
    return {key for use in uses for key in (use.by if use.passive else use.before)}


def _read_evidence(evidence: Sequence[str]) -> dict[str, list[_Use]]:
    read: dict[str, list[_Use]] = {}
    for text in evidence:
        for use in _read(text):
            read.setdefault(use.key, []).append(use)
    return read


def _read(text: str) -> list[_Use]:
    """The uses of the content words of a text that are no names."""
    tokens = [NAME_ENDINGS.sub("", token) for token in _TOKEN.findall(text)]
    lower = [token.lower() for token in tokens]
    uses = []
    for at, token in enumerate(tokens):
        if not token or not token[0].islower() or not _is_content(token):
            continue
        first = at
        while first and lower[first - 1] in _BETWEEN:
            first -= 1
        start, end = _find_clause(tokens, first, at)
        by = next((place for place in range(at + 1, min(at + 4, end)) if lower[place] == "by"), end)
        uses.append(
            _Use(
                token,
                key_of(token),
                frozenset(lower[first:at]) & AUXILIARIES,
                first > 0 and lower[first - 1] in _FIRST_OR_SECOND,
                _find_content(tokens[start:first]),
                _find_content(tokens[by + 1 : end]),
                _acts(tokens, first, at),
            )
        )
    return uses


def _acts(tokens: Sequence[str], first: int, at: int) -> bool:
    """Whether a word stands right behind a noun or auxiliary, and right before its object."""
    if first == 0 or at + 1 >= len(tokens) or not _is_content(tokens[first - 1]):
        return False
    if any(token.lower() in {"a", "an", "the"} for token in tokens[first:at]):
        return False
    behind = tokens[at + 1]
    return _is_content(behind) or (
        behind.lower() in DETERMINERS and behind.lower() not in PREPOSITIONS
    )


def _find_clause(tokens: Sequence[str], first: int, at: int) -> tuple[int, int]:
    """The bounds between marks of the clause around a word and its auxiliaries."""
    start, end = first, at + 1
    while start and tokens[start - 1][:1].isalnum():
        start -= 1
    while end < len(tokens) and tokens[end][:1].isalnum():
        end += 1
    return start, end


def _find_content(tokens: Sequence[str]) -> tuple[str, ...]:
    return tuple(key_of(token) for token in tokens if _is_content(token))


def _is_content(token: str) -> bool:
    return token[:1].isalpha() and token.lower() not in STOP_WORDS
