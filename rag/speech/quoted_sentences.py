"""A sentence -> what it has to do with a quotation that no verb of saying attributes."""

from __future__ import annotations

from collections.abc import Sequence

from rag.language.english.reporting_words import REACTIONS
from rag.speech.clauses.openings import find_sentence_subject
from rag.speech.grammar.phrases import SIGNING, is_adverb
from rag.speech.grammar.tokens import Token, TokenKind


def count_quoted_words(sentence: Sequence[Token]) -> int:
    """About how many words of a sentence stand in quotation marks."""
    return sum(token.text.count(" ") + 1 for token in sentence if token.is_quote)


def is_only_quoted(sentence: Sequence[Token]) -> bool:
    """Whether a sentence consists of quotations only."""
    return any(token.is_quote for token in sentence) and all(
        token.is_quote or token.kind is TokenKind.MARK for token in sentence
    )


def is_short_answer(sentence: Sequence[Token], before: Sequence[Token]) -> bool:
    """Whether a few quoted words are a sentence behind another, and no title: “No way.”"""
    inside = sentence[0].inside if sentence[0].is_quote else ""
    whole = inside[:1].isupper() and inside[-1:] in {".", "?", "!", "…"}
    return whole and (count_quoted_words(sentence) > 1 or tells_reaction(before))


def tells_reaction(sentence: Sequence[Token]) -> bool:
    """Whether a sentence tells how its subject reacts: "Roe shook her head."."""
    subject = find_sentence_subject(sentence, len(sentence))
    if subject is None or subject.last + 1 >= len(sentence):
        return False
    verbs = [token for token in sentence[subject.last + 1 :] if not is_adverb(token)]
    return bool(verbs) and verbs[0].low in REACTIONS


def is_signature(sentence: Sequence[Token]) -> bool:
    """Whether a sentence may sign a quotation: "- Jane Roe"."""
    return len(sentence) > 1 and sentence[0].text in SIGNING and sentence[1].capitalised


def is_bracketed(sentence: Sequence[Token]) -> bool:
    """Whether a sentence is an aside, which may sign a quotation: "(Jane Roe, mayor)"."""
    return sentence[0].text == "(" and sentence[-1].text == ")"
