"""Tokens -> the subject of a verb, or of a sentence. English only, by word order."""

from __future__ import annotations

from collections.abc import Sequence

from rag.language.cues import VERBS
from rag.language.english.calendar_words import DAY_WORDS
from rag.language.english.grammar_words import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
)
from rag.names.people import is_title
from rag.speech.grammar.phrases import (
    DASHES,
    Phrase,
    find_phrase_before,
    has_verb,
    is_adverb,
    skip_place,
)
from rag.speech.grammar.times import skip_time_before
from rag.speech.grammar.tokens import Token, TokenKind

_REACH = 70  # tokens between a verb and its subject
_EVEN = frozenset({"even", "also", "only", "not"})
_BEFORE_CLAUSES = frozenset("with as than after before since until".split())
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})


def find_subject(tokens: Sequence[Token], verb: int, floor: int) -> Phrase | None:
    """The subject that stands before the verb at `verb`; None if there is none.

    Adverbs, auxiliaries, days and what stands between commas are skipped: "Lavrov, who is set to
    speak with Blinken, also said".
    """
    floor = max(floor, verb - _REACH)
    at = _before_adverbs(tokens, verb, floor)
    if at < floor:
        return None
    token = tokens[at]
    if token.low in {"who", "which", "that"} and at > floor:
        return _relative(tokens, at, floor)
    if token.text in {",", ")", "]"} | DASHES or token.ends_in_comma:
        phrase = _before_apposition(tokens, at, floor)
        return phrase and (_described(tokens, phrase, verb, floor) or phrase)
    phrase = find_phrase_before(tokens, at, floor)
    if phrase is None or phrase.first == floor:
        return phrase
    named = _described(tokens, phrase, verb, floor)
    return (
        named
        or _before_relative(tokens, phrase, floor)
        or _before_participle(tokens, phrase, floor)
        or _without_adjunct(tokens, phrase, floor)
    )


def _described(tokens: Sequence[Token], role: Phrase, verb: int, floor: int) -> Phrase | None:
    """Jane Roe in "Jane Roe, the chair of the board told them": a role that no comma closes."""
    opening, end = tokens[role.first], role.first - 2
    if end <= floor or tokens[end + 1].text != ",":
        return None
    if not (opening.low in {"the", "a", "an"} or is_title(opening.text)):
        return None
    if not any(is_title(token.text) for token in tokens[role.first : role.last + 1]):
        return None
    behind = tokens[verb + 1 : verb + 2]
    aside = not behind or behind[0].text == "," or behind[0].low in PREPOSITIONS | DAY_WORDS
    if aside and not any(token.is_quote for token in tokens):
        return None  # Jane Roe, the mayor said on Monday, is late
    name = find_phrase_before(tokens, end, floor)
    if name is None or name.several or name.last - name.first < 1:
        return None
    before = tokens[name.first - 1] if name.first > floor else None
    begins = before is None or before.is_quote
    full = all(token.capitalised for token in tokens[name.first : name.last + 1])
    return name if begins and full else None


def _before_relative(tokens: Sequence[Token], phrase: Phrase, floor: int) -> Phrase | None:
    """The voters in "Voters who watched the debate said", where the debate is no subject."""
    at = phrase.first - 1
    while at > floor and tokens[at].kind is not TokenKind.MARK and not tokens[at].is_quote:
        if tokens[at].low == "who":
            before = at - 2 if tokens[at - 1].text == "," else at - 1
            return find_phrase_before(tokens, before, floor)
        if tokens[at].low in CONJUNCTIONS:
            return None
        at -= 1
    return None


def _before_participle(tokens: Sequence[Token], phrase: Phrase, floor: int) -> Phrase | None:
    """The source in "A source speaking to Reuters said", where Reuters is no subject."""
    tie = phrase.first - 1
    if tie - 2 < floor or tokens[tie].low not in PREPOSITIONS:
        return None
    if not tokens[tie - 1].text.islower() or not tokens[tie - 1].low.endswith("ing"):
        return None
    head = find_phrase_before(tokens, tie - 2, floor)
    begins = head is not None and (head.first == floor or tokens[head.first - 1].text == ",")
    return head if begins else None


def _before_adverbs(tokens: Sequence[Token], verb: int, floor: int) -> int:
    at = verb - 1
    while at >= floor:
        token = tokens[at]
        adverb = token.low in _REFLEXIVE or (is_adverb(token) and not token.capitalised)
        if at > floor and (before := skip_time_before(tokens, at, floor)) < at:
            at = before
        elif adverb or token.low in AUXILIARIES:
            at -= 1
        elif token.text == "," and at - 1 > floor and _adverb_between_commas(tokens, at - 1):
            at -= 3 if tokens[at - 2].text == "," else 2
        else:
            break
    return at


