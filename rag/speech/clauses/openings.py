"""Tokens -> the subject of a sentence, behind its opening: "In Geneva on Monday, Lavrov ...".

English only, by word order.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.language.cues import VERBS
from rag.language.english.grammar_words import CONJUNCTIONS, DETERMINERS, PREPOSITIONS, PRONOUNS
from rag.names.people import is_title
from rag.speech.grammar.phrases import DASHES, Phrase, find_phrase_after, is_adverb
from rag.speech.grammar.times import TIMES
from rag.speech.grammar.tokens import Token, TokenKind


def find_sentence_subject(tokens: Sequence[Token], before: int) -> Phrase | None:
    """The subject of a sentence: the first noun phrase that no preposition or comma sets aside."""
    at = skip_dateline(tokens, before)
    while at < before:
        while at < before and _passed_over(tokens[at]):
            at += 1
        if at >= before:
            return None
        if not _sets_aside(tokens, at):
            phrase = find_phrase_after(tokens, at, before)
            if phrase is None or not _is_time(tokens, phrase):
                return phrase
            at = phrase.last + 1
            continue
        at = _next_comma(tokens, at, before) + 1
        # In Dayton, Ohio, on Friday, ...: the place goes on behind the comma
        while at < before and _is_place(tokens, at, before):
            at = _next_comma(tokens, at, before) + 1
    return None


def is_about_several(tokens: Sequence[Token], subject: Phrase) -> bool:
    """Whether a sentence is about more than its subject alone: "Roe and Poe left"."""
    tie = subject.last + 1
    joined = tie < len(tokens) and tokens[tie].low == "and"
    return subject.several or (
        joined and find_phrase_after(tokens, tie + 1, len(tokens)) is not None
    )


def _is_time(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Whether a phrase says when something happened: "Last month", if a subject follows."""
    opening = tokens[phrase.first].low in {"last", "this", "next", "every", "each", "one", "that"}
    follows = tokens[phrase.last + 1 : phrase.last + 2]
    subject_follows = bool(follows) and (
        follows[0].low in PRONOUNS or follows[0].low in DETERMINERS or follows[0].text == ","
    )
    return opening and tokens[phrase.last].low in TIMES and subject_follows


def _next_comma(tokens: Sequence[Token], at: int, before: int) -> int:
    while at < before and tokens[at].text != ",":
        at += 1
    return at


def _is_place(tokens: Sequence[Token], at: int, before: int) -> bool:
    """Whether the words up to the next comma are a place, with no apposition behind them."""
    comma = _next_comma(tokens, at, before)
    if comma + 1 >= before or comma - at > 3:
        return False
    if not all(token.capitalised for token in tokens[at:comma]):
        return False
    follows = tokens[comma + 1]
    apposition = follows.low in DETERMINERS or is_title(follows.text) or follows.low == "who"
    if apposition or follows.kind is not TokenKind.WORD:
        return False
    return follows.capitalised or follows.low in PREPOSITIONS or follows.low in PRONOUNS


def skip_dateline(tokens: Sequence[Token], before: int) -> int:
    """The token behind "WASHINGTON, Dec. 8 (UPI) —" or "Washington UPI —", else 0."""
    shouted = tokens[0].text.isupper() and len(tokens[0].text) > 2
    for at in range(1, min(before, 14)):
        last = tokens[at - 1]
        agency = last.text == ")" or (at < 5 and last.capitalised and last.text.isupper())
        if (shouted or agency) and tokens[at].text in DASHES:
            return at + 1
    return 0


def _passed_over(token: Token) -> bool:
    if token.is_quote or token.kind is TokenKind.MARK:
        return True
    adverb = is_adverb(token) and token.low not in DETERMINERS
    return adverb or token.low in {"but", "and", "so", "yet", "here", "'s"}


def _sets_aside(tokens: Sequence[Token], at: int) -> bool:
    """Whether a preposition, a conjunction or a participle opens words that are no subject."""
    token = tokens[at]
    if token.low in PREPOSITIONS or token.low in CONJUNCTIONS:
        return True
    follows = tokens[at + 1] if at + 1 < len(tokens) else token
    if token.low.endswith("ing"):
        return not token.capitalised or not (follows.capitalised or follows.low in VERBS)
    if any(word.low in {"ago", "later", "earlier"} for word in tokens[at + 1 : at + 4]):
        return True  # Eight years ago, Minutes later
    return token.low in VERBS and token.capitalised and token.low.endswith("ed")
