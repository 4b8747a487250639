"""Clauses with no listed verb: a comma, a colon or a quotation shows them. English only."""

from __future__ import annotations

from collections.abc import Sequence

from rag.language.cues import Cue
from rag.language.english.grammar_words import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    NEGATIONS,
    PREPOSITIONS,
)
from rag.language.english.page_words import CONTROL_WORDS, LABEL_HEADINGS
from rag.names.people import is_title
from rag.speech.clauses.clause import Clause, ends_clause
from rag.speech.clauses.openings import find_sentence_subject
from rag.speech.clauses.subjects import find_subject
from rag.speech.clauses.unsaid import is_unsaid
from rag.speech.grammar.phrases import Phrase, find_phrase_after, has_verb, is_nominal
from rag.speech.grammar.tokens import Token, TokenKind

_LONGEST_SHOUTED = 2  # words in capitals that are a name and no heading


def find_unlisted_verb(tokens: Sequence[Token]) -> list[Clause]:
    """Return the clause of “...,” Roe shot back: its verb is in no list, a mark shows it."""
    at = next((at for at, token in enumerate(tokens) if token.is_quote), len(tokens))
    if at == len(tokens):
        return []
    clause = _any_behind(tokens) if at == 0 else _any_before(tokens, at)
    return [] if clause is None or is_unsaid(tokens, clause) else [clause]


def _any_behind(tokens: Sequence[Token]) -> Clause | None:
    """“...,” Roe shot back; “...!” beamed Jane Roe."""
    ended = tokens[0].inside[-1:]
    if ended not in {",", "?", "!", "…", "—"} or len(tokens) < 3:
        return None
    first = tokens[1]
    acts = first.low.endswith("ed") or (first.low.endswith("s") and ended == ",")
    described = tokens[2].low in DETERMINERS or is_title(tokens[2].text)
    named = tokens[2].capitalised or (ended == "," and described)
    if first.text.islower() and acts and named:
        phrase = find_phrase_after(tokens, 2, len(tokens))
        return None if phrase is None else Clause(phrase, (1, 1), Cue.SAY, leads=False)
    phrase = find_phrase_after(tokens, 1, len(tokens))
    after = 1 if phrase is None else phrase.last + 1
    if phrase is None or after >= len(tokens) or not tokens[after].text.islower():
        return None
    if tokens[after].low in PREPOSITIONS | CONJUNCTIONS | AUXILIARIES:
        return None
    if (
        ended != ","
        and not ends_clause(tokens, after + 1)
        and tokens[after + 1].low not in PREPOSITIONS | ADVERBS | {"on", "back", "in", "out", "up"}
    ):
        return None
    return Clause(phrase, (after, after), Cue.SAY, leads=False)


def _any_before(tokens: Sequence[Token], at: int) -> Clause | None:
    """Roe shot back, “...”: words of some length, to the end of the sentence."""
    quote = tokens[at]
    whole = quote.inside[:1].isupper() and quote.text.count(" ") > 3 and at + 2 >= len(tokens)
    if not whole or at < 3 or tokens[at - 1].text != ",":
        return None
    return _leading(tokens, at)


def _leading(tokens: Sequence[Token], at: int) -> Clause | None:
    """The subject of a sentence and whatever verb follows it, before a quotation at `at`."""
    phrase = find_sentence_subject(tokens, at)
    if phrase is None or phrase.last + 1 >= at - 1 or not tokens[phrase.last + 1].text.islower():
        return None
    if tokens[phrase.last + 1].low in BE and tokens[at - 1].text == ",":
        return None  # Roe was asked, “...”
    if any(token.low in NEGATIONS for token in tokens[phrase.last + 1 : at]):
        return None  # Roe never spoke out, “...”
    return Clause(phrase, (phrase.last + 1, phrase.last + 1), Cue.SAY, leads=True)


