"""Tokens -> whether reported words follow a verb, or precede a clause. English only."""

from __future__ import annotations

from collections.abc import Sequence

from rag.language.cues import VERBS, Cue, Form
from rag.language.english.calendar_words import DAY_WORDS
from rag.language.english.grammar_words import (
    CONJUNCTIONS,
    DETERMINERS,
    OTHER_PRONOUNS,
    PREPOSITIONS,
    PRONOUNS,
)
from rag.names.people import is_title
from rag.speech.clauses.clause import low_at, title_case
from rag.speech.grammar.phrases import (
    DASHES,
    Phrase,
    find_phrase_after,
    has_verb,
    is_adverb,
    is_nominal,
)
from rag.speech.grammar.times import skip_time_behind
from rag.speech.grammar.tokens import Token, TokenKind


def content_follows(tokens: Sequence[Token], at: int, cue: Cue) -> bool:
    """Whether reported words follow the verb, and not only where or when it was said."""
    while at < len(tokens) and (tokens[at].low in DAY_WORDS or is_adverb(tokens[at])):
        at += 1
    if at >= len(tokens):
        return False
    token = tokens[at]
    if token.is_quote or token.text == ":":
        return True
    if token.text == ",":
        return any(later.is_quote for later in tokens[at + 1 : at + 2])
    if token.kind is TokenKind.MARK and token.text not in {"$", "#", "@", "(", "["}:
        return any(later.is_quote for later in tokens[at : at + 2])
    if cue is Cue.TELL:
        return _object_and_content(tokens, at)
    if cue is Cue.JUDGE:
        return True
    behind = skip_time_behind(tokens, at)
    if behind > at and clause_follows(tokens, behind):
        return True  # said on Friday the talks had failed
    if token.low in PREPOSITIONS:
        return _later_content(tokens, at)
    return token.low not in {"and", "or"} or any(later.is_quote for later in tokens[at : at + 3])


def _object_and_content(tokens: Sequence[Token], at: int) -> bool:
    """Whether "told" is followed by somebody and then by what was told."""
    if tokens[at].low in {"that", "whether", "how", "why", "what", "if", "about", "for", "to"}:
        return True
    if tokens[at].low in PREPOSITIONS:
        return _later_content(tokens, at)
    him = tokens[at].low in {"him", "her", "them", "me", "us", "you"}
    phrase = Phrase(at, at) if him else find_phrase_after(tokens, at, len(tokens))
    after = at + 1 if phrase is None else phrase.last + 1
    if after >= len(tokens):
        return False
    follows = tokens[after]
    if follows.is_quote or follows.text == ":":
        return True
    if follows.kind is TokenKind.MARK:
        return any(later.is_quote for later in tokens[after + 1 : after + 2]) or _later_content(
            tokens, after
        )
    if follows.low in PREPOSITIONS or follows.low in DAY_WORDS:
        return follows.low in {"about", "to"} or _later_content(tokens, after)
    if follows.low in {"who", "which"}:
        return any(token.is_quote for token in tokens[after:])
    return follows.low not in {"and", "or", "while", "as", "when", "after"}


def _later_content(tokens: Sequence[Token], at: int) -> bool:
    """Whether "that", or a quotation behind a comma or colon, follows a place or a time."""
    comma = False
    for index in range(at, min(at + 40, len(tokens))):
        token = tokens[index]
        if token.low == "that" and index > at and tokens[index - 1].kind is not TokenKind.MARK:
            return True
        if token.is_quote and index > at:
            before = tokens[index - 1]
            return before.text in {",", ":"} or is_nominal(before) or before.low in DAY_WORDS
        if token.text == ":":
            return True
        comma = comma or token.text == ","
        if token.low in PRONOUNS - {"who"} and index > at and not comma:
            return True
        verb = VERBS.get(token.low)
        finite = verb is not None and verb.form is not Form.PARTICIPLE and not is_nominal(token)
        if finite and tokens[index - 1].low not in DETERMINERS:
            return False
    return False


def clause_follows(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause follows: "that", or a subject and a verb."""
    follows = low_at(tokens, at)
    if follows in {"that", "whether", "how", "why", "what", "if"}:
        return True
    if follows in PRONOUNS | {"there", "it", "this"}:
        return True
    phrase = find_phrase_after(tokens, at, len(tokens))
    if phrase is None:
        return False
    ahead = tokens[phrase.last + 1 : phrase.last + 3]
    return has_verb(ahead)


def next_is_quote(tokens: Sequence[Token], at: int) -> bool:
    """Whether a quotation stands at a place, or behind a comma, colon or adverb there."""
    for token in tokens[at : at + 3]:
        if token.is_quote:
            return True
        if token.text not in {",", ":"} and not is_adverb(token):
            return False
    return False


def content_before(tokens: Sequence[Token], at: int, verb: int) -> bool:
    """Whether the reported words stand before the clause that begins at `at`, or around it."""
    if at == 0:
        return False
    before = tokens[at - 1]
    if before.is_quote:
        return True
    if before.text not in {",", ")", "?", "!", "…", "..."} | DASHES:
        return False
    if any(token.is_quote for token in tokens[:at]):
        return True
    if low_at(tokens, verb + 1) == "," and verb + 3 < len(tokens):
        return True  # The good news, Roe said, is that
    if title_case(tokens) and at > 3:
        return True
    if tokens[0].low in PREPOSITIONS - {"like"}:
        return has_verb(tokens[:at])
    if at > 4:
        return True
    opens_aside = tokens[0].low in CONJUNCTIONS or tokens[0].low in VERBS  # Asked why, Roe said
    return not opens_aside and (has_verb(tokens[:at]) or may_be_clause(tokens[: at - 1]))


def may_be_clause(words: Sequence[Token]) -> bool:
    """Whether a few words are a clause with a verb of no list: "The ferry stays", "It rains".

    "The former mayor" and "Last week" are none.
    """
    if not words or is_adverb(words[0]):
        return False
    if words[0].low in DAY_WORDS:
        return False
    for at, word in enumerate(words[1:], 1):
        before = words[at - 1]
        if word.kind is TokenKind.MARK or word.low in DAY_WORDS:
            return False
        if not word.text.islower() or before.low in DETERMINERS:
            continue
        if is_title(word.text) or is_adverb(word):
            continue
        if before.low in PRONOUNS or before.low in OTHER_PRONOUNS:
            return True
        third = word.low.endswith("s") and not word.low.endswith("ss") and word.low != "'s"
        if is_nominal(before) and (third or word.low.endswith("ed")):
            return not before.low.endswith("s") or not third  # "The ferry stays", not "sports fans"
        if before.low.endswith("s") and is_nominal(before):
            return True  # "The ferries stay"
    return False