def _adverb_between_commas(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    return at >= 1 and tokens[at - 1].text == "," and (token.low in DAY_WORDS or is_adverb(token))


def _relative(tokens: Sequence[Token], at: int, floor: int) -> Phrase | None:
    """ "who", with the noun phrase it stands for; None if "that" is no relative pronoun."""
    before = at - 1
    if tokens[before].text in {","} | DASHES:
        before -= 1
    head = find_phrase_before(tokens, before, floor) if before >= floor else None
    if tokens[at].low != "who" and head is None:
        return None
    if tokens[at].low == "that" and before >= floor and tokens[before].low in VERBS:
        return None
    stands_for = None if head is None or head.several else (head.first, head.last)
    return Phrase(at, at, antecedent=stands_for)


def _without_adjunct(tokens: Sequence[Token], phrase: Phrase, floor: int) -> Phrase:
    """Lavrov in "In a statement Lavrov said", where "a statement Lavrov" is no subject."""
    opened = phrase.first - 1 >= floor and tokens[phrase.first - 1].low in PREPOSITIONS
    opened = opened and tokens[phrase.first - 1].low not in _BEFORE_CLAUSES
    if not opened or not tokens[phrase.last].capitalised:
        return phrase
    first = phrase.last
    while first > phrase.first and (tokens[first - 1].capitalised or tokens[first - 1].text == "&"):
        first -= 1
    while first < phrase.last and tokens[first].low in DAY_WORDS:
        first += 1  # On Monday Lavrov said
    return Phrase(skip_place(tokens, first, phrase.last), phrase.last)


def _before_apposition(tokens: Sequence[Token], at: int, floor: int) -> Phrase | None:
    """The subject, if commas, dashes or brackets close right before the verb."""
    if tokens[at].text in {")", "]"}:
        at = _opening(tokens, at, floor)
        return find_subject(tokens, at, floor) if at > floor else None
    if tokens[at].text == "," and at > floor and tokens[at - 1].text == ")":
        opened = _opening(tokens, at - 1, floor)
        phrase = find_phrase_before(tokens, opened - 1, floor) if opened > floor else None
        if phrase is not None and tokens[phrase.last].capitalised:
            return phrase
    marks = {tokens[at].text} if tokens[at].text in DASHES else {","}
    begin = _clause_start(tokens, at, floor)
    segments = _segments(tokens, begin, at, marks)
    if len(segments) > 2 and _are_role_and_name(tokens, segments[-2], segments[-1]):
        return find_phrase_before(tokens, segments[-2][1], segments[-2][0])
    for index, (first, last) in enumerate(segments[:-1]):
        phrase = _in_segment(tokens, first, last)
        follows = tokens[segments[index + 1][0]]
        place = index > 0 and follows.capitalised and not is_title(follows.text)
        if place and index + 2 < len(segments):
            continue  # In Dayton, Ohio, Jane Roe, the mayor, said
        if phrase is not None:
            return phrase
    return None


def _in_segment(tokens: Sequence[Token], first: int, last: int) -> Phrase | None:
    """The noun phrase that words between commas consist of; None if they are an adjunct."""
    while first < last and tokens[first].low in _EVEN:
        first += 1
    if _is_adjunct(tokens, first, last):
        return None
    if tokens[last].text == ")":  # Rep. Jane Roe (D-Md.), the chair, said
        last = _opening(tokens, last, first) - 1
    phrase = find_phrase_before(tokens, last, first)
    relative = phrase is not None and tokens[phrase.first].low in {"who", "which"}
    return None if relative else phrase


def _are_role_and_name(
    tokens: Sequence[Token], role: tuple[int, int], name: tuple[int, int]
) -> bool:
    """Whether a subject is named right before its verb: "a spokeswoman, Jane Roe, said"."""
    opening, *others = tokens[role[0] : role[1] + 1]
    named = name[1] > name[0] and all(word.capitalised for word in tokens[name[0] : name[1] + 1])
    titled = any(is_title(word.text) for word in others)
    return named and titled and opening.low in DETERMINERS


def _opening(tokens: Sequence[Token], at: int, floor: int) -> int:
    """Where the bracket opens that closes at `at`, else `floor`."""
    opening = {")": "(", "]": "["}[tokens[at].text]
    while at > floor and tokens[at].text != opening:
        at -= 1
    return at


def _clause_start(tokens: Sequence[Token], at: int, floor: int) -> int:
    """Where the clause begins that an apposition closing at `at` can belong to."""
    begin = at
    while begin > floor:
        token = tokens[begin - 1]
        if token.text == ")" and _opening(tokens, begin - 1, floor) > floor:
            begin = _opening(tokens, begin - 1, floor)
            continue
        if token.text in {";", ":", "("} or (
            token.is_quote and begin < at and _whole(tokens, begin - 1)
        ):
            break
        if token.low in {"while", "whereas", "because", "although", "though"}:
            break
        begin -= 1
    while begin < at and tokens[begin].low in {"but", "and", "so", "yet", "or"}:
        begin += 1
    if begin < at and tokens[begin].text == ",":
        begin += 1
    return begin


def _whole(tokens: Sequence[Token], at: int) -> bool:
    """Whether a quotation is a sentence of its own, so that its speaker's clause follows."""
    inside = tokens[at].inside
    return at == 0 or (inside[:1].isupper() and inside[-1:] in {",", ".", "?", "!", "…"})


def _segments(
    tokens: Sequence[Token], begin: int, end: int, marks: set[str]
) -> list[tuple[int, int]]:
    """The runs of tokens between the marks, the last of them closed at `end`."""
    segments: list[tuple[int, int]] = []
    first = begin
    for at in range(begin, end + 1):
        if tokens[at].text in marks or at == end:
            if at > first:
                segments.append((first, at - 1))
            first = at + 1
    return segments


def _is_adjunct(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether words between commas are no subject: "In a similar vein", "Asked why"."""
    token = tokens[first]
    if token.low in PREPOSITIONS or token.low in CONJUNCTIONS or token.low in ADVERBS:
        return True
    if (
        token.low.endswith(("ing", "ed", "ly"))
        and last - first > 0
        and not tokens[first + 1].capitalised
        and tokens[first + 1].low != "'s"
    ):
        return True
    if first == last and (token.low in DAY_WORDS or token.low.endswith("ly")):
        return True
    return has_verb(tokens[first : last + 1]) and not any(
        tokens[index].low in {"who", "which", "that"} for index in range(first, last + 1)
    )