def find_behind_aside(tokens: Sequence[Token]) -> list[Clause]:
    """Return the main clause of While Poe agreed, Roe fired back: “...”."""
    at = next((at for at, token in enumerate(tokens) if token.is_quote), 0)
    whole = at > 2 and tokens[at].inside[:1].isupper() and tokens[at - 1].text in {",", ":"}
    clause = _leading(tokens, at) if whole else None
    if clause is None:
        return []
    last = tokens[clause.subject.last]
    return [clause] if last.capitalised or last.low in {"he", "she"} else []


def find_partial_quote(tokens: Sequence[Token]) -> list[Clause]:
    """Return the clause of He took credit for “being right about it”, which quotes some words."""
    at = next((at for at, token in enumerate(tokens) if token.is_quote), 0)
    quote = tokens[at]
    if at == 0 or not quote.inside[:1].islower() or quote.text.count(" ") < 2:
        return []
    phrase = find_sentence_subject(tokens, at)
    if phrase is None or phrase.several or phrase.last + 1 >= at:
        return []
    somebody = tokens[phrase.last].capitalised or tokens[phrase.last].low in {"he", "she"}
    verb = tokens[phrase.last + 1]
    if not somebody or not verb.text.islower():
        return []
    if verb.low in AUXILIARIES | CONJUNCTIONS | PREPOSITIONS | NEGATIONS:
        return []
    clause = Clause(phrase, (phrase.last + 1, phrase.last + 1), Cue.JUDGE, leads=True)
    return [] if is_unsaid(tokens, clause) else [clause]


def _labels(named: Sequence[Token], behind: Sequence[Token]) -> bool:
    """Whether a name, and no heading, stands before a colon, and words that are said behind."""
    if any(token.low in LABEL_HEADINGS | CONTROL_WORDS for token in named) or named[0].low.endswith(
        "ing"
    ):
        return False
    if named[0].low in DETERMINERS and not (named[-1].capitalised or is_title(named[-1].text)):
        return False
    if all(token.text.isupper() for token in named) and len(named) <= _LONGEST_SHOUTED:
        return True  # REED: How so?
    return has_verb(behind) or any(token.is_quote for token in behind) or behind[-1].text in "?!"


def find_relative(tokens: Sequence[Token], taken: Sequence[Clause]) -> Clause | None:
    """The clause of "who" in: Roe rejected the plea of Poe, who detailed “a month of chaos”."""
    quote = next((at for at, token in enumerate(tokens) if token.is_quote), 0)
    who = next((at for at in range(quote - 1, 0, -1) if tokens[at].low == "who"), 0)
    verb = tokens[who + 1] if who and who + 1 < quote else None
    if verb is None or not verb.text.islower() or verb.low in AUXILIARIES | PREPOSITIONS:
        return None
    said = tokens[quote]
    if not said.inside[:1].islower() or said.text.count(" ") < 2:
        return None  # Jane Poe, who starred in “The Last Bus”
    inside = tokens[who + 1 : quote]
    if any(token.text in {",", ";", ":"} or token.low in {"and", "but"} for token in inside):
        return None
    outer = {Cue.SAY, Cue.TELL}  # Roe said that Poe, who detailed “...”, was wrong
    if any(clause.cue[0] > who or clause.kind in outer for clause in taken):
        return None
    owner = find_subject(tokens, who + 1, 0)
    if owner is None or owner.first != who:
        return None
    return Clause(owner, (who + 1, who + 1), Cue.SAY, leads=True)


def find_label_clause(tokens: Sequence[Token]) -> Clause | None:
    """The clause of "CUOMO: How so?" or "Poll: Voters ...": a name, a colon, and the words."""
    for at, token in enumerate(tokens[:7]):
        if token.text == ":":
            if at == 0 or at + 2 >= len(tokens) or tokens[at + 1].start == token.end:
                return None  # "Brusk:The town ...": a page's heading, run into its text
            named = tokens[:at]
            if not all(is_nominal(word) or word.low in {"of", "the"} for word in named):
                return None
            if not _labels(named, tokens[at + 1 :]):
                return None
            if not named[0].capitalised or (not named[-1].text[:1].isupper() and at > 2):
                return None
            return Clause(Phrase(0, at - 1), (at, at), Cue.SAY, leads=True)
        if token.kind is TokenKind.MARK:
            return None
    return None
