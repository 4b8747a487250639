"""Clauses whose subject follows the verb: “...,” said Lavrov. English only."""

from __future__ import annotations

from collections.abc import Sequence

from rag.language.cues import INVERTIBLE, VERBS, Cue, Form
from rag.language.english.calendar_words import DAY_WORDS
from rag.language.english.grammar_words import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
)
from rag.speech.clauses.clause import Clause, ends_clause, low_at
from rag.speech.clauses.content import may_be_clause
from rag.speech.clauses.subjects import find_subject
from rag.speech.grammar.phrases import DASHES, Phrase, find_phrase_after, has_verb
from rag.speech.grammar.tokens import Token, TokenKind


def find_inverted(tokens: Sequence[Token], at: int, lemma: str, floor: int) -> Clause | None:
    """The clause of "...," said Lavrov, whose verb stands at `at`."""
    if lemma not in INVERTIBLE or at == 0:
        return None
    before = tokens[at - 1]
    if not (before.is_quote or before.text == "," or before.text in DASHES):
        return None
    phrase = find_phrase_after(tokens, at + 1, len(tokens))
    if phrase is None or (
        phrase.first == phrase.last
        and tokens[phrase.first].low in {"it", "they"}
        and not before.is_quote
    ):
        return None
    after = phrase.last + 1
    if after < len(tokens):
        follows = tokens[after]
        if follows.low in AUXILIARIES or follows.low in VERBS or has_verb([follows]):
            return None
        if (
            follows.kind is TokenKind.WORD
            and not before.ends_in_comma
            and follows.low not in PREPOSITIONS | CONJUNCTIONS | DAY_WORDS | ADVERBS
        ):
            return None
    if before.is_quote and at - 1 > floor and not before.inside[:1].isupper():
        # Lavrov, who will meet Blinken “in the coming days,” said Russia ...
        if find_subject(tokens, at, floor) is not None and not ends_clause(tokens, after):
            return None
    elif not before.is_quote and not _ends_report(tokens, floor, at, phrase):
        return None
    return Clause(phrase, (at, at), Cue.SAY, leads=False)


def _ends_report(tokens: Sequence[Token], floor: int, verb: int, subject: Phrase) -> bool:
    """Whether a verb and its subject report the clause before them, which has no quotation."""
    if not _is_reported(tokens, floor, verb, subject):
        return False
    # "They voted, after a long debate, said Roe." ends behind the name of whoever said it
    ends = tokens[subject.last].capitalised and low_at(tokens, subject.last + 1) == "."
    return ends or find_subject(tokens, verb, floor) is None


def _is_reported(tokens: Sequence[Token], floor: int, verb: int, subject: Phrase) -> bool:
    """Whether a clause or a quotation stands before a verb and its comma."""
    before = tokens[floor : verb - 1]
    if any(token.is_quote for token in tokens[:verb]) or has_verb(before):
        return True
    opening, last = tokens[subject.first], tokens[subject.last]
    somebody = last.capitalised or opening.low in DETERMINERS or opening.low in PRONOUNS
    finite = VERBS[tokens[verb].low].form is Form.FINITE  # "state officials hope" has none
    return finite and somebody and may_be_clause(before)


def find_opening_verb(tokens: Sequence[Token], lemma: str) -> Clause | None:
    """The clause of "Said Jane Roe, who was there, “...”": verb, subject, words."""
    phrase = find_phrase_after(tokens, 1, len(tokens)) if lemma in INVERTIBLE else None
    if phrase is None or not (tokens[-1].text == ":" or any(token.is_quote for token in tokens)):
        return None
    return Clause(phrase, (0, 0), Cue.SAY, leads=True)


def find_agent(tokens: Sequence[Token], at: int, cue: Cue) -> Clause | None:
    """The clause of "He was asked by a reporter", which reports the reporter's words."""
    if low_at(tokens, at + 1) != "by" or cue not in {Cue.SAY, Cue.TELL}:
        return None
    phrase = find_phrase_after(tokens, at + 2, len(tokens))
    return None if phrase is None else Clause(phrase, (at, at), cue, leads=True)
